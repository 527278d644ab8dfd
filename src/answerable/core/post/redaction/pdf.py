"""The copy of a PDF for publication: a new file made of its redacted words, so nothing is only covered.

It says so at its top. Pictures, notes, attached files and metadata of the original are not in it.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Sequence

from answerable.core.post.redaction.model import MOST_TEXT, PublishedFile, Removal, replaced
from answerable.core.post.redaction.names import Names
from answerable.core.post.redaction.pages import CannotCopy, Pages
from answerable.core.post.redaction.text import removals_in
from answerable.core.post.redaction.traces import traces_of

NOTICE = (
    "This copy was made for publication from the words of the original. Names, addresses and numbers of "
    "persons"
    " were removed; pictures and layout were left out."
)
TITLE = "Copy made for publication"
LARGEST_STREAM = 50 * 1024 * 1024
_TEMPLATE = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set page(paper: "a4", margin: 2.2cm, numbering: "1")
#set text(size: 10.5pt, lang: "en", hyphenate: false, font: "Libertinus Serif")
#text(weight: "bold", data.notice)
#for page in data.pages {
  heading(level: 1, outlined: false, text(size: 12pt, page.title))
  for lines in page.paragraphs { par(lines.map(line => text(line)).join(linebreak())) }
}
"""
_STREAM = re.compile(rb"stream\r?\n")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def copy_of_pages(
    pages: Pages,
    *,
    where: str,
    filename: str,
    names: Names,
    keep: Sequence[str] = (),
    mask: Callable[[str], str] | None = None,
) -> PublishedFile:
    """A new PDF of the redacted words. Raises: CannotCopy where they cannot be cleaned for certain"""
    whole = "\f".join(page.replace("\f", "\n") for page in pages.texts)
    removals, names = removals_in(whole, names, keep, where)
    text = replaced(whole, removals)
    for _ in range(3):
        more, names = removals_in(text, names, keep, where)
        if not more:
            break
        removals += more
        text = replaced(text, more)
    else:
        raise CannotCopy("what points to a person could not be removed for certain")
    text = mask(text) if mask else text
    data = _written(text.split("\f"))
    _check(data, removals, keep)
    kind = "application/pdf"
    return PublishedFile(filename, kind, data, text.replace("\f", "\n"), tuple(removals), pages.withheld)


def _written(texts: Sequence[str]) -> bytes:
    try:
        import typst
    except ImportError:
        raise CannotCopy("PDF files are written by an extra: pip install 'answerable[reading]'") from None
    pages = [
        {"title": f"Page {n} of the original", "paragraphs": _paragraphs(text)}
        for n, text in enumerate(texts, start=1)
    ]
    inputs = {"data": json.dumps({"title": TITLE, "notice": NOTICE, "pages": pages})}
    for standard in ("ua-1", None):
        try:
            made = typst.compile(
                _TEMPLATE,
                format="pdf",
                sys_inputs=inputs,
                ignore_system_fonts=True,
                pdf_standards=standard or [],
                timestamp=0,
            )
        except (RuntimeError, ValueError):
            continue  # A letter that no font has is refused by the standard for accessible files only.
        if isinstance(made, bytes):
            return made
    raise CannotCopy("no copy could be written")


def _paragraphs(text: str) -> list[list[str]]:
    parts = re.split(r"\n[ \t]*\n", _UNSEEN.sub("", text))
    found = [[line.strip() for line in part.split("\n") if line.strip()] for part in parts]
    return [lines for lines in found if lines] or [["[This page has no words, and was left out.]"]]


def _check(data: bytes, removals: Iterable[Removal], keep: Sequence[str]) -> None:
    """Reads the new file back. Raises: CannotCopy where anything that was removed is still in it"""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    words = []
    for n in range(len(document)):
        page = document[n]
        words.append(page.get_textpage().get_text_range().replace("\r\n", "\n"))
    words += [str(each) for each in document.get_metadata_dict().values()]
    document.close()
    said = "\n".join(words)
    removed = [each.text for each in removals]
    raw = [data, *_streams(data)]
    found = traces_of(removed, said, keep) or any(
        traces_of(removed, each.decode(charset, "replace"), keep)
        for each in raw
        for charset in ("latin-1", "utf-16-be")
    )
    if found or len(said) > 3 * MOST_TEXT:
        raise CannotCopy("something that was removed was found again in the copy")


def _streams(data: bytes) -> list[bytes]:
    found = []
    for start in _STREAM.finditer(data):
        try:
            found.append(zlib.decompressobj().decompress(data[start.end() :], LARGEST_STREAM))
        except zlib.error:
            continue
    return found
