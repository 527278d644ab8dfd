"""Single properties of a DOC file's formatting: their codes with their operands."""

import struct
from collections.abc import Iterator

LONG_TABLE = 0xD608
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


def properties(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The codes of a stretch of formatting with their operands."""
    at = 0
    while at + 2 <= len(body):
        (code,) = struct.unpack_from("<H", body, at)
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            if at >= len(body):
                return
            if code == LONG_TABLE:
                size = 1 + (struct.unpack_from("<H", body, at)[0] if at + 2 <= len(body) else 0)
            else:
                size = 1 + body[at]
            yield code, body[at + 1 : at + size]
        else:
            yield code, body[at : at + size]
        at += size
