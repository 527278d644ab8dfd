"""HTML files: paragraphs, headings, lists with their numbers, tables kept as tables."""

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html

from answerable.core.post.charsets import decode
from answerable.core.post.html_text import BLOCKS, SKIPPED
from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.word_numbers import BULLET, counted
from answerable.core.reading.documents.writer import RawCell, Writer
from answerable.core.reading.documents.xml import Element, number

LONGEST = 3_000_000
MOST_ELEMENTS = 200_000
MOST_SPAN = 1_000
CHECK_EVERY = 1_000
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,40})", re.I)
_UNSEEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.I)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
_COUNTS = {"a": "a", "A": "A", "i": "i", "I": "I"}
_STRUCK = frozenset(("del", "s", "strike"))


@dataclass
class _Grid:
    """A table that is being read."""

    element: Element
    cells: list[RawCell] = field(default_factory=list)
    row: int = 0
    column: int = 1
    taken: dict[tuple[int, int], None] = field(default_factory=dict)


@dataclass
class _List:
    counts: str | None
    next: int


def read_html(data: bytes, writer: Writer) -> None:
    """Reads a page of HTML; nothing in it is run or fetched. Raises: Refusal, Enough"""
    found = _CHARSET.search(data[:4_000])
    text, note = decode(data[: 2 * LONGEST], found[1].decode("ascii") if found else None)
    if note:
        writer.note(note)
    if len(text) > LONGEST:
        text = text[:LONGEST]
        writer.note("The page is very long; the end of it was left out.")
    parser = html.HTMLParser(
        huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(_NOT_XML.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        raise Refusal("It is damaged and could not be read as HTML.") from None
    if any("depth" in each.message.lower() for each in parser.error_log):
        writer.note("It is nested very deeply; what lies deepest was left out.")
    _Reader(writer).read(root)


class _Reader:
    """Walks a page; tables with tables in them are layout and are read as text."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.parts: list[str] = []
        self.level = 0
        self.number: str | None = None
        self.lists: list[_List] = []
        self.grid: _Grid | None = None
        self.left = {HiddenKind.TEXT: 0, HiddenKind.STRUCK: 0}

    def read(self, root: Element) -> None:
        skipping = 0
        walk = etree.iterwalk(root, events=("start", "end"))
        for count, (event, element) in enumerate(islice(walk, 2 * MOST_ELEMENTS)):
            if count % CHECK_EVERY == 0:
                self.writer.deadline.check()
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if skipping or self._skipped(element, tag):
                    skipping += 1
                else:
                    self._open(element, tag)
            elif skipping:
                skipping -= 1
                if not skipping:
                    self._say(element.tail)
            else:
                self._close(element, tag)
                self._say(element.tail)
        self._flush()
        if next(walk, None) is not None:
            raise Enough("The page has more elements than are read; the rest was left out.")
        self._tell()

    def _skipped(self, element: Element, tag: str) -> bool:
        if tag in SKIPPED:
            return True
        if tag == "comment":  # of a cell, in LibreOffice's pages; a browser does not show it
            self.writer.hide(HiddenKind.COMMENT, "text", 1, _SPACE.sub(" ", _words_of(element)).strip())
            return True
        unseen = element.get("hidden") is not None or _UNSEEN.search((element.get("style") or "")[:1_000])
        if not unseen and tag not in _STRUCK:
            return False
        words = _SPACE.sub(" ", _words_of(element))[:500].strip()
        if words:
            what = HiddenKind.STRUCK if tag in _STRUCK and not unseen else HiddenKind.TEXT
            self.left[what] += 1
            self.writer.hide(what, "text", 1, words)
        return True

    def _tell(self) -> None:
        if self.left[HiddenKind.TEXT]:
            self.writer.note(f"Words that the page hides were left out ({self.left[HiddenKind.TEXT]}).")
        if self.left[HiddenKind.STRUCK]:
            self.writer.note(f"Words that are struck through were left out ({self.left[HiddenKind.STRUCK]}).")

    def _say(self, text: str | None) -> None:
        if text:
            self.parts.append(_SPACE.sub(" ", text))

    def _flush(self) -> None:
        """Ends a paragraph, or a line within a cell."""
        if self.grid is not None:
            if self.parts and self.parts[-1] != "\n" and "".join(self.parts[-3:]).strip():
                self.parts.append("\n")
            return
        text = _tidy("".join(self.parts))
        self.parts.clear()
        if text:
            self.writer.paragraph(text, list_number=self.number, level=self.level)
            self.number = None

    def _open(self, element: Element, tag: str) -> None:
        if tag == "table" and self.grid is None and element.find(".//table") is None:
            self._flush()
            self.grid = _Grid(element)
        elif tag == "tr" and self.grid is not None:
            self.grid.row += 1
            self.grid.column = 1
        elif tag in ("td", "th") and self.grid is not None:
            self.parts.clear()
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self._flush()
        if tag in ("ol", "ul"):
            counts = _COUNTS.get(element.get("type") or "1", "decimal") if tag == "ol" else None
            self.lists.append(_List(counts, number(element.get("start"), 1)))
        elif tag == "li":
            self._item(element)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.level = int(tag[1])
        elif tag == "input" and element.get("type") in ("checkbox", "radio"):
            self.parts.append("☒ " if element.get("checked") is not None else "☐ ")
        elif tag == "img" and (element.get("alt") or "").strip():
            self.parts.append(f"[{element.get('alt')}]")
        self._say(element.text)

    def _item(self, element: Element) -> None:
        listed = self.lists[-1] if self.lists else _List(None, 1)
        if listed.counts is None:
            label = BULLET
        else:
            at = number(element.get("value"), listed.next)
            listed.next = at + 1
            label = f"{counted(at, listed.counts)}."
        if self.grid is not None:
            self.parts.append(f"{label} ")
        else:
            self.number = label

    def _close(self, element: Element, tag: str) -> None:
        if tag == "a":
            self._target(element)
        if self.grid is not None and element is self.grid.element:
            self.writer.table(self.grid.cells)
            self.grid = None
            self.parts.clear()
        elif tag in ("td", "th") and self.grid is not None:
            self._cell(element, self.grid)
        elif tag in BLOCKS and tag != "tr":
            self._flush()
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.level = 0
        elif tag == "li":
            self.number = None

    def _cell(self, element: Element, grid: _Grid) -> None:
        down = number(element.get("rowspan"), 1, least=1, most=MOST_SPAN)
        across = number(element.get("colspan"), 1, least=1, most=MOST_SPAN)
        grid.row = max(grid.row, 1)
        while (grid.row, grid.column) in grid.taken:
            grid.column += 1
        grid.cells.append(RawCell(_tidy("".join(self.parts)), grid.row, grid.column, down, across))
        self.parts.clear()
        if down > 1 and down * across <= MOST_SPAN and len(grid.taken) < 100_000:
            for below in range(1, down):
                for beside in range(across):
                    grid.taken[grid.row + below, grid.column + beside] = None
        grid.column += across

    def _target(self, element: Element) -> None:
        """The address of a link after its words, unless the words are the address."""
        target = (element.get("href") or "").strip()
        if not target.lower().startswith(("http:", "https:", "mailto:")) or len(target) > 2_000:
            return
        plain = target.removeprefix("mailto:")
        words = _words_of(element).strip().rstrip("/").lower()
        if words not in (plain.rstrip("/").lower(), plain.partition("://")[2].rstrip("/").lower()):
            self.parts.append(f" <{plain}>")


def _words_of(element: Element) -> str:
    """The words in an element, of a large one the first."""
    return "".join(str(part) for part in islice(element.itertext(), 200))


def _tidy(text: str) -> str:
    """Lines without the spaces around them, and no more than one blank line."""
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
