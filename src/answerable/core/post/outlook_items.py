"""Items that Outlook saved as files of their own (.msg, .oft): the streams in them that make up a message.

Source: [MS-OXMSG], [MS-OXPROPS] for the numbers of properties. Streams are counted before they are read: many
names can be given to the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from olefile import OleFileIO

from answerable.core.post.charsets import clean, codec_of, decode
from answerable.core.post.html_text import html_as_text
from answerable.core.post.rtf_text import decompressed, rtf_as_text

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_STREAMS = 20_000
MOST_NESTED = 5
MOST_FILES = 2_000
_START = datetime(1601, 1, 1, tzinfo=UTC)
_PROPERTIES = "__properties_version1.0"
_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS, _SENT_FOR = 0x0C1A, 0x5D01, 0x0C1F, 0x5D02
_SENT_ON, _MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x0039, 0x1035, 0x1042, 0x1039
_INTERNET_PAGE, _MESSAGE_PAGE = 0x3FDE, 0x3FFD
_SHOWN, _SMTP, _ADDRESS, _RECIPIENT_KIND = 0x3001, 0x39FE, 0x3003, 0x0C15
_FILE, _LONG_NAME, _SHORT_NAME, _MIME = 0x3701, 0x3707, 0x3704, 0x370E

Path = tuple[str, ...]


@dataclass(frozen=True)
class ItemFile:
    """A file attached to an item: its name and type as given, its bytes."""

    name: str
    kind: str
    data: bytes


@dataclass
class Item:
    """What an Outlook item says. `head` is the head it came with, blank for one that was never sent."""

    head: str = ""
    subject: str = ""
    sender: str = ""
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    sent_at: datetime | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    files: list[ItemFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _CutShort(Exception):
    """A stream holds less than the file says."""


def open_item(data: bytes) -> Item | None:
    """The message in an Outlook item; None where the bytes are none, or are damaged or cut short."""
    if not data.startswith(COMPOUND):
        return None
    try:
        with OleFileIO(BytesIO(data)) as ole:
            store = _Store(ole, len(data))
            if (_PROPERTIES,) not in store.streams:
                return None
            return _item(store)
    except Exception:  # A hostile file can break the library anywhere; the attachment stays as it is.
        return None


class _Store:
    """The streams of a compound file by their path, read when they are asked for."""

    def __init__(self, ole: Any, size: int) -> None:
        self.ole = ole
        paths = [tuple(path) for path in ole.listdir(streams=True, storages=False)]
        self.streams = {path: ole.get_size(list(path)) for path in paths[:MOST_STREAMS]}
        if len(paths) > MOST_STREAMS or sum(self.streams.values()) > size + 4096 * len(paths):
            raise _CutShort

    def folders(self, within: Path, start: str) -> list[Path]:
        """The storages in another whose names begin so, in order."""
        depth = len(within)
        found = {
            path[: depth + 1]
            for path in self.streams
            if len(path) > depth + 1 and path[:depth] == within and path[depth].startswith(start)
        }
        return sorted(found)

    def read(self, path: Path) -> bytes:
        size = self.streams.get(path)
        if size is None:
            return b""
        data = bytes(self.ole.openstream(list(path)).read())
        if len(data) < size:
            raise _CutShort
        return data

    def fixed(self, within: Path, head: int) -> dict[int, bytes]:
        """The properties of fixed size in a storage."""
        data = self.read((*within, _PROPERTIES))
        found: dict[int, bytes] = {}
        for at in range(head, len(data) - 15, 16):
            found[int.from_bytes(data[at + 2 : at + 4], "little")] = data[at + 8 : at + 16]
        return found

    def text(self, within: Path, number: int, page: str = "cp1252") -> str:
        """A text in a storage, whichever way it is written."""
        wide = self.read((*within, f"__substg1.0_{number:04X}001F"))
        if wide:
            return clean(wide.decode("utf-16-le", "replace").rstrip("\x00"))
        return decode(self.read((*within, f"__substg1.0_{number:04X}001E")).rstrip(b"\x00"), page)[0]

    def binary(self, within: Path, number: int) -> bytes:
        return self.read((*within, f"__substg1.0_{number:04X}0102"))


def _item(store: _Store) -> Item:
    fixed = store.fixed((), 32)
    page = _page(fixed.get(_MESSAGE_PAGE)) or _page(fixed.get(_INTERNET_PAGE)) or "cp1252"
    made = Item(
        head=store.text((), _HEADERS, page),
        subject=store.text((), _SUBJECT, page),
        sent_at=_moment(fixed.get(_SENT_ON)),
        text=_words(store, page, _page(fixed.get(_INTERNET_PAGE))),
    )
    address = next(
        (
            said
            for n in (_SENDER_SMTP, _SENDER_ADDRESS, _SENT_FOR)
            if "@" in (said := store.text((), n, page))
        ),
        "",
    )
    made.sender = _party(store.text((), _SENDER_NAME, page), address)
    for folder in store.folders((), "__recip_version1.0_")[:MOST_FILES]:
        address = store.text(folder, _SMTP, page) or store.text(folder, _ADDRESS, page)
        kind = int.from_bytes(store.fixed(folder, 8).get(_RECIPIENT_KIND, b"\x01")[:4], "little")
        if kind in (1, 2):
            party = _party(store.text(folder, _SHOWN, page), address if "@" in address else "")
            (made.to if kind == 1 else made.cc).append(party)
    for name, number in (
        ("message-id", _MESSAGE_ID),
        ("in-reply-to", _IN_REPLY_TO),
        ("references", _REFERENCES),
    ):
        made.identifiers[name] = store.text((), number, page)
    made.files = list(_files(store, (), page, made.notes, 0))[:MOST_FILES]
    return made


def _words(store: _Store, page: str, html_page: str | None) -> str:
    text = store.text((), _BODY, page)
    if text.strip():
        return text
    html = store.text((), _HTML, page)
    if not html and (data := store.binary((), _HTML)):
        html = decode(data, html_page)[0]
    if html.strip():
        return html_as_text(html)
    return rtf_as_text(decompressed(store.binary((), _RTF)))


def _files(store: _Store, within: Path, page: str, notes: list[str], depth: int) -> Iterator[ItemFile]:
    for folder in store.folders(within, "__attach_version1.0_")[:MOST_FILES]:
        inner = (*folder, f"__substg1.0_{_FILE:04X}000D")
        if (*inner, _PROPERTIES) in store.streams:
            said = store.text(inner, _SUBJECT, page) or "without a subject"
            notes.append(
                f"It holds a message ({said[:80]}) that is no file of its own; its files are listed."
            )
            if depth < MOST_NESTED:
                yield from _files(store, inner, page, notes, depth + 1)
            continue
        if (*folder, f"__substg1.0_{_FILE:04X}0102") not in store.streams:
            notes.append("A file in it is only a reference, or of a kind that cannot be read.")
            continue
        names = (store.text(folder, number, page) for number in (_LONG_NAME, _SHORT_NAME, _SHOWN))
        name = next((each for each in names if each.strip()), "")
        yield ItemFile(name, store.text(folder, _MIME, page).lower(), store.binary(folder, _FILE))


def _party(name: str, address: str) -> str:
    plain = name.replace("\\", "\\\\").replace('"', '\\"').strip()
    if not plain or plain == address:
        return f"<{address}>" if address else ""
    return f'"{plain}" <{address}>' if address else f'"{plain}"'


def _page(value: bytes | None) -> str | None:
    if value is None:
        return None
    number = int.from_bytes(value[:4], "little")
    known = {65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1", 1200: "utf-16-le"}
    return codec_of(known.get(number, f"cp{number}"))


def _moment(value: bytes | None) -> datetime | None:
    """A moment counted in tenths of microseconds since 1601."""
    if value is None or not any(value):
        return None
    try:
        return (_START + timedelta(microseconds=int.from_bytes(value, "little") // 10)).replace(microsecond=0)
    except OverflowError:
        return None
