"""Pictures: how large they say they are, told by their first bytes without decoding them; words by OCR."""

import struct

from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.model import Picture, Rectangle
from answerable.core.reading.documents.writer import Writer

_JPEG_SIZES = frozenset((0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
MOST_STEPS = 2_000


def read_picture(data: bytes, writer: Writer) -> None:
    """Says how large a picture is, and reads its words where OCR is asked for. Raises: Refusal, Enough"""
    size = size_of(data)
    if size is None:
        writer.note("Its size in pixels could not be told.")
        return
    writer.picture = Picture(*size)
    if size[0] * size[1] > writer.limits.most_pixels:
        raise Refusal(
            f"It says it has {size[0]:,} x {size[1]:,} pixels and was not opened: it may be a bomb."
        )
    if not writer.limits.ocr_pages:
        writer.note("It is a picture; words in it were not read.")
        return
    from answerable.core.reading.documents.ocr import MISSING, recognised, tesseract

    program = tesseract()
    if program is None:
        writer.note(MISSING)
        return
    height = size[1]
    lines = [
        (text, Rectangle(left, height - top - high, left + wide, height - top))
        for text, (left, top, wide, high) in recognised(data, program, writer)
    ]
    writer.lines(lines, 1, style="scan")
    if lines:
        writer.note("The words were recognised from a picture and may be wrong.")


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height that a picture declares; None where it says none. Units: pixels"""
    try:
        return _size_of(data)
    except (struct.error, IndexError):
        return None


def _size_of(data: bytes) -> tuple[int, int] | None:
    if data.startswith(b"\x89PNG"):
        width, height = struct.unpack_from(">II", data, 16)
    elif data.startswith(b"GIF8"):
        width, height = struct.unpack_from("<HH", data, 6)
    elif data.startswith(b"BM"):
        width, height = (abs(side) for side in struct.unpack_from("<ii", data, 18))
    elif data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    elif data.startswith((b"II", b"MM")):
        return _tiff(data)
    elif data.startswith(b"RIFF"):
        return _webp(data)
    else:
        return None
    return width, height


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(MOST_STEPS):
        at = data.find(b"\xff", at)
        if at < 0:
            return None
        mark = data[at + 1]
        if mark in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if mark in (0x00, 0x01, 0xFF) or 0xD0 <= mark <= 0xD9:
            at += 1 if mark == 0xFF else 2
            continue
        at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    return None


def _tiff(data: bytes) -> tuple[int, int] | None:
    order = "<" if data.startswith(b"II") else ">"
    (at,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, at)
    found: dict[int, int] = {}
    for entry in range(min(count, 200)):
        tag, kind = struct.unpack_from(order + "HH", data, at + 2 + 12 * entry)
        if tag in (256, 257):
            (found[tag],) = struct.unpack_from(
                order + ("H" if kind == 3 else "I"), data, at + 10 + 12 * entry
            )
    return (found[256], found[257]) if len(found) == 2 else None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
