"""Letters that no page may hold, taken out of a study before anything is made of it.

Control characters cannot stand in SVG, feeds or spreadsheets at all, and the marks that override the
direction of a text would turn round whatever stands beside a name. Both go at the door, so that pages and
data files agree; marks that a script needs to be read (joiners, left-to-right and right-to-left marks) stay.
Addresses that would run something (javascript: and the like) are no addresses, and go too.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import polars as pl

T = TypeVar("T")

CONTROLS = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_CONTROLS = re.compile(f"[{CONTROLS}\\ufffe\\uffff\\ud800-\\udfff]")
_TURNS = re.compile("[\\u202a-\\u202e\\u2066-\\u2069]")
_CONTROLS_IN_COLUMN = f"[{CONTROLS}\\x{{fffe}}\\x{{ffff}}]"
_TURNS_IN_COLUMN = "[\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]"
KEYS = re.compile(r"(.*_)?id|kind|round|question|measure")
"""Columns whose texts are compared with others: a code is refused by the check rather than changed."""
URLS = re.compile(r"(.*_)?url")
_START = r"^[\x00-\x20]*"
SCHEME = f"(?i){_START}[a-z][a-z0-9+.\\t\\r\\n-]*:"
KNOWN_SCHEME = f"(?i){_START}(https?://|mailto:)"


def cleaned(value: T) -> T:
    """The same study, or part of one, with texts that pages can hold; itself where nothing was wrong."""
    made: Any = value
    if isinstance(value, str):
        made = clean_text(value)
    elif isinstance(value, pl.DataFrame):
        made = _clean_frame(value)
    elif is_dataclass(value) and not isinstance(value, type):
        new = {each.name: _part(each.name, getattr(value, each.name)) for each in fields(value) if each.init}
        changed = {name: part for name, part in new.items() if part is not getattr(value, name)}
        made = replace(value, **changed) if changed else value
    elif isinstance(value, Mapping):
        parts = {key: _part(str(key), part) for key, part in value.items()}
        made = parts if any(part is not value[key] for key, part in parts.items()) else value
    elif isinstance(value, tuple | list) and type(value) in (tuple, list):
        items = [cleaned(part) for part in value]
        made = type(value)(items) if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return made  # type: ignore[no-any-return]


def _part(name: str, value: Any) -> Any:
    """One field, by its name: an address is more than a text."""
    made = cleaned(value)
    runs = isinstance(made, str) and URLS.fullmatch(name) and _has_other_scheme(made)
    return None if runs else made


def _has_other_scheme(url: str) -> bool:
    return bool(re.match(SCHEME, url)) and not re.match(KNOWN_SCHEME, url)


def clean_text(text: str) -> str:
    """A text without controls and without marks that override its direction."""
    if text.isprintable():
        # What is printable is neither, whatever its script.
        return text
    return _TURNS.sub("", _CONTROLS.sub(UNREADABLE, text))


def _clean_frame(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String and not KEYS.fullmatch(name)]
    bad = f"{_CONTROLS_IN_COLUMN}|{_TURNS_IN_COLUMN}"
    dirty = [name for name in texts if frame[name].str.contains(bad).any()]
    made = frame.with_columns(
        pl.col(dirty).str.replace_all(_CONTROLS_IN_COLUMN, UNREADABLE).str.replace_all(_TURNS_IN_COLUMN, "")
    )
    for name in texts:
        text = pl.col(name)
        other = text.str.contains(SCHEME) & ~text.str.contains(KNOWN_SCHEME)
        if URLS.fullmatch(name) and made.select(other.any()).item():
            dirty.append(name)
            made = made.with_columns(pl.when(other).then(None).otherwise(text).alias(name))
    return made if dirty else frame
