"""A reply made fit for publication: its words and a copy of each file, or why there is none.

Names that one part gives away are removed in all of them. Small counts of children are masked at the end.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from answerable.core.law.disclosure import mask_text
from answerable.core.post.charsets import decode
from answerable.core.post.containers import Attachment
from answerable.core.post.html_text import html_as_text
from answerable.core.post.message import Message
from answerable.core.post.people import Person
from answerable.core.post.redaction.docx import copy_of_docx, read_docx, text_of
from answerable.core.post.redaction.model import MOST_TEXT, PublishedFile, Report, Withheld
from answerable.core.post.redaction.names import Names
from answerable.core.post.redaction.pages import CannotCopy, read_pages
from answerable.core.post.redaction.pdf import copy_of_pages
from answerable.core.post.redaction.text import names_in, redact_text
from answerable.core.post.types import MESSAGE, OUTLOOK, SHEET, TNEF, WORD

LARGEST_FILE = 50 * 1024 * 1024
MOST_FILES = 200
MACRO_WORD = "application/vnd.ms-word.document.macroenabled.12"
AS_TEXT = frozenset(["text/plain", "text/csv", "text/tab-separated-values", "text/markdown"])
_WHY = {
    SHEET: "spreadsheets can hold hidden sheets, rows and columns, and are looked at by a person first",
    MESSAGE: "attached messages are not published",
    OUTLOOK: "attached messages are not published",
    TNEF: "attached messages are not published",
    "application/zip": "archives are not published",
}
Mask = Callable[[str], str]


@dataclass(frozen=True)
class PublishedReply:
    """What may be published of a reply, and the report of what was not."""

    text: str
    files: tuple[PublishedFile, ...]
    report: Report


def publish_words(
    text: str,
    *,
    people: Iterable[Person | str] = (),
    keep: Sequence[str] = (),
    names: Names | None = None,
    national: bool = False,
    all_counts: bool = False,
) -> tuple[str, Report]:
    """Quoted words fit for publication: persons removed, then small counts of children masked.

    Blank where they cannot be cleaned; the report says why.
    """
    redacted = redact_text(text, people=people, keep=keep, names=names)
    withheld = (Withheld("text", "the words", redacted.withheld),) if redacted.withheld else ()
    made = mask_text(redacted.text, national=national, all_counts=all_counts)
    return made, Report(redacted.removals, withheld)


def publish_reply(
    message: Message,
    *,
    people: Iterable[Person | str] = (),
    keep: Sequence[str] = (),
    national: bool = False,
    all_counts: bool = False,
) -> PublishedReply:
    """The sender's own words and a copy of each file, without what points to a person.

    `people` are more whom the desk knows of; `keep` are words that may stay, such as the body's own name,
    address and switchboard; `national` and `all_counts` are for the masking of small counts.
    """
    parties = [*([message.sender] if message.sender else []), *message.to, *message.cc, *people]
    read = [_read(each, n) for n, each in enumerate(message.attachments[:MOST_FILES], start=1)]
    texts = [message.text, *(each.text for each in read)]
    names = names_in(texts, parties)
    mask = partial(mask_text, national=national, all_counts=all_counts)
    words, report = publish_words(
        message.reply_text, keep=keep, names=names, national=national, all_counts=all_counts
    )
    removals, withheld = list(report.removals), list(report.withheld)
    files: list[PublishedFile] = []
    for each in read:
        made = each.copied(names, keep, mask)
        if isinstance(made, Withheld):
            withheld.append(made)
        else:
            files.append(made)
            removals += made.removals
            withheld += made.withheld
    if len(message.attachments) > MOST_FILES:
        withheld.append(Withheld("files", "more files", f"only the first {MOST_FILES} were looked through"))
    return PublishedReply(words, tuple(files), Report(tuple(removals), tuple(withheld)))


def publish_file(
    file: Attachment,
    *,
    people: Iterable[Person | str] = (),
    keep: Sequence[str] = (),
    names: Names | None = None,
    mask: Mask | None = None,
    number: int = 1,
) -> PublishedFile | Withheld:
    """A copy of one file without what points to a person, or why there is none."""
    read = _read(file, number)
    return read.copied(names_in([read.text], people) | (names or Names()), keep, mask)


@dataclass(frozen=True)
class _Read:
    """A file that was read: its words, and how a copy is made once all names are known."""

    text: str
    copied: Callable[[Names, Sequence[str], Mask | None], PublishedFile | Withheld]


def _read(file: Attachment, number: int) -> _Read:
    where = f"file {number}"
    try:
        if file.size_bytes > LARGEST_FILE:
            raise CannotCopy(f"it is larger than {LARGEST_FILE // 1024 // 1024} MB")
        if file.content_type == "application/pdf":
            pages = read_pages(file.data, where)
            return _later(
                "\n".join(pages.texts), where, partial(copy_of_pages, pages, filename=f"file-{number}.pdf")
            )
        if file.content_type in (WORD, MACRO_WORD):
            body = read_docx(file.data, where)
            return _later(
                text_of(body[0]), where, partial(copy_of_docx, body, filename=f"file-{number}.docx")
            )
        if file.content_type in AS_TEXT or file.content_type == "text/html":
            text = _text_of(file)
            return _later(text, where, partial(_copy_of_text, text, filename=f"file-{number}.txt"))
    except CannotCopy as fault:
        return _refused(where, str(fault))
    kind = file.content_type.partition("/")[0]
    why = _WHY.get(file.content_type) or (
        "pictures are not looked through" if kind == "image" else "files of this kind cannot be cleaned"
    )
    return _refused(where, why)


def _refused(where: str, why: str) -> _Read:
    return _Read("", lambda names, keep, mask: Withheld(where, "the file", why))


def _later(text: str, where: str, copy: Callable[..., PublishedFile]) -> _Read:
    def copied(names: Names, keep: Sequence[str], mask: Mask | None) -> PublishedFile | Withheld:
        try:
            return copy(where=where, names=names, keep=keep, mask=mask)
        except CannotCopy as fault:
            return Withheld(where, "the file", str(fault))

    return _Read(text, copied)


def _text_of(file: Attachment) -> str:
    if len(file.data) > 4 * MOST_TEXT:
        raise CannotCopy(f"it has more than {MOST_TEXT:,} characters and was not looked through")
    text, _ = decode(file.data)
    if file.content_type == "text/html" or "<html" in text[:2_000].lower():
        text = html_as_text(text)
    if "\ufffd" in text:
        raise CannotCopy("some of its letters cannot be read")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _copy_of_text(
    text: str, *, where: str, filename: str, names: Names, keep: Sequence[str] = (), mask: Mask | None = None
) -> PublishedFile:
    redacted = redact_text(text, keep=keep, names=names, where=where)
    if redacted.withheld:
        raise CannotCopy(redacted.withheld)
    made = mask(redacted.text) if mask else redacted.text
    return PublishedFile(filename, "text/plain; charset=utf-8", made.encode("utf-8"), made, redacted.removals)
