"""Maps: boundaries to pictures, worked out once per round and kind, then painted in well under a millisecond.

    maps = prepare_maps(study, "2017", "ccg")          # once per round and kind; share it among all questions
    maps.geography                                      # Drawing, or None: no boundaries, or of another date
    maps.hexes                                          # Drawing, always there
    maps.notes, maps.without_area                       # warnings for the page; bodies the map does not show

    scheme = answer_scheme(question.coded_options)      # also STARS, DIFFERENCE, number_classes
    shades = {body: scheme.token_of(status, answer) for ...}      # a body left out is hatched, never coloured
    layers = [
        Layer("hours", "In hours", shades, words),      # words: body -> "no reply"; id: unique
        Layer("ooh", "Out of hours", shades_ooh, words_ooh),
    ]
    left, right = maps.geography.draw(scheme, layers)   # one <svg> text each; both must be on the page
    cells = maps.hexes.draw(scheme, [Layer("hours-hex", ...), Layer("ooh-hex", ...)])

Once per page, before the maps and the legend: `pattern_defs([scheme, ...], maps.drawings)`. Once in the
style sheet: `state_css() + map_css()`. Legends: `scheme.legend(shades)` gives each shade with its count (they
sum to the bodies given) and `swatch(scheme, shade)` its picture. An answer bar is drawn in an <svg class="bar
answers"> whose rectangles carry `paint(scheme, token)`. Numbers: `number_classes(values, say)`
gives scheme and shades. Downloads: `standalone(drawing, scheme, layers, title=..., caption=...,
attribution=..., simulated=...)` is an SVG file that needs nothing else.

An area is `<path id="..." data-code="E38000001">` in the first map and `<use href="#...">` in the others,
inside `<g class="s-yes" data-state="yes">`; every <svg> is one tab stop, areas are not focusable. The second
map borrows its geometry from the first: leave out neither, and hide neither with display:none.
"""

from answerable.press.maps.classes import NumberClasses, number_classes
from answerable.press.maps.patterns import paint, pattern_defs, state_css, swatch
from answerable.press.maps.prepare import PreparedMaps, prepare_maps
from answerable.press.maps.regions import MOST_DRAWN, RegionMaps, prepare_drawings, region_code
from answerable.press.maps.standalone import standalone
from answerable.press.maps.svg import Drawing, Layer, map_css

__all__ = [
    "MOST_DRAWN",
    "Drawing",
    "Layer",
    "NumberClasses",
    "PreparedMaps",
    "RegionMaps",
    "map_css",
    "number_classes",
    "paint",
    "pattern_defs",
    "prepare_drawings",
    "prepare_maps",
    "region_code",
    "standalone",
    "state_css",
    "swatch",
]
