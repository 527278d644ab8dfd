"""The design tokens of the house: colours, letters, sizes and space, from one file that a theme may change.

`static/tokens.json` is written in the format of the Design Tokens Community Group. From it come the custom
properties of the style sheet, the colours of states, and those of pictures. What is being used is that of the
site being made, so that functions deep down need not be handed it.

Source: Design Tokens Community Group, Design Tokens Format Module
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

LIGHT, DARK = "light", "dark"
COLOURS = ("paper", "ink", "quiet", "hair", "edge", "accent", "warn", "wash")
NARROWEST_PX, WIDEST_PX, REM_PX = 412.5, 1125.0, 18.0
"""Between these widths of the window a headline grows from its least size to its full one."""


@dataclass(frozen=True)
class Token:
    """One token: what kind of value it is, and the value as a style sheet writes it."""

    type: str
    css: str


class Tokens(Mapping[str, Token]):
    """Tokens by their path, such as `color.light.paper`."""

    def __init__(self, tokens: Mapping[str, Token]) -> None:
        self._tokens = dict(tokens)
        self._hash = hash(tuple(self._tokens.items()))

    def __getitem__(self, path: str) -> Token:
        return self._tokens[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tokens)

    def __len__(self) -> int:
        return len(self._tokens)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tokens) and self._tokens == other._tokens

    def css(self, path: str) -> str:
        """A value as a style sheet writes it."""
        return self._tokens[path].css

    @cached_property
    def repainted(self) -> Mapping[str, str]:
        """Colours of the house, as its pictures name them, and what this theme has in their place."""
        names = ("paper", "ink", "quiet", "accent", "warn", "wash")
        states = ("yes", "no", "border")
        paths = (*(f"color.light.{name}" for name in names), *(f"state.light.{name}" for name in states))
        found = {HOUSE.css(path): self.css(path) for path in paths}
        return {house: mine for house, mine in found.items() if house != mine}

    @cached_property
    def root_css(self) -> str:
        """The custom properties of every page, light and dark."""
        light = {name: self.css(f"color.{LIGHT}.{name}") for name in COLOURS}
        dark = {name: self.css(f"color.{DARK}.{name}") for name in COLOURS}
        light["yes"], dark["yes"] = self.css("state.light.yes"), self.css("state.dark.yes")
        changed = {name: colour for name, colour in dark.items() if colour != light[name]}
        others = {
            "serif": self.css("font.serif"),
            "sans": self.css("font.sans"),
            "t1": self._headline(),
            "t2": self.css("size.heading"),
            "t3": self.css("size.text"),
            "t4": self.css("size.small"),
            "gap": self.css("space.gap"),
            "width": self.css("space.width"),
            "radius": self.css("space.radius"),
            "measure": f"{self.css('space.measure')}em",
        }
        narrow = _declared({"gap": self.css("space.gap-narrow")})
        return (
            f":root{{color-scheme:light dark;{_declared(light | others)}}}"
            f"@media (prefers-color-scheme:dark){{:root{{{_declared(changed)}}}}}"
            f"@media (max-width:30rem){{:root{{{narrow}}}}}"
        )

    def _headline(self) -> str:
        least, most = self.css("size.headline-least"), self.css("size.headline")
        low, high = _rem(least), _rem(most)
        slope = (high - low) * REM_PX / (WIDEST_PX - NARROWEST_PX)
        start = low - slope * NARROWEST_PX / REM_PX
        return f"clamp({least}, {start:.4g}rem + {slope * 100:.4g}vw, {most})"


def _declared(properties: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in properties.items())


def _rem(size: str) -> float:
    return (
        float(size.removesuffix("rem")) if size.endswith("rem") else float(size.removesuffix("px")) / REM_PX
    )


def leaves(group: Mapping[str, Any], path: str = "", kind: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every token of a parsed file: its path, its type, which a group may give, and its value as written."""
    kind = str(group.get("$type", kind))
    if "$value" in group:
        yield path, kind, group["$value"]
        return
    for name, entry in group.items():
        if not name.startswith("$") and isinstance(entry, Mapping):
            yield from leaves(entry, f"{path}.{name}" if path else name, kind)


def as_css(kind: str, value: Any) -> str:
    """A value of a token as a style sheet writes it; it was checked before. Raises: ValueError"""
    if kind == "color":
        return str(value)
    if kind == "dimension":
        return f"{value['value']:g}{value['unit']}"
    if kind == "fontFamily":
        return ", ".join(name if name.replace("-", "").isalpha() else f'"{name}"' for name in value)
    if kind == "number":
        return f"{value:g}"
    raise ValueError(kind)


def _read_house() -> Tokens:
    text = (files("answerable.press") / "static" / "tokens.json").read_text(encoding="utf-8")
    return Tokens({path: Token(kind, as_css(kind, value)) for path, kind, value in leaves(json.loads(text))})


HOUSE = _read_house()
"""What a site without a theme looks like."""
_used: ContextVar[Tokens] = ContextVar("tokens", default=HOUSE)


@contextmanager
def themed(tokens: Tokens) -> Iterator[None]:
    """Pages and pictures made within look like this."""
    before = _used.set(tokens)
    try:
        yield
    finally:
        _used.reset(before)


def tokens() -> Tokens:
    """The tokens of the site being made."""
    return _used.get()


def painted(colour: str) -> str:
    """A colour of the house as the theme of this site has it; what no theme changes stays."""
    return _used.get().repainted.get(colour, colour)
