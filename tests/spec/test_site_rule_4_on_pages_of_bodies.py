"""Rule 4 of the public site, on pages of bodies and of stars: silence is told apart, and is no answer."""

import re

import pytest

from answerable.core.answers import STATUS_WORDS, Status
from answerable.core.measures.grid import answer_grid
from answerable.press.view.build import build_view
from answerable.press.view.model import BodyView
from answerable.press.words import capital
from tests.lived_study import SILENT, WITHDRAWN, lived_page, lived_study

VIEW = build_view(lived_study())
GRID = answer_grid(lived_study(), "2016", "ccg")
ASKED = VIEW.round("2016").kinds["ccg"].bodies


def row(path: str, question: str) -> str | None:
    found = re.search(rf'<tr id="2016-{question}"[^>]*>(.*?)</tr>', lived_page(path.rstrip("/")), re.DOTALL)
    return found.group(1) if found else None


@pytest.mark.parametrize("body", ASKED, ids=lambda body: body.id)
def test_each_reason_for_silence_stands_in_its_own_words(body: BodyView) -> None:
    for question, status in GRID.filter(body_id=body.id).select("question_id", "status").iter_rows():
        found = row(body.path, question)
        if status in ("answered", "not_asked") or found is None:
            continue
        words = re.findall(r'<td class="x">([^<]*)', found)
        assert capital(STATUS_WORDS[Status(status)]) in words


def test_a_follow_up_that_was_not_put_to_a_body_has_no_row_of_yes_or_no() -> None:
    not_put = GRID.filter(question_id="spend", status="not_asked")["body_id"].to_list()
    assert not_put
    for body in ASKED:
        assert (row(body.path, "spend") is None) == (body.id in not_put)


def test_the_mark_of_a_silent_body_stands_on_the_hatch() -> None:
    body = next(each for each in ASKED if each.id == SILENT)
    found = row(body.path, "care")
    assert found is not None
    bar = found[found.index("<svg") : found.index("</svg>")]
    pieces = [
        (float(x or 0), float(width), css)
        for x, width, css in re.findall(
            r'<rect x="([\d.]*)%?" width="([\d.]+)%"[^>]*class="(s-[a-z_-]+)"', bar
        )
    ]
    mark = float(re.search(r'class="own" cx="([\d.]+)%"', bar).group(1))  # type: ignore[union-attr]
    [under] = [css for x, width, css in pieces if x <= mark <= x + width]
    assert under == "s-missing"


def test_a_body_without_a_rated_answer_is_hatched_and_has_no_stars() -> None:
    page = lived_page("2016/ratings/ccg")
    drawn = page[page.index('id="geography-stars"') : page.index('id="hex-stars"')]
    hatched = re.search(r'data-state="missing">(.*?)</g>', drawn)
    assert hatched is not None
    assert re.findall(r'data-code="([^"]+)"', hatched.group(1)) == [SILENT]
    cells = re.search(rf'<tr data-code="{SILENT}">(.*?)</tr>', page)
    assert cells is not None and "not rated" in cells.group(1) and "0 of 5" not in cells.group(1)


def test_a_body_that_was_not_asked_is_said_so_on_the_maps() -> None:
    for path in ("2017/ratings/ccg", "2017/questions/plan/ccg"):
        said = re.findall(rf'data-code="{WITHDRAWN}"[^>]*><title>[^<]*: ([^<:]*)</title>', lived_page(path))
        assert said and set(said) == {"not asked"}
