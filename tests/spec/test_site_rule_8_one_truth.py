"""Rule 8 of the public site: map, table, CSV, JSON, Parquet, workbook and stated counts agree on every value.

The files are read back as readers have them, and compared body by body with the grid that measures count
from.
"""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from tempfile import mkdtemp

import polars as pl
import pytest
from frictionless import Package, system
from python_calamine import CalamineWorkbook

from answerable.core.answers import STATUS_WORDS, Status
from answerable.core.measures.grid import answer_grid, answers_elsewhere
from answerable.core.questions import Question
from answerable.core.study.model import Release, Study
from answerable.core.study.reading import read_study
from answerable.press.data.guarding import unguarded
from answerable.press.site import publish
from tests.made_site import made_study

SIMULATED = Path(__file__).parents[2] / "studies" / "childrens-palliative-care-simulated"
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
    publish([study], out)
    return Published(study, out)


@pytest.fixture(params=["small", "simulated"])
def one(request: pytest.FixtureRequest) -> Published:
    """Each of the two sites."""
    return published(request.param)


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


def test_the_studies_between_them_have_every_status_and_kind_of_answer() -> None:
    rows = [
        row for name in ("small", "simulated") for row in csv_rows(published(name).data / "2017/answers.csv")
    ]
    assert {row["status"] for row in rows} == {str(status) for status in Status}
    assert any(row["value"] for row in rows) and any(row["answer"] not in ("", *PLAIN) for row in rows)
    assert {row["status"] for row in csv_rows(published("small").data / "2017/answers.csv")} == {
        str(status) for status in Status
    }


def test_every_csv_row_says_what_the_grid_says(one: Published) -> None:
    n = 0
    for round_id, kind, question in asked(one):
        grid = grid_of(name_of(one), round_id, kind)
        rows = answers_in(one, round_id, kind, question.id)
        assert {body: what(row) for body, row in rows.items()} == {
            body: said for (body, of), said in grid.items() if of == question.id
        }
        n += len(rows)
    assert n == sum(len(csv_rows(path)) for path in one.data.glob("*/answers.csv")) > 0


def test_json_and_parquet_say_what_csv_says(one: Published) -> None:
    for path in sorted(one.data.glob("*/answers.csv")):
        rows = csv_rows(path)
        read = json.loads(path.with_suffix(".json").read_text())
        names = [name for name in rows[0] if name not in ("release", "as_at", "simulated")]
        plain = [[cell(row[name]) for name in names] for row in rows]
        assert [[cell(row.get(name)) for name in names] for row in read["rows"]] == plain
        parquet = pl.read_parquet(path.with_suffix(".parquet"))
        assert [[cell(c) for c in row] for row in parquet.select(names).iter_rows()] == plain
        assert {read["release"]} == set(parquet["release"]) == {row["release"] for row in rows}
        assert {str(read["simulated"]).lower()} == {row["simulated"] for row in rows}


def test_workbook_says_what_csv_says(one: Published) -> None:
    for path in sorted(one.data.glob("*/answers.csv")):
        (file,) = path.parent.glob("*.xlsx")
        book = CalamineWorkbook.from_path(str(file))
        found: dict[tuple[str, str, str], str] = {}
        for name in book.sheet_names:
            if name.startswith("answers "):
                head, *rows = book.get_sheet_by_name(name).to_python()
                kind = name.removeprefix("answers ")
                found |= {
                    (kind, str(row[0]), str(question)): cell(said)
                    for row in rows
                    for question, said in zip(head[3:], row[3:], strict=True)
                }
        assert found == {
            (row["kind"], row["body_id"], row["question_id"]): cell(in_one_cell(row))
            for row in csv_rows(path)
        }


def in_one_cell(row: dict[str, str]) -> str:
    """What a row of answers says in one cell: the number, else the answer, else the status."""
    return row["value"] or row["answer"] or row["status"]


def cell(value: object) -> str:
    """A value from any kind of file, in one form."""
    text = "" if value is None else str(value)
    return re.sub(r"^(-?\d+)\.0$", r"\1", text)


