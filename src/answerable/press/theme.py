"""A theme: a file of design tokens that changes the look of a site, checked before anything is written.

    {"color": {"$type": "color",
      "light": {"accent": {"$value": "#8a1f4b"}},
      "dark": {"accent": {"$value": "#f0a6c4"}}}}

It names only what it changes; `static/tokens.json` has every token there is. What would make a page hard to
read, blur the states of a map, or fetch anything from elsewhere is refused, and every such fault is told.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from answerable.core.errors import InputFaults
from answerable.core.study.faults import Faults, any_of, did_you_mean, quoted
from answerable.press.legible import unreadable
from answerable.press.tokens import HOUSE, Token, Tokens, as_css

GENERIC = (
    "serif", "sans-serif", "monospace", "system-ui",
    "ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace",
)  # fmt: skip
KNOWN_KEYS = ("$type", "$value", "$description", "$extensions", "$deprecated", "$schema")
BOUNDS = {
    "size.headline-least": (1.2, 3.0, "rem"),
    "size.headline": (1.4, 5.0, "rem"),
    "size.heading": (1.1, 2.5, "rem"),
    "size.text": (0.9, 1.5, "rem"),
    "size.small": (0.75, 1.2, "rem"),
    "space.gap": (0.5, 4.0, "rem"),
    "space.gap-narrow": (0.5, 2.0, "rem"),
    "space.width": (640, 2000, "px"),
    "space.radius": (0, 16, "px"),
    "space.measure": (24, 60, ""),
}
"""Between which ends a size is allowed: below them words grow too small to read, beyond them pages break."""
MOST_STEPS = 12
LARGEST_BYTES = 100_000
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_FAMILY = re.compile(r"-?[A-Za-z][A-Za-z0-9 ._-]{0,60}")
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(px|rem)")
_ALIAS = re.compile(r"\{([a-z.-]+)\}")
_FAULTY = object()
Written = Mapping[str, tuple[str, Any]]


def read_theme(path: Path | None) -> Tokens:
    """The tokens of a site: those of the house, with what the theme changes.

    Raises: InputFaults, with every fault of the file
    """
    if path is None:
        return HOUSE
    faults = Faults()
    made = _Theme(str(path), faults).tokens(_parsed(path, faults))
    if not faults.any_errors:
        for message, remedy in unreadable(made):
            faults.add("theme_contrast", message, remedy, file=str(path))
    if faults.any_errors:
        raise InputFaults(faults.listed())
    return made


def _parsed(path: Path, faults: Faults) -> Mapping[str, Any]:
    """The file as it stands; nothing, with a fault, where it is no JSON object."""
    remedy = "Write the theme as docs/operating.md shows it."
    try:
        if path.stat().st_size > LARGEST_BYTES:
            faults.add("theme_file", "The file is too large to be a theme.", remedy, file=str(path))
            return {}
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        faults.add("theme_file", f"The theme cannot be read ({error}).", remedy, file=str(path))
        return {}
    try:
        found = json.loads(text, object_pairs_hook=_no_key_twice)
    except json.JSONDecodeError as error:
        message = f"The theme is no JSON: {error.msg}."
        faults.add("theme_file", message, remedy, file=str(path), line=error.lineno)
        return {}
    except (ValueError, RecursionError) as error:
        faults.add("theme_file", f"The theme cannot be read: {error}.", remedy, file=str(path))
        return {}
    if not isinstance(found, Mapping):
        faults.add("theme_file", "The theme is no JSON object.", remedy, file=str(path))
        return {}
    return found


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {quoted(twice)} stands twice in one group")
    return found


class _Theme:
    """Turns a parsed file into tokens, and notes what is wrong with it."""

    def __init__(self, file: str, faults: Faults) -> None:
        self._file, self._faults = file, faults
        self._readers: Mapping[str, Callable[[str, Any], Any]] = {
            "color": self._colour,
            "dimension": self._dimension,
            "fontFamily": self._family,
            "number": self._number,
        }

    def tokens(self, parsed: Mapping[str, Any]) -> Tokens:
        """The tokens of the house with those of the file; faulty ones are noted and left as they were."""
        written: dict[str, tuple[str, Any]] = {}
        self._gather(parsed, "", "", written)
        made = dict(HOUSE)
        for path, (kind, value) in written.items():
            expected = HOUSE[path].type
            if kind and kind != expected:
                self._fault(path, f"is of type {quoted(kind)}.", f"Its type is {expected}.")
                continue
            resolved = self._resolved(path, value, written)
            if isinstance(resolved, Token):
                if resolved.type == expected:
                    made[path] = resolved
                else:
                    self._fault(path, "stands for a token of another type.", f"Its type is {expected}.")
                continue
            good = None if resolved is _FAULTY else self._readers[expected](path, resolved)
            if good is not None:
                made[path] = Token(expected, as_css(expected, good))
        return Tokens(made)

    def _gather(
        self, group: Mapping[str, Any], path: str, kind: str, found: dict[str, tuple[str, Any]]
    ) -> None:
        """Every token of the file by its path; names that the house does not have are faults."""
        for name in group:
            if name.startswith("$") and name not in KNOWN_KEYS:
                self._fault(
                    path or "$", f"has a key {quoted(name)}, which has no meaning here.", "Take it out."
                )
        kind = str(group.get("$type", kind))
        if "$value" in group:
            if path in HOUSE:
                found[path] = (kind, group["$value"])
            else:
                self._fault(path or "$", "is no token of the house.", did_you_mean(path, HOUSE))
            return
        for name, entry in group.items():
            if name.startswith("$"):
                continue
            inner = f"{path}.{name}" if path else name
            if isinstance(entry, Mapping):
                self._gather(entry, inner, kind, found)
            else:
                remedy = 'Write {"$value": …} for a token.'
                self._fault(inner, "is neither a token nor a group of tokens.", remedy)

    def _resolved(self, path: str, value: Any, written: Written) -> Any:
        """The value itself; for one such as “{color.light.ink}” that of the token it stands for."""
        seen = [path]
        while isinstance(value, str) and (alias := _ALIAS.fullmatch(value)):
            target = alias[1]
            if target in seen or len(seen) > MOST_STEPS:
                self._fault(
                    path, "stands for itself, by way of others.", "Give one of them a value of its own."
                )
                return _FAULTY
            if target not in HOUSE:
                message = f"stands for {quoted(target)}, which is no token of the house."
                self._fault(path, message, did_you_mean(target, HOUSE))
                return _FAULTY
            if target not in written:
                return HOUSE[target]
            seen.append(target)
            value = written[target][1]
        return value

    def _fault(self, path: str, message: str, remedy: str, expected: str | None = None) -> None:
        self._faults.add(
            "theme_token", f"{quoted(path)} {message}", remedy, file=self._file, expected=expected
        )

    def _colour(self, path: str, value: Any) -> str | None:
        if isinstance(value, Mapping):
            value = value.get("hex") if value.get("alpha", 1) == 1 else None
        if isinstance(value, str) and _COLOUR.fullmatch(value):
            return value.lower()
        remedy = "Write it as # and six digits; colours with transparency have no contrast of their own."
        self._fault(path, "is no colour.", remedy, expected="#12436d, or an object with “hex”")
        return None

    def _dimension(self, path: str, value: Any) -> Mapping[str, Any] | None:
        least, most, unit = BOUNDS[path]
        if isinstance(value, str) and (size := _SIZE.fullmatch(value)):
            value = {"value": float(size[1]), "unit": size[2]}
        if isinstance(value, Mapping) and value.get("unit") == unit and _is_number(value.get("value")):
            if least <= value["value"] <= most:
                return value
            self._fault(path, f"is {value['value']:g}{unit}.", f"Choose {least:g} to {most:g}{unit}.")
            return None
        self._fault(path, "is no size.", "Write a number and its unit.", expected=f"{most:g}{unit} at most")
        return None

    def _number(self, path: str, value: Any) -> float | None:
        least, most, _ = BOUNDS[path]
        if _is_number(value) and least <= value <= most:
            return float(value)
        self._fault(path, "is not a number within its bounds.", f"Choose {least:g} to {most:g}.")
        return None

    def _family(self, path: str, value: Any) -> list[str] | None:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            self._fault(path, "is no list of fonts.", "Write a list of names in quotation marks.")
            return None
        odd = [name for name in names if not _FAMILY.fullmatch(name)]
        for name in odd:
            remedy = "Name fonts that readers have on their machines; a site fetches nothing from elsewhere."
            self._fault(path, f"names {quoted(name)}, which is no name of a font.", remedy)
        if not odd and names[-1] not in GENERIC:
            message = "does not end in a family that every machine has."
            self._fault(path, message, "Add one at its end.", expected=any_of(GENERIC))
            return None
        return None if odd else names


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value
