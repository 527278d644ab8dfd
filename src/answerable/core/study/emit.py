"""Plain values to YAML as a person would write it.

Short lists stand on one line, long text is folded, and a word stands in quotes wherever another
reader could take it for something else.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

WIDTH = 100
# Words that YAML 1.1 or a careless reader turns into something else.
RESERVED = frozenset(["yes", "no", "on", "off", "true", "false", "null", "y", "n"])
PLAIN = re.compile(r"[^\W\d_]([^\W_]|[ _./()'’‘&+–—?!;%£-])*\Z")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def yaml_document(content: Mapping[str, object]) -> str:
    """A YAML document with these keys, ending in a line break."""
    return "\n".join(_mapping_lines(content, "")) + "\n" if content else "{}\n"


def _mapping_lines(content: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in content.items():
        name = _scalar(key)
        head = f"{indent}{name}:" if len(name) < WIDTH * 5 else f"{indent}? {name}\n{indent}:"
        yield from _value_lines(head, value, indent)


def _value_lines(head: str, value: object, indent: str) -> Iterator[str]:
    short = _one_line(value)
    fits = len(head) + len(short or "") < WIDTH
    if short is not None and (fits or _is_scalar(value) or not value):
        block = _block(value, indent + "  ") if isinstance(value, str) else None
        yield f"{head} {short}" if block is None else f"{head} {block}"
    elif isinstance(value, Mapping):
        yield head
        yield from _mapping_lines(value, indent + "  ")
    elif isinstance(value, Sequence):
        yield head
        for item in value:
            yield from _item_lines(item, indent + "  ")


def _item_lines(item: object, indent: str) -> Iterator[str]:
    short = _one_line(item)
    if isinstance(item, Mapping) and item and (short is None or len(indent) + len(short) >= WIDTH):
        lines = "\n".join(_mapping_lines(item, indent + "  "))
        yield f"{indent}- {lines[len(indent) + 2 :]}"
    else:
        yield from _value_lines(f"{indent}-", item, indent)


def _one_line(value: object) -> str | None:
    """A value on one line, or None where it holds something that holds something."""
    if isinstance(value, Mapping):
        cells = [(_one_line(key), _one_line(each)) for key, each in value.items() if _is_short(each)]
        if len(cells) < len(value):
            return None
        return "{" + ", ".join(f"{key}: {each}" for key, each in cells) + "}"
    if isinstance(value, list | tuple):
        items = [_one_line(each) for each in value if _is_short(each)]
        return None if len(items) < len(value) else "[" + ", ".join(str(each) for each in items) + "]"
    return _scalar(value)


def _is_short(value: object) -> bool:
    """Whether a value may stand on a line with others."""
    return _is_scalar(value) and not (isinstance(value, str) and "\n" in value)


def _is_scalar(value: object) -> bool:
    return not isinstance(value, Mapping | list | tuple)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if PLAIN.match(text) and text[-1] != " " and text.lower() not in RESERVED and text.isprintable():
        return text
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    if letter.isprintable() and unicodedata.category(letter) != "Cn":
        return letter
    number = ord(letter)
    return (
        f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"
    )


def _block(text: str, indent: str) -> str | None:
    """A long text folded, or one with line breaks as it stands; None where neither keeps it exact."""
    lines = text.split("\n")
    if len(lines) == 1:
        if len(text) < WIDTH - 10 or not text.isprintable() or "" in text.split(" "):
            return None
        return ">-\n" + "\n".join(indent + line for line in _wrapped(text, WIDTH - len(indent)))
    body = lines[:-1] if lines[-1] == "" else lines
    sound = all(line.isprintable() for line in body) and body[0][:1] not in ("", " ") and body[-1].strip()
    if not sound or any(line and not line.strip() for line in body):
        return None
    mark = "|" if lines[-1] == "" else "|-"
    return f"{mark}\n" + "\n".join(indent + line if line else "" for line in body)


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
