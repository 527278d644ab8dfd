"""The head of a message: fields in order, encoded words decoded, parameters put together again."""

import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from answerable.core.post.charsets import clean, codec_of, decode

MOST_FIELDS = 1_000
LONGEST_VALUE = 100_000
MOST_PARAMETERS = 200

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*)\?=")
_SPACE = re.compile(r"[ \t\r\n]+")
_CONTINUED = re.compile(r"^(.+?)\*(\d{1,4})(\*?)$")


@dataclass(frozen=True)
class Headers:
    """The fields of a head, in order. Values are raw bytes, unfolded; names are lower case."""

    fields: tuple[tuple[str, bytes], ...]

    @cached_property
    def _first(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for name, value in self.fields:
            found.setdefault(name, value)
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def raw(self, name: str) -> bytes | None:
        """The first field of a name as it stands; None where there is none."""
        return self._first.get(name)

    def all_raw(self, name: str) -> list[bytes]:
        """Every field of a name, in order."""
        return [value for each, value in self.fields if each == name]

    def text(self, name: str) -> str | None:
        """The first field of a name, decoded; None where there is none or it is blank."""
        value = self._first.get(name)
        return decode_words(value) or None if value is not None else None

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Charsets that encoded words of this head name: what else in the message may be in them."""
        found: dict[str, None] = {}
        for _, value in self.fields:
            if b"=?" in value:
                for charset, _, _ in _WORD.findall(value.decode("latin-1")):
                    found[charset.lower()] = None
        return tuple(found)


def parse_headers(block: bytes) -> tuple[Headers, list[str]]:
    """The fields of a head, and notes on lines that are none. A line that is no field continues the last."""
    fields: list[tuple[str, list[bytes]]] = []
    bad = 0
    for line in block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif found := _FIELD.match(line):
            if len(fields) >= MOST_FIELDS:
                break
            fields.append((found[1].decode("ascii").lower(), [found[2]]))
        elif line.strip():
            bad += 1
            if fields:
                fields[-1][1].append(b" " + line)
    made = tuple((name, b"\n".join(parts)[:LONGEST_VALUE]) for name, parts in fields)
    notes = [f"{bad} lines of the head are no fields."] if bad else []
    return Headers(made), notes


def decode_words(value: bytes) -> str:
    """A field as people read it: encoded words decoded, raw 8-bit read, one space for what folding left.

    Source: RFC 2047; words of one charset beside each other are joined before they are decoded, since
    some programs split them inside a character
    """
    text = value.decode("ascii") if value.isascii() else decode(value)[0]
    if "=?" not in text:
        return clean(_SPACE.sub(" ", text).strip())
    made: list[str] = []
    waiting: list[tuple[str, bytes]] = []
    at = 0
    text = _mended(text)
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        # White space between two encoded words is folding and means nothing.
        if between.strip() or (between and not waiting):
            made.append(_joined(waiting))
            waiting = []
            made.append(between)
        data = _word_bytes(word[2], word[3])
        if data is None:
            made.append(_joined(waiting) + word[0])
            waiting = []
        else:
            waiting.append((word[1].partition("*")[0].lower(), data))
        at = word.end()
    made += [_joined(waiting), text[at:]]
    return clean(_SPACE.sub(" ", "".join(made)).strip())


def _mended(text: str) -> str:
    """Encoded words that folding broke, whole again: no blank may stand inside one."""
    if "\n" not in text:
        return text
    return re.sub(r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?\n]{0,500})\r?\n[ \t]+([^?\n]{0,500}\?=)", r"\1\2", text)


def _joined(words: Sequence[tuple[str, bytes]]) -> str:
    parts: list[str] = []
    held: list[bytes] = []
    for n, (charset, data) in enumerate(words):
        held.append(data)
        if n + 1 == len(words) or words[n + 1][0] != charset:
            parts.append(decode(b"".join(held), charset)[0])
            held = []
    return "".join(parts)


def _word_bytes(encoding: str, text: str) -> bytes | None:
    data = text.encode("latin-1", "replace") if not text.isascii() else text.encode("ascii")
    if encoding in "qQ":
        return unquoted_printable(data.replace(b"_", b" "))
    return unbase64(data)[0] or (b"" if not data.strip() else None)


_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def unquoted_printable(data: bytes) -> bytes:
    """Quoted-printable decoded as far as it goes: an equals sign without two digits stays."""
    return _HEX.sub(lambda found: bytes((int(found[1], 16),)), data)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def unbase64(data: bytes) -> tuple[bytes, bool]:
    """Base64 decoded as far as it goes, and whether anything in it was not base64."""
    head, mark, _ = data.partition(b"=")
    plain = _NOT_BASE64.sub(b"", head)
    # A short tail of one letter says nothing: six bits are no byte.
    plain = plain[: len(plain) - 1] if len(plain) % 4 == 1 else plain
    bad = len(plain) < len(head.translate(None, b"\r\n\t ")) or (not mark and len(plain) % 4 != 0)
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4)), bad
    except binascii.Error:
        return b"", True


def parameters(value: bytes | None) -> tuple[str, dict[str, str]]:
    """A field such as Content-Type: its value in lower case, and its parameters decoded.

    Source: RFC 2045; RFC 2231 for charsets and values in pieces; RFC 2047 and raw 8-bit where programs
    put those instead
    """
    if value is None:
        return "", {}
    text = value.decode("ascii") if value.isascii() else decode(value)[0]
    head, *rest = _split(text, ";")
    given: dict[str, str] = {}
    for part in rest[:MOST_PARAMETERS]:
        name, mark, said = part.partition("=")
        name = _SPACE.sub("", name).lower()
        if mark and name:
            given.setdefault(name, _unquoted(said.strip()))
    return _SPACE.sub("", head).lower(), _put_together(given)


def _put_together(given: dict[str, str]) -> dict[str, str]:
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    made: dict[str, str] = {}
    for name, said in given.items():
        found = _CONTINUED.match(name)
        if found:
            pieces.setdefault(found[1], {}).setdefault(int(found[2]), (said, bool(found[3])))
        elif name.endswith("*"):
            made[name[:-1]] = _extended([(said, True)])
        else:
            made.setdefault(name, decode_words(said.encode()) if "=?" in said else said)
    for name, numbered in pieces.items():
        made[name] = _extended([numbered[n] for n in sorted(numbered)])
    return {name: clean(said) for name, said in made.items()}


def _extended(pieces: Iterable[tuple[str, bool]]) -> str:
    """A value of RFC 2231: the first piece names the charset, and each says whether it is escaped."""
    data, charset = b"", None
    for n, (said, escaped) in enumerate(pieces):
        if n == 0 and escaped and said.count("'") >= 2:
            charset, _, said = said.split("'", 2)
        raw = said.encode()
        data += _PERCENT.sub(lambda found: bytes((int(found[1], 16),)), raw) if escaped else raw
    return decode(data, charset if charset and codec_of(charset) else None)[0]


def _split(text: str, mark: str) -> list[str]:
    """A text split at a mark, but not within quotes."""
    if '"' not in text:
        return text.split(mark)
    parts, start, quoted, skip = [], 0, False, False
    for at, letter in enumerate(text):
        if skip:
            skip = False
        elif letter == "\\" and quoted:
            skip = True
        elif letter == '"':
            quoted = not quoted
        elif letter == mark and not quoted:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        text = text[1:]
        text = text[:-1] if text.endswith('"') and not text.endswith('\\"') else text
        text = re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
    return _SPACE.sub(" ", text)
