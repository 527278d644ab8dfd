"""What was typed, read as answers: an option, a number or words, or the reason why there is none.

Nothing is guessed: what cannot be read as a number goes to a person as words, and a blank stays a blank.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from answerable.core.answers import STATUS_WORDS, AnswerType, Status
from answerable.core.law.regimes import Regime
from answerable.core.questions import Question, Questionnaire
from answerable.core.tables.coding import parse_number
from answerable.desk.forms.typed import ALL, Typed

STATUS_OF = {
    "not_held": Status.NOT_HELD,
    "refused": Status.REFUSED,
    "referred": Status.REFERRED,
    "not_applicable": Status.NOT_APPLICABLE,
    "unclear": Status.UNCLEAR,
}
INSTEAD = {
    "not_held": "We do not hold this",
    "refused": "We refuse this, under a section of the law",
    "referred": "Another body has to be asked",
    "not_applicable": "This does not apply to us",
    "unclear": "We need to explain",
}
# Choices of ours stand apart from options, which are the study's own and may be called anything.
MARK = "~"
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{3,1000}", re.IGNORECASE)
_THOUSANDS = re.compile(r"\s*(?:£|GBP\s?)?\s*0{3}s?", re.IGNORECASE)
_MONEY = {"£": "GBP", "GBP": "GBP", "€": "EUR", "EUR": "EUR", "$": "USD", "USD": "USD"}
_SIGN = re.compile(r"£|€|\$|GBP|EUR|USD", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """An answer as it was read: the fields that are handed in (None: left blank), and notes."""

    fields: dict[str, Any] | None
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The status, or nothing where it was left blank."""
        return str(self.fields["status"]) if self.fields else ""


def read_answers(typed: Typed, form: Questionnaire, regime: Regime) -> dict[str, Read]:
    """How each asked question was read, in the order of the letter."""
    return {each.id: read_answer(typed.get(each.id, {}), each, regime) for each in form.asked}


def fields_of(read: Mapping[str, Read]) -> dict[str, dict[str, Any]]:
    """The fields to be handed in: questions left blank are not there."""
    return {key: each.fields for key, each in read.items() if each.fields is not None}


def remarks_of(typed: Typed) -> str:
    """What was said of the whole reply."""
    return typed.get(ALL, {}).get("words", "")


def read_answer(parts: Mapping[str, str], question: Question, regime: Regime) -> Read:
    """How what was typed at one question is read."""
    choice, words = parts.get("choice", ""), parts.get("words", "")
    reason = choice.removeprefix(MARK) if choice.startswith(MARK) else ""
    if reason in STATUS_OF:
        return _reason(reason, parts, question, regime)
    if question.has_options:
        return _option(choice, words, question)
    if question.is_numeric:
        return _number(parts, question)
    if question.answer is AnswerType.LINK:
        return _link(words)
    return Read(_fields(Status.ANSWERED, answer=words, text=words)) if words else Read(None)


def options_of(question: Question) -> tuple[str, ...]:
    """The options as the letter names them, whatever coding made of them later."""
    return question.options or question.coded_options


def _reason(reason: str, parts: Mapping[str, str], question: Question, regime: Regime) -> Read:
    words, section, notes = parts.get("words", ""), parts.get("section", ""), []
    amount = parts.get("amount", "")
    if amount:
        words = f"{words}\n(Also written: {amount})".strip()
        notes.append("You also wrote a number. It goes along as words and is not taken as the answer.")
    fields = _fields(STATUS_OF[reason], text=words)
    if reason == "refused":
        known = section if section in regime.refusals else ""
        fields["sections"] = [known] if known else []
        if not known:
            notes.append("You have not said which section of the law you rely on.")
    if reason == "referred":
        fields["referred_to"] = parts.get("to", "")
        if not fields["referred_to"]:
            notes.append("You have not said which body should be asked.")
    if reason == "unclear" and not words:
        notes.append("You have not written the explanation yet.")
    return Read(fields, tuple(notes))


def _option(choice: str, words: str, question: Question) -> Read:
    if choice in options_of(question):
        return Read(_fields(Status.ANSWERED, answer=choice, text=words))
    if not words:
        return Read(None)
    note = "No option was chosen. Your words go to a person, who reads them; choose an option if one fits."
    return Read(_fields(Status.UNCLEAR, text=words), (note,))


def _number(parts: Mapping[str, str], question: Question) -> Read:
    amount, words = parts.get("amount", ""), parts.get("words", "")
    if not amount:
        if not words:
            return Read(None)
        note = "No number was given. Your words go to a person, who reads them."
        return Read(_fields(Status.UNCLEAR, text=words), (note,))
    unit, period = parts.get("unit") or question.unit, parts.get("period") or question.period
    value = parse_number(amount)
    if value is None or not math.isfinite(value) or (question.answer is AnswerType.COUNT and value < 0):
        note = (
            f"“{amount}” cannot be read as one number, so it goes to a person as words. Write digits only, "
            "such as 30,000 or 1250000, and anything else below."
        )
        said = "\n".join(each for each in (amount, words) if each)
        return Read(_fields(Status.UNCLEAR, text=said), (note,))
    sign = _SIGN.search(amount)
    notes = []
    if sign and (written := _MONEY[sign[0].upper()]) != unit and not parts.get("unit"):
        asked = unit or "no unit"
        notes.append(f"You wrote {sign[0]}, and the question asks for {asked}. It counts as {written}.")
        unit = written
    of = "" if not unit else f" {unit}"
    notes.insert(0, f"Read as {value:,.10g}{of}{f' for {period}' if period else ''}.")
    if parts.get("unit") and _THOUSANDS.fullmatch(parts["unit"]):
        notes.append("It counts thousands of pounds, as your unit says.")
    fields = _fields(Status.ANSWERED, text=words)
    fields.update(value=value, unit=unit, period=period)
    return Read(fields, tuple(notes))


def _link(words: str) -> Read:
    if not words:
        return Read(None)
    found = _LINK.search(words)
    if found is None:
        note = "There is no address of a page in it (https://…). Your words go to a person, who reads them."
        return Read(_fields(Status.UNCLEAR, text=words), (note,))
    return Read(_fields(Status.ANSWERED, answer=found[0].rstrip(".,;)"), text=words))


def _fields(status: Status, *, answer: str | None = None, text: str = "") -> dict[str, Any]:
    return {
        "status": str(status),
        "answer": answer,
        "value": None,
        "unit": None,
        "period": None,
        "text": text,
    }


def in_words(fields: Mapping[str, Any], question: Question) -> str:
    """An answer in one line, without the words beside it: yes; 30,000 GBP for 2025-26; refused (s.12)."""
    status = Status(fields["status"])
    if status is not Status.ANSWERED:
        more = ", ".join(fields.get("sections") or []) or fields.get("referred_to") or ""
        return f"{STATUS_WORDS[status]}{f' ({more})' if more else ''}"
    if fields["value"] is not None:
        unit, period = fields["unit"] or "", fields["period"] or ""
        return f"{fields['value']:,.10g} {unit}".strip() + (f" for {period}" if period else "")
    if question.has_options:
        return str(fields["answer"]).replace("_", " ")
    return str(fields["answer"])
