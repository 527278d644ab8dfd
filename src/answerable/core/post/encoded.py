"""Bytes and words that were wrapped for the way: base64, quoted-printable, encoded words in headers.

Source: RFC 2045 s.6, RFC 2047. Everything is decoded as far as it goes and nothing here fails.
"""

import binascii
import re
from collections.abc import Iterator

from answerable.core.post.charsets import clean, decode

MOST_PIECES = 1_000
LONGEST_DECODED = 200_000

_SPACE = re.compile(r"[ \t\r\n]+")
# A question mark should be escaped inside a word; some programs leave one at the end or before a blank.
_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]{0,5000}(?:\?[ _][^?]{0,500}){0,3}\?{0,2}?)\?=")
_OPEN_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{1,5000})\??\Z")
_CHARSET = re.compile(r"=\?([^?\s]{1,60})\?[bBqQ]\?")
_BROKEN_WORD = re.compile(r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?\n]{0,1000})\r?\n[ \t]*(?=[^?\n]{0,1000}\?=)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_ONLY_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]*\Z")
_BLANKS_IN_BREAK = re.compile(rb"=[ \t]++(?=\r?\n|\Z)")
_BLANKS_BEFORE_END = re.compile(rb"(?<![ \t])[ \t]++(?=\r?\n|\Z)")


def decode_words(value: bytes | str) -> str:
    """A field as people read it: encoded words decoded, raw 8-bit read, one space for what folding left.

    Source: RFC 2047; words of one charset beside each other are joined before they are decoded, since
    some programs split them inside a character
    """
    text = value if isinstance(value, str) else decode(value)[0]
    text = text[:LONGEST_DECODED]
    if "=?" not in text:
        return clean(_SPACE.sub(" ", text).strip(" "))
    for _ in range(3):
        mended = _BROKEN_WORD.sub(r"\1", text)
        if mended == text:
            break
        text = mended
    made: list[str] = []
    waiting: list[tuple[str, str, str]] = []
    at = 0
    for word in _words(text):
        between = text[at : word.start()]
        # White space between two encoded words is folding and means nothing.
        if between.strip() or (between and not waiting):
            made.append(_joined(waiting))
            waiting = []
            made.append(between)
        waiting.append((word[1].partition("*")[0].lower(), word[2].lower(), word[3]))
        at = word.end()
    made += [_joined(waiting), text[at:]]
    return clean(_SPACE.sub(" ", "".join(made)).strip(" "))


def charsets_named(text: str) -> Iterator[str]:
    """The charsets that encoded words in a text name."""
    return (found[1].lower() for found in _CHARSET.finditer(text))


def _words(text: str) -> Iterator[re.Match[str]]:
    end = 0
    for found in _WORD.finditer(text):
        end = found.end()
        yield found
    # The last word may be cut off with its end.
    start = text.rfind("=?")
    cut = _OPEN_WORD.search(text, start) if start >= end else None
    if cut:
        yield cut


def _joined(words: list[tuple[str, str, str]]) -> str:
    """Words beside each other: bytes of one charset are put together before they are read."""
    parts: list[str] = []
    held = b""
    n = 0
    while n < len(words):
        charset, encoding, text = words[n]
        # Base64 cut where no byte ends goes on in the next word.
        while (
            encoding == "b"
            and n + 1 < len(words)
            and words[n + 1][:2] == (charset, "b")
            and not text.endswith("=")
            and len(text.strip()) % 4
        ):
            n += 1
            text = text.strip() + words[n][2].strip()
        held += _word_bytes(encoding, text)
        if n + 1 == len(words) or words[n + 1][0] != charset:
            parts.append(decode(held, charset)[0])
            held = b""
        n += 1
    return "".join(parts)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return unquoted_printable(data.replace(b"_", b" ")) if encoding == "q" else unbase64(data)[0]


def unquoted_printable(data: bytes) -> bytes:
    """Quoted-printable decoded as far as it goes: an equals sign without two digits stays."""
    if b"=" not in data:
        return data
    if b"==" in data:
        # The library takes two for one; here each of them stands for itself.
        data = data.replace(b"==", b"=3D=").replace(b"==", b"=3D=")
    if data.endswith(b"="):
        data = data[:-1]
    return binascii.a2b_qp(data)


def unquoted_body(data: bytes) -> bytes:
    """A body in quoted-printable: soft line breaks joined, blanks that were added at line ends dropped."""
    if b"= " in data or b"=\t" in data:
        data = _BLANKS_IN_BREAK.sub(b"=", data)
    if b" \r" in data or b" \n" in data or b"\t\r" in data or b"\t\n" in data or data[-1:] in (b" ", b"\t"):
        data = _BLANKS_BEFORE_END.sub(b"", data)
    return unquoted_printable(data)


def unbase64(data: bytes) -> tuple[bytes, bool]:
    """Base64 decoded as far as it goes, and whether anything in it was not base64.

    Several pieces, each with an end of its own, are read one after the other; words after the end are not.
    """
    plain = data.translate(None, b"\r\n\t ")
    end = plain.find(b"=")
    if end < 0 or not plain[end:].strip(b"="):
        return _one_base64(plain if end < 0 else plain[:end], complete=end >= 0)
    if not _ONLY_BASE64.match(plain, end):
        return _one_base64(plain[:end], complete=True)[0], True
    made: list[bytes] = []
    bad = False
    for piece in plain.split(b"=", MOST_PIECES)[:MOST_PIECES]:
        if piece:
            some, wrong = _one_base64(piece, complete=True)
            made.append(some)
            bad |= wrong
    return b"".join(made), bad


def _one_base64(plain: bytes, *, complete: bool) -> tuple[bytes, bool]:
    tail = len(plain) % 4
    try:
        # The library passes over what is no base64: then less comes out than was put in.
        made = binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
        if tail != 1 and len(made) == len(plain) * 3 // 4:
            return made, not complete and tail != 0
    except binascii.Error:
        pass
    plain = _NOT_BASE64.sub(b"", plain)
    # A short tail of one letter says nothing: six bits are no byte.
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4)), True
    except binascii.Error:
        return b"", True
