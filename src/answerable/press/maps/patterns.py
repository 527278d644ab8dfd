"""The hatch and the dots, legend swatches, and the rules that paint states on dark and printed pages."""

from collections.abc import Iterable
from typing import Protocol

from answerable.press.colours import (
    DOTS,
    GREY,
    HATCH,
    NO_FILL,
    PRINTED_HATCH,
    YES_FILL,
    Scheme,
    Shade,
)
from answerable.press.tokens import painted, tokens

HATCH_PX, HATCH_LINE_PX = 5, 1.7
DOTS_PX, DOT_RADIUS_PX = 6, 1.3


class Scaled(Protocol):
    """Something drawn in units of its own, such as a map."""

    @property
    def scales(self) -> tuple[tuple[str, float], ...]:
        """Each pattern size it needs: a suffix of ids and the units to a pixel."""
        ...


def pattern_id(scheme: Scheme, pattern: str, place: str = "") -> str:
    """The id of a pattern as one scheme and one drawing need it; no place means one unit to a pixel."""
    family = "a" if scheme.inverts else "b"
    return f"{pattern}-{family}-{place}" if place else f"{pattern}-{family}"


def paint(scheme: Scheme, token: str, place: str = "") -> str:
    """The attributes that paint one state: its class and its fill, which holds without any style sheet."""
    shade = scheme.shade(token)
    fill = f"url(#{pattern_id(scheme, shade.pattern, place)})" if shade.pattern else shade.painted_fill
    return f'class="{shade.css_class}" fill="{fill}"'


def _base(scheme: Scheme) -> str:
    family = "a" if scheme.inverts else "b"
    ground = f'class="p-ground-{family}" fill="{painted(NO_FILL)}"'
    hatch, dots = pattern_id(scheme, HATCH), pattern_id(scheme, DOTS)
    dot = f'r="{DOT_RADIUS_PX}" class="p-dot-{family}" fill="{painted(YES_FILL)}"'
    quarter, rest = DOTS_PX / 4, DOTS_PX * 3 / 4
    return (
        f'<pattern id="{hatch}" width="{HATCH_PX}" height="{HATCH_PX}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{HATCH_PX}" height="{HATCH_PX}" {ground}/>'
        f'<path d="M0 {HATCH_PX / 2}H{HATCH_PX}" class="p-hatch-{family}" stroke="{painted(GREY)}" '
        f'stroke-width="{HATCH_LINE_PX}"/></pattern>'
        f'<pattern id="{dots}" width="{DOTS_PX}" height="{DOTS_PX}" patternUnits="userSpaceOnUse">'
        f'<rect width="{DOTS_PX}" height="{DOTS_PX}" {ground}/>'
        f'<circle cx="{quarter}" cy="{quarter}" {dot}/><circle cx="{rest}" cy="{rest}" {dot}/></pattern>'
    )


def pattern_elements(schemes: Iterable[Scheme], drawings: Iterable[Scaled] = ()) -> str:
    """The <pattern> elements for these schemes and drawings, each once; to stand inside <defs>."""
    wanted = list(drawings)
    made: dict[bool, str] = {}
    for scheme in schemes:
        if scheme.inverts in made:
            continue
        text = _base(scheme)
        for drawing in wanted:
            for place, per_px in drawing.scales:
                size = f"scale({per_px:.4g})"
                text += (
                    f'<pattern id="{pattern_id(scheme, HATCH, place)}" href="#{pattern_id(scheme, HATCH)}" '
                    f'patternTransform="{size} rotate(45)"/>'
                    f'<pattern id="{pattern_id(scheme, DOTS, place)}" href="#{pattern_id(scheme, DOTS)}" '
                    f'patternTransform="{size}"/>'
                )
        made[scheme.inverts] = text
    return "".join(made.values())


def pattern_defs(schemes: Iterable[Scheme], drawings: Iterable[Scaled] = ()) -> str:
    """An unseen <svg> with the patterns of a page; once per page, before what uses them."""
    # display:none would switch the patterns off in some browsers, so it is only without size.
    return (
        '<svg width="0" height="0" aria-hidden="true" focusable="false" style="position:absolute">'
        f"<defs>{pattern_elements(schemes, drawings)}</defs></svg>"
    )


def swatch(scheme: Scheme, shade: Shade, width: int = 28, height: int = 16) -> str:
    """A small sample of a state for a legend, from the same patterns as the map; it says nothing aloud."""
    return (
        f'<svg class="swatch {scheme.id}" width="{width}" height="{height}" aria-hidden="true" '
        f'focusable="false">'
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" stroke="{scheme.line}" '
        f"{paint(scheme, shade.token)}/></svg>"
    )


def state_css() -> str:
    """Rules that paint states on dark, forced and printed pages; on light ones the attributes do.

    Only flat colours are set here: patterns are named in attributes, each with the size of its drawing.
    """
    plain = ".answers,.replies"

    def rule(selector: str, body: str) -> str:
        return f":is({plain}) {selector}{{{body}}}"

    def inks(yes: str, no: str, line: str) -> str:
        return (
            rule(":is(.s-yes,.s-answered)", f"fill:{yes}")
            + rule(".s-no", f"fill:{no}")
            + rule(":is(.areas,rect)", f"stroke:{line}")
            + f".p-ground-a{{fill:{no}}}.p-hatch-a{{stroke:{line}}}.p-dot-a{{fill:{yes}}}"
        )

    dark = inks(*(tokens().css(f"state.dark.{name}") for name in ("yes", "no", "border")))
    return (
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
        f"@media (forced-colors:active){{.map,.swatch,.bar{{forced-color-adjust:none}}"
        f"{inks('CanvasText', 'Canvas', 'GrayText')}}}"
        f"@media print{{.p-hatch-a,.p-hatch-b{{stroke:{PRINTED_HATCH}}}}}"
    )
