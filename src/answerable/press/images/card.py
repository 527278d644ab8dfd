"""The card that stands for a page where it is shared: the finding, its answer bars or stars, small maps.

One function draws every card as SVG, 1200 by 630; what it shows is in a `Card`. Nothing overlaps whatever
the words are: they are measured, set smaller, and cut at last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from answerable.press.charts.answer_bar import answer_bar
from answerable.press.charts.tally import Tally
from answerable.press.images.fonts import BOLD, SANS, SERIF, Face
from answerable.press.render import plain_defs
from answerable.press.tokens import tokens

WIDTH, HEIGHT = 1200, 630
EDGE, TOP, FOOT = 56, 84, 540
SIZES = (54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0)
LEADING = 1.16
BAR_SCALE, BAR_STEP = 1.7, 122
MAP_GAP, MAP_BLOCK, MAP_HEIGHT = 24, 430, 400
STARS_SIZE = 21
DECK = 27


@dataclass(frozen=True)
class Bar:
    """One answer bar: what it is about, the share in words, and the counts that it is drawn from."""

    name: str
    said: str
    counted: str
    tally: Tally


@dataclass(frozen=True)
class SmallMap:
    """One map: its name, its <svg>, its size, and by how much it is drawn smaller to fit its place."""

    name: str
    svg: str
    width: float
    height: float
    scale: float


@dataclass(frozen=True)
class Stars:
    """The stars of a body: how many are full, of how many, and what that is in words."""

    full: int
    most: int
    words: str


@dataclass(frozen=True)
class Card:
    """What one card shows. Texts have been through `fonts.drawable`."""

    house: str
    headline: str
    deck: str = ""
    kicker: str = ""
    bars: Sequence[Bar] = ()
    stars: Sequence[Stars] = ()
    maps: Sequence[SmallMap] = ()
    defs: str = ""
    base: str = ""
    source: str = ""
    simulated: str = ""


def card_svg(card: Card) -> str:
    """The card as an SVG file."""
    parts: list[str] = []
    _head(parts, card)
    room = WIDTH - 2 * EDGE - (MAP_BLOCK + 48 if card.maps else 0)
    y = _headline(parts, card, TOP + 16, room)
    _maps(parts, card.maps)
    for stars in card.stars:
        y = _stars(parts, stars, y + 4)
    for bar in card.bars[: int((FOOT - y + 8) // BAR_STEP)]:
        y = _bar(parts, bar, y, room)
    if card.deck:
        _deck(parts, card.deck, y + 4, room)
    _foot(parts, card)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="sans-serif" color="{_colour("ink")}">'
        f'{card.defs or plain_defs()}<rect width="{WIDTH}" height="{HEIGHT}" fill="{_colour("paper")}"/>'
        f"{''.join(parts)}</svg>"
    )


def _colour(name: str) -> str:
    return tokens().css(f"color.light.{name}")


def _text(
    x: float, y: float, size: float, words: str, *, face: Face = SANS, tone: str = "ink", end: bool = False
) -> str:
    family = "serif" if face is SERIF else "sans-serif"
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{family}" font-weight="{face.weight}" font-size="{size:g}" '
        f'fill="{_colour(tone)}"{anchor}>{escape(words)}</text>'
    )


def _head(parts: list[str], card: Card) -> None:
    """The study, whether it is simulated, and a hairline."""
    room: float = WIDTH - 2 * EDGE
    if card.simulated:
        parts.append(_text(WIDTH - EDGE, 58, 24, card.simulated, face=BOLD, tone="warn", end=True))
        room -= BOLD.width(card.simulated, 24) + 30
    parts.append(_text(EDGE, 58, 24, BOLD.cut(card.house, 24, room), face=BOLD))
    parts.append(_hairline(TOP - 8))


def _headline(parts: list[str], card: Card, y: float, room: float) -> float:
    """The finding in the largest size in which it fits; returns where the next thing may stand."""
    if card.kicker:
        parts.append(_text(EDGE, y + 16, 22, SANS.cut(card.kicker, 22, room), tone="quiet"))
        y += 28
    below = BAR_STEP * min(len(card.bars), 2) + 60 * len(card.stars) + (0 if card.bars else 80)
    for size in SIZES:
        most = max(1, int((FOOT - y - below - 16) // (size * LEADING)))
        lines = SERIF.lines(card.headline, size, room)
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], SERIF.cut(" ".join(lines[most - 1 :]), size, room)]
    for line in lines:
        y += size * LEADING
        parts.append(_text(EDGE, y - size * 0.22, size, line, face=SERIF))
    return y + 16


def _bar(parts: list[str], bar: Bar, y: float, room: float) -> float:
    """A bar with its name and its share above, and its counts under it."""
    said = BOLD.width(bar.said, 24)
    parts.append(_text(EDGE, y + 22, 24, SANS.cut(bar.name, 24, room - said - 20)))
    parts.append(_text(EDGE + room, y + 22, 24, bar.said, face=BOLD, end=True))
    place = f'overflow="visible" width="{room / BAR_SCALE:g}" '
    drawn = str(answer_bar(bar.tally, label="")).replace("<svg ", f"<svg {place}", 1)
    parts.append(f'<g transform="translate({EDGE},{y + 32:g}) scale({BAR_SCALE})">{drawn}</g>')
    parts.append(_text(EDGE, y + 102, 20, SANS.cut(bar.counted, 20, room), tone="quiet"))
    return y + BAR_STEP


def _stars(parts: list[str], stars: Stars, y: float) -> float:
    """Stars as shapes, for the fonts have none, and in words."""
    x, yes = float(EDGE), tokens().css("state.light.yes")
    for place in range(stars.most if stars.full >= 0 else 0):
        fill = yes if place < stars.full else _colour("paper")
        points = " ".join(_star(x + STARS_SIZE, y + STARS_SIZE))
        parts.append(f'<polygon points="{points}" fill="{fill}" stroke="{yes}" stroke-width="2"/>')
        x += 2 * STARS_SIZE + 6
    x += 14 if stars.full >= 0 else 0
    parts.append(_text(x, y + 31, 30, BOLD.cut(stars.words, 30, WIDTH - EDGE - x), face=BOLD))
    return y + 2 * STARS_SIZE + 14


def _star(x: float, y: float) -> list[str]:
    """The ten corners of a star around a point."""
    corners = []
    for n in range(10):
        radius = STARS_SIZE * (1 if n % 2 == 0 else 0.42)
        corners.append(f"{x + radius * sin(n * pi / 5):.1f},{y - radius * cos(n * pi / 5):.1f}")
    return corners


def map_scale(n: int, width: float, height: float) -> float:
    """By how much each of some maps of that size is drawn smaller to fit its place on the card."""
    return min(_map_width(n) / width, MAP_HEIGHT / height)


def _map_width(n: int) -> float:
    return (MAP_BLOCK - MAP_GAP * (n - 1)) / n


def _maps(parts: list[str], maps: Sequence[SmallMap]) -> None:
    """The maps side by side at the right, each under its name."""
    for place, small in enumerate(maps):
        each = _map_width(len(maps))
        x = WIDTH - EDGE - MAP_BLOCK + place * (each + MAP_GAP)
        if small.name:
            parts.append(_text(x, TOP + 36, 20, SANS.cut(small.name, 20, each), tone="quiet"))
        left = x + (each - small.width * small.scale) / 2
        top = TOP + 46 + (MAP_HEIGHT - small.height * small.scale) / 2
        svg = small.svg.replace("<svg ", '<svg overflow="visible" ', 1)
        parts.append(f'<g transform="translate({left:.1f},{top:.1f}) scale({small.scale:.4f})">{svg}</g>')


def _deck(parts: list[str], deck: str, y: float, room: float) -> None:
    """The words that go with the finding, as far as there is room."""
    lines = SANS.lines(deck, DECK, room)
    most = int((FOOT - y - 6) // (DECK * 1.36))
    if len(lines) > most > 0:
        lines = [*lines[: most - 1], SANS.cut(" ".join(lines[most - 1 :]), DECK, room)]
    for line in lines[:most]:
        y += DECK * 1.36
        parts.append(_text(EDGE, y - 8, DECK, line))


def _foot(parts: list[str], card: Card) -> None:
    parts.append(_hairline(FOOT + 8))
    for place, words in enumerate(filter(None, (card.base, card.source))):
        parts.append(
            _text(EDGE, FOOT + 42 + 29 * place, 20, SANS.cut(words, 20, WIDTH - 2 * EDGE), tone="quiet")
        )


def _hairline(y: float) -> str:
    return f'<rect x="{EDGE}" y="{y:g}" width="{WIDTH - 2 * EDGE}" height="1.5" fill="{_colour("edge")}"/>'
