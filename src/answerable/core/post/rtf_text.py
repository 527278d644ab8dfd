"""The words of RTF as Outlook writes it into messages, with the HTML in it where it wraps one.

Source: [MS-OXRTFCP] for the compression, [MS-OXRTFEX] for HTML within RTF
"""

import re
from dataclasses import dataclass, replace
from itertools import islice

from answerable.core.post.charsets import clean, codec_of
from answerable.core.post.html_text import html_as_text

LONGEST_RTF = 2_000_000
MOST_TOKENS = 300_000
_PRIMER = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]{1,4000})",
    re.I,
)
_ASIDE_NAMES = (
    b"colorschememapping colortbl datastore filetbl fonttbl footer footerf footerl footerr generator header"
    b" headerf headerl headerr info latentstyles listoverridetable listtable mmathpr object pict rsidtb"
    b"l stylesheet"
    b" themedata xmlnstbl"
)
_ASIDE = frozenset(_ASIDE_NAMES.split(b" "))
_SIGNS = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"emdash": "—", b"endash": "–",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"sect": "\n",
    b"page": "\n",
}  # fmt: skip

_ESCAPED = {b"\\": b"\\", b"{": b"{", b"}": b"}", b"~": b" ", b"_": b"-"}


def decompressed(data: bytes) -> bytes:
    """Outlook's compressed RTF as RTF; blank where it is none. Bounded whatever its head says."""
    if len(data) < 16:
        return b""
    size = min(int.from_bytes(data[4:8], "little"), LONGEST_RTF)
    if data[8:12] == b"MELA":
        return data[16 : 16 + size]
    if data[8:12] != b"LZFu":
        return b""
    window = bytearray(_PRIMER.ljust(4096, b" "))
    write, made, at = len(_PRIMER), bytearray(), 16
    while at < len(data) and len(made) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(made) >= size:
                break
            if not flags >> bit & 1:
                some = data[at : at + 1]
                at += 1
            else:
                pair = int.from_bytes(data[at : at + 2], "big")
                at += 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == write:
                    return bytes(made)
                gap = (write - start) % 4096 or 4096
                piece = (window[start : start + length] + window[: max(0, start + length - 4096)])[:gap]
                some = bytes((piece * (length // len(piece) + 1))[:length])
            for byte in some:
                window[write] = byte
                write = (write + 1) % 4096
            made += some
    return bytes(made[:size])


def rtf_as_text(data: bytes) -> str:
    """The words of RTF; of HTML within RTF the words of that HTML. Never an error."""
    if not data.lstrip().startswith(b"{\\rtf"):
        return ""
    wraps_html = b"\\fromhtml" in data[:2_000]
    made = _words(data[:LONGEST_RTF], wraps_html)
    return html_as_text(made) if wraps_html else re.sub(r"\n{3,}", "\n\n", clean(made)).strip()


@dataclass
class _State:
    """What holds within a pair of braces: words set aside, HTML given, words of RTF not to be seen."""

    aside: bool = False
    html: bool = False
    unseen: bool = False
    width: int = 1


class _Reader:
    """Goes through the tokens of RTF and gathers what is to be seen."""

    def __init__(self, wraps_html: bool) -> None:
        self.wraps_html = wraps_html
        self.made: list[str] = []
        self.held = bytearray()
        self.codec = "cp1252"
        self.state = _State()
        self.above: list[_State] = []
        self.skip = 0
        self.starred = False

    @property
    def sees(self) -> bool:
        return not self.state.aside and not (self.wraps_html and self.state.unseen and not self.state.html)

    def take(self, found: re.Match[bytes]) -> None:
        word, number, byte, sign, brace, plain = found.groups()
        if sign == b"*":
            self.starred = True
            return
        if brace == b"{":
            self.above.append(self.state)
            self.state = replace(self.state)
        elif brace == b"}":
            self.state = self.above.pop() if self.above else self.state
        elif word:
            self.word(word.lower(), int(number) if number else None)
        elif self.sees:
            self.letters(bytes((int(byte, 16),)) if byte else plain or _ESCAPED.get(sign, b""))
        self.starred = False

    def word(self, word: bytes, number: int | None) -> None:
        state = self.state
        if word == b"ansicpg" and number:
            self.codec = codec_of(f"cp{number}") or self.codec
        elif word == b"uc" and number is not None:
            state.width = min(abs(number), 10)
        elif word == b"htmltag" and self.starred:
            state.html, state.aside = True, False
        elif word == b"htmlrtf":
            state.unseen = number != 0
        elif word in _ASIDE or self.starred:
            state.aside = True
        elif not self.sees:
            return
        elif word == b"u" and number is not None:
            self.flush()
            self.made.append(chr(number % 0x10000))
            self.skip = state.width
        elif word in _SIGNS and not state.html:
            self.flush()
            self.made.append(_SIGNS[word])

    def letters(self, some: bytes) -> None:
        taken = min(self.skip, len(some))
        self.skip -= taken
        self.held += some[taken:]

    def flush(self) -> None:
        if self.held:
            self.made.append(self.held.decode(self.codec, "replace"))
            self.held.clear()


def _words(data: bytes, wraps_html: bool) -> str:
    reader = _Reader(wraps_html)
    for found in islice(_TOKEN.finditer(data), MOST_TOKENS):
        reader.take(found)
    reader.flush()
    # Characters outside the basic plane come as two halves.
    return "".join(reader.made).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
