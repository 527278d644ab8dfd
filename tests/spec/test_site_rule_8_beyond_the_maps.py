"""Rule 8 of the public site, beyond its maps: bodies, figures, regions and embeds say what the data say.

Whoever sets bodies beside each other is shown what the pages of these bodies hold: one truth serves both.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from html import unescape
from math import floor
from statistics import median
from typing import Any

import pytest

from answerable.core.questions import Question
from tests.made_site import visible_text
from tests.one_truth import (
    PLAIN,
    Published,
    Row,
    answers_in,
    asked,
    check_words,
    csv_rows,
    hours,
    layers,
    pages,
    published,
    what,
)

LINE = re.compile(r'<tr[^>]*? id="([^"]+)"[^>]*>(.*?)</tr>', re.DOTALL)
ANSWER = re.compile(r'<td(?: class="(y|x|none)")?(?: data-s="([^"]+)")?>(.*?)(?:<small.*?)?</td>', re.DOTALL)
PAIRS = {"both": "both", "hours_only": "hours_only", "out_of_hours_only": "ooh_only", "neither": "neither"}
TALLY = re.compile(r"([\d,]+) (yes|in development|no answer|no)\b")


@pytest.fixture(params=["small", "simulated"])
def one(request: pytest.FixtureRequest) -> Published:
    """Each of the two sites."""
    return published(request.param)


def page_of(one: Published, code: str) -> str | None:
    """The page of the one body that bears a code; None where several do."""
    found = re.search(r'content="0; url=([^"]+)"', (one.site / "id" / code / "index.html").read_text())
    return (one.site / "id" / code / unescape(found[1])).resolve().read_text() if found else None


def lines_of(html: str) -> dict[str, list[tuple[str, str, str]]]:
    """Every line of the ledger of a body: its place -> class, state and words of each of its cells."""
    return {
        unescape(place): [
            (css, state, unescape(re.sub(r"<[^>]+>", "", words)).strip())
            for css, state, words in ANSWER.findall(row)
        ]
        for place, row in LINE.findall(html)
    }


def check_cell(question: Question, row: Row, cell: tuple[str, str, str]) -> None:
    """One cell of a ledger says in class, state and words what a row of data says."""
    css, state, words = cell
    status, answer, value = what(row)
    if status != "answered":
        assert css == "x", (row, cell)
    elif answer == "yes":
        assert css == "y", (row, cell)
    else:
        assert css == "" and state and (answer not in PLAIN or state == answer), (row, cell)
    if status != "answered" or question.has_options or value is not None:
        check_words(question, (status, answer, value), words.removesuffix("…"))


def test_pages_of_bodies_say_what_the_csv_says(one: Published) -> None:
    ledgers: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    seen, unseen = 0, set[str]()
    for round_id, kind, question in asked(one):
        for code, row in answers_in(one, round_id, kind, question.id).items():
            if code not in ledgers:
                html = page_of(one, code)
                ledgers[code] = lines_of(html) if html else {}
            place = question.pair_of or question.id
            cells = ledgers[code].get(f"{round_id}-{place}")
            if cells is None:
                # A code that several bodies bore has no page of its own.
                unseen |= {row["status"]} if ledgers[code] else set()
                continue
            check_cell(question, row, cells[1 if question.pair_of else 0])
            seen += 1
    assert seen
    assert unseen <= {"not_asked", "not_applicable"}, unseen


def rounded(numerator: int, denominator: int) -> int:
    return floor(Fraction(100 * numerator, denominator) + Fraction(1, 2))


def figures(one: Published) -> Iterator[tuple[dict[str, Any], str]]:
    """Every figure that can be cited: its record, and the text of its page."""
    for path in sorted(one.site.glob("figures/*/*/*/*/figure.json")):
        record = json.loads(path.read_text())
        assert path.parent.relative_to(one.site).as_posix() + "/" == record["page"]
        yield record, visible_text(path.with_name("index.html").read_text())


def counted(one: Published, record: dict[str, Any]) -> tuple[int | None, int | None, int]:
    """Numerator, denominator and bodies asked of a figure, counted from the CSV file of its question."""
    round_id, kind, question = record["round"], record["kind"], record["question"]["id"]
    rows = answers_in(one, round_id, kind, question)
    measure = record["measure"]
    if measure in PAIRS:
        form = one.study.round(round_id).questionnaire(kind)
        twin = form.twin(question)
        assert twin is not None
        at_night = answers_in(one, round_id, kind, twin.id)
        states = [hours(row, at_night[code]) for code, row in rows.items()]
        put = [c for c in rows if {rows[c]["status"], at_night[c]["status"]} != {"not_asked"}]
        return states.count(PAIRS[measure]), sum(state != "missing" for state in states), len(put)
    answers = [row for row in rows.values() if row["status"] == "answered"]
    n_asked = sum(row["status"] != "not_asked" for row in rows.values())
    if measure == "answered":
        return len(answers), n_asked, n_asked
    option = measure.removeprefix("option-")
    return sum(row["answer"] == option for row in answers), len(answers), n_asked


def test_figures_to_cite_are_counted_from_the_csv(one: Published) -> None:
    measures = Counter[str]()
    for record, text in figures(one):
        if record["counted_from"] != "answers":
            continue
        assert record["release"] == (one.study.release.version if one.study.release else record["release"])
        if record["measure"] in ("median", "total"):
            check_amount(one, record)
        else:
            found = counted(one, record)
            assert (record["numerator"], record["denominator"], record["n_asked"]) == found, record["page"]
            numerator, denominator = record["numerator"], record["denominator"]
            percent = rounded(numerator, denominator) if denominator else None
            assert record["percent"] == percent, record["page"]
            if percent is not None:
                assert f"{percent}%" in text and f"{numerator:,} of the {denominator:,}" in text, record[
                    "page"
                ]
        assert record["statement"] in " ".join(text.split()), record["page"]
        measures[record["measure"]] += 1
    assert {"yes", "no", "answered", "median", "total", *PAIRS} <= set(measures)


def check_amount(one: Published, record: dict[str, Any]) -> None:
    """A median or a total of numbers in the unit and for the period that were asked for."""
    form = one.study.round(record["round"]).questionnaire(record["kind"])
    question = form.question(record["question"]["id"])
    rows = answers_in(one, record["round"], record["kind"], question.id).values()
    as_asked = (question.unit or "", question.period or "")
    values = [
        float(row["value"]) for row in rows if row["value"] and (row["unit"], row["period"]) == as_asked
    ]
    assert record["n_counted"] == len(values), record["page"]
    if values:
        expected = median(values) if record["measure"] == "median" else sum(values)
        assert record["value"] == pytest.approx(expected), record["page"]


def test_every_question_has_the_figures_of_its_options(one: Published) -> None:
    there = {record["page"] for record, _ in figures(one)}
    for round_id, kind, question in asked(one):
        for option in question.coded_options if question.has_options else ():
            name = re.escape(f"figures/{round_id}/{kind}/{question.id}/")
            assert any(re.match(f"{name}(option-)?{re.escape(option)}", page) for page in there), option


def test_regional_files_hold_the_rows_of_their_bodies(one: Published) -> None:
    files = sorted(one.site.glob("regions/*.csv"))
    assert files
    for path in files:
        rows = csv_rows(path)
        (round_id,) = {row["round"] for row in rows}
        (region,) = {row["region"] for row in rows}
        whole = [row for row in csv_rows(one.data / round_id / "answers.csv") if row["region"] == region]
        assert rows == whole, path.name


def test_regional_pages_count_what_their_file_holds(one: Published) -> None:
    for path in sorted(one.site.glob("regions/*.csv")):
        answered = Counter(row["body_name"] for row in csv_rows(path) if row["status"] == "answered")
        text = visible_text((path.with_suffix("") / "index.html").read_text())
        for name in answered:
            assert name in text, (path.name, name)


def embeds(one: Published) -> Iterator[tuple[str, str, list[Question], str, dict[str, str]]]:
    """Every question page, with the HTML of each way in which other sites may show it."""
    for round_id, kind, questions, html in pages(one):
        folder = one.site / "embed" / round_id / questions[0].id
        found = {
            path.parent.name.removeprefix(f"{kind}-"): path.read_text()
            for path in folder.glob(f"{kind}-*/index.html")
        }
        yield round_id, kind, questions, html, found


def codes_of(html: str) -> dict[str, str]:
    """The code of every area and cell of a page, by its mark."""
    return {
        mark: unescape(code) for mark, code in re.findall(r'<path id="([^"]+)" data-code="([^"]+)"', html)
    }


def painted(html: str, codes: dict[str, str]) -> list[dict[str, str]]:
    """Every map of an embed: code -> state. An embed says no codes, but its marks are those of the page."""
    maps = []
    for drawn in re.split(r'<svg id="(?:m|difference-)\d" class="map', html)[1:]:
        states = {}
        for state, group in re.findall(r'<g class="s-([^"]*)"[^>]*>(.*?)</g>', drawn, re.DOTALL):
            for mark in re.findall(r'(?:<path id="|href="#)([^"]+)"', group):
                states[codes[mark]] = state
        maps.append(states)
    return maps


def test_embeds_paint_what_the_page_paints(one: Published) -> None:
    drawn = Counter[str]()
    for _, _, questions, html, found in embeds(one):
        on_page = layers(html)
        for way, name in (("map", "geography"), ("hex", "hex"), ("difference", "difference")):
            if way not in found:
                continue
            states = {place: each for (of, place), each in on_page.items() if of == name}
            assert states and painted(found[way], codes_of(html)) == list(states.values()), way
            drawn[way] += 1
        assert "bar" in found or not questions[0].has_options
    assert drawn["map"] and drawn["hex"] and drawn["difference"]


def test_embedded_bars_state_what_the_csv_says(one: Published) -> None:
    stated = 0
    for round_id, kind, questions, _, found in embeds(one):
        if "bar" not in found:
            continue
        tallies = re.findall(r'<p class="tally">(.*?)</p>', found["bar"], re.DOTALL)
        for question, tally in zip(questions, tallies, strict=False):
            rows = answers_in(one, round_id, kind, question.id).values()
            put = [row for row in rows if row["status"] != "not_asked"]
            given = Counter(row["answer"] if row["status"] == "answered" else "no answer" for row in put)
            said = TALLY.findall(re.sub(r"<[^>]+>", " ", tally))
            if not question.has_options or not set(question.coded_options) <= set(PLAIN):
                continue
            for n, words in said:
                assert int(n.replace(",", "")) == given[words.replace("in development", "in_development")]
                stated += 1
    assert stated
