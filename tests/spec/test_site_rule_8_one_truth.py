"""Rule 8 of the public site: map, table, CSV, JSON, Parquet, workbook and stated counts agree on every value.

The files are read back as readers have them, and compared body by body with the grid that measures count
from.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from html import unescape

import polars as pl
import pytest
from frictionless import Package, system
from python_calamine import CalamineWorkbook

from answerable.core.answers import Status
from answerable.core.questions import Question
from tests.one_truth import (
    CELL,
    PLAIN,
    ROW,
    Published,
    answers_in,
    asked,
    cell,
    check_state,
    check_words,
    csv_rows,
    grid_of,
    hours,
    layers,
    name_of,
    pages,
    published,
    what,
)


@pytest.fixture(params=["small", "simulated"])
def one(request: pytest.FixtureRequest) -> Published:
    """Each of the two sites."""
    return published(request.param)


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
