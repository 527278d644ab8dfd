"""From SVG to PNG: drawn by resvg with our own fonts, then written with few colours, so that it is small."""

import re
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

import numpy as np
import PIL
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from answerable.press.images.fonts import SANS_FAMILY, SERIF_FAMILY, font_files, fonts_fingerprint

LARGE = 80_000
"""What a picture may weigh; one that weighs more gets a palette, of fewer colours if need be.

Units: bytes
"""
COLOURS = (32, 20, 14)
EFFORT = 8
ENLARGED = 1.5
"""From here on no line is thinner than a pixel, so edges may be sharp, which makes a picture much smaller."""
RECIPE = 2
"""Raise it when the way from SVG to PNG changes: all pictures are then made anew."""
BITS = 6
_COLOUR = re.compile(r'(?:fill|stroke|color)="#([0-9a-fA-F]{6})"')
_WIDTH = re.compile(r' width="([0-9.]+)"')
Colours = NDArray[np.uint8]


def png_of(svg: str, width: int) -> bytes:
    """The picture of an SVG file as PNG, so many pixels wide; the same bytes each time.

    Raises: ValueError for what is no SVG
    """
    natural = _WIDTH.search(svg)
    enlarged = natural is not None and width >= ENLARGED * float(natural[1])
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=list(font_files()),
        serif_family=SERIF_FAMILY,
        sans_serif_family=SANS_FAMILY,
        shape_rendering="crisp_edges" if enlarged else "geometric_precision",
    )
    best = bytes(drawn)
    for colours in COLOURS:
        if len(best) > LARGE:
            best = min(best, _with_palette(best, svg, colours), key=len)
    return best


def picture_key(svg: str, width: int) -> str:
    """What a picture is made from, as a hash: its SVG, its width, the rasteriser and the fonts."""
    return sha256(f"{_made_with()}\n{width}\n{svg}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _made_with() -> str:
    versions = (resvg_py.__resvg_version__, resvg_py.__version__, PIL.__version__)
    return f"{RECIPE} {' '.join(versions)} {fonts_fingerprint()}"


def _with_palette(png: bytes, svg: str, most: int) -> bytes:
    """The flat colours of the SVG exactly as they are, then as many of those between as there is room for.

    Nothing is averaged into a flat colour: the paper would melt into the white of a no.
    """
    pixels = np.asarray(Image.open(BytesIO(png)).convert("RGB"))
    found = dict.fromkeys(each.lower() for each in _COLOUR.findall(svg))
    flat = np.array([list(bytes.fromhex(each)) for each in found], dtype=np.uint8).reshape(-1, 3)
    cells = _cells(pixels)
    counts = np.bincount(cells.ravel(), minlength=1 << 3 * BITS)
    places = _cells(flat)
    between = counts.copy()
    between[places] = 0
    n = max(most - len(flat), 2)
    common = np.argpartition(between, -n)[-n:]
    palette = np.concatenate([flat, _colours(common[between[common] > 0])])
    used = np.flatnonzero(counts)
    apart = _colours(used)[:, None, :].astype(np.int32) - palette[None, :, :].astype(np.int32)
    nearest = np.zeros(1 << 3 * BITS, dtype=np.uint8)
    nearest[used] = (apart**2).sum(axis=2).argmin(axis=1)
    nearest[places] = np.arange(len(flat))
    made = Image.fromarray(nearest[cells], "P")
    made.putpalette(palette.tobytes())
    out = BytesIO()
    made.save(out, "PNG", compress_level=EFFORT)
    return out.getvalue()


def _cells(colours: Colours) -> NDArray[np.uint32]:
    """The cell of a coarse cube of colours that each colour falls into."""
    parts = (colours >> (8 - BITS)).astype(np.uint32)
    return np.asarray(parts[..., 0] << 2 * BITS | parts[..., 1] << BITS | parts[..., 2])


def _colours(cells: NDArray[np.intp]) -> Colours:
    """The colours in the middle of cells."""
    mask, half = (1 << BITS) - 1, 1 << (7 - BITS)
    parts = np.stack([cells >> 2 * BITS & mask, cells >> BITS & mask, cells & mask], axis=-1)
    return (parts << (8 - BITS) | half).astype(np.uint8)
