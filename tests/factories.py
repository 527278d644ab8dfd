"""Small studies for tests, in memory and on disk, from plain dicts."""

import copy
import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from answerable.core.answers import AnswerType, Status
from answerable.core.bodies.model import BodyKind
from answerable.core.questions import (
    Comparability,
    ComparesWith,
    Derived,
    Duty,
    Question,
    Questionnaire,
    Recode,
)
from answerable.core.ratings.model import RatingScheme
from answerable.core.study import schema
from answerable.core.study.model import Round, Study

MISSING_WORDS = {str(status) for status in Status} - {"answered"}


def frame(
    table: schema.Table, rows: Iterable[Mapping[str, Any]] = (), extra: Sequence[str] = ()
) -> pl.DataFrame:
    """A frame with the exact columns of a table; dates may be ISO text, columns left out are blank."""
    full = {**table.schema, **{name: pl.String() for name in extra}}
    filled = []
    for row in rows:
        unknown = set(row) - set(full)
        assert not unknown, f"{table.name} has no column {sorted(unknown)}"
        filled.append({name: _cell(row.get(name), dtype) for name, dtype in full.items()})
    return pl.DataFrame(filled, schema=full, orient="row")


def _cell(value: Any, dtype: Any) -> Any:
    if isinstance(value, str) and dtype == pl.Date:
        return date.fromisoformat(value)
    if isinstance(value, int) and dtype == pl.Float64:
        return float(value)
    return value


def question(question_id: str, text: str = "", **given: Any) -> Question:
    """A question, yes or no unless `answer` says otherwise; nested keys may be plain dicts.

    question("spend", answer="money", parent="ccn", condition="yes")
    question("ccn", compares_with={"round": "2016", "question": "ccn", "comparability": "soft"})
    """
    answer = AnswerType(given.pop("answer", "yes_no"))
    if isinstance(given.get("compares_with"), dict):
        link = dict(given["compares_with"])
        given["compares_with"] = ComparesWith(
            **{**link, "comparability": Comparability(link["comparability"])}
        )
    if isinstance(given.get("duty"), dict):
        given["duty"] = Duty(**given["duty"])
    if isinstance(given.get("recoded"), dict):
        code = given["recoded"]
        given["recoded"] = Recode(
            tuple(code["options"]), date.fromisoformat(str(code["on"])), code.get("because", "")
        )
    if isinstance(given.get("derived"), dict):
        rule = given["derived"]
        given["derived"] = Derived(tuple(rule.get("any_of", ())), rule.get("gives_number"))
    if "options" in given:
        given["options"] = tuple(given["options"])
    return Question(id=question_id, text=text or f"About {question_id}?", answer=answer, **given)


def questionnaire(kind: str, questions: Iterable[Question | str], **given: Any) -> Questionnaire:
    """A questionnaire; a bare word is a yes/no question of that id."""
    made = tuple(question(q) if isinstance(q, str) else q for q in questions)
    return Questionnaire(kind=kind, questions=made, **given)


