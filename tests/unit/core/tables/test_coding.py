"""Cells become options, statuses and numbers; what nobody explained is listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.answers import AnswerType
from answerable.core.tables.coding import Cell, code_column, parse_number, unmapped_fault
from answerable.core.tables.mapping import ColumnMapping

MISSING = frozenset({"", "-", "n/a"})
LOG = ColumnMapping(
    "log", "Log", options={"yes": "yes", "planned": "in_development"}, statuses={"stats": "unclear"}
)
SPEND = ColumnMapping("spend", "Spend", type=AnswerType.MONEY, unit="GBP", period="2016-17")


def cells(*texts: str) -> list[Cell]:
    return [Cell(line, f"E{line}", text, {}) for line, text in enumerate(texts, start=2)]


def test_cell_takes_the_option_or_status_of_the_mapping_whatever_its_case() -> None:
    coded = code_column(LOG, cells("Yes", " planned ", "STATS"), MISSING)
    assert [(r["status"], r.get("answer")) for r in coded.records] == [
        ("answered", "yes"),
        ("answered", "in_development"),
        ("unclear", None),
    ]


def test_missing_cell_makes_no_row_and_no_fault() -> None:
    coded = code_column(LOG, cells("", "-", "N/A"), MISSING)
    assert coded.records == ()
    assert coded.unmapped == {}


def test_unmapped_cell_is_listed_once_with_all_its_rows() -> None:
    coded = code_column(LOG, cells("maybe", "yes", "maybe"), MISSING)
    assert coded.unmapped == {"maybe": (2, 4)}
    fault = unmapped_fault(LOG, "maybe", (2, 4), "table.csv")
    assert "rows 2, 4" in fault.message
    assert (fault.file, fault.column, fault.question) == ("table.csv", "Log", "log")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234.0),
        ("£1,234.50", 1234.5),
        ("1 234 567", 1234567.0),
        ("GBP 0", 0.0),
        ("-3", -3.0),
        ("£ -3", -3.0),
        ("12", 12.0),
        ("0.8", 0.8),
    ],
)
def test_number_may_have_separators_and_a_currency_sign(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["<5", "30k", "10-20", "75%", "1,23", "none", "", "£", "1.2.3", "12 people", "nan", "inf"]
)
def test_number_that_needs_a_person_is_not_guessed(text: str) -> None:
    assert parse_number(text) is None


def test_number_that_the_mapping_calls_missing_is_missing() -> None:
    coded = code_column(SPEND, cells("0", "10"), frozenset({"", "0"}))
    assert [r["value"] for r in coded.records] == [10.0]
    assert coded.records[0]["unit"] == "GBP"


@given(st.floats(min_value=0, max_value=1e12).map(lambda x: round(x, 2)))
def test_number_written_with_thousands_separators_reads_back(value: float) -> None:
    assert parse_number(f"£{value:,.2f}") == pytest.approx(value, abs=0.005)


def test_number_beyond_all_bounds_is_no_number() -> None:
    assert parse_number("9" * 400) is None
