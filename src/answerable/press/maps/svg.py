"""Maps as SVG text: geometry written once, any number of maps drawn from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from json import dumps

from answerable.press.colours import GREY, INK, MISSING, Scheme
from answerable.press.language import gettext as _
from answerable.press.maps.inset import Inset
from answerable.press.maps.patterns import paint
from answerable.press.tokens import painted, tokens

BORDER_PX = 0.8


@dataclass(frozen=True)
class Layer:
    """One map of a group that shares its geometry: which body is in which state, and how that is said.

    `shades` maps a body to a token of the scheme; a body left out is not answered, never a colour.
    `words` is what the title of an area says of a body (`yes`, `no reply`); without an entry it is the
    label of the shade. `id` is unique on the page. `counted` is what the name of the map counts, where that
    is not its areas. `apart` gives scripts the tokens of bodies that it paints differently or not at all:
    blank for an area that no count holds.
    """

    id: str
    label: str
    shades: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)
    counted: str = ""
    apart: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """Words that stand on a drawing, in its units."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """The geometry of one map page, ready to be painted: every area as a path, made once and used for all.

    `name` is geography or hex; `prefix` begins the ids of its areas and is unique on a page.
    Units: width and height in map units, per_px of them to a pixel at normal width
    """

    name: str
    prefix: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    paths: tuple[str, ...]
    width: int
    height: int
    per_px: float
    inset: Inset | None = None
    texts: tuple[Text, ...] = ()
    min_px: int = 0

    @property
    def px(self) -> tuple[int, int]:
        """Normal size on the page in CSS pixels."""
        return round(self.width / self.per_px), round(self.height / self.per_px)

    @property
    def scales(self) -> tuple[tuple[str, float], ...]:
        """The pattern sizes it needs: a suffix and how many of its units a pixel has there."""
        inset = ((f"{self.prefix}i", self.per_px / self.inset.zoom),) if self.inset else ()
        return ((self.prefix, self.per_px), *inset)

    @cached_property
    def _heads(self) -> tuple[str, ...]:
        """The path of each area, not closed yet."""
        return tuple(
            f'<path id="{self.prefix}{row}" data-code="{escape(code)}" d="{path}"'
            for row, (code, path) in enumerate(zip(self.codes, self.paths, strict=True))
        )

    @cached_property
    def _called(self) -> tuple[str, ...]:
        return tuple(map(escape, self.names))

    @cached_property
    def _uses(self) -> tuple[str, ...]:
        return tuple(f'<use href="#{self.prefix}{row}"/>' for row in range(len(self.codes)))

    def draw(
        self,
        scheme: Scheme,
        layers: Sequence[Layer],
        *,
        embed: bool = True,
        titles: bool = True,
        untitled: frozenset[str] = frozenset(),
    ) -> tuple[str, ...]:
        """One <svg> for each layer; the first holds the geometry, the others use it, so all go on one page.

        The page must also hold `pattern_defs` for this scheme and drawing, once. Bodies of which another
        drawing of the page says the same may be left `untitled`; without `titles` all are.
        """
        if titles and not untitled.issuperset(self.codes):
            said = zip(self.codes, self._heads, self._called, self._titles(scheme, layers), strict=True)
            first = [
                f"{head}/>" if code in untitled else f"{head}><title>{name}{words}</title></path>"
                for code, head, name, words in said
            ]
        else:
            first = [f"{head}/>" for head in self._heads]
        return tuple(
            self._map(scheme, layer, first if number == 0 else self._uses, embed)
            for number, layer in enumerate(layers)
        )

    def draw_again(self, scheme: Scheme, layer: Layer) -> str:
        """One more <svg> that uses the geometry of `draw` on the same page, in colours of its own."""
        return self._map(scheme, layer, self._uses, True)

    def _titles(self, scheme: Scheme, layers: Sequence[Layer]) -> list[str]:
        """What is said of each body: its answer, in every layer where there are several."""
        labels = {shade.token: _(shade.label) for shade in scheme.shades}
        no_answer = labels.get(MISSING, _("no answer"))
        said = []
        for layer in layers:
            start = ": " if len(layers) == 1 else f"; {layer.label[:1].lower()}{layer.label[1:]}: "
            said.append(
                [
                    escape(
                        start + (layer.words.get(code) or labels.get(layer.shades.get(code, ""), no_answer))
                    )
                    for code in self.codes
                ]
            )
        return ["".join(parts) for parts in zip(*said, strict=True)]

    def _map(self, scheme: Scheme, layer: Layer, areas: Sequence[str], embed: bool) -> str:
        own = {token: scheme.shade(token).token for token in {*layer.shades.values(), MISSING}}
        tokens = [own[layer.shades.get(code, MISSING)] for code in self.codes]
        stroke = _number(BORDER_PX * self.per_px)
        body = _groups(scheme, tokens, areas, range(len(areas)), self.prefix)
        parts = [
            self._open(scheme, layer, tokens, embed),
            f"{_areas(scheme, stroke)}{body}</g>",
        ]
        if self.inset:
            parts.append(self._inset(scheme, tokens, self.inset))
        parts.extend(
            f'<text class="map-text" x="{_number(text.x)}" y="{_number(text.y)}" '
            f'font-size="{_number(12 * self.per_px)}" fill="{painted(INK)}">{escape(text.text)}</text>'
            for text in self.texts
        )
        return "".join(parts) + "</svg>"

    def _open(self, scheme: Scheme, layer: Layer, tokens: Sequence[str], embed: bool) -> str:
        counts = layer.counted or ", ".join(
            f"{_(shade.label)}: {tokens.count(shade.token)}"
            for shade in scheme.shades
            if shade.token in tokens
        )
        what = _("Map of equal cells") if self.name == "hex" else _("Map")
        label = escape(f"{what}. {layer.label}. {counts}.")
        apart = f' data-apart="{escape(dumps(layer.apart))}"' if layer.apart and embed else ""
        width, height = self.px
        least = f' style="min-width:{self.min_px}px"' if self.min_px and embed else ""
        focus = ' tabindex="0"' if embed else ""
        return (
            f'<svg id="{escape(layer.id)}" class="map {self.name} {scheme.id}" '
            f'viewBox="0 0 {self.width} {self.height}" width="{width}" height="{height}"{least} '
            f'role="img"{focus} aria-label="{label}"{apart}>'
        )

    def _inset(self, scheme: Scheme, tokens: Sequence[str], inset: Inset) -> str:
        """The crowd again, larger, in a frame; and a frame around it where it is."""
        x0, y0, x1, y1 = inset.source
        left, top, right, bottom = inset.target
        again = _groups(scheme, tokens, self._uses, inset.shown, f"{self.prefix}i")
        stroke = _number(BORDER_PX * self.per_px / inset.zoom)
        view = " ".join(map(_number, (x0, y0, x1 - x0, y1 - y0)))
        line = f'class="frame" fill="none" stroke="{painted(INK)}" '
        line += f'stroke-width="{_number(BORDER_PX * self.per_px)}"'
        return (
            f'<svg x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" '
            f'height="{_number(bottom - top)}" viewBox="{view}">'
            f"{_areas(scheme, stroke)}{again}</g></svg>"
            f"{_rectangle(inset.target, line)}{_rectangle(inset.source, line)}"
        )


def _groups(
    scheme: Scheme, tokens: Sequence[str], areas: Sequence[str], rows: Iterable[int], place: str
) -> str:
    """Areas gathered by state: the colour stands once per state; paths have none, for others use them."""
    by_token: dict[str, list[str]] = {}
    for row in rows:
        by_token.setdefault(tokens[row], []).append(areas[row])
    return "".join(
        f'<g {paint(scheme, shade.token, place)} data-state="{shade.token}">'
        f"{''.join(by_token[shade.token])}</g>"
        for shade in scheme.shades
        if shade.token in by_token
    )


def _areas(scheme: Scheme, stroke: str) -> str:
    return f'<g class="areas" stroke="{scheme.line}" stroke-width="{stroke}" stroke-linejoin="round">'


def _rectangle(box: tuple[float, float, float, float], attributes: str) -> str:
    left, top, right, bottom = box
    return (
        f'<rect x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" '
        f'height="{_number(bottom - top)}" {attributes}/>'
    )


def _number(value: float) -> str:
    """A number as short as it can be written with two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def map_css() -> str:
    """Rules for every map of a page: size, focus, frames, and text on dark pages."""
    return (
        f".map{{max-width:100%;height:auto}}"
        f".map:focus-visible{{outline:3px solid currentColor;outline-offset:3px}}"
        f".map .frame{{stroke:{painted(GREY)}}}"
        f"@media (prefers-color-scheme:dark){{.map .frame{{stroke:{tokens().css('state.dark.border')}}}"
        f".map .map-text{{fill:{tokens().css('color.dark.ink')}}}}}"
    )
