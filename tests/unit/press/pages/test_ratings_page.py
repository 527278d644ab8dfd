"""Pages of stars: spread, rules from the definition, other rules, every body, and what was only printed."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from answerable.core.ratings.model import Band
from answerable.core.ratings.ranges import rating_ranges
from answerable.core.ratings.rating import ratings
from answerable.press.pages.rating_parts import band_rows, coverage_words, measure_words, percent_words
from answerable.press.site import publish
from tests.factories import make_round, make_study
from tests.lived_study import lived_page, lived_site, lived_study, scheme
from tests.made_site import visible_text

ROW = re.compile(r'<tr data-code="([^"]+)">(.*?)</tr>')
CELL = re.compile(r"<td[^>]*>(.*?)</td>")


def rows(path: str) -> dict[str, list[str]]:
    return {code: CELL.findall(row) for code, row in ROW.findall(lived_page(path))}


def words(path: str) -> str:
    return " ".join(visible_text(lived_page(path)).split())


@pytest.mark.parametrize("round_id", ["2016", "2017"])
def test_every_body_has_its_stars_counts_and_rank(round_id: str) -> None:
    study = lived_study()
    rated = {
        row["body_id"]: row for row in ratings(study).filter(round=round_id, variant="default").to_dicts()
    }
    ranks = {
        row["body_id"]: row["words"]
        for row in rating_ranges(study, variant="default").filter(round=round_id).to_dicts()
    }
    table = rows(f"{round_id}/ratings")
    assert set(table) == set(rated)
    for code, (stars, yes, rank) in table.items():
        row = rated[code]
        said = f"{row['stars']} of 5" if row["stars"].isdigit() else row["stars"]
        assert stars.split(";")[0] == said
        assert ("provisional" in stars) == row["note"].startswith("provisional")
        assert yes == (f"{row['n_yes']} of {row['n_counted']}" if row["n_counted"] else "")
        assert rank == (ranks[code] or "").rpartition(" of ")[0]


def test_page_of_one_kind_has_the_same_and_other_rules() -> None:
    short, full = rows("2016/ratings"), rows("2016/ratings/ccg")
    assert set(short) == set(full)
    for code, cells in full.items():
        assert cells[1].split(",")[0] == short[code][0].split(";")[0]
        assert cells[2:4] == short[code][1:]
    assert any("all items: " in cells[5] or "list “printed”: " in cells[5] for cells in full.values())


def test_map_paints_each_body_by_its_stars() -> None:
    page = lived_page("2016/ratings/ccg")
    table = rows("2016/ratings/ccg")
    painted = {}
    drawn = page[page.index('id="geography-stars"') : page.index('id="hex-stars"')]
    for state, group in re.findall(r'<g class="s-[^"]*"[^>]*data-state="([^"]+)">(.*?)</g>', drawn):
        painted |= dict.fromkeys(re.findall(r'data-code="([^"]+)"', group), state)
    assert set(painted) == set(table)
    for code, state in painted.items():
        stars = table[code][1].split()[0]
        assert state == ("missing" if stars == "not" else f"stars-{stars}")


def test_picture_of_the_overview_says_every_count() -> None:
    label = re.search(r'class="map still[^"]*"[^>]*aria-label="([^"]*)"', lived_page("2016/ratings"))
    assert label is not None
    assert sum(int(n) for n in re.findall(r": (\d+)", label.group(1))) == 12


def test_rules_are_written_from_the_definition() -> None:
    text = words("2016/ratings")
    for said in (
        "5 of 5 above 80%, up to and including 100%",
        "0 of 5 exactly 0%",
        "Stars, version 2. Written out from its definition.",
        "fewer than half of the items, its stars are provisional",
        "The overarching question, “Overall”, is not rated.",
        "3 items: Care, Care at night and Plan.",
        "The other list, “printed”: 2 items",
        "A note on it.",
        "3 groups say no to “Overall” and still have stars.",
        "reported (3) all items of the list 6 0 6 0",
    ):
        assert said in text, said


def test_title_says_the_finding_and_the_deck_its_counts() -> None:
    text = words("2016/ratings")
    assert "Stars of 2016: 36% of groups that could be rated have 4 or 5 of 5 stars" in text
    silent = "1 answered no rated item and is not rated, 1 only provisionally"
    assert f"4 of the 11 groups rated have 4 or 5 of 5 stars (36%); 12 were asked, {silent}." in text


def test_share_at_the_top_has_its_bounds() -> None:
    said = "the share of all asked with 4 or 5 of 5 stars lies between 33% (4 of 12) and 42% (5 of 12)."
    assert f"Whatever stars the 1 not rated would have had, {said}" in words("2016/ratings")


def test_round_of_which_only_shares_were_printed_shows_those_and_the_rules() -> None:
    text = words("2015/ratings")
    assert "4 or 5 stars 20% not printed Report" in text
    assert "above 80%, up to and including 100%" in text
    assert not (lived_site() / "2015/ratings/ccg/index.html").exists()


def test_nothing_is_rated_without_a_scheme(tmp_path: Path) -> None:
    publish([make_study(["E1"], [make_round("1", {"ccg": ["a"]}, {"E1": {"a": "yes"}})])], tmp_path / "site")
    assert not (tmp_path / "site/1/ratings").exists()


def test_round_without_a_rated_answer_says_that_nobody_can_be_rated(tmp_path: Path) -> None:
    study = lived_study()
    rounds = list(study.rounds)
    assert rounds[1].answers is not None
    rounds[1] = replace(rounds[1], answers=rounds[1].answers.clear())
    publish([replace(study, rounds=tuple(rounds))], tmp_path / "site")
    page = " ".join(visible_text((tmp_path / "site/2016/ratings/index.html").read_text()).split())
    assert "Stars of 2016: no body can be rated yet" in page
    assert "None of the 12 groups asked answered a rated item." in page
    assert "%" not in page.split("The rules")[0]


def test_bands_are_told_from_the_most_stars_down() -> None:
    told = band_rows(scheme())
    assert [stars for stars, _ in told] == [5, 4, 3, 2, 1, 0]
    thirds = replace(scheme(), bands=(Band(1, Fraction(1, 3)), Band(2, Fraction(1))))
    assert band_rows(thirds) == [
        (2, "above 100/3%, up to and including 100%"),
        (1, "up to and including 100/3%"),
    ]


@pytest.mark.parametrize(
    ("least", "said"),
    [
        (Fraction(1, 2), "fewer than half of"),
        (Fraction(3, 5), "fewer than 3 of 5 of"),
        (Fraction(0), "however few"),
    ],
)
def test_coverage_is_told_in_words(least: Fraction, said: str) -> None:
    assert said in coverage_words(replace(scheme(), minimum_coverage=least))


def test_printed_measures_are_told_in_words() -> None:
    assert measure_words("stars_4_5") == "4 or 5 stars"
    assert measure_words("stars_1") == "1 star"
    assert percent_words(Fraction(1, 5)) == "20%"
