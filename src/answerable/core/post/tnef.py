"""winmail.dat: what Outlook packs a message in when it believes that the reader has Outlook too.

Source: [MS-OXTNEF], [MS-OXCDATA] for the types of properties. Read anew and not by a library: those at hand
copy the rest of the file at every step, and believe a count of recipients whatever it is.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field

from answerable.core.post.charsets import clean, codec_of, decode
from answerable.core.post.html_text import html_as_text
from answerable.core.post.rtf_text import decompressed, rtf_as_text

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_ATTRIBUTES = 50_000
MOST_PROPERTIES = 5_000
MOST_FILES = 2_000

_BODY, _RENDERED, _TITLE, _DATA = 0x800C, 0x9002, 0x8010, 0x800F
_MESSAGE_PROPERTIES, _FILE_PROPERTIES, _CODEPAGE = 0x9003, 0x9005, 0x9007
_P_BODY, _P_RTF, _P_HTML, _P_CPID = 0x1000, 0x1009, 0x1013, 0x3FDE
_P_LONG_NAME, _P_SHORT_NAME, _P_SHOWN, _P_FILE = 0x3707, 0x3704, 0x3001, 0x3701
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0x1E, 0x1F, 0x102, 0xD})
_MESSAGE_INTERFACE = bytes.fromhex("0703020000000000c000000000000046")


@dataclass
class PackedFile:
    """A file in a winmail.dat."""

    name: str = ""
    data: bytes = b""


@dataclass
class Packed:
    """What a winmail.dat holds: the words of the message, and files."""

    text: str = ""
    html: str = ""
    rtf: str = ""
    files: list[PackedFile] = field(default_factory=list)
    codepage: str = "cp1252"

    @property
    def words(self) -> str:
        """The body as text, from whichever form of it there is."""
        if self.text.strip():
            return self.text
        return html_as_text(self.html) if self.html.strip() else self.rtf


class _CutShort(Exception):
    """The bytes end before what they say is in them."""


def unpack_tnef(data: bytes) -> Packed | None:
    """What is in a winmail.dat; None where it is none, or empty, or cut short."""
    if not data.startswith(SIGNATURE) or len(data) < 7:
        return None
    made = Packed()
    try:
        for name, value in _attributes(data):
            _take(made, name, value)
    except (_CutShort, ValueError, IndexError, OverflowError):
        return None
    made.files = [each for each in made.files if each.name or each.data]
    return made


def _attributes(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """The attributes in order: level, name and type, length, value, checksum."""
    whole = memoryview(data)
    at = 6
    for _ in range(MOST_ATTRIBUTES):
        if at >= len(data):
            return
        if at + 11 > len(data):
            # A few zeros at the end are padding.
            if any(whole[at:]):
                raise _CutShort
            return
        length = int.from_bytes(whole[at + 5 : at + 9], "little")
        if data[at] not in (1, 2):
            if any(whole[at : at + 64]):
                raise _CutShort
            return
        end = at + 9 + length
        if end + 2 > len(data):
            raise _CutShort
        yield int.from_bytes(whole[at + 1 : at + 3], "little"), whole[at + 9 : end]
        at = end + 2


def _take(made: Packed, name: int, value: memoryview) -> None:
    if name == _CODEPAGE:
        page = codec_of(f"cp{int.from_bytes(value[:4], 'little')}")
        made.codepage = page or made.codepage
    elif name == _BODY:
        made.text = made.text or _words(bytes(value), made.codepage)
    elif name == _MESSAGE_PROPERTIES:
        _take_message(made, value)
    elif name == _RENDERED and len(made.files) < MOST_FILES:
        made.files.append(PackedFile())
    elif made.files and name == _TITLE:
        made.files[-1].name = made.files[-1].name or _words(bytes(value), made.codepage)
    elif made.files and name == _DATA:
        made.files[-1].data = bytes(value)
    elif made.files and name == _FILE_PROPERTIES:
        _take_file(made, made.files[-1], value)


def _take_message(made: Packed, value: memoryview) -> None:
    found = dict(_properties(value, made.codepage))
    page = found.get(_P_CPID)
    charset = codec_of(_charset_of(int.from_bytes(page[:4], "little"))) if isinstance(page, bytes) else None
    for number, said in found.items():
        if number == _P_BODY:
            made.text = said if isinstance(said, str) else _words(said, made.codepage)
        elif number == _P_HTML:
            made.html = said if isinstance(said, str) else decode(said, charset)[0]
        elif number == _P_RTF and isinstance(said, bytes):
            made.rtf = rtf_as_text(decompressed(said))


def _charset_of(page: int) -> str:
    return {65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1", 1200: "utf-16-le"}.get(page, f"cp{page}")


def _take_file(made: Packed, file: PackedFile, value: memoryview) -> None:
    names: dict[int, str] = {}
    for number, said in _properties(value, made.codepage):
        if number in (_P_LONG_NAME, _P_SHORT_NAME, _P_SHOWN) and isinstance(said, str):
            names[number] = said
        elif number == _P_FILE and isinstance(said, bytes) and not file.data:
            # A message within has the number of its interface before it.
            file.data = said[16:] if said.startswith(_MESSAGE_INTERFACE) else said
    long_name = names.get(_P_LONG_NAME, "")
    file.name = long_name or file.name or names.get(_P_SHORT_NAME, "") or names.get(_P_SHOWN, "")


def _properties(value: memoryview, codepage: str) -> Iterator[tuple[int, str | bytes]]:
    """The properties in a list of them: those of fixed size as bytes, strings read, the rest as bytes."""
    count = int.from_bytes(value[:4], "little")
    at = 4
    for _ in range(min(count, MOST_PROPERTIES)):
        if at + 4 > len(value):
            raise _CutShort
        kind = int.from_bytes(value[at : at + 2], "little")
        number = int.from_bytes(value[at + 2 : at + 4], "little")
        at += 4
        if number >= 0x8000:
            at = _past_name(value, at)
        many = bool(kind & 0x1000)
        kind &= 0xEFFF
        times = 1
        if many or kind in _VARIABLE:
            times = int.from_bytes(value[at : at + 4], "little")
            at += 4
        if times > MOST_PROPERTIES:
            raise _CutShort
        for _ in range(times):
            size = _SIZES.get(kind)
            if kind in _VARIABLE:
                size = int.from_bytes(value[at : at + 4], "little")
                at += 4
            if size is None or at + size > len(value):
                raise _CutShort
            said = bytes(value[at : at + size])
            at += size + (-size % 4)
            yield number, _string(said, kind, codepage)


def _past_name(value: memoryview, at: int) -> int:
    """The place after the name of a named property: a set, and a number or a text."""
    kind = int.from_bytes(value[at + 16 : at + 20], "little")
    if kind == 0:
        return at + 24
    size = int.from_bytes(value[at + 20 : at + 24], "little")
    return at + 24 + size + (-size % 4)


def _string(said: bytes, kind: int, codepage: str) -> str | bytes:
    if kind == 0x1F:
        return clean(said.decode("utf-16-le", "replace").rstrip("\x00"))
    return _words(said, codepage) if kind == 0x1E else said


def _words(said: bytes, codepage: str) -> str:
    try:
        codecs.lookup(codepage)
    except LookupError:
        codepage = "cp1252"
    return decode(said.rstrip(b"\x00"), codepage)[0].replace("\r\n", "\n")