def test_json_of_a_question_says_what_its_csv_says(one: Published) -> None:
    for round_id, kind, question in asked(one):
        rows = answers_in(one, round_id, kind, question.id)
        read = json.loads((one.data / round_id / kind / f"{question.id}.json").read_text())
        assert read["question"]["id"] == question.id and read["question"]["text"] == question.text
        assert [row["body_id"] for row in read["rows"]] == list(rows)
        for row in read["rows"]:
            assert (row["status"], row.get("answer"), row.get("value")) == what(rows[row["body_id"]])


def test_counts_in_measures_are_those_of_the_rows(one: Published) -> None:
    for path in sorted(one.data.glob("*/measures.csv")):
        of_round = path.parent.name
        for row in csv_rows(path):
            answers = [what(r) for r in answers_in(one, of_round, row["kind"], row["question"]).values()]
            put = [said for said in answers if said[0] != "not_asked"]
            answered = [said for said in put if said[0] == "answered"]
            given = Counter(answer for _, answer, _ in answered)
            counts = len(put), len(answered), given["yes"], given["no"]
            assert counts == tuple(int(row[n]) for n in ("n_asked", "n_answered", "n_yes", "n_no"))
            assert int(row["n_other"]) == len(answered) - given["yes"] - given["no"]
            file = one.data / of_round / row["kind"] / f"{row['question']}.json"
            assert {k: cell(v) for k, v in json.loads(file.read_text())["counts"].items()} == {
                k: cell(row[k]) for k in row if k.startswith(("n_", "yes_"))
            }


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


def test_maps_paint_what_the_csv_says(one: Published) -> None:
    painted = 0
    for round_id, kind, questions, html in pages(one):
        found = layers(html)
        found.pop(("difference", 2), None)
        assert {place for _, place in found} == set(range(len(questions)))
        for (name, place), states in found.items():
            rows = answers_in(one, round_id, kind, questions[place].id)
            assert set(states) <= set(rows) and (name != "hex" or set(states) == set(rows))
            tokens: dict[str | None, set[str]] = {}
            for body, state in states.items():
                said = what(rows[body])
                check_state(questions[place], said, state)
                if said[0] == "answered" and questions[place].has_options:
                    tokens.setdefault(said[1], set()).add(state)
            assert all(len(of_option) == 1 for of_option in tokens.values())
            painted += len(states)
    assert painted


def hours(by_day: Row, at_night: Row) -> str:
    """What two rows of data say of a service by day and at night."""
    said = [row["answer"] == "yes" if row["status"] == "answered" else None for row in (by_day, at_night)]
    if None in said:
        return "missing"
    return {(True, True): "both", (True, False): "hours_only", (False, True): "ooh_only"}.get(
        (bool(said[0]), bool(said[1])), "neither"
    )


def test_differences_paint_and_count_what_the_csv_says(one: Published) -> None:
    n_drawn = 0
    for round_id, kind, questions, html in pages(one):
        painted = layers(html).get(("difference", 2))
        if painted is None:
            continue
        by_day, at_night = (answers_in(one, round_id, kind, question.id) for question in questions)
        expected = {body: hours(row, at_night[body]) for body, row in by_day.items()}
        assert set(painted) <= set(expected)
        assert painted == {body: expected[body] for body in painted}
        put = Counter(
            state
            for body, state in expected.items()
            if {by_day[body]["status"], at_night[body]["status"]} != {"not_asked"}
        )
        legend = re.findall(r'<ul class="legend" aria-label="Difference">(.*?)</ul>', html)
        counts = re.findall(r'data-token="([^"]+)".*?<b>([\d,]+)</b>', legend[0])
        assert {token: int(n.replace(",", "")) for token, n in counts if n != "0"} == put
        assert f"= {put.total()} " in legend[0]
        n_drawn += 1
    assert n_drawn


