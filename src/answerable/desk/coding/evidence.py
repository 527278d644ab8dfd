"""Words that a decision rests on: kept only where they stand at the place they are said to stand at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from answerable.core.errors import Fault, InputFaults
from answerable.desk.coding.checking import MOST_EVIDENCE
from answerable.desk.coding.models import CodingDecision, Evidence
from answerable.desk.coding.texts import (
    REPLY,
    WHOLE,
    file_texts,
    find_words,
    is_open,
    kept_texts,
    message_text,
    page_at,
    parts_of,
)
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import IncomingFile, IncomingMessage
from answerable.desk.surveys.models import PublicBody, Round

LONGEST_QUOTE = 5_000


@dataclass(frozen=True)
class Words:
    """Words in a message, or in a file that came with one, by where they start and end in its text.

    `quote` None takes the words as they stand there. `part` is `reply` or `text` of a message, or what is
    packed in a file.
    """

    start: int
    end: int
    quote: str | None = None
    message: int | None = None
    file: int | None = None
    part: str = ""


def messages_of(round: Round, body: PublicBody) -> "QuerySet[IncomingMessage]":
    """What came in from a body in a round, oldest first."""
    return IncomingMessage.objects.filter(
        placements__request__round=round, placements__request__body=body, placements__undone_at=None
    ).order_by("received_at", "pk")


def make_evidence(
    *, decision: CodingDecision, words: Sequence[Words], round: Round, body: PublicBody
) -> list[Evidence]:
    """Keeps the words that a decision rests on.

    Raises: Conflict where they do not stand at their place, or the message is not one of the body's
    """
    if len(words) > MOST_EVIDENCE:
        raise Conflict(f"A decision can rest on {MOST_EVIDENCE} passages at most. Leave some out.")
    rows = [_checked(decision, each, round, body) for each in dict.fromkeys(words)]
    return Evidence.objects.bulk_create(rows)


def _checked(decision: CodingDecision, words: Words, round: Round, body: PublicBody) -> Evidence:
    if (words.message is None) == (words.file is None):
        raise Conflict("Evidence is in a message or in a file: name one of them.")
    page = None
    if words.file is not None:
        text, page = _of_file(words, round, body)
    else:
        message = messages_of(round, body).filter(pk=words.message or 0).first()
        if message is None:
            raise Conflict("The message with these words is not placed at this body. Reload the page.")
        if words.part not in ("", REPLY, WHOLE):
            raise Conflict(
                f"A message has its own words ({REPLY}) and all its words ({WHOLE}), no other part."
            )
        text = message_text(message, words.part or REPLY)
    stands = text[words.start : words.end] if 0 <= words.start < words.end else ""
    if not stands.strip() or len(stands) > LONGEST_QUOTE:
        raise Conflict(f"Select some words of the reply, {LONGEST_QUOTE:,} letters at most.")
    if words.quote is not None and words.quote != stands:
        raise Conflict(
            "The words are not those that stand at this place of the reply. Reload the page and select again."
        )
    return Evidence(
        decision=decision,
        message_id=words.message,
        file_id=words.file,
        part=words.part or (REPLY if words.message is not None else ""),
        page=page,
        start=words.start,
        end=words.end,
        quote=stands,
    )


def _of_file(words: Words, round: Round, body: PublicBody) -> tuple[str, int | None]:
    file = (
        IncomingFile.objects.filter(pk=words.file or 0, message__in=messages_of(round, body).values("pk"))
        .select_related("file")
        .first()
    )
    if file is None:
        raise Conflict("The file with these words did not come from this body. Reload the page.")
    if not is_open(file):
        raise Conflict(f"“{file.filename}” has to be looked at in the inbox first: it may hold hidden rows.")
    row = next((each for each in file_texts(file) if each.part == words.part), None)
    if row is None:
        raise Conflict(f"“{file.filename}” has no such part. Reload the page.")
    return row.text, page_at(row.pages, words.start)


def find_evidence(quote: str, *, round: Round, body: PublicBody, question: str = "") -> Words:
    """Where words stand in what a body sent: messages first, then their files. Raises: InputFaults"""
    messages = list(messages_of(round, body).prefetch_related("files__file"))
    for message in messages:
        for part, text in parts_of(message):
            if (found := find_words(quote, text)) is not None:
                return Words(found.start, found.end, message=message.pk, part=part)
    for file in (each for message in messages for each in message.files.all() if is_open(each)):
        for row in kept_texts(file) or file_texts(file):
            if (found := find_words(quote, row.text)) is not None:
                return Words(found.start, found.end, file=file.pk, part=row.part)
    raise InputFaults(
        [
            Fault(
                "quote_not_found",
                f"“{quote.strip()[:80]}” was not found in what the body sent.",
                "Copy the words as they stand there, without leaving any out.",
                file="evidence",
                question=question or None,
            )
        ]
    )
