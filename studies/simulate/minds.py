"""What moves a body's answers: how much it commissions, what hours it keeps, how thorough its replies are.

A latent trait lasts from round to round, so that answers of one body resemble each other; bodies of
one region resemble each other a little; a body that follows others takes after them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
from studies.simulate.noise import Floats

_REGION, _PLACE = 0.45, 0.9


@dataclass(frozen=True, eq=False)
class Minds:
    """Traits of bodies, each a standard normal number or thereabouts.

    `parents` maps a body to those it follows, with weights; `near` a body to those it shares people with.
    """

    ids: tuple[str, ...]
    regions: tuple[str, ...]
    parents: Mapping[str, Sequence[tuple[str, float]]]
    near: Mapping[str, Sequence[tuple[str, float]]]
    seed: int

    @cached_property
    def _at(self) -> dict[str, int]:
        return {ident: i for i, ident in enumerate(self.ids)}

    def trait(self, name: str) -> Floats:
        """A trait of every body, by name, that lasts.

        Shape:  one number per id
        """
        values = np.random.default_rng([self.seed, 30, crc32(name.encode())]).standard_normal(len(self.ids))
        place = self._at
        for ident, parents in self.parents.items():
            values[place[ident]] = sum(values[place[parent]] * weight for parent, weight in parents)
        return np.round(values, 6)

    def quality(self, name: str) -> Floats:
        """A trait of every body with a share that its region has in common."""
        shared = {
            region: np.random.default_rng(
                [self.seed, 31, crc32(f"{name} {region}".encode())]
            ).standard_normal()
            for region in sorted(set(self.regions))
        }
        common = np.array([shared[region] for region in self.regions])
        return np.round(self.trait(name) + _REGION * common, 6)

    def place(self, name: str) -> Floats:
        """A trait of places: bodies of two kinds that share people have much of it in common."""
        own = self.trait(name)
        place = self._at
        values = own.copy()
        for ident, others in self.near.items():
            total = sum(share for _, share in others)
            values[place[ident]] = sum(own[place[other]] * share / total for other, share in others)
        return np.round(_PLACE * values + (1 - _PLACE) * own, 6)