def test_pictures_paint_what_the_page_paints(one: Published) -> None:
    for round_id, kind, questions, html in pages(one):
        on_page = layers(html)
        for question in questions:
            text = (one.data / round_id / kind / f"{question.id}.svg").read_text()
            shown = layers(text)
            name = "geography" if ("geography", 0) in on_page else "hex"
            assert {place: states for (_, place), states in shown.items()} == {
                place: states for (of, place), states in on_page.items() if of == name
            }
            words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
            assert one.study.licence in words
            assert ("Version 1.0" if one.study.release else "Working copy") in words
            assert words.count("Simulated: invented") == (2 if one.study.simulated else 0)


def test_tables_say_what_the_csv_says(one: Published) -> None:
    for round_id, kind, questions, html in pages(one):
        table = {unescape(code): CELL.findall(row) for code, row in ROW.findall(html)}
        for place, question in enumerate(questions):
            rows = answers_in(one, round_id, kind, question.id)
            assert set(table) == set(rows)
            for body, row in rows.items():
                # The first cell after the name is the region.
                assert table[body][0] == (unescape(row["region"]) if row["region"] else "")
                check_words(question, what(row), unescape(table[body][1 + place]))


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


def test_legends_count_what_the_csv_says(one: Published) -> None:
    for round_id, kind, questions, html in pages(one):
        heads = re.findall(r'<ul class="legend" aria-label="(Legend|In hours|Out of hours)">(.*?)</ul>', html)
        assert len(heads) == len(questions)
        for question, (_, legend) in zip(questions, heads, strict=True):
            stated = {
                unescape(words).strip().casefold(): int(n.replace(",", ""))
                for words, n in re.findall(r"<span>([^<]*)<b>([\d,]+)</b>", legend)
            }
            answers = [what(row) for row in answers_in(one, round_id, kind, question.id).values()]
            put = [said for said in answers if said[0] != "not_asked"]
            if question.is_numeric:
                assert sum(stated.values()) == len(answers)
                assert stated["no number"] == sum(value is None for _, _, value in answers)
                continue
            expected = Counter(label(question, said, stated) for said in put)
            assert {words: n for words, n in stated.items() if n} == dict(expected)


def label(question: Question, said: tuple[str, str | None, float | None], stated: Mapping[str, int]) -> str:
    """What the legend calls an answer: options beyond the fifth share one name."""
    if said[0] != "answered":
        return "no answer"
    if not question.has_options:
        return "answered"
    words = str(said[1]).replace("_", " ").casefold()
    return words if words in stated else "other answers"


def test_hashes_cover_every_data_file_and_hold(one: Published) -> None:
    lines = (one.data / "SHA256SUMS").read_text().splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {p.relative_to(one.data).as_posix() for p in one.data.rglob("*") if p.is_file()}
    assert set(listed) == there - {"SHA256SUMS", "index.html"}
    for name, sha256 in listed.items():
        assert hashlib.sha256((one.data / name).read_bytes()).hexdigest() == sha256


def test_the_data_package_is_valid(one: Published) -> None:
    with system.use_context(trusted=True):
        report = Package(str(one.data / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "type", "message"])[:5]
    described = json.loads((one.data / "datapackage.json").read_text())
    tables = {p.relative_to(one.data).as_posix() for p in one.data.glob("*/*.csv")} | {"corrections.csv"}
    assert {resource["path"] for resource in described["resources"]} == tables
    assert described["simulated"] is one.study.simulated
    for resource in described["resources"]:
        for field in resource["schema"]["fields"]:
            named = field["name"] in one.study.body_attributes
            assert named or field["description"] != field["name"], field


def test_every_file_says_version_moment_and_whether_it_is_simulated(one: Published) -> None:
    release = one.study.release
    said = (release.version, "2018-01-02") if release else ("working copy, not a release", None)
    for path in sorted(one.data.rglob("*.csv")):
        for row in csv_rows(path):
            assert row["release"] == said[0] and row["as_at"] and said[1] in (None, row["as_at"])
            assert row["simulated"] == str(one.study.simulated).lower()
    for path in sorted(one.data.glob("*/*.json")):
        head = json.loads(path.read_text())
        assert (head["release"], head["simulated"]) == (said[0], one.study.simulated)
        assert head["as_at"] and head["licence"] == one.study.licence and head["study"] == one.study.id
