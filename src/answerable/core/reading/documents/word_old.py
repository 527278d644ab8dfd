"""DOC, Word's format until 2007: its text by the table of pieces, deleted and hidden words told apart."""

import re
import shutil
import struct
import subprocess
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.compound import Compound
from answerable.core.reading.documents.grids import RawRow, cells_of
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.word_old_runs import (
    PLAIN,
    Formed,
    Piece,
    marks_of,
    notes_of,
    paragraphs_of,
    pieces_of,
    row_of,
)
from answerable.core.reading.documents.word_old_styles import OldStyles
from answerable.core.reading.documents.writer import Writer

MAGIC, WORD_97 = 0xA5EC, 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
# The parts of a document one after the other in its text, and the style their paragraphs get.
STORIES = (
    (0x4C, None),
    (0x50, "footnote"),
    (0x54, "header or footer"),
    (0x58, None),
    (0x5C, "comment"),
    (0x60, "endnote"),
    (0x64, "text box"),
    (0x68, "text box"),
)
NOTES = ("footnote", "endnote")
_CALLED = re.compile(r"\[[0-9]{1,6}\]")
_MARK = re.compile("[\r\x07]")
_FIELD_CODE = re.compile("\x13[^\x13\x14\x15]{0,4000}\x14")
_LINK = re.compile(
    '\x13 {0,20}HYPERLINK {1,20}"([^"\x13-\x15]{1,2000})"[^\x13-\x15]{0,2000}\x14([^\x13-\x15]{0,4000})\x15'
)
_FIELD_WITHOUT_RESULT = re.compile("\x13[^\x13\x14\x15]{0,4000}\x15")
_SIGNS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\r", "\x0e": "\r", "\x1e": "-", "\x1f": None, "\xa0": " ", "\x01": None,
     "\x02": None, "\x05": None, "\x08": None, "\x15": None, "\x14": None, "\x13": None, "\x28": "(",
     "\x03": None, "\x04": None}
)  # fmt: skip
WARNING = "In Word's older format ticked boxes are not seen; compare with the file."
MISSING = (
    "It is in a format of Word before 1997, which needs the program antiword; only loose words were read."
)
_LOOSE = re.compile(rb"[\x20-\x7e\x80-\xff\t\r\n]{6,}")


def read_doc(data: bytes, writer: Writer) -> None:
    """Reads a Word file of the older format. Raises: Refusal, Enough"""
    compound = Compound(data)
    main = compound.read("WordDocument")
    if main is None or len(main) < 0x200:
        if "encryptedpackage" in compound.names:
            raise Refusal("It is encrypted and opens only with a password.")
        raise Refusal("It is damaged: it has no text that can be read.")
    magic, version = struct.unpack_from("<HH", main)
    (flags,) = struct.unpack_from("<H", main, 10)
    if flags & ENCRYPTED:
        raise Refusal("It is encrypted and opens only with a password.")
    if any(name.startswith("macros/") for name in compound.names):
        writer.hide(HiddenKind.MACRO, "Macros")
        writer.note("It carries macros, which were not run.")
    if any(name.startswith("objectpool/") for name in compound.names):
        writer.hide(HiddenKind.EMBEDDED, "ObjectPool")
    table = compound.read("1Table" if flags & SECOND_TABLE else "0Table")
    if magic == MAGIC and version >= WORD_97 and table is not None:
        pieces = pieces_of(main, table)
        if pieces:
            _read_pieces(main, table, pieces, writer)
            return
    _read_otherwise(data, main, writer)


def _read_pieces(main: bytes, table: bytes, pieces: list[Piece], writer: Writer) -> None:
    left = _Left(writer)
    marks = marks_of(main, table)
    text = _text(main, pieces, marks, left, writer)
    story = _Story(text, places_of(paragraphs_of(main, table), pieces), OldStyles(main, table), writer)
    story.notes = notes_of(main, table)
    at = 0
    for place, style in STORIES:
        (length,) = struct.unpack_from("<i", main, place)
        if length <= 0:
            continue
        # What is left out of the text stays in it as a NUL, so that places still count.
        if style == "comment":
            words = text[at : at + length].translate(_SIGNS).replace("\x00", "")
            left.add(HiddenKind.COMMENT, words.strip())
        else:
            story.write(at, at + length, style)
        at += length
    writer.note(WARNING)
    left.tell()


