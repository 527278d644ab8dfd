"""The same measures again, slowly and obviously: plain loops over dictionaries, to compare with."""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import polars as pl

from answerable.core.questions import Question
from answerable.core.study.model import Round, Study

REPLIED = {"answered", "partly_answered", "refused", "not_held", "transferred"}
Cell = tuple[str, str | None, float | None]  # status, answer, value


def is_open(body: dict[str, Any], on: date) -> bool:
    """Whether a row of bodies.csv is valid on a day, its last day among them."""
    if body["opened"] is not None and on < body["opened"]:
        return False
    return body["closed"] is None or on <= body["closed"]


def open_bodies(bodies: pl.DataFrame, on: date, kind: str | None = None) -> list[dict[str, Any]]:
    """Rows valid on a day; of two rows of one id the later opened."""
    chosen: dict[str, dict[str, Any]] = {}
    for body in bodies.to_dicts():
        if not is_open(body, on):
            continue
        rival = chosen.get(body["id"])
        if rival is None or (body["opened"] or date.min) >= (rival["opened"] or date.min):
            chosen[body["id"]] = body
    valid = [b for b in bodies.to_dicts() if chosen.get(b["id"]) == b]
    return [b for b in valid if kind is None or b["kind"] == kind]


@lru_cache(maxsize=4)
def requests_of(a_round: Round) -> dict[str, dict[str, Any]]:
    """Requests by body."""
    return {} if a_round.requests is None else {r["body_id"]: r for r in a_round.requests.to_dicts()}


@lru_cache(maxsize=4)
def rows_of(a_round: Round) -> dict[tuple[str, str], dict[str, Any]]:
    """Answers by body and question."""
    if a_round.answers is None:
        return {}
    return {(r["body_id"], r["question_id"]): r for r in a_round.answers.to_dicts()}


def asked_bodies(study: Study, a_round: Round, kind: str) -> list[dict[str, Any]]:
    """Bodies open on the day of sending, less the withdrawn and the abolished."""
    if a_round.sent_on is None:
        return []
    requests = requests_of(a_round)
    gone = {body for body, r in requests.items() if r["outcome"] in ("withdrawn", "abolished")}
    return [b for b in open_bodies(study.bodies, a_round.sent_on, kind) if b["id"] not in gone]


def cell(a_round: Round, kind: str, body_id: str, question: Question) -> Cell:
    """What became of one question put to one body."""
    form = a_round.questionnaire(kind)
    if question.derived and question.derived.any_of:
        parts = [cell(a_round, kind, body_id, form.question(part)) for part in question.derived.any_of]
        return any_of(parts)
    if question.derived:
        return gives_number(a_round, kind, body_id, form.question(str(question.derived.gives_number)))
    if question.parent is not None and question.condition is not None:
        status, answer, _ = cell(a_round, kind, body_id, form.question(question.parent))
        if status != "answered":
            return (status, None, None)
        if answer != question.condition:
            return ("not_asked", None, None)
    row = rows_of(a_round).get((body_id, question.id))
    if row is None:
        return ("no_reply", None, None)
    if row["status"] != "answered":
        return (row["status"], None, None)
    return ("answered", row["answer"], row["value"])


def any_of(parts: list[Cell]) -> Cell:
    """Yes if any part is yes; else, if all are answered, in development or no; else why not."""
    if any(status == "answered" and answer == "yes" for status, answer, _ in parts):
        return ("answered", "yes", None)
    missing = [status for status, _, _ in parts if status != "answered"]
    if not missing:
        developing = any(answer == "in_development" for _, answer, _ in parts)
        return ("answered", "in_development" if developing else "no", None)
    return (missing[0] if len(set(missing)) == 1 else "unclear", None, None)


def gives_number(a_round: Round, kind: str, body_id: str, number: Question) -> Cell:
    """Yes with a value, no where it is not held or was not called for, else why not."""
    status, _, value = cell(a_round, kind, body_id, number)
    if status == "answered":
        return ("answered", "yes", None) if value is not None else ("unclear", None, None)
    if number.parent and number.condition:
        parent = cell(a_round, kind, body_id, a_round.questionnaire(kind).question(number.parent))
        if parent[0] != "answered":
            return (status, None, None)
        if parent[1] != number.condition:
            return ("answered", "no", None)
    if status == "not_held":
        return ("answered", "no", None)
    return (status, None, None)


