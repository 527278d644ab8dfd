"""From bytes to text, whatever the sender called them. Nothing here fails: what cannot be read is U+FFFD."""

import codecs
import re
from functools import lru_cache

FALLBACK = "windows-1252"
SAMPLE = 200_000
SINGLE_BYTE_LATIN = frozenset({"iso8859-1", "ascii", "cp1252", "iso8859-15"})
BY_BYTES = SINGLE_BYTE_LATIN | {"utf-8"}
WITH_ORDER = frozenset({"utf-16"})
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROLS = re.compile(rb"[\x80-\x9f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_PLAUSIBLE = re.compile(
    rb"[\x80\x82\x84\x85\x91-\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb-\xbe]"
    rb"|(?<=[A-Za-z])[\xc0-\xcf\xd1-\xdd\xdf-\xef\xf1-\xfd]"
    rb"|[\xc0-\xcf\xd1-\xdd\xdf-\xef\xf1-\xfd](?=[A-Za-z])"
)
# What mail programs write for charsets that Python knows under another name.
ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "utf-8-mac": "utf-8",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "ansi_x3.110-1983": "iso-8859-1",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "x-user-defined": "",
    "unicode-1-1-utf-8": "utf-8",
    "x-unknown": "",
    "unknown-8bit": "",
    "default": "",
    "ansi": "cp1252",
    "x-sjis": "shift_jis",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "cp-850": "cp850",
}
# Codecs that turn bytes into bytes, or that unpack: never a charset of a text.
NOT_TEXT = frozenset(
    {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined"}
)
NOT_TEXT_PREFIXES = (
    "unicode-escape",
    "raw-unicode-escape",
    "unicode_escape",
    "raw_unicode_escape",
    "mbcs",
    "oem",
)


@lru_cache(maxsize=256)
def codec_of(name: str) -> str | None:
    """Python's name for a charset as mail declares it; None where it is empty, unknown or no charset."""
    plain = name.strip().strip("\"'").lower()
    plain = ALIASES.get(plain, plain)
    if not plain or len(plain) > 40 or not plain.isascii() or plain in NOT_TEXT_PREFIXES:
        return None
    try:
        found = codecs.lookup(plain)
    except (LookupError, ValueError):
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name not in NOT_TEXT | set(NOT_TEXT_PREFIXES) else None


def is_utf8(data: bytes) -> bool:
    """Whether bytes are valid UTF-8 with at least one character outside ASCII."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes, declared: str | None = None, hints: tuple[str, ...] = ()) -> tuple[str, str | None]:
    """The text of some bytes, and a note where it was not read as it was declared.

    The declared charset holds unless the bytes contradict it: UTF-8 is often called ISO-8859-1, and
    Windows-1252 even more often. `hints` are charsets used elsewhere in the message, tried next.
    """
    marked = _by_mark(data)
    if marked:
        return clean(data[len(marked[0]) :].decode(marked[1], "replace")), None
    name = codec_of(declared) if declared else None
    told = f"called {declared[:40]}" if declared and declared.strip() else "without a charset"
    if (name is None or name in WITH_ORDER or name in BY_BYTES) and (wide := _wide(data)):
        note = None if name in WITH_ORDER else f"Text {told} was read as UTF-16."
        return clean(data.decode(wide, "replace")), note
    if data.isascii() and (name is None or name in BY_BYTES):
        note = f"Text {told} was read as plain letters." if name is None and declared else None
        return clean(data.decode("ascii")), note
    if name is None or name in SINGLE_BYTE_LATIN:
        return _guessed(data, name, told, hints)
    if name.startswith(("utf-16", "utf-32")) and b"\x00" not in data and (data.isascii() or is_utf8(data)):
        return clean(data.decode("utf-8")), f"Text {told} was read as UTF-8."
    text = _strictly(data, name)
    if text is not None:
        return clean(text), None
    if name != "utf-8" and is_utf8(data):
        return clean(data.decode("utf-8")), f"Text {told} was read as UTF-8."
    if name == "utf-8" and (other := _other_than_utf8(data, hints)):
        return clean(data.decode(other, "replace")), f"Text {told} was read as {other}."
    return clean(_replaced(data, name)), f"Some bytes of a text {told} could not be read."


def _other_than_utf8(data: bytes, hints: tuple[str, ...]) -> str | None:
    """What bytes are that are called UTF-8 and are not; None where they are, but for some damage."""
    data = data[:SAMPLE]
    read = data.decode("utf-8", "replace")
    wrong = read.count("\ufffd")
    sound = sum(1 for letter in _NOT_ASCII.findall(read) if letter != "\ufffd")
    if sound and wrong <= max(3, sound):
        return None
    for hint in hints:
        other = codec_of(hint)
        if other and other not in SINGLE_BYTE_LATIN | {"utf-8"} and _strictly(data, other) is not None:
            return other
    # Pound signs, quotes and accents amid words are Windows-1252; other bytes are damage.
    strange = len(_HIGH.findall(data))
    return FALLBACK if strange and len(_PLAUSIBLE.findall(data)) * 10 >= strange * 9 else None


def _replaced(data: bytes, name: str) -> str:
    try:
        return data.decode(name, "replace")
    except (UnicodeError, ValueError):  # A few of the older codecs give up altogether.
        return data.decode("ascii", "replace")


def _wide(data: bytes) -> str | None:
    """Which UTF-16 bytes without a mark are in: nearly every second one of them is zero."""
    sample = data[:4_000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.7 and even < half * 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.2 else None


def _guessed(data: bytes, name: str | None, told: str, hints: tuple[str, ...]) -> tuple[str, str | None]:
    if is_utf8(data):
        return clean(data.decode("utf-8")), f"Text {told} was read as UTF-8."
    if name in (None, "ascii"):
        for hint in hints:
            other = codec_of(hint)
            if other in (None, "utf-8", *SINGLE_BYTE_LATIN):
                continue
            text = _strictly(data, other or FALLBACK)
            if text is not None:
                return clean(text), f"Text {told} was read as {hint}, as elsewhere in the message."
    if name == "iso8859-15":
        return clean(data.decode(name)), None
    # ISO-8859-1 has control characters where Windows-1252 has quotes and dashes, which is what was meant.
    differs = _CONTROLS.search(data) is not None or name in (None, "ascii")
    note = f"Text {told} was read as {FALLBACK}." if differs and name != "cp1252" else None
    return clean(data.decode("cp1252", "replace")), note


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None


def _by_mark(data: bytes) -> tuple[bytes, str] | None:
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return mark, name
    return None


def clean(text: str) -> str:
    """A text that JSON and UTF-8 can carry: no lone surrogates, no NUL."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _has_surrogates(text) else text


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
