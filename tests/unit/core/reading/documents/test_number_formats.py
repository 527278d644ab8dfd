"""Numbers are shown as the spreadsheet shows them."""

import pytest

from answerable.core.reading.documents.number_formats import is_date, shown, shows_nothing


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (0.125, "0%", "13%"),
        (0.1234, "0.0%", "12.3%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, '"£"#,##0.00;[Red]-"£"#,##0.00', "-£1,234.50"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (0, '0;-0;"nil"', "nil"),
        (7, "000", "007"),
        (1.5, "General", "1.5"),
        (1.0, "General", "1"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (1.5, "0.##", "1.5"),
        (1_500_000, '0.0,,"m"', "1.5m"),
        (5, "[$£-809]#,##0", "£5"),
        (5, '0 "staff"', "5 staff"),
        (42798, "dd/mm/yyyy", "04/03/2017"),
        (42798, "d mmmm yyyy", "4 March 2017"),
        (42798.5, "dd/mm/yyyy hh:mm", "04/03/2017 12:00"),
        (42798.75, "h:mm AM/PM", "6:00 PM"),
        (1.25, "[h]:mm", "30:00"),
        (42798, "dddd", "Saturday"),
        (1, "dd/mm/yyyy", "01/01/1900"),
        (-1, "dd/mm/yyyy", "-1"),
        (3e9, "dd/mm/yyyy", "3000000000"),
    ],
)
def test_shown(value: float, code: str, said: str) -> None:
    assert shown(value, code) == said


def test_a_workbook_may_count_from_1904() -> None:
    assert shown(41336, "dd/mm/yyyy", from_1904=True) == "04/03/2017"


def test_formats_of_dates_and_of_nothing_are_told() -> None:
    assert (
        is_date("dd/mm/yyyy") and is_date("[h]:mm") and not is_date('0 "days"') and not is_date("[Red]0.00")
    )
    assert shows_nothing(";;;") and not shows_nothing("0;;")
