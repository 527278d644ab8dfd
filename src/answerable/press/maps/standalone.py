"""A map as a file of its own: finding, legend, caption and source inside the picture."""

from collections.abc import Iterator, Sequence
from html import escape

from answerable.press.colours import INK, MISSING, PAPER, Scheme
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.maps.patterns import paint, pattern_elements
from answerable.press.maps.svg import Drawing, Layer
from answerable.press.tokens import HOUSE, painted

SERIF = "Charter, Bitstream Charter, Sitka Text, Cambria, Georgia, serif"
SANS = "system-ui, Segoe UI, Helvetica, Arial, sans-serif"
EDGE, GAP = 24, 28
LINE = 1.4
LETTER = {SERIF: 0.47, SANS: 0.53}
"""Mean width of a letter, as a share of the size: an SVG file cannot break lines by itself."""
WARM = HOUSE.css("color.light.warn")
SIMULATED = N_("Simulated: invented bodies and invented answers.")


def standalone(
    drawing: Drawing,
    scheme: Scheme,
    layers: Sequence[Layer],
    *,
    title: str,
    caption: str = "",
    attribution: str = "",
    simulated: bool = False,
    counts: Sequence[str] = (),
) -> str:
    """One SVG file with the maps side by side and all that is needed to understand and cite them.

    It uses no style sheet and no script; a simulated study is stamped as such. `counts` says in words what
    each layer counts, where that is more than its areas tell.
    """
    map_w = drawing.px[0]
    width = max(2 * EDGE + len(layers) * map_w + (len(layers) - 1) * GAP, 420)
    room = width - 2 * EDGE
    parts: list[str] = []
    y = float(EDGE)
    if simulated:
        y = _write(parts, [_(SIMULATED)], y, 14, SANS, painted(WARM), bold=True)
    y = _write(parts, wrapped(title, room, 24, SERIF), y, 24, SERIF, painted(INK), bold=True)
    y = _legend(parts, scheme, layers, y + 10, room)
    heads = [_counted(drawing, scheme, layer) for layer in layers]
    if counts:
        heads = [f"{layer.label} ({words})" for layer, words in zip(layers, counts, strict=True)]
    y = _maps(parts, drawing, scheme, layers, heads, y)
    for text in (caption, attribution):
        if text:
            y = _write(parts, wrapped(text, room, 12, SANS), y, 12, SANS, painted(INK)) + 4
    if simulated:
        y = _write(parts, [_(SIMULATED)], y, 12, SANS, painted(WARM), bold=True)
    height = int(y + EDGE)
    heading = escape(f"{_(SIMULATED)} {title}" if simulated else title)
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="{SANS}" role="img">'
        f"<title>{heading}</title><desc>{escape(' '.join(filter(None, (caption, attribution))))}</desc>"
        f"<defs>{pattern_elements([scheme], [drawing])}</defs>"
        f'<rect width="{width}" height="{height}" fill="{painted(PAPER)}"/>{"".join(parts)}</svg>'
    )
    # Drawing programs and office suites still know the older form only.
    return whole.replace(' href="#', ' xlink:href="#')


def _maps(
    parts: list[str],
    drawing: Drawing,
    scheme: Scheme,
    layers: Sequence[Layer],
    heads: Sequence[str],
    y: float,
) -> float:
    """The maps in a row, each under its name and counts."""
    map_w, map_h = drawing.px
    top = y
    for number, head in enumerate(heads):
        x = EDGE + number * (map_w + GAP)
        lines = wrapped(head, map_w, 14, SANS)
        top = max(top, _write(parts, lines, y, 14, SANS, painted(INK), x=x))
    for number, picture in enumerate(drawing.draw(scheme, layers, embed=False)):
        x = EDGE + number * (map_w + GAP)
        parts.append(f'<g transform="translate({x},{top + 6:g})">{picture}</g>')
    return top + 6 + map_h + 12


def _counted(drawing: Drawing, scheme: Scheme, layer: Layer) -> str:
    """What the map shows, in numbers: bodies left out of the layer are hatched, so they count as such."""
    painted = {**dict.fromkeys(drawing.codes, MISSING), **layer.shades}
    counts = ", ".join(f"{shade.words}: {n}" for shade, n in scheme.legend(painted) if n)
    return f"{layer.label} ({counts})" if counts else layer.label


def _legend(parts: list[str], scheme: Scheme, layers: Sequence[Layer], y: float, room: float) -> float:
    """Swatches with their words in rows; shades that no map here uses are left out, but not the hatch."""
    used = {scheme.shade(token).token for layer in layers for token in layer.shades.values()} | {MISSING}
    x = float(EDGE)
    for shade in scheme.shades:
        if shade.token not in used:
            continue
        step = 28 + 6 + len(shade.words) * 14 * LETTER[SANS] + 18
        if x > EDGE and x + step > EDGE + room:
            x, y = float(EDGE), y + 24
        parts.append(
            f'<rect x="{x + 0.5:g}" y="{y + 0.5:g}" width="27" height="15" stroke="{scheme.line}" '
            f"{paint(scheme, shade.token)}/>"
        )
        _write(parts, [shade.words], y - 3, 14, SANS, painted(INK), x=x + 34)
        x += step
    return y + 28


def _write(
    parts: list[str],
    lines: Sequence[str],
    y: float,
    size: int,
    family: str,
    fill: str,
    *,
    x: float = EDGE,
    bold: bool = False,
) -> float:
    """Sets lines of text below y and returns where the next ones may start."""
    weight = ' font-weight="600"' if bold else ""
    for line in lines:
        y += size * LINE
        parts.append(
            f'<text x="{x:g}" y="{y - size * 0.3:g}" font-family="{family}" font-size="{size}" '
            f'fill="{fill}"{weight}>{escape(line)}</text>'
        )
    return y


def wrapped(text: str, room: float, size: int, family: str) -> list[str]:
    """The text in lines that fit, as far as can be told without the font."""
    return list(_lines(text, max(8, int(room / (size * LETTER[family])))))


def _lines(text: str, most: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line