def places_of(bytes_at: Mapping[int, Formed], pieces: list[Piece]) -> dict[int, Formed]:
    """Places in the text of marks whose places in the file are known."""
    found: dict[int, Formed] = {}
    at = 0
    known = sorted(bytes_at)
    for piece in pieces:
        for number in range(bisect_left(known, piece.at), bisect_left(known, piece.end)):
            found[at + (known[number] - piece.at) // piece.width] = bytes_at[known[number]]
        at += (piece.end - piece.at) // piece.width
    return found


def _text(
    main: bytes, pieces: list[Piece], marks: list[tuple[int, int, HiddenKind]], left: "_Left", writer: Writer
) -> str:
    """The whole text, with NUL for what is left out."""
    out: list[str] = []
    starts = [mark[0] for mark in marks]
    for piece in pieces:
        writer.deadline.check()
        words = piece.words(main)
        kept = 0
        for number in range(max(0, bisect_right(starts, piece.at) - 1), bisect_left(starts, piece.end)):
            start, end, kind = marks[number]
            first = max(0, (start - piece.at) // piece.width)
            last = min(len(words), (end - piece.at) // piece.width)
            if last <= first or first < kept:
                continue
            gone = words[first:last]
            left.add(kind, gone.translate(_SIGNS))
            out += [words[kept:first], re.sub("[^\r\x07]", "\x00", gone)]
            kept = last
        out.append(words[kept:])
    return "".join(out)


class _Left:
    """What was left out, for the notes."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.found: dict[HiddenKind, list[str]] = {}

    def add(self, what: HiddenKind, words: str) -> None:
        if words.strip():
            self.found.setdefault(what, []).append(words)

    def tell(self) -> None:
        said = {
            HiddenKind.TEXT: "Words that are formatted as hidden were left out",
            HiddenKind.DELETION: "Tracked deletions were left out",
            HiddenKind.STRUCK: "Words that are struck through were left out",
            HiddenKind.COMMENT: "Comments in the margin were left out of the text",
        }
        for what, found in self.found.items():
            for words in found[:200]:
                self.writer.hide(what, "text", 1, words)
            self.writer.note(f"{said[what]} ({len(found)}).")


class _Story:
    """Writes the parts of a document: paragraphs, and tables by the marks of their cells."""

    def __init__(self, text: str, formed: Mapping[int, Formed], styles: OldStyles, writer: Writer) -> None:
        self.text, self.formed, self.styles, self.writer = text, formed, styles, writer
        self.notes: dict[int, int] = {}  # by where a note is called in the text: its number
        self.rows: list[RawRow] = []
        self.row: list[str] = []
        self.lines: list[str] = []

    def write(self, at: int, end: int, style: str | None) -> None:
        """Writes one part."""
        for start, place, mark in _units(self.text, at, end):
            formed = self.formed.get(place, PLAIN)
            if mark == "\x07" and formed.ends_row:
                self.rows.append(row_of(self.row, formed.row))
                self.row = []
            elif mark == "\x07":
                self.row.append("\n".join([*self.lines, self._numbered(start, place, formed)]))
                self.lines = []
            elif formed.in_table or self.row:
                self.lines.append(self._numbered(start, place, formed))
            else:
                self._table()
                self._paragraph(start, place, formed, style)
        if self.row:
            self.rows.append(RawRow(self.row))
            self.row = []
        self._table()
        for line in self.lines:
            self.writer.paragraph(line, style=style)
        self.lines = []

    def _paragraph(self, start: int, place: int, formed: Formed, style: str | None) -> None:
        words = self._words(start, place)
        if not words.strip():
            return
        number = None
        called = _CALLED.match(words) if style in NOTES else None
        if called:
            number, words = called[0], words[called.end() :].lstrip()
        elif style is None:
            number = self.styles.label(formed.style, formed.shape)
        level = self.styles.heading(formed.style, formed.shape) if style is None else 0
        for line in words.split("\r"):
            self.writer.paragraph(line, list_number=number, level=level, style=style)
            number = None

    def _numbered(self, start: int, place: int, formed: Formed) -> str:
        """The words of a paragraph in a cell, with its number."""
        words = self._words(start, place).strip()
        number = self.styles.label(formed.style, formed.shape) if words else None
        return f"{number} {words}" if number else words

    def _words(self, start: int, place: int) -> str:
        words = self.text[start:place]
        if "\x02" in words and self.notes:
            said = [
                f"[{self.notes[start + at]}]" if sign == "\x02" and start + at in self.notes else sign
                for at, sign in enumerate(words)
            ]
            words = "".join(said)
        return _plain(words)

    def _table(self) -> None:
        if self.rows:
            self.writer.table(cells_of(self.rows))
            self.rows = []


def _units(text: str, at: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Paragraphs and cells: where each begins, where the mark that ends it lies, the mark."""
    for found in _MARK.finditer(text, at, end):
        yield at, found.start(), found[0]
        at = found.end()
    if at < min(end, len(text)):
        yield at, end, "\r"


def _plain(words: str) -> str:
    """Words without the codes of fields and without the signs that stand for pictures and notes."""
    if "\x13" in words:
        words = _LINK.sub(_linked, words.replace("\x00", ""))
        for _ in range(20):
            shorter = _FIELD_WITHOUT_RESULT.sub("", _FIELD_CODE.sub("", words))
            if shorter == words:
                break
            words = shorter
    return words.translate(_SIGNS).replace("\x00", "")


def _linked(found: re.Match[str]) -> str:
    """The words of a link with the address after them, unless they are the address."""
    target, words = found[1].removeprefix("mailto:"), found[2]
    same = words.strip().rstrip("/").lower() == target.rstrip("/").lower()
    return words if same or not words.strip() else f"{words} <{target}>"


def _read_otherwise(data: bytes, main: bytes, writer: Writer) -> None:
    """Reads a file of Word 6 or 95 by antiword where it is installed, else its loose words."""
    program = shutil.which("antiword")
    if program is not None:
        text = _by_antiword(program, data, writer)
        if text.strip():
            writer.note("It was read by the program antiword.")
            for paragraph in re.split(r"\n\s*\n", text):
                writer.paragraph(" ".join(paragraph.split()))
            return
    writer.note(MISSING)
    for found in _LOOSE.finditer(main):
        for line in found[0].decode("cp1252", "replace").split("\r"):
            if sum(letter.isalpha() or letter == " " for letter in line) > 0.7 * max(4, len(line)):
                writer.paragraph(line)


def _by_antiword(program: str, data: bytes, writer: Writer) -> str:
    seconds = max(0.2, writer.deadline.left() - 0.2)
    try:
        done = subprocess.run(
            [program, "-w", "0", "-m", "UTF-8.txt", "-"],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
