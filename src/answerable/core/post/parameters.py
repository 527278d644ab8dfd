"""Fields that carry parameters, such as Content-Type: a value, and names with what they say.

Source: RFC 2045 s.5; RFC 2231 for charsets and values in pieces; RFC 2047 and raw 8-bit where programs put
those instead
"""

import re
from collections.abc import Iterable

from answerable.core.post.charsets import clean, codec_of, decode
from answerable.core.post.encoded import decode_words

MOST_PARAMETERS = 200
LONGEST_FIELD = 20_000
_SPACE = re.compile(r"[ \t\r\n]+")
_CONTINUED = re.compile(r"(.{1,80})\*(\d{1,4})(\*?)")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_LOST_MARK = re.compile(r"(?<=[^\s;=])[ \t\r\n]+(?=[A-Za-z][A-Za-z0-9*-]{0,40}[ \t]*=)")
_COMMENT = re.compile(r"\([^()]{0,200}\)")


def parameters(value: bytes | None) -> tuple[str, dict[str, str]]:
    """A field such as Content-Type: its value in lower case, and its parameters decoded."""
    if value is None:
        return "", {}
    value = value[:LONGEST_FIELD]
    text = value.decode("ascii") if value.isascii() else decode(value)[0]
    head, *rest = _split(text)
    # "text/plain charset=utf-8": the mark between the two was forgotten.
    head, *forgotten = _LOST_MARK.split(head.strip())
    given: dict[str, str] = {}
    for part in (*forgotten, *rest[:MOST_PARAMETERS]):
        name, mark, said = part.partition("=")
        name = _SPACE.sub("", name).lower()
        if mark and name:
            given.setdefault(name, _unquoted(said.strip()))
    value_itself = _SPACE.sub("", _COMMENT.sub("", head)).strip("\"'").lower()
    return clean(value_itself), _put_together(given)


def _put_together(given: dict[str, str]) -> dict[str, str]:
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    made: dict[str, str] = {}
    for name, said in given.items():
        found = _CONTINUED.fullmatch(name)
        if found:
            pieces.setdefault(found[1], {}).setdefault(int(found[2]), (said, bool(found[3])))
        elif not name.endswith("*"):
            made[name] = decode_words(said) if "=?" in said else said
    # What is written by the newer rules goes before what was added for older programs.
    for name, numbered in pieces.items():
        read = _extended([numbered[n] for n in sorted(numbered)])
        made[name] = decode_words(read) if "=?" in read else read
    for name, said in given.items():
        if name.endswith("*") and not _CONTINUED.fullmatch(name):
            made[name[:-1]] = _extended([(said, True)])
    return {name: clean(said) for name, said in made.items()}


def _extended(pieces: Iterable[tuple[str, bool]]) -> str:
    """A value of RFC 2231: the first piece names the charset, and each says whether it is escaped."""
    data, charset = b"", None
    for n, (said, escaped) in enumerate(pieces):
        if n == 0 and escaped and said.count("'") >= 2:
            charset, _, said = said.split("'", 2)
        raw = said.encode("utf-8", "replace")
        data += _PERCENT.sub(lambda found: bytes((int(found[1], 16),)), raw) if escaped else raw
    return decode(data, charset if charset and codec_of(charset) else None)[0]


def _split(text: str) -> list[str]:
    """A text at its semicolons, but not within quotes; a quote that never ends quotes nothing."""
    if '"' not in text:
        return text.split(";")
    parts: list[str] = []
    start, quoted, skip, opened = 0, False, False, 0
    for at, letter in enumerate(text):
        if skip:
            skip = False
        elif letter == "\\" and quoted:
            # A path of Windows in quotes ends in a backslash that escapes nothing.
            skip = text[at + 1 : at + 2] != '"' or '"' in text[at + 2 :].partition(";")[0]
        elif letter == '"':
            quoted, opened = not quoted, at
        elif letter == ";" and not quoted:
            parts.append(text[start:at])
            start = at + 1
    if quoted:
        return [*parts, text[start:opened] + text[opened:].partition(";")[0], *_after(text[opened:])]
    return [*parts, text[start:]]


def _after(text: str) -> list[str]:
    _, mark, rest = text.partition(";")
    return rest.split(";") if mark else []


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        last = text.rfind('"')
        body = text[1:last] if last > 0 else text[1:]
        # Backslashes escape quotes and themselves; before anything else they are part of a path.
        text = re.sub(r'\\(["\\])', r"\1", body)
    elif len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1]
    return _SPACE.sub(" ", text)
