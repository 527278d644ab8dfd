"""Looking at pictures in tests."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def pixels_of(png: bytes) -> NDArray[np.uint8]:
    """Rows of pixels as red, green and blue; what is transparent is white."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return np.asarray(Image.alpha_composite(ground, picture).convert("RGB"))


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    with Image.open(BytesIO(png)) as opened:
        return opened.size


def ink_of(png: bytes) -> tuple[int, int, int, int]:
    """The box around all that is darker than its ground: left, top, right, bottom."""
    dark = pixels_of(png).max(axis=2) < 128
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def colours_of(png: bytes) -> set[Sequence[int]]:
    """Every colour in a picture."""
    pixels = pixels_of(png).reshape(-1, 3)
    return {tuple(int(part) for part in colour) for colour in np.unique(pixels, axis=0)}
