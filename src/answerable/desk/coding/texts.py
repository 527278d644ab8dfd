"""The words that coders read: of messages as they came, of attachments as they were first read."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from answerable.core.reading.documents.model import Document, Paragraph
from answerable.core.reading.documents.reader import read_document
from answerable.desk.clock import now
from answerable.desk.coding.models import FileText
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import IncomingFile, IncomingMessage

REPLY, WHOLE = "reply", "text"
LONGEST_TEXT = 5_000_000
MOST_PARTS = 200
# So many letters are shown at once; a longer text has a way on.
WINDOW = 200_000
_REFUSED = re.compile("[\x00\ud800-\udfff]")


def served(text: str) -> str:
    """A text as a browser counts its letters: line ends are one letter each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def message_text(message: IncomingMessage, part: str) -> str:
    """The words of a message: its own (`reply`), or with all that it quotes (`text`)."""
    return served(message.reply_text if part == REPLY else message.text)


def parts_of(message: IncomingMessage) -> list[tuple[str, str]]:
    """What a message is shown by: its own words first, then the whole where it holds more."""
    own, whole = message_text(message, REPLY), message_text(message, WHOLE)
    found = [(REPLY, own)] if own.strip() else []
    if whole.strip() and whole.strip() != own.strip():
        found.append((WHOLE, whole))
    return found


def is_open(file: IncomingFile) -> bool:
    """Whether a file may be read: one that may hold hidden rows about people waits until it was looked at."""
    return not file.quarantined or file.cleared_at is not None


def file_texts(file: IncomingFile) -> list[FileText]:
    """The words of a file by part, read and kept at the first asking. Raises: FileLost"""
    kept = kept_texts(file)
    if kept:
        return kept
    document = read_document(stored_bytes(file.file), file.filename, declared=file.content_type)
    rows = [
        FileText(file_id=file.file_id, filename=file.filename, position=n, read_at=now(), **fields)
        for n, fields in enumerate(_parts(document, ""))
        if n < MOST_PARTS
    ]
    with transaction.atomic():
        FileText.objects.bulk_create(rows, ignore_conflicts=True)  # another may have read it meanwhile
    return kept_texts(file)


def kept_texts(file: IncomingFile) -> list[FileText]:
    """What was read of a file before; nothing where it was not."""
    return list(FileText.objects.filter(file_id=file.file_id, filename=file.filename))


def _parts(document: Document, part: str) -> Iterator[dict[str, object]]:
    text = served(_REFUSED.sub("\ufffd", document.text))
    notes = [note[:500] for note in document.notes[:50]]
    notes += [
        f"There is more than is seen here: {each.what} ({each.where})."[:500] for each in document.hidden[:20]
    ]
    if len(text) > LONGEST_TEXT:
        notes.append(f"Only the first {LONGEST_TEXT:,} letters are kept here; the file has all.")
    # Where line ends shrink, places move; then pages are not told rather than told wrongly.
    pages = _pages(document) if len(text) == len(document.text) else []
    yield {
        "part": part,
        "text": text[:LONGEST_TEXT],
        "pages": pages,
        "notes": notes,
        "refused": _REFUSED.sub("\ufffd", document.refused or "")[:500],
    }
    for packed in document.files:
        if packed.document is not None:
            name = _REFUSED.sub("\ufffd", packed.filename)
            yield from _parts(packed.document, f"{part}/{name}"[-120:] if part else name[-120:])


def _pages(document: Document) -> list[list[int]]:
    found: list[list[int]] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        for piece in block.lines or (block,):
            if piece.page is not None and (not found or piece.page > found[-1][1]):
                found.append([piece.start, piece.page])
    return found


def page_at(pages: Sequence[Sequence[int]], start: int) -> int | None:
    """The page on which a place of a text lies, where the file has pages."""
    place = bisect_right([first for first, _ in pages], start)
    if not pages:
        return None
    return int(pages[max(0, place - 1)][1])


@dataclass(frozen=True)
class Found:
    """Where words stand in a text."""

    start: int
    end: int


def find_words(words: str, text: str) -> Found | None:
    """Where words stand in a text, however its lines are broken; None where they do not."""
    wanted = words.strip().split()
    if not wanted:
        return None
    place = text.find(words.strip())
    if place >= 0:
        return Found(place, place + len(words.strip()))
    pattern = r"\s+".join(re.escape(word) for word in wanted)
    match = re.search(pattern, text) or re.search(pattern, text, re.IGNORECASE)
    return Found(match.start(), match.end()) if match else None
