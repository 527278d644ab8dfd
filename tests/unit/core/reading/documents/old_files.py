"""Files of Microsoft's older formats, put together byte by byte as the formats are published."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096  # a stream below this would lie in the small sectors, which are not written here


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file with some streams, each padded with zeros to the least size."""
    body, fat, entries = b"", [FAT], []
    for name, data in streams.items():
        data = data.ljust(SMALLEST, b"\x00")
        count = -(-len(data) // SECTOR)
        first = len(fat)
        fat += [*range(first + 1, first + count), END]
        body += data.ljust(count * SECTOR, b"\x00")
        entries.append((name, 2, first, len(data)))
    directory = [("Root Entry", 5, END, 0), *entries]
    first_directory = len(fat)
    table = b""
    for at, (name, kind, start, size) in enumerate(directory):
        letters = name.encode("utf-16-le")
        below = 1 if at == 0 and entries else FREE
        right = at + 1 if 0 < at < len(directory) - 1 else FREE
        table += letters.ljust(64, b"\x00") + struct.pack("<HBB", len(letters) + 2, kind, 1)
        table += struct.pack("<III", FREE, right, below) + bytes(36) + struct.pack("<IQ", start, size)
    count = -(-len(table) // SECTOR)
    fat += [*range(first_directory + 1, first_directory + count), END]
    assert len(fat) <= SECTOR // 4
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, first_directory, 0, SMALLEST, END, 0, END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    sectors = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    return head + sectors + body + table.ljust(count * SECTOR, b"\x00")


def word_97(text: str, *, deleted: str = "", flags: int = 0, version: int = 0xC1) -> bytes:
    """A DOC with one piece of text of one byte a letter.

    A paragraph ends in \\r, one in a cell in \\x1c, a cell in \\x07; \\x1d stands for the mark that ends a
    row. `deleted` is a word of the text that a tracked change deleted.
    """
    ends_row = [at for at, letter in enumerate(text) if letter == "\x1d"]
    in_cells = [at for at, letter in enumerate(text) if letter in "\x1c\x07"]
    letters = text.replace("\x1d", "\x07").replace("\x1c", "\r").encode("cp1252")
    start = 2048
    pages = {"paragraphs": start // 512 + 16, "characters": start // 512 + 17}
    paragraph_page = _paragraph_page(letters, start, ends_row, in_cells)
    character_page = _character_page(letters, start, deleted.encode("cp1252"))
    head = bytearray(start)
    struct.pack_into("<HH", head, 0, 0xA5EC, version)
    struct.pack_into("<H", head, 10, flags | 0x0200)
    struct.pack_into("<i", head, 0x4C, len(letters))
    clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(letters))
    clx += struct.pack("<HIH", 0, 0x40000000 | start * 2, 0)
    table = bytearray(512)
    table[: len(clx)] = clx
    struct.pack_into("<II", head, 0x1A2, 0, len(clx))
    for offset, at, page in ((0x102, 100, pages["paragraphs"]), (0xFA, 200, pages["characters"])):
        struct.pack_into("<III", table, at, start, start + len(letters), page)
        struct.pack_into("<II", head, offset, at, 12)
    main = bytes(head) + letters.ljust(16 * 512, b"\x00") + paragraph_page + character_page
    return compound_file({"WordDocument": main, "1Table": bytes(table)})


def _paragraph_page(letters: bytes, start: int, ends_row: list[int], in_cells: list[int]) -> bytes:
    ends = [at + 1 for at, letter in enumerate(letters) if letter in b"\r\x07"][:25]
    page = bytearray(512)
    places = [start, *(start + end for end in ends)]
    struct.pack_into(f"<{len(places)}I", page, 0, *places)
    plain, row_end, in_cell = 480, 490, 470
    for at, code in ((row_end, 0x2417), (in_cell, 0x2416)):
        page[at : at + 6] = struct.pack("<BHHB", 3, 0, code, 1)
    page[plain] = 1
    for at, end in enumerate(ends):
        where = row_end if end - 1 in ends_row else in_cell if end - 1 in in_cells else plain
        page[4 * len(places) + 13 * at] = where // 2
    page[511] = len(ends)
    return bytes(page)


def _character_page(letters: bytes, start: int, deleted: bytes) -> bytes:
    page = bytearray(512)
    at = letters.find(deleted) if deleted else 0
    places = [start, start + at, start + at + len(deleted), start + len(letters)]
    struct.pack_into("<4I", page, 0, *places)
    page[400:404] = struct.pack("<BHB", 3, 0x0800, 1)
    page[17] = 200 if deleted else 0
    page[511] = 3
    return bytes(page)


def outlook_item(subject: str, words: str) -> bytes:
    """A message as Outlook saves it."""
    texts = {0x001A001F: "IPM.Note", 0x0037001F: subject, 0x1000001F: words}
    letters = {tag: text.encode("utf-16-le") for tag, text in texts.items()}
    listed = b"".join(struct.pack("<IIII", tag, 6, len(data) + 2, 0) for tag, data in letters.items())
    streams = {f"__substg1.0_{tag:08X}": data for tag, data in letters.items()}
    return compound_file({"__properties_version1.0": bytes(32) + listed, **streams})


def winmail(words: bytes, name: bytes, data: bytes) -> bytes:
    """A winmail.dat with some words and one file."""

    def piece(level: int, tag: int, body: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(body)) + body + struct.pack("<H", sum(body) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + piece(1, 0x00089006, struct.pack("<I", 0x10000))
        + piece(1, 0x0002800C, words + b"\x00")
        + piece(2, 0x00069002, bytes(14))
        + piece(2, 0x00018010, name + b"\x00")
        + piece(2, 0x0006800F, data)
    )
