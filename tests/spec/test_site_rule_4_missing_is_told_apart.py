"""Rule 4 of the public site: every reason for silence is a value of its own, never yes, no or 0."""

import re

from answerable.core.answers import STATUS_WORDS, Status
from answerable.core.measures.grid import answer_grid
from answerable.press.words import capital
from tests.made_site import CODES, MISSING, PLAN, SERVICE, made_site, made_study

ROW = re.compile(r'<tr data-code="([^"]+)">(.*?)</tr>')
CELL = re.compile(r"<td[^>]*>(.*?)</td>")
GROUP = re.compile(r'<g class="s-[^"]*"[^>]*data-state="([^"]+)">(.*?)</g>')


def page(question: str) -> str:
    return (made_site() / f"2017/questions/{question}/ccg/index.html").read_text()


def rows(question: str) -> dict[str, list[str]]:
    """Code -> the cells of its row after the name: region, answers, note."""
    return {code: CELL.findall(row) for code, row in ROW.findall(page(question))}


def test_each_reason_stands_in_the_table_in_its_own_words() -> None:
    grid = answer_grid(made_study(), "2017", "ccg")
    said = dict(grid.filter(question_id=SERVICE).select("body_id", "status").iter_rows())
    assert set(said.values()) >= set(MISSING)
    for code, cells in rows(SERVICE).items():
        words = cells[1]
        if said[code] == "answered":
            assert words in ("Yes", "No")
        else:
            assert words == capital(STATUS_WORDS[Status(said[code])])


def test_the_map_paints_no_silence_as_an_answer() -> None:
    table = rows(SERVICE)
    html = page(SERVICE)
    first = html[html.index('id="geography-0"') : html.index('id="hex-0"')]
    painted = {
        code: state
        for state, group in GROUP.findall(first)
        for code in re.findall(r'data-code="([^"]+)"', group)
    }
    # The last body has no area in the boundaries; the table and the equal cells have it.
    assert set(painted) == set(CODES[:-1])
    for code, state in painted.items():
        assert state == {"Yes": "yes", "No": "no"}.get(table[code][1], "missing")


def test_bars_count_silence_as_silence() -> None:
    html = page(PLAN)
    missing = sum(
        words not in ("Yes", "No", "In development") for words in (cells[1] for cells in rows(PLAN).values())
    )
    assert f"{missing} no answer" in html
    assert f"No answer <b>{missing}</b>" in html
