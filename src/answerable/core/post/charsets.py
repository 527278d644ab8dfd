"""From bytes to text, whatever the sender called them. Nothing here fails: what cannot be read is U+FFFD."""

import codecs
from functools import lru_cache

FALLBACK = "windows-1252"
SINGLE_BYTE_LATIN = frozenset({"iso8859-1", "ascii", "cp1252", "iso8859-15"})
# What mail programs write for charsets that Python knows under another name.
ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "utf-8-mac": "utf-8",
    "unicode": "utf-16",
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
    if data.isascii() and name in (None, *SINGLE_BYTE_LATIN, "utf-8"):
        return clean(data.decode("ascii")), None
    told = f"called {declared}" if declared else "without a charset"
    if name in SINGLE_BYTE_LATIN or name is None:
        return _guessed(data, name, told, hints)
    text = _strictly(data, name)
    if text is not None:
        return clean(text), None
    if name != "utf-8" and is_utf8(data):
        return clean(data.decode("utf-8")), f"Text {told} was read as UTF-8."
    if name == "utf-8":
        for hint in (*hints, FALLBACK):
            other = codec_of(hint)
            read = _strictly(data, other) if other and other not in ("utf-8", "ascii") else None
            # A byte or two gone wrong in a long text is damage, not another charset.
            if read is not None and data.decode("utf-8", "replace").count("\ufffd") > len(data) // 200:
                return clean(read), f"Text {told} was read as {hint}."
    return clean(data.decode(name, "replace")), f"Some bytes of a text {told} could not be read."


def _guessed(data: bytes, name: str | None, told: str, hints: tuple[str, ...]) -> tuple[str, str | None]:
    if is_utf8(data):
        return clean(data.decode("utf-8")), f"Text {told} was read as UTF-8."
    if name is None:
        for hint in hints:
            other = codec_of(hint)
            text = _strictly(data, other) if other and other not in ("ascii", "utf-8") else None
            if text is not None:
                return clean(text), f"Text {told} was read as {hint}, as elsewhere in the message."
    if name == "iso8859-15":
        return clean(data.decode(name)), None
    # ISO-8859-1 has control characters where Windows-1252 has quotes and dashes, which is what was meant.
    note = None if name == "cp1252" else f"Text {told} was read as {FALLBACK}."
    return clean(data.decode("cp1252", "replace")), note


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None


def _by_mark(data: bytes) -> tuple[bytes, str] | None:
    for mark, name in (
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
