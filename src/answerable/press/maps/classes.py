"""Maps of numbers: classes with about as many bodies each, told by the numbers that are really in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite

from answerable.press.colours import CLASS_FILLS, INK, MISSING_SHADE, Scheme, Shade
from answerable.press.language import gettext as _

MOST_CLASSES = 5


@dataclass(frozen=True)
class NumberClasses:
    """The scheme of a map of numbers, and the token of each body that has one."""

    scheme: Scheme
    shades: Mapping[str, str]


def number_classes(
    values: Mapping[str, float], say: Callable[[float], str], *, most: int = MOST_CLASSES
) -> NumberClasses:
    """Classes for the numbers of bodies: equal values never part, and zero stands alone.

    Bodies without a number are left out of `values`; the map hatches them, it never paints them as zero.

    Shape:  number by body -> token by body
    """
    known = {body: value for body, value in values.items() if isfinite(value)}
    ordered = sorted(known.values())
    groups = _around_zero(ordered, most) if 0 < ordered.count(0) < len(ordered) else _groups(ordered, most)
    fills = _spread(len(groups))
    shades = tuple(
        Shade(f"n{number}", _range(group, say), fill)
        for number, (group, fill) in enumerate(zip(groups, fills, strict=True), start=1)
    )
    of_value = {value: shades[number].token for number, group in enumerate(groups) for value in group}
    scheme = Scheme("numbers", (*shades, MISSING_SHADE), INK)
    return NumberClasses(scheme, {body: of_value[value] for body, value in known.items()})


def _around_zero(ordered: list[float], most: int) -> list[list[float]]:
    """Classes with zero as one of its own: what is below it and what is above never share one."""
    below = [value for value in ordered if value < 0]
    above = [value for value in ordered if value > 0]
    room = most - 1
    share = round(room * len(below) / (len(below) + len(above)))
    lower = max(share, 1) if below else 0
    lower = min(lower, room - 1) if above else lower
    return [*_groups(below, lower), [0.0], *_groups(above, room - lower)]


def _groups(ordered: list[float], most: int) -> list[list[float]]:
    """Distinct values in runs with about as many bodies each.

    A value goes where the middle of its bodies lies among all of them, so ties stay together.
    """
    runs: dict[int, list[float]] = {}
    start = 0
    while start < len(ordered):
        value = ordered[start]
        end = start
        while end < len(ordered) and ordered[end] == value:
            end += 1
        runs.setdefault(most * (start + end - 1) // (2 * len(ordered)), []).append(value)
        start = end
    return [runs[number] for number in sorted(runs)]


def _range(group: list[float], say: Callable[[float], str]) -> str:
    low, high = say(group[0]), say(group[-1])
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def _spread(count: int) -> list[str]:
    """So many fills, light to dark, as far apart as the palette allows."""
    if count < 2:
        return [CLASS_FILLS[len(CLASS_FILLS) // 2]] * count
    last = len(CLASS_FILLS) - 1
    return [CLASS_FILLS[round(number * last / (count - 1))] for number in range(count)]
