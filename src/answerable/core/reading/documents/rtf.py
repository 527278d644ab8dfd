"""RTF: paragraphs with the list numbers that the writing program put in, tables, notes, headers."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.grids import Edge, RawRow, cells_of
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.writer import Writer

MOST_GROUPS = 1_000
CHECK_EVERY = 20_000
LONGEST_NUMBER = 60
MOST_CELLS = 500  # of a row
_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])"
    r"|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
_SKIPPED_NAMES = (
    "fonttbl colortbl stylesheet info pict object objdata themedata colorschememapping datastore listtable"
    " listoverridetable rsidtbl generator xmlnstbl bkmkstart bkmkend datafield latentstyles"
    " revtbl filetbl nonesttables pgdsctbl mmath docvar userprops ftnsep ftnsepc aftnsep aftnsepc panose"
    " falt atnid atnauthor atntime atndate atnref"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split(" "))
_SIGNS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "tab": "\t", "line": "\n", "emspace": " ", "enspace": " ", "qmspace": " ",
    "nestcell": "\t", "nestrow": "\n", "page": "\n", "softline": "\n",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\r": "\n", "\n": "\n"}
# Where words of these groups go, as the style of a paragraph.
_ASIDE = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer",
    "footnote": "footnote", "fldinst": "code", "annotation": "comment", "shptxt": "text box",
}  # fmt: skip
# These are written, or left, as a whole when their group ends.
_GATHERED = frozenset(("footnote", "comment", "code"))
_LINK = re.compile(r'HYPERLINK\s{1,20}"([^"]{1,2000})"')
_NUMBERS = frozenset(("listtext", "pntext"))
_ROWS = frozenset(("trowd", "trleft", "cellx", "clmrg", "clvmrg"))
# Windows' numbers of charsets, as Python calls them.
CHARSETS = {
    0: "cp1252", 2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass
class _Sink:
    """Where words are gathered: the text itself, a note, a header."""

    style: str | None = None
    parts: list[str] = field(default_factory=list)
    number: str | None = None
    row: list[str] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)


class _State(NamedTuple):
    """What holds within a group."""

    sink: _Sink
    skip: bool = False
    numbering: bool = False
    left: HiddenKind | None = None
    in_table: bool = False
    after_unicode: int = 1
    codec: str = "cp1252"
    fonts: bool = False
    opened: bool = False
    link: bool = False  # within a field, whose code and words are groups in it


def read_rtf(data: bytes, writer: Writer) -> None:
    """Reads rich text; pictures and objects in it are left out. Raises: Refusal, Enough"""
    _Reader(writer).read(data.decode("latin-1"))


class _Reader:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.main = _Sink()
        self.state = _State(sink=self.main)
        self.stack: list[_State] = []
        self.bytes = bytearray()
        self.starred = False
        self.to_skip = 0
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.notes: list[str] = []
        self.number_parts: list[str] = []
        self.level = 0
        self.target: str | None = None
        self.row_left, self.edges, self.merges = 0, list[Edge](), set[str]()
        self.left: dict[HiddenKind, list[str]] = {}

    def read(self, text: str) -> None:
        resume = 0
        for count, found in enumerate(_TOKEN.finditer(text)):
            if count % CHECK_EVERY == 0:
                self.writer.deadline.check()
            if found.start() < resume:
                continue
            word, argument, byte, symbol, brace, words = found.groups()
            if byte is not None:
                self._byte(int(byte, 16))
                continue
            self._end_bytes()
            if words is not None:
                self._plain(words)
            elif word is not None:
                if word == "bin" and argument:
                    resume = found.end() + max(0, int(argument))
                else:
                    self._word(word, int(argument) if argument else None)
            elif symbol is not None:
                self._symbol(symbol)
            elif brace == "{":
                self._open()
            elif brace == "}":
                self._close()
        self._end_bytes()
        while self.stack:
            self._close()
        self._end_paragraph(self.main)
        self._end_table(self.main)
        for at, note in enumerate(self.notes, start=1):
            self.writer.paragraph(note, list_number=f"[{at}]", style="footnote")
        self._tell()

    def _open(self) -> None:
        if len(self.stack) >= MOST_GROUPS:
            raise Refusal("Its groups are nested without end; it was not read.")
        self.stack.append(self.state)
        self.state = self.state._replace(opened=True)
        self.starred = False

    def _close(self) -> None:
        if not self.stack:
            return
        before, self.state = self.state, self.stack.pop()
        if before.numbering and not self.state.numbering:
            self.state.sink.number = "".join(self.number_parts).strip()[:LONGEST_NUMBER] or None
            self.number_parts.clear()
        if before.sink is not self.state.sink:
            self._end_sink(before.sink)
        if before.link and not self.state.link and self.target:
            words = "".join(self.state.sink.parts[-20:]).rstrip("/").lower()
            if not words.endswith(self.target.rstrip("/").lower()):
                self._say(f" <{self.target}>")
            self.target = None

    def _end_sink(self, sink: _Sink) -> None:
        words = "".join(sink.parts).strip()
        if sink.style == "footnote":
            self.notes.append(words)
            self.state.sink.parts.append(f"[{len(self.notes)}]")
        elif sink.style == "code":
            found = _LINK.search(words)
            self.target = found[1].removeprefix("mailto:") if found else None
        elif sink.style == "comment":
            self._leave(HiddenKind.COMMENT, words)
        else:
            self._end_paragraph(sink)
            self._end_table(sink)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.starred = True
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _word(self, word: str, argument: int | None) -> None:
        starred, self.starred = self.starred, False
        first = self.state.opened
        if first:
            self.state = self.state._replace(opened=False)
        if self.state.skip and not self.state.fonts:
            return
        if first and (word in _SKIPPED or word in _ASIDE or word in _NUMBERS or word == "field" or starred):
            self._destination(word, starred)
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == "u" and argument is not None:
            self._say(chr(argument % 65_536))
            self.to_skip = self.state.after_unicode
        elif word in ("par", "sect", "cell", "row"):
            self._structure(word)
        elif word in _ROWS:
            self._row(word, argument or 0)
        else:
            self._property(word, argument)

    def _destination(self, word: str, starred: bool) -> None:
        if word in _NUMBERS:
            self.state = self.state._replace(numbering=True)
        elif word in _ASIDE:
            in_table = self.state.in_table and word == "fldinst"
            self.state = self.state._replace(sink=_Sink(_ASIDE[word]), in_table=in_table)
        elif word == "field":
            self.state = self.state._replace(link=True)
        elif word in _SKIPPED or (starred and word not in ("shppict", "shpinst", "hyphen")):
            self.state = self.state._replace(skip=True, fonts=word == "fonttbl")
            if word in ("object", "objdata"):
                self.writer.hide(HiddenKind.EMBEDDED, "object in the text")

    def _structure(self, word: str) -> None:
        sink = self.state.sink
        if self.state.numbering:
            return
        if sink.style in _GATHERED:
            sink.parts.append("\n")
            return
        if word == "cell":
            words = "".join(sink.parts).strip()
            sink.row.append(f"{sink.number} {words}" if sink.number else words)
            sink.parts.clear()
            sink.number = None
        elif word == "row":
            sink.rows.append(RawRow(sink.row, self.row_left, tuple(self.edges)))
            sink.row = []
            sink.parts.clear()
        elif self.state.in_table:
            if sink.number:
                sink.parts.insert(0, f"{sink.number} ")
                sink.number = None
            sink.parts.append("\n")
        else:
            self._end_table(sink)
            self._end_paragraph(sink)

    def _row(self, word: str, argument: int) -> None:
        """What a row says of its cells before they come, or after."""
        if word == "trowd":
            self.row_left, self.edges, self.merges = 0, [], set()
        elif word == "trleft":
            self.row_left = argument
        elif word != "cellx":
            self.merges.add(word)
        elif len(self.edges) < MOST_CELLS:
            self.edges.append(Edge(argument, "clmrg" in self.merges, "clvmrg" in self.merges))
            self.merges = set()

    def _property(self, word: str, argument: int | None) -> None:
        off = argument == 0
        if word == "f":
            self.font = argument or 0
            codec = self.fonts.get(self.font)
            if codec and not self.state.fonts:
                self.state = self.state._replace(codec=codec)
        elif word == "fcharset" and self.state.fonts:
            self.fonts[self.font] = CHARSETS.get(argument or 0, "cp1252")
        elif word == "ansicpg" and argument:
            self.state = self.state._replace(codec=f"cp{argument}")
        elif word == "uc":
            self.state = self.state._replace(after_unicode=min(max(argument or 0, 0), 8))
        elif word in ("v", "deleted", "strike", "striked"):
            kinds = {"v": HiddenKind.TEXT, "deleted": HiddenKind.DELETION}
            kind = kinds.get(word, HiddenKind.STRUCK)
            if not off:
                self.state = self.state._replace(left=kind)
            elif self.state.left is kind:
                self.state = self.state._replace(left=None)
        elif word == "plain":
            self.state = self.state._replace(left=None)
        elif word == "intbl":
            self.state = self.state._replace(in_table=True)
        elif word == "pard":
            self.state = self.state._replace(in_table=False)
            if not self.state.numbering:
                self.level = 0
        elif word == "outlinelevel":
            self.level = argument + 1 if argument is not None and 0 <= argument < 9 else 0

    def _byte(self, byte: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        elif not self.state.skip:
            self.bytes.append(byte)

    def _end_bytes(self) -> None:
        if not self.bytes:
            return
        codec = self.state.codec
        try:
            words = self.bytes.decode("latin-1" if codec == "symbol" else codec, "replace")
        except LookupError:
            words = self.bytes.decode("cp1252", "replace")
        self.bytes.clear()
        self._say("•" if codec == "symbol" and words == "\xb7" else words)

    def _plain(self, words: str) -> None:
        if self.to_skip:
            skipped = min(self.to_skip, len(words))
            words = words[skipped:]
            self.to_skip -= skipped
        if not words.isascii():
            words = words.encode("latin-1").decode("cp1252", "replace")
        self._say(words)

    def _say(self, words: str) -> None:
        if self.state.skip or not words:
            return
        if self.state.numbering:
            self.number_parts.append(words)
        elif self.state.left is not None:
            self._leave(self.state.left, words)
        else:
            self.state.sink.parts.append(words)

    def _leave(self, what: HiddenKind, words: str) -> None:
        if words.strip():
            self.left.setdefault(what, []).append(words)

    def _end_paragraph(self, sink: _Sink) -> None:
        text = _joined(sink.parts)
        sink.parts.clear()
        self.writer.paragraph(
            text,
            list_number=sink.number if text.strip() else None,
            level=self.level if sink is self.main else 0,
            style=sink.style,
        )
        sink.number = None

    def _end_table(self, sink: _Sink) -> None:
        rows = [*sink.rows, RawRow(sink.row)] if sink.row else sink.rows
        sink.rows, sink.row = [], []
        if rows:
            self.writer.table(
                cells_of([row._replace(words=[_joined([words]) for words in row.words]) for row in rows])
            )

    def _tell(self) -> None:
        said = {
            HiddenKind.TEXT: "Words that are formatted as hidden were left out",
            HiddenKind.DELETION: "Tracked deletions were left out",
            HiddenKind.STRUCK: "Words that are struck through were left out",
            HiddenKind.COMMENT: "Comments in the margin were left out of the text",
        }
        for what, found in self.left.items():
            for words in found[:200]:
                self.writer.hide(what, "text", 1, words)
            self.writer.note(f"{said[what]} ({len(found)}).")


def _joined(parts: list[str]) -> str:
    """Words with the halves of characters beyond the first plane joined again."""
    text = "".join(parts)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
