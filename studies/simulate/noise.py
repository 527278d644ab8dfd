"""Arrays of numbers, and smooth random fields made of sums and products, alike on every machine."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SIZE = 256
# A turn by the 3-4-5 triangle between octaves hides the lattice; its cosine and sine are exact decimals.
_COS, _SIN = 0.8, 0.6


def tally(labels: Ints, weights: Floats, n: int = 0) -> Floats:
    """Weights added up by label, from 0 to the last one (or to n - 1, if that is further)."""
    return np.asarray(np.bincount(labels, weights=weights, minlength=n), dtype=np.float64)


class Noise:
    """Value noise on a lattice, from a seed: fields in [-1, 1] that vary over a given wavelength."""

    def __init__(self, seed: int) -> None:
        self._table = np.random.default_rng(seed).random((_SIZE, _SIZE)) * 2 - 1

    def _octave(self, x: Floats, y: Floats) -> Floats:
        left, below = np.floor(x), np.floor(y)
        u, v = x - left, y - below
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
        i, j = left.astype(np.int64) % _SIZE, below.astype(np.int64) % _SIZE
        k, m = (i + 1) % _SIZE, (j + 1) % _SIZE
        low = self._table[i, j] * (1 - u) + self._table[k, j] * u
        high = self._table[i, m] * (1 - u) + self._table[k, m] * u
        return low * (1 - v) + high * v

    def field(self, x: Floats, y: Floats, wavelength: float, octaves: int = 5, gain: float = 0.5) -> Floats:
        """Fractal sum of octaves, each half as long as the last and `gain` times as high.

        Shape:  x, y of one shape -> the same shape
        Source: Perlin (1985), value-lattice form
        """
        total, height, weight = np.zeros_like(x), 1.0, 0.0
        u, v = x / wavelength, y / wavelength
        for _ in range(octaves):
            total = total + height * self._octave(u, v)
            weight += height
            height *= gain
            u, v = (u * _COS - v * _SIN) * 2 + 17.0, (u * _SIN + v * _COS) * 2 + 31.0
        return total / weight
