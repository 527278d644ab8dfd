"""The fonts of pictures: the same files on every machine, what characters they have, how wide a text is.

The system's fonts are never used, as a picture would differ from machine to machine. The fonts are
installed as packages of their own (Source Serif Pro and Source Sans Pro by Adobe, SIL Open Font Licence).
"""

import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files

SERIF_FAMILY, SANS_FAMILY = "Source Serif Pro", "Source Sans Pro"
MEAN_WIDTH = 0.6
"""Width of a character that a font lacks, as a share of the size; such characters are not drawn."""


@dataclass(frozen=True)
class Face:
    """One font file: a family in one weight.

    >>> SERIF.width("Nurses", 48) < SERIF.width("Nurses for children", 48)
    True
    """

    family: str
    weight: int
    package: str
    name: str

    @property
    def path(self) -> str:
        """Where the file is."""
        return str(files(self.package) / "files" / self.name)

    @cached_property
    def _data(self) -> bytes:
        return (files(self.package) / "files" / self.name).read_bytes()

    @cached_property
    def fingerprint(self) -> str:
        """The hash of the file."""
        return sha256(self._data).hexdigest()

    @cached_property
    def advances(self) -> Mapping[int, float]:
        """The width of every character it has, by code point, as a share of the size."""
        tables = _tables(self._data)
        (per_em,) = struct.unpack_from(">H", self._data, tables["head"] + 18)
        (n_metrics,) = struct.unpack_from(">H", self._data, tables["hhea"] + 34)
        widths = struct.unpack_from(">" + "Hh" * n_metrics, self._data, tables["hmtx"])[::2]
        last = len(widths) - 1
        return {
            point: widths[min(glyph, last)] / per_em
            for point, glyph in _glyphs(self._data, tables["cmap"])
            if glyph
        }

    def has(self, text: str) -> bool:
        """Whether it has every character of a text."""
        return all(ord(letter) in self.advances for letter in text)

    def width(self, text: str, size: float) -> float:
        """How wide a text is, without kerning, which mostly makes it narrower."""
        advances = self.advances
        return size * sum(advances.get(ord(letter), MEAN_WIDTH) for letter in text)

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """A text in lines that fit; a word longer than a line is broken, so that nothing runs over."""
        made: list[str] = []
        line = ""
        for word in text.split():
            for piece in self._pieces(word, size, room):
                longer = f"{line} {piece}" if line else piece
                if line and self.width(longer, size) > room:
                    made.append(line)
                    line = piece
                else:
                    line = longer
        return [*made, line] if line else made

    def _pieces(self, word: str, size: float, room: float) -> Iterator[str]:
        start = 0
        for end in range(1, len(word) + 1):
            if end - start > 1 and self.width(word[start:end], size) > room:
                yield word[start : end - 1]
                start = end - 1
        yield word[start:]

    def cut(self, text: str, size: float, room: float) -> str:
        """A text that fits one line, with an ellipsis where it had to be cut."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(f"{text}…", size) > room:
            text = text[:-1]
        return f"{text.rstrip(' ,;:.')}…"


SERIF = Face(SERIF_FAMILY, 600, "font_source_serif_pro", "SourceSerifPro-Semibold.ttf")
SANS = Face(SANS_FAMILY, 400, "font_source_sans_pro", "SourceSansPro-Regular.ttf")
BOLD = Face(SANS_FAMILY, 600, "font_source_sans_pro", "SourceSansPro-Semibold.ttf")
FACES = (SERIF, SANS, BOLD)


@lru_cache(maxsize=1)
def font_files() -> tuple[str, ...]:
    """The files a picture may use."""
    return tuple(face.path for face in FACES)


@lru_cache(maxsize=1)
def fonts_fingerprint() -> str:
    """One hash of all fonts: pictures are made anew when a font changes."""
    return sha256("".join(face.fingerprint for face in FACES).encode()).hexdigest()


def drawable(text: str, faces: Sequence[Face] = FACES) -> str | None:
    """A text without what the fonts cannot draw: never an empty box.

    Single characters, such as an emoji, are left out. None where that would leave less than most of its
    letters: a name in a script that the fonts lack cannot be shown.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if all(face.has(text) for face in faces):
        return text
    kept = "".join(_plain(letter, faces) for letter in text)
    before, after = (sum(map(str.isalnum, each)) for each in (text, kept))
    return " ".join(kept.split()) if after * 10 >= before * 9 and after else None


def _plain(letter: str, faces: Sequence[Face]) -> str:
    """A character as the fonts have it, else its plain form, else nothing."""
    forms = (letter, unicodedata.normalize("NFKC", letter))
    return next((form for form in forms if all(face.has(form) for face in faces)), "")


def _tables(data: bytes) -> dict[str, int]:
    """Where each table of a TrueType font begins."""
    (count,) = struct.unpack_from(">H", data, 4)
    found = {}
    for place in range(count):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        found[tag.decode("latin-1")] = start
    return found


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Code points with their glyphs, from the table for the basic plane that every font of ours has."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for place in range(count):
        _, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * place)
        start = cmap + offset
        if struct.unpack_from(">H", data, start)[0] == 4:
            yield from _segments(data, start)
            return


def _segments(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """The segments of a cmap table in format 4 (OpenType specification, cmap)."""
    n = struct.unpack_from(">H", data, start + 6)[0] // 2
    at = start + 14
    ends = struct.unpack_from(f">{n}H", data, at)
    starts = struct.unpack_from(f">{n}H", data, at + 2 * n + 2)
    deltas = struct.unpack_from(f">{n}H", data, at + 4 * n + 2)
    ranges = at + 6 * n + 2
    offsets = struct.unpack_from(f">{n}H", data, ranges)
    for place, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            if not offset:
                yield point, (point + delta) & 0xFFFF
                continue
            (glyph,) = struct.unpack_from(">H", data, ranges + 2 * place + offset + 2 * (point - first))
            yield point, (glyph + delta) & 0xFFFF if glyph else 0