def has_replied(a_round: Round, body_id: str) -> bool:
    """Whether a body replied to a round at all."""
    request = requests_of(a_round).get(body_id)
    if request is not None:
        return request["replied_on"] is not None or request["outcome"] in REPLIED
    statuses = [row["status"] for (body, _), row in rows_of(a_round).items() if body == body_id]
    return any(status not in ("no_reply", "not_asked") for status in statuses)


def response(a_round: Round, kind: str, body_id: str) -> str | None:
    """How the request to one body ended, in the terms of AAPOR; None where nothing was put to it."""
    request = requests_of(a_round).get(body_id)
    if request is not None:
        return {
            "answered": "complete",
            "partly_answered": "partial",
            "refused": "refusal",
            "not_held": "other",
            "transferred": "other",
            "no_reply": "non_contact",
            "bounced": "non_contact",
            "unresolved": "unresolved",
        }[request["outcome"]]
    rows = {q: row["status"] for (body, q), row in rows_of(a_round).items() if body == body_id}
    printed = [q for q in a_round.questionnaire(kind).questions if q.parent is None and q.derived is None]
    put = [q for q in printed if rows.get(q.id) != "not_asked"]
    substance = [status for status in rows.values() if status not in ("no_reply", "not_asked")]
    if not put and not substance:
        return None
    if substance and all(rows.get(q.id) in ("answered", "not_applicable") for q in put):
        return "complete"
    if "answered" in substance:
        return "partial"
    if "refused" in substance:
        return "refusal"
    return "other" if substance else "non_contact"


def group_of(body: dict[str, Any], by: tuple[str, ...]) -> tuple[str, ...]:
    """The values a body is grouped by."""
    return tuple(str(body[name]) if str(body[name] or "").strip() else "(not stated)" for name in by)


def measures(study: Study, by: tuple[str, ...] = ()) -> dict[tuple[str, ...], dict[str, Any]]:
    """Counts and exact shares by round, kind, question and group."""
    table: dict[tuple[str, ...], dict[str, Any]] = {}
    printed = set(study.published["round"])
    for a_round in study.rounds:
        if a_round.answers is None and a_round.id in printed:
            continue
        for kind, form in a_round.questionnaires.items():
            asked = asked_bodies(study, a_round, kind)
            groups = sorted({group_of(body, by) for body in asked}) if by else [()]
            for question in form.questions:
                for group in groups:
                    members = [b["id"] for b in asked if group_of(b, by) == group]
                    key = (a_round.id, kind, question.id, *group)
                    table[key] = _measure(a_round, kind, question, members)
    return table


def _measure(a_round: Round, kind: str, question: Question, members: list[str]) -> dict[str, Any]:
    n = dict.fromkeys(("n_asked", "n_replied", "n_answered", "n_yes", "n_no", "n_other"), 0)
    for body_id in members:
        status, answer, _ = cell(a_round, kind, body_id, question)
        if status == "not_asked":
            continue
        n["n_asked"] += 1
        n["n_replied"] += has_replied(a_round, body_id)
        if status == "answered":
            n["n_answered"] += 1
            option = answer if question.answer in ("yes_no", "choice") else None
            n["n_yes" if option == "yes" else "n_no" if option == "no" else "n_other"] += 1
    shares: dict[str, Fraction | None] = dict.fromkeys(("yes_share", "yes_low", "yes_high"))
    if "yes" in question.coded_options:
        if n["n_answered"]:
            shares["yes_share"] = Fraction(n["n_yes"], n["n_answered"])
        if n["n_asked"]:
            shares["yes_low"] = Fraction(n["n_yes"], n["n_asked"])
            shares["yes_high"] = Fraction(n["n_yes"] + n["n_asked"] - n["n_answered"], n["n_asked"])
    return {**n, **shares}


def numbers(study: Study) -> dict[tuple[str | None, ...], list[float]]:
    """The numbers given, by round, kind, question, unit and period."""
    found: dict[tuple[str | None, ...], list[float]] = {}
    for a_round in study.rounds:
        for kind, form in a_round.questionnaires.items():
            for question in form.questions:
                if question.answer not in ("money", "count"):
                    continue
                found.setdefault((a_round.id, kind, question.id, question.unit, question.period), [])
                for body in asked_bodies(study, a_round, kind):
                    status, _, value = cell(a_round, kind, body["id"], question)
                    if status == "answered" and value is not None:
                        row = rows_of(a_round)[body["id"], question.id]
                        unit, period = row["unit"] or question.unit, row["period"] or question.period
                        found.setdefault((a_round.id, kind, question.id, unit, period), []).append(value)
    return found
