"""What stands in a form on the coding screen, read from it and written into it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from answerable.core.answers import STATUS_WORDS, AnswerType, Status
from answerable.desk.coding.checking import read_number
from answerable.desk.coding.evidence import Words, find_evidence
from answerable.desk.coding.models import Answer, Evidence
from answerable.desk.coding.texts import find_words, message_text
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.forms.models import Submission
from answerable.desk.surveys.models import PublicBody, Question, Round
from answerable.desk.surveys.to_study_forms import question_of

OPTION = "="
MOST_LETTERS_SHOWN = 300


@dataclass(frozen=True)
class EvidenceBox:
    """Words of evidence as a tick box of a form: its value says where they stand."""

    value: str
    quote: str
    where: str


def as_box(row: Evidence) -> EvidenceBox:
    """Kept evidence as a tick box."""
    where = row.file.filename if row.file else ""
    if row.page:
        where = f"{where}, page {row.page}"
    value = {
        "message": row.message_id,
        "file": row.file_id,
        "part": row.part,
        "start": row.start,
        "end": row.end,
        "quote": row.quote,
    }
    return EvidenceBox(json.dumps(value, ensure_ascii=False), row.quote, where)


def read_box(text: str) -> Words:
    """Evidence from the value of a tick box. Raises: Conflict"""
    try:
        given = json.loads(text)
        start, end = int(given["start"]), int(given["end"])
        message, file = given.get("message"), given.get("file")
        quote = given.get("quote")
        return Words(
            start,
            end,
            None if quote is None else str(quote),
            None if message is None else int(message),
            None if file is None else int(file),
            str(given.get("part") or "")[:120],
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Conflict(
            "A passage of evidence was not understood. Reload the page and select it again."
        ) from None


def read_form(posted: QueryDict, question: Question, round: Round, body: PublicBody) -> dict[str, Any]:
    """The arguments of `decide` that a question's form gives. Raises: InputFaults, Conflict, NotReady"""
    said = posted.get("said", "")
    if not said:
        raise NotReady("Choose what the body answered first.")
    status, option = (Status.ANSWERED, said[1:]) if said.startswith(OPTION) else (_status(said), None)
    core = question_of(question)
    words = [read_box(each) for each in posted.getlist("evidence")]
    if quote := posted.get("quote", "").strip():
        words.append(find_evidence(quote, round=round, body=body, question=question.key))
    is_answered = status is Status.ANSWERED
    text = posted.get("text", "") if core.answer in (AnswerType.TEXT, AnswerType.LINK) else None
    # What stands in the fields of a number is of no account beside a status that has none.
    has_number = is_answered and core.is_numeric
    return {
        "status": status,
        "answer": option if option is not None else (text if is_answered else None),
        "value": read_number(posted.get("value", ""), core) if has_number else None,
        "unit": posted.get("unit") if has_number else None,
        "period": posted.get("period") if has_number else None,
        "note": posted.get("note"),
        "evidence": words,
    }


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise Conflict(f"“{text[:40]}” is no status of an answer. Reload the page.") from None


def read_submission(submission: Submission, question: Question) -> dict[str, Any]:
    """The arguments of `decide` from what the authority handed in on a question. Raises: Conflict"""
    given = submission.fields.get(question.key)
    if not isinstance(given, Mapping):
        raise Conflict("The form that was handed in says nothing on this question.")
    core, text = question_of(question), str(given.get("text") or "").strip()
    status = _status(str(given.get("status") or ""))
    answer = given.get("answer") or None
    is_words = core.answer in (AnswerType.TEXT, AnswerType.LINK) and status is Status.ANSWERED
    if is_words and answer is None:
        answer, text = text or None, ""
    value = given.get("value")
    return {
        "status": status,
        "answer": answer,
        "value": read_number(value, core) if isinstance(value, str) else value,
        "unit": given.get("unit") or None,
        "period": given.get("period") or None,
        "note": text or None,
        "evidence": _where(submission, (text, str(answer or "") if is_words else "")),
        "because": "As the authority handed it in.",
    }


def _where(submission: Submission, texts: Sequence[str]) -> list[Words]:
    """Where the authority's own words stand in the message that its form became."""
    if submission.message is None:
        return []
    whole = message_text(submission.message, "text")
    for text in texts:
        found = find_words(text, whole) if len(text) > 1 else None
        if found is not None:
            return [Words(found.start, found.end, None, submission.message_id, None, "text")]
    return []


def words_of(said: Answer | Mapping[str, Any]) -> str:
    """An answer in a few words: its option, number or text, else why there is none."""
    get = said.get if isinstance(said, Mapping) else lambda name: getattr(said, name)
    status = str(get("status") or "")
    if status != Status.ANSWERED:
        return STATUS_WORDS[Status(status)] if status in set(Status) else status
    value, answer = get("value"), get("answer")
    if value is not None and value != "":
        number = f"{value:,.15g}" if isinstance(value, int | float) else str(value)
        unit, period = get("unit"), get("period")
        return " ".join(filter(None, (number, unit, f"for {period}" if period else "")))
    words = str(answer or (get("text") if isinstance(said, Mapping) else get("note")) or "answered")
    short = words.replace("_", " ") if len(words) < 40 else words
    return short if len(short) <= MOST_LETTERS_SHOWN else f"{short[:MOST_LETTERS_SHOWN]}…"
