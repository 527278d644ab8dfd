"""Reads a published site back as readers have it: files, tables and maps, body by body."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from tempfile import mkdtemp

from answerable.core.answers import STATUS_WORDS, Status
from answerable.core.measures.grid import answer_grid, answers_elsewhere
from answerable.core.questions import Question
from answerable.core.study.model import Release, Study
from answerable.core.study.reading import read_study
from answerable.press.data.guarding import unguarded
from answerable.press.options import Options
from answerable.press.site import publish
from tests.made_site import made_study

SIMULATED = Path(__file__).parents[1] / "studies" / "childrens-palliative-care-simulated"
Row = Mapping[str, str]
ROW = re.compile(r'<tr data-code="([^"]+)">(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
GROUP = re.compile(r'<g class="s-[^"]*"[^>]*data-state="([^"]+)">(.*?)</g>', re.DOTALL)
PLAIN = {"yes": "yes", "no": "no", "in_development": "in_development"}


@dataclass(frozen=True)
class Published:
    """A study and the folder of its site."""

    study: Study
    site: Path

    @cached_property
    def data(self) -> Path:
        """The folder of its open data."""
        return self.site / "data"


@cache
def published(name: str) -> Published:
    """A small study with every status, as a release; or the simulated one, as a working copy."""
    if name == "small":
        release = Release("1.0", date(2018, 1, 2), {}, {})
        study = replace(made_study(), release=release)
    else:
        study = read_study(SIMULATED)
    out = Path(mkdtemp(prefix="answerable-truth-")) / "site"
    publish([study], out, options=Options(images=False))
    return Published(study, out)


def asked(one: Published) -> Iterator[tuple[str, str, Question]]:
    """Every question of every round with answers."""
    for a_round in one.study.rounds:
        if a_round.sent_on is None or answers_elsewhere(one.study, a_round):
            continue
        for kind, form in a_round.questionnaires.items():
            for question in form.questions:
                yield a_round.id, kind, question


@cache
def csv_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, with the apostrophes of its guard taken off."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return [{name: unguarded(cell) for name, cell in row.items()} for row in rows]


def answers_in(one: Published, round_id: str, kind: str, question: str) -> dict[str, dict[str, str]]:
    """The CSV file of one question, by body."""
    return {row["body_id"]: row for row in csv_rows(one.data / round_id / kind / f"{question}.csv")}


@cache
def grid_of(
    name: str, round_id: str, kind: str
) -> dict[tuple[str, str], tuple[str, str | None, float | None]]:
    rows = answer_grid(published(name).study, round_id, kind)
    return {
        (body, question): (status, answer, value)
        for body, question, status, answer, value in rows.select(
            "body_id", "question_id", "status", "answer", "value"
        ).iter_rows()
    }


def name_of(one: Published) -> str:
    return "small" if one is published("small") else "simulated"


def what(row: Row) -> tuple[str, str | None, float | None]:
    """Status, answer and value of a CSV row."""
    return row["status"], row["answer"] or None, float(row["value"]) if row["value"] else None


def cell(value: object) -> str:
    """A value from any kind of file, in one form."""
    text = "" if value is None else str(value)
    return re.sub(r"^(-?\d+)\.0$", r"\1", text)


def layers(text: str) -> dict[tuple[str, int], dict[str, str]]:
    """Every map of a page or picture: its name and place -> code -> state."""
    starts = list(re.finditer(r'<svg id="(geography|hex|difference|map)-(\d)" class="map', text))
    found: dict[tuple[str, int], dict[str, str]] = {}
    code_of = {
        mark: unescape(code) for mark, code in re.findall(r'<path id="([^"]+)" data-code="([^"]+)"', text)
    }
    for start, after in zip(starts, [*[s.start() for s in starts[1:]], len(text)], strict=True):
        states: dict[str, str] = {}
        for state, group in GROUP.findall(text[start.start() : after].partition("<table")[0]):
            for mark in re.findall(r'(?:<path id="|href="#)([^"]+)"', group):
                assert states.setdefault(code_of[mark], state) == state
        found[start[1], int(start[2])] = states
    return found


def shown_questions(one: Published, round_id: str, kind: str, question: Question) -> list[Question]:
    """The question of a page, with its twin: by day first."""
    form = one.study.round(round_id).questionnaire(kind)
    if question.pair_of:
        return [form.question(question.pair_of), question]
    twin = form.twin(question.id)
    return [question, twin] if twin else [question]


def pages(one: Published) -> Iterator[tuple[str, str, list[Question], str]]:
    """Every question page: round, kind, the one or two questions it shows, and its HTML."""
    for round_id, kind, question in asked(one):
        if question.parent is None:
            path = one.site / round_id / "questions" / question.id / kind / "index.html"
            yield round_id, kind, shown_questions(one, round_id, kind, question), path.read_text()


def check_state(question: Question, said: tuple[str, str | None, float | None], state: str) -> None:
    """A map paints an answer as what it is, and everything else as missing."""
    status, answer, value = said
    if status != "answered" or (question.is_numeric and value is None):
        assert state == "missing"
    elif answer in PLAIN and set(question.coded_options) <= set(PLAIN):
        assert state == PLAIN[str(answer)]
    else:
        assert state not in ("missing", *({"yes", "no"} - {answer}))


def hours(by_day: Row, at_night: Row) -> str:
    """What two rows of data say of a service by day and at night."""
    said = [row["answer"] == "yes" if row["status"] == "answered" else None for row in (by_day, at_night)]
    if None in said:
        return "missing"
    return {(True, True): "both", (True, False): "hours_only", (False, True): "ooh_only"}.get(
        (bool(said[0]), bool(said[1])), "neither"
    )


def check_words(question: Question, said: tuple[str, str | None, float | None], words: str) -> None:
    """A cell of the table says in words what a row of data says."""
    status, answer, value = said
    if status != "answered":
        assert words == STATUS_WORDS[Status(status)].capitalize()
    elif answer is not None:
        assert words.casefold() == answer.replace("_", " ").strip().casefold()
    elif value is not None:
        number = re.match(r"[£−-]*[\d,.]+", words)
        assert number and float(re.sub("[£,]", "", number[0].replace("−", "-"))) == round(value, 2)
    else:
        assert words == "Answered in words"
