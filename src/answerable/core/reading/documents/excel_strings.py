"""The strings of Excel's older format: one byte or two a letter, cut in two where a record ends."""

import struct

from answerable.core.reading.documents.writer import Writer

MOST_STRINGS = 1_000_000
CHECK_EVERY = 5_000


def short_text(body: bytes, at: int, codec: str, *, two: bool = False) -> str:
    """A string of Excel 5: a length of one byte or two, then letters of the workbook's charset."""
    length = struct.unpack_from("<H", body, at)[0] if two else body[at]
    start = at + (2 if two else 1)
    try:
        return body[start : start + length].decode(codec, "replace")
    except LookupError:
        return body[start : start + length].decode("cp1252", "replace")


def text_at(body: bytes, at: int, *, short: bool = False) -> tuple[str, int]:
    """A string of Excel 97, and where it ends. `short`: its length is one byte."""
    length = body[at] if short else struct.unpack_from("<H", body, at)[0]
    at += 1 if short else 2
    flags = body[at]
    at += 1
    runs = extra = 0
    if flags & 8:
        (runs,) = struct.unpack_from("<H", body, at)
        at += 2
    if flags & 4:
        (extra,) = struct.unpack_from("<I", body, at)
        at += 4
    size = length * 2 if flags & 1 else length
    words = body[at : at + size].decode("utf-16-le" if flags & 1 else "latin-1", "replace")
    return words, at + size + 4 * runs + extra


class _Pieces:
    """The bytes of a record and of those that continue it, read as one with their seams known."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 0

    def left(self) -> int:
        """Bytes until the next seam."""
        return len(self.pieces[self.piece]) - self.at

    def next_piece(self) -> None:
        """Goes on past a seam. Raises: EOFError at the end"""
        if self.piece + 1 >= len(self.pieces):
            raise EOFError
        self.piece, self.at = self.piece + 1, 0

    def take(self, size: int) -> bytes:
        """So many bytes, across seams."""
        out = b""
        while len(out) < size:
            if not self.left():
                self.next_piece()
                continue
            part = self.pieces[self.piece][self.at : self.at + size - len(out)]
            self.at += len(part)
            out += part
        return out

    def skip(self, size: int) -> None:
        """Leaves out so many bytes, across seams."""
        while size:
            if not self.left():
                self.next_piece()
                continue
            step = min(size, self.left())
            self.at += step
            size -= step

    def letters(self, length: int, wide: bool) -> str:
        """So many letters; after a seam a byte says anew how wide they are."""
        out: list[str] = []
        while length:
            if not self.left():
                self.next_piece()
                wide = bool(self.take(1)[0] & 1)
                continue
            width = 2 if wide else 1
            count = min(length, max(1, self.left() // width))
            out.append(self.take(count * width).decode("utf-16-le" if wide else "latin-1", "replace"))
            length -= count
        return "".join(out)


def shared_strings(pieces: list[bytes], writer: Writer) -> list[str]:
    """The strings that the cells of a workbook name by number. Raises: Enough"""
    found: list[str] = []
    source = _Pieces(pieces)
    try:
        _, count = struct.unpack("<II", source.take(8))
        for at in range(min(count, MOST_STRINGS)):
            if at % CHECK_EVERY == 0:
                writer.deadline.check()
            length, flags = struct.unpack("<HB", source.take(3))
            runs = struct.unpack("<H", source.take(2))[0] if flags & 8 else 0
            extra = struct.unpack("<I", source.take(4))[0] if flags & 4 else 0
            found.append(source.letters(length, bool(flags & 1)))
            source.skip(4 * runs + extra)
    except (EOFError, struct.error):
        writer.note("The words of the workbook are damaged; some cells are blank.")
    return found
