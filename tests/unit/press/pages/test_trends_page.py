"""Pages of trends: both rounds with their bases, the panel with its test, and no line across a break."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from answerable.core.measures.trends import trend_details, trends
from answerable.press.pages.trend_parts import points
from answerable.press.site import publish
from tests.factories import make_round, make_study
from tests.lived_study import CARE, HARD, NIGHT, OVERALL, PLAN, lived_page, lived_study
from tests.made_site import visible_text

ROWS = {row["question"]: row for row in trend_details(lived_study()).to_dicts()}
SOFT = (OVERALL, CARE, NIGHT)
BROKEN = (PLAN, HARD)


def path_of(question: str) -> str:
    return f"trends/{question}-ccg-2016-2017"


def words(path: str) -> str:
    return " ".join(visible_text(lived_page(path)).split())


@pytest.mark.parametrize("question", [*SOFT, *BROKEN])
def test_both_rounds_stand_with_counts_and_bases(question: str) -> None:
    text, row = words(path_of(question)), ROWS[question]
    for end in ("from", "to"):
        assert (
            f"{row[f'{end}_n_yes']} of the {row[f'{end}_n_answered']} groups that answered said yes" in text
        )
        assert f"{row[f'{end}_n_asked']} were asked" in text


@pytest.mark.parametrize("question", SOFT)
def test_panel_is_told_with_the_name_of_its_test(question: str) -> None:
    text, row = words(path_of(question)), ROWS[question]
    assert f"{row['gained']} gained, {row['lost']} lost among {row['n_matched']} matched bodies" in text
    assert "exact McNemar" in text
    html = lived_page(path_of(question))
    assert html.count('class="slope"') == 1
    panel = html[html.index('id="panel"') :].partition("</table>")[0]
    table = re.findall(r'<tr><th scope="row">(Yes|Not yes|Together)</th>(.*?)</tr>', panel)
    cells = {name: [int(n) for n in re.findall(r">(\d+)<", cells)] for name, cells in table}
    assert cells["Yes"][1] == row["lost"] and cells["Not yes"][0] == row["gained"]
    assert cells["Together"][2] == row["n_matched"] == sum(cells["Yes"][:2]) + sum(cells["Not yes"][:2])


@pytest.mark.parametrize("question", BROKEN)
def test_no_line_and_no_test_across_a_break_but_both_wordings(question: str) -> None:
    html = lived_page(path_of(question))
    text = words(path_of(question))
    assert 'class="slope"' not in html and "McNemar" not in text
    assert "cannot be compared" in text and "A reason for hard." in text
    assert text.count(f"About {question}?") == 2
    assert html.count('<svg class="bar') == 2


def test_significance_is_only_said_with_the_test_that_found_it() -> None:
    for path in ("trends", *(path_of(question) for question in (*SOFT, *BROKEN))):
        for sentence in re.split(r"(?<=[.!?]) ", words(path)):
            if "significant" in sentence:
                assert "exact McNemar" in sentence


@pytest.mark.parametrize("question", SOFT)
def test_steps_lead_from_the_earlier_share_to_the_later_by_the_causes(question: str) -> None:
    row, html = ROWS[question], lived_page(path_of(question))
    table = html[html.index('id="steps"') :]
    told = re.findall(
        r'<td class="num">(\d+) of (\d+)</td><td class="num">([\d.]+)%</td><td class="num">([^<]*)</td>',
        table,
    )
    counts = [(int(yes), int(of)) for yes, of, _, _ in told]
    assert counts[0] == (row["from_n_yes"], row["from_n_answered"])
    assert counts[-1] == (row["to_n_yes"], row["to_n_answered"])
    for (yes, of, share, step), before in zip(told[1:], counts, strict=False):
        exact = Fraction(int(yes), int(of))
        assert Decimal(share) == (Decimal(100 * int(yes)) / int(of)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        difference = float(exact - Fraction(*before)) * 100
        assert float(step.replace("−", "-")) == pytest.approx(difference, abs=0.0501)


def test_bodies_that_moved_are_named() -> None:
    text = words(path_of(CARE))
    assert "The 1 that went from yes Group 9" in text
    assert "3 answered in 2016 only" in text
    assert "1 answered both times but cannot be matched" in text


def test_overview_groups_by_how_far_they_can_be_compared() -> None:
    html, text = lived_page("trends"), words("trends")
    places = [
        text.index(title) for title in ("In the same words", "To be compared with care", "Not to be compared")
    ]
    assert places == sorted(places)
    assert html.count('class="slope"') == len(SOFT)
    for question in (*SOFT, *BROKEN):
        assert f"{question}-ccg-2016-2017/index.html" in html
    assert (
        "none of the 3 questions that can be compared changed significantly by the exact McNemar test" in text
    )


def test_contradicted_print_is_told_where_the_share_stands() -> None:
    assert "2017: Yes is printed as 1%; the answers here give 6 of 7 (86%)." in words(path_of(CARE))


def test_study_without_comparable_questions_has_no_trends(tmp_path: Path) -> None:
    publish([make_study(["E1"], [make_round("1", {"ccg": ["a"]}, {"E1": {"a": "yes"}})])], tmp_path / "site")
    assert not (tmp_path / "site/trends").exists()
    assert "Trends" not in (tmp_path / "site/index.html").read_text()


def test_trends_of_the_command_line_are_those_of_the_pages() -> None:
    rows = {row["question"]: row for row in trends(lived_study()).to_dicts()}
    assert {name: row["n_matched"] for name, row in rows.items()} == {
        name: row["n_matched"] for name, row in ROWS.items()
    }


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Fraction(1, 8), "+12.5"),
        (Fraction(-1, 3), "−33.3"),
        (Fraction(0), "0"),
        (Fraction(1, 10_000), "0.0"),
        (Fraction(-5, 10_000), "−0.1"),
    ],
)
def test_points_have_a_sign_and_one_place(step: Fraction, said: str) -> None:
    assert points(step) == said
