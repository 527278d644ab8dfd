"""From SVG to PNG: the same bytes each time, flat colours exact, and small."""

import pytest

from answerable.press.colours import GREY, NO_FILL, PAPER, YES_FILL
from answerable.press.images import raster
from answerable.press.images.raster import LARGE, picture_key, png_of
from tests.pictures import colours_of, size_of

FLAT = {tuple(bytes.fromhex(colour[1:])) for colour in (PAPER, NO_FILL, YES_FILL)}


def drawing(n: int, side: int = 600) -> str:
    """Many slanted shapes in the colours of a map, with words: large as a picture."""
    shapes = "".join(
        f'<path d="M{i * 37 % side} {i * 53 % side}l31 7 -9 29z" fill="{(YES_FILL, NO_FILL)[i % 2]}" '
        f'stroke="{GREY}"/><text x="{i * 71 % side}" y="{i * 29 % side}" font-size="13">{i} asked</text>'
        for i in range(n)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="{PAPER}"/>{shapes}</svg>'
    )


def test_picture_is_the_same_every_time_and_as_wide_as_asked() -> None:
    first = png_of(drawing(40), 800)
    assert first == png_of(drawing(40), 800)
    assert size_of(first) == (800, 800)


@pytest.mark.parametrize("width", [800, 1200], ids=["about its own size", "enlarged"])
def test_large_picture_gets_a_palette_that_keeps_flat_colours_exactly(width: int) -> None:
    png = png_of(drawing(700), width)
    colours = colours_of(png)
    assert colours >= FLAT
    # The paper is nearly white: had the two been averaged, a no would look like the sea.
    assert len(colours) <= max(raster.COLOURS)


def test_small_picture_is_left_as_it_was_drawn() -> None:
    png = png_of(drawing(5), 600)
    assert len(png) <= LARGE
    assert len(colours_of(png)) > max(raster.COLOURS)


def test_enlarged_picture_has_sharp_edges() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" fill="{PAPER}"/><path d="M10 10L90 23V80z" fill="{YES_FILL}"/></svg>'
    )
    assert len(colours_of(png_of(svg, 200))) == 2
    assert len(colours_of(png_of(svg, 100))) > 2


def test_system_fonts_are_never_used() -> None:
    """A picture would differ from machine to machine."""
    text = '<text x="10" y="60" font-size="40" font-family="{}">Nurses</text></svg>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90" viewBox="0 0 300 90">'
    asked = png_of(head + text.format("DejaVu Serif, Liberation Serif, Charter, serif"), 300)
    assert asked == png_of(head + text.format("serif"), 300)
    assert asked != png_of(head + text.format("sans-serif"), 300)


def test_key_covers_svg_width_and_what_it_is_made_with(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {picture_key("<svg/>", 100), picture_key("<svg />", 100), picture_key("<svg/>", 101)}
    monkeypatch.setattr(raster, "_made_with", lambda: "another rasteriser")
    keys.add(picture_key("<svg/>", 100))
    assert len(keys) == 4


def test_what_is_no_svg_is_an_error() -> None:
    with pytest.raises(ValueError):
        png_of("not a drawing", 100)