def answer_rows(answers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of answers.csv from {body: {question: word}}.

    A word is a status ("refused"), else an option ("yes"); a number is a value; a dict is the row itself.
    """
    rows = []
    for body, words in answers.items():
        for question_id, word in words.items():
            row: dict[str, Any] = {"body_id": body, "question_id": question_id, "status": "answered"}
            if isinstance(word, Mapping):
                row |= word
            elif isinstance(word, int | float):
                row["value"] = float(word)
            elif word in MISSING_WORDS:
                row["status"] = word
            else:
                row["answer"] = word
            rows.append(row)
    return rows


def make_round(
    round_id: str,
    questions: Mapping[str, Iterable[Question | str] | Questionnaire],
    answers: Mapping[str, Mapping[str, Any]] | Sequence[Mapping[str, Any]] | pl.DataFrame | None = None,
    requests: Sequence[Mapping[str, Any]] | None = None,
    sent_on: str | date | None = "2016-04-04",
    cut_off: str | date | None = None,
    regime: str = "foia",
    statements: Sequence[Mapping[str, Any]] | None = None,
    **given: Any,
) -> Round:
    """A round; `questions` by kind; `answers` as in `answer_rows`, rows, or None where there is no file."""
    rows = answer_rows(answers) if isinstance(answers, Mapping) else answers
    frames = {
        kind: asked if isinstance(asked, Questionnaire) else questionnaire(kind, asked)
        for kind, asked in questions.items()
    }
    return Round(
        id=round_id,
        sent_on=date.fromisoformat(sent_on) if isinstance(sent_on, str) else sent_on,
        cut_off=date.fromisoformat(cut_off) if isinstance(cut_off, str) else cut_off,
        regime=regime,
        asked={kind: f"{kind}.yaml" for kind in frames},
        questionnaires=frames,
        requests=None if requests is None else frame(schema.REQUESTS, requests),
        answers=rows if rows is None or isinstance(rows, pl.DataFrame) else frame(schema.ANSWERS, rows),
        statements=None if statements is None else frame(schema.STATEMENTS, statements),
        **given,
    )


def make_study(
    bodies: Iterable[Mapping[str, Any] | str] | pl.DataFrame = (),
    rounds: Iterable[Round] = (),
    *,
    kinds: Sequence[str] = ("ccg",),
    successions: Iterable[Mapping[str, Any]] = (),
    overlaps: Iterable[Mapping[str, Any]] = (),
    populations: Iterable[Mapping[str, Any]] = (),
    published: Iterable[Mapping[str, Any]] = (),
    representatives: Iterable[Mapping[str, Any]] = (),
    schemes: Iterable[RatingScheme] = (),
    body_attributes: Mapping[str, str] | None = None,
    **given: Any,
) -> Study:
    """A study in memory; a bare word among the bodies is a body of the first kind with that id and name."""
    attributes = dict(body_attributes or {})
    if not isinstance(bodies, pl.DataFrame):
        rows = [{"id": b} if isinstance(b, str) else dict(b) for b in bodies]
        rows = [{"kind": kinds[0], "name": f"Body {row['id']}", **row} for row in rows]
        bodies = frame(schema.BODIES, rows, [name for name in attributes if name not in schema.BODIES.names])
    fields: dict[str, Any] = {
        "id": "study",
        "title": "A study",
        "publisher": "A publisher",
        "licence": "CC-BY-4.0",
        "simulated": False,
        **given,
    }
    return Study(
        body_kinds={kind: BodyKind(kind, f"{kind} body", f"{kind} bodies", kind.upper()) for kind in kinds},
        bodies=bodies,
        successions=frame(schema.SUCCESSIONS, successions),
        overlaps=frame(schema.OVERLAPS, overlaps),
        populations=frame(schema.POPULATIONS, populations),
        published=frame(schema.PUBLISHED, published),
        representatives=frame(schema.REPRESENTATIVES, representatives),
        rounds=tuple(rounds),
        schemes={scheme.id: scheme for scheme in schemes},
        body_attributes=attributes,
        **fields,
    )


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV text; the header is every column that occurs, in order of first sight."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


_SPEND = {"id": "ccn_spend", "answer": "money", "if": "yes"}
TINY = {
    "study.yaml": {
        "id": "tiny",
        "title": "A tiny study",
        "publisher": "A publisher",
        "licence": "CC-BY-4.0",
        "simulated": True,
        "body_kinds": {"ccg": {"name": "group", "plural": "groups", "short": "CCG"}},
    },
    "bodies.csv": [
        {"id": "E1", "kind": "ccg", "name": "North", "opened": "2013-04-01", "closed": "", "region": "N"},
        {"id": "E2", "kind": "ccg", "name": "South", "opened": "2013-04-01", "closed": "", "region": "S"},
    ],
    "rounds/2016/round.yaml": {
        "sent_on": "2016-04-04",
        "cut_off": "2016-06-03",
        "regime": "foia",
        "asked": {"ccg": "ccg.yaml"},
    },
    "rounds/2016/ccg.yaml": {
        "kind": "ccg",
        "questions": [
            {
                "id": "ccn",
                "number": "1",
                "text": "Do you commission nurses?",
                "answer": "yes_no",
                "options": ["yes", "no"],
                "follow_ups": [_SPEND],
            },
            {"id": "hospice", "number": "2", "text": "Do you fund hospices?", "answer": "yes_no"},
        ],
    },
    "rounds/2016/answers.csv": [
        {"body_id": "E1", "question_id": "ccn", "status": "answered", "answer": "yes", "value": ""},
        {"body_id": "E1", "question_id": "ccn_spend", "status": "answered", "answer": "", "value": "1200"},
        {"body_id": "E1", "question_id": "hospice", "status": "refused", "answer": "", "value": ""},
    ],
}


def tiny_files(**replaced: Any) -> dict[str, Any]:
    """The files of a tiny valid study, to be changed and written with `write_folder`.

    Two CCGs were asked two questions in 2016; one answered.
    """
    return {**copy.deepcopy(TINY), **replaced}


def write_folder(parent: Path, files: Mapping[str, Any], name: str | None = None) -> Path:
    """Writes a study folder under `parent`, named after the id in study.yaml unless `name` is given.

    bytes are written as they are, text as UTF-8, a list of dicts as CSV, a dict as YAML; None is left out.
    """
    head = files.get("study.yaml")
    root = parent / (name or (head.get("id", "study") if isinstance(head, Mapping) else "study"))
    root.mkdir(parents=True, exist_ok=True)
    for relative, content in files.items():
        if content is None:
            continue
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_file_bytes(content))
    return root


def _file_bytes(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    if isinstance(content, Mapping):
        # JSON is YAML; it quotes every word, so no test depends on how bare words are read.
        return json.dumps(content, indent=1, ensure_ascii=False, default=str).encode()
    return csv_text(content).encode()
