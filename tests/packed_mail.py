"""Outlook's containers, written byte by byte as their formats are published: items (.msg) and winmail.dat."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, SMALL, LEAST = 512, 64, 4096
FREE, END, FAT, LISTS = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
LISTED_IN_HEAD = 109  # of the sectors that chain the others; more are listed in sectors of their own

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    """One entry of the directory of a compound file."""

    name: str
    kind: int
    start: int = END
    size: int = 0
    below: int = FREE
    right: int = FREE


@dataclass
class _File:
    """What is gathered while a compound file is written."""

    entries: list[_Entry] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    small: bytearray = field(default_factory=bytearray)
    small_fat: list[int] = field(default_factory=list)

    def chain(self, data: bytes) -> int:
        first = len(self.fat)
        count = max(1, -(-len(data) // SECTOR))
        self.fat += [*range(first + 1, first + count), END]
        self.sectors += [data[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count)]
        return first

    def stream(self, data: bytes) -> int:
        if len(data) >= LEAST:
            return self.chain(data)
        first = len(self.small_fat)
        count = max(1, -(-len(data) // SMALL))
        self.small_fat += [*range(first + 1, first + count), END]
        self.small += data.ljust(count * SMALL, b"\0")
        return first

    def folder(self, tree: Tree, owner: int) -> None:
        """Adds what is in a folder; neighbours hang on each other to the right, in the order of names."""
        names = sorted(tree, key=lambda name: (len(name), name.upper()))
        places = []
        for name in names:
            places.append(len(self.entries))
            self.entries.append(_Entry(name, 2 if isinstance(tree[name], bytes) else 1))
        for place, following in zip(places, [*places[1:], FREE], strict=True):
            self.entries[place].right = following
        self.entries[owner].below = places[0] if places else FREE
        for place, name in zip(places, names, strict=True):
            inner = tree[name]
            if isinstance(inner, bytes):
                self.entries[place].start, self.entries[place].size = self.stream(inner), len(inner)
            else:
                self.folder(inner, place)


def compound(tree: Tree) -> bytes:
    """A compound file with folders and streams."""
    made = _File(entries=[_Entry("Root Entry", 5)])
    made.folder(tree, 0)
    made.entries[0].start, made.entries[0].size = made.chain(bytes(made.small)), len(made.small)
    small_fat = made.chain(struct.pack(f"<{len(made.small_fat)}I", *made.small_fat).ljust(SECTOR, b"\xff"))
    n_small_fat = max(1, -(-len(made.small_fat) * 4 // SECTOR))
    directory = made.chain(b"".join(map(_entry, made.entries)))
    n_fat = -(-len(made.fat) // 126) + 1
    n_lists = max(0, -(-(n_fat - LISTED_IN_HEAD) // 127))
    first_fat = len(made.fat)
    made.fat += [FAT] * n_fat + [LISTS] * n_lists
    table = struct.pack(f"<{len(made.fat)}I", *made.fat).ljust(n_fat * SECTOR, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    first_list = first_fat + n_fat if n_lists else END
    head += struct.pack("<9I", 0, n_fat, directory, 0, LEAST, small_fat, n_small_fat, first_list, n_lists)
    places = list(range(first_fat, first_fat + n_fat))
    in_head = places[:LISTED_IN_HEAD]
    head += struct.pack("<109I", *in_head, *[FREE] * (LISTED_IN_HEAD - len(in_head)))
    lists = b""
    for n in range(n_lists):
        held = places[LISTED_IN_HEAD + 127 * n :][:127]
        following = first_list + n + 1 if n + 1 < n_lists else END
        lists += struct.pack("<128I", *held, *[FREE] * (127 - len(held)), following)
    return head + b"".join(made.sectors) + table + lists


def _entry(entry: _Entry) -> bytes:
    letters = entry.name.encode("utf-16-le")
    start = 0 if entry.kind == 1 else entry.start
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters) + 2, entry.kind, 1, FREE, entry.right, entry.below)
        + bytes(36)
        + struct.pack("<IQ", start, entry.size)
    )


def _item(texts: Mapping[int, str | bytes], fixed: Mapping[int, bytes], head: int) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    listed = bytes(head)
    for number, value in texts.items():
        kind = 0x001F if isinstance(value, str) else 0x0102
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        made[f"__substg1.0_{number:04X}{kind:04X}"] = data
        listed += struct.pack("<HHIII", kind, number, 6, len(data), 0)
    for number, data in fixed.items():
        listed += struct.pack("<HHI", 3, number, 6) + data.ljust(8, b"\0")
    return made | {"__properties_version1.0": listed}


def attached(name: str | None, data: bytes | None, **inner: Tree) -> Tree:
    """A file in an item; with `item` a message that is no file of its own."""
    texts: dict[int, str | bytes] = {} if name is None else {0x3707: name}
    if data is not None:
        texts[0x3701] = data
    made: dict[str, bytes | Tree] = {**_item(texts, {}, 8)}
    return made | ({"__substg1.0_3701000D": inner["item"]} if inner else {})


def item_tree(
    texts: Mapping[int, str | bytes],
    files: Sequence[Tree] = (),
    recipients: Sequence[tuple[int, str, str]] = (),
    fixed: Mapping[int, bytes] | None = None,
    head: int = 32,
) -> Tree:
    """An Outlook item as a tree of streams."""
    made: dict[str, bytes | Tree] = {**_item(texts, fixed or {}, head), "__nameid_version1.0": {"x": b"x"}}
    for n, file in enumerate(files):
        made[f"__attach_version1.0_#{n:08X}"] = file
    for n, (kind, name, address) in enumerate(recipients):
        inner = _item({0x3001: name, 0x39FE: address}, {0x0C15: bytes((kind,))}, 8)
        made[f"__recip_version1.0_#{n:08X}"] = inner
    return made


def item(texts: Mapping[int, str | bytes], *args: Sequence[Tree], **more: object) -> bytes:
    """An Outlook item as the bytes of a .msg file."""
    return compound(item_tree(texts, *args, **more))  # type: ignore[arg-type]


def _attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _properties(values: Sequence[tuple[int, int, bytes]]) -> bytes:
    made = struct.pack("<I", len(values))
    for kind, number, data in values:
        made += struct.pack("<HH", kind, number)
        if kind in (0x1E, 0x1F, 0x102, 0xD):
            made += struct.pack("<II", 1, len(data))
        made += data + bytes(-len(data) % 4)
    return made


def winmail(
    files: Sequence[tuple[str, bytes]] = (),
    *,
    text: bytes = b"",
    properties: Sequence[tuple[int, int, bytes]] = (),
    long_names: bool = True,
) -> bytes:
    """A winmail.dat with files and a body; properties are (type, number, bytes)."""
    made = b"\x78\x9f\x3e\x22" + struct.pack("<H", 1)
    made += _attribute(1, 0x9006, 8, struct.pack("<I", 0x10000)) + _attribute(
        1, 0x9007, 6, struct.pack("<II", 1252, 0)
    )
    if text:
        made += _attribute(1, 0x800C, 2, text + b"\0")
    if properties:
        made += _attribute(1, 0x9003, 6, _properties(properties))
    for name, data in files:
        made += _attribute(2, 0x9002, 6, bytes(14))
        short = name.encode("cp1252", "replace") if not long_names else b"SHORT~1.BIN"
        made += _attribute(2, 0x8010, 1, short + b"\0") + _attribute(2, 0x800F, 6, data)
        if long_names:
            wide = name.encode("utf-16-le") + b"\0\0"
            made += _attribute(
                2, 0x9005, 6, _properties([(3, 0x0E20, struct.pack("<I", len(data))), (0x1F, 0x3707, wide)])
            )
    return made
