"""What a compound file (DOC, XLS, PPT, MSG) holds at its top: what is packed deeper is no sign of its type.

Source: [MS-CFB], Compound File Binary File Format
"""

import struct
from collections.abc import Iterator

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_SECTORS = 2_000  # of the directory
MOST_LISTS = 100  # of tables of sectors; with 512 bytes to a sector that is enough for 800 MB
MOST_ENTRIES = 5_000
_ENTRY, _NONE = 128, 0xFFFFFFFA


def top_names(data: bytes) -> list[str]:
    """The names at the top of the file, in no order; none where the directory is damaged."""
    try:
        return list(_top(data, _directory(data)))
    except (struct.error, IndexError):
        return []


def _directory(data: bytes) -> bytes:
    """The sectors of the directory one after the other; blank where the chain of them is broken."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return b""
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", data, 48)
    tables = _tables(data, size)
    found: list[bytes] = []
    seen: set[int] = set()
    while sector < _NONE and len(found) < MOST_SECTORS:
        piece = data[(sector + 1) * size : (sector + 2) * size]
        if not piece or sector in seen:
            return b""
        seen.add(sector)
        found.append(piece)
        which, place = divmod(sector, size // 4)
        (sector,) = struct.unpack_from("<I", data, (tables[which] + 1) * size + 4 * place)
    return b"".join(found)


def _tables(data: bytes, size: int) -> list[int]:
    """Where the tables lie that chain the sectors: the first 109 are listed in the head, more beyond it."""
    found = list(struct.unpack_from("<109I", data, 76))
    (sector,) = struct.unpack_from("<I", data, 68)
    for _ in range(MOST_LISTS):
        if sector >= _NONE or (sector + 2) * size > len(data):
            break
        listed = struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
        found += listed[:-1]
        sector = listed[-1]
    return found


def _top(data: bytes, directory: bytes) -> Iterator[str]:
    """The entries that hang from the root, which is the first entry."""
    if len(directory) < _ENTRY:
        return
    (root,) = struct.unpack_from("<I", directory, 76)
    waiting, seen = [root], {0}
    while waiting and len(seen) < MOST_ENTRIES:
        entry = waiting.pop()
        at = entry * _ENTRY
        if entry in seen or at + _ENTRY > len(directory):
            continue
        seen.add(entry)
        (length,) = struct.unpack_from("<H", directory, at + 64)
        left, right = struct.unpack_from("<II", directory, at + 68)
        waiting += [left, right]
        yield directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
