"""A rating scheme as data, so that another audit can bring its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class Band:
    """Stars given up to and including an exact share of yes; bands are contiguous from zero."""

    stars: int
    up_to: Fraction


@dataclass(frozen=True)
class ItemSet:
    """A list of rated questions for one round and kind, with a weight each (1 where none is given)."""

    round: str
    kind: str
    items: tuple[str, ...]
    weights: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class RatingScheme:
    """A versioned definition of a rating: item sets by name, bands, minimum coverage.

    `item_sets` maps a set's name to its lists; `default_set` names the one that is published first.
    Variants are named `default` and `fixed` for the default set, `<set>` and `<set>_fixed` for others.
    `minimum_coverage` is the share of items that must be answered for a rating not to be provisional.
    `overall` maps a kind to the overarching question that is not rated.
    """

    id: str
    version: str
    title: str
    bands: tuple[Band, ...]
    item_sets: Mapping[str, tuple[ItemSet, ...]]
    default_set: str
    minimum_coverage: Fraction = Fraction(1, 2)
    overall: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
