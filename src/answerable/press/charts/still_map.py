"""A map as a picture: one path for each state, so that two of them fit a page that holds a long table too."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from answerable.press.colours import INK, MISSING, Scheme
from answerable.press.maps import Drawing, paint
from answerable.press.tokens import painted

BORDER_PX = 0.7


def still_map(drawing: Drawing, scheme: Scheme, shades: Mapping[str, str], name: str, label: str) -> Markup:
    """The areas of a drawing painted by state, without names: a table beside it must hold every value.

    `name` is unique on the page, which must also hold `pattern_defs` for this scheme and drawing.
    """
    by_token: dict[str, list[str]] = {}
    for code, path in zip(drawing.codes, drawing.paths, strict=True):
        by_token.setdefault(scheme.shade(shades.get(code, MISSING)).token, []).append(path)
    tokens = [shade.token for shade in scheme.shades if shade.token in by_token]
    areas = "".join(
        f"<g {paint(scheme, token, drawing.prefix)}>"
        f'<path id="{name}-{token}" d="{"".join(by_token[token])}"/></g>'
        for token in tokens
    )
    width, height = drawing.px
    return Markup(
        '<svg class="map still {}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        "{}{}{}</svg>"
    ).format(
        scheme.id,
        drawing.width,
        drawing.height,
        width,
        height,
        label,
        _outlined(scheme, areas),
        _inset(drawing, scheme, tokens, name),
        Markup().join(_words(drawing)),
    )


def _outlined(scheme: Scheme, areas: str) -> Markup:
    return Markup('<g stroke="{}" stroke-width="{}" stroke-linejoin="round">{}</g>').format(
        scheme.line, BORDER_PX, Markup(areas)
    )


def _inset(drawing: Drawing, scheme: Scheme, tokens: Sequence[str], name: str) -> Markup:
    """The crowded part again, larger, in a frame; and a frame around where it is."""
    inset = drawing.inset
    if inset is None:
        return Markup()
    (x0, y0, x1, y1), (left, top, right, bottom) = inset.source, inset.target
    again = "".join(
        f'<g {paint(scheme, token, f"{drawing.prefix}i")}><use href="#{name}-{token}"/></g>'
        for token in tokens
    )
    box = Markup('<rect class="frame" fill="none" x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}"/>')
    return Markup(
        '<svg x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}" viewBox="{:.0f} {:.0f} {:.0f} {:.0f}">'
        "{}</svg>{}{}"
    ).format(
        left, top, right - left, bottom - top,
        x0, y0, x1 - x0, y1 - y0,
        _outlined(scheme, again),
        box.format(left, top, right - left, bottom - top),
        box.format(x0, y0, x1 - x0, y1 - y0),
    )  # fmt: skip


def _words(drawing: Drawing) -> Iterable[Markup]:
    for text in drawing.texts:
        yield Markup(
            '<text class="map-text" x="{:.0f}" y="{:.0f}" font-size="{:.0f}" fill="{}">{}</text>'
        ).format(text.x, text.y, 12 * drawing.per_px, painted(INK), text.text)
