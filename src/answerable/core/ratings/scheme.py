"""What a rating scheme says, checked against its study, and the variants it is worked out in."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from answerable.core.answers import YES
from answerable.core.errors import Fault, InputFaults, UnknownName
from answerable.core.questions import Questionnaire
from answerable.core.ratings.model import ItemSet, RatingScheme
from answerable.core.study.model import Study


@dataclass(frozen=True)
class Variant:
    """One way to work out a scheme: which items, and whether all of them are the denominator."""

    name: str
    item_set: str
    fixed: bool


def variants(scheme: RatingScheme) -> tuple[Variant, ...]:
    """The variants of a scheme, the published one first: default, fixed, then `<set>` and `<set>_fixed`."""
    made = [Variant("default", scheme.default_set, False), Variant("fixed", scheme.default_set, True)]
    for name in scheme.item_sets:
        if name != scheme.default_set:
            made += [Variant(name, name, False), Variant(f"{name}_fixed", name, True)]
    return tuple(made)


def check_scheme(study: Study, scheme: RatingScheme) -> None:
    """Refuses a scheme that does not fit its study. Raises: InputFaults with every fault"""
    faults = scheme_faults(study, scheme)
    if faults:
        raise InputFaults(faults)


def scheme_faults(study: Study, scheme: RatingScheme) -> tuple[Fault, ...]:
    """Everything wrong with a scheme: bands with gaps, unknown items, a rated overarching question."""
    file = f"ratings/{scheme.id}.yaml"
    faults = [*_band_faults(scheme, file), *_set_faults(scheme, file)]
    for name, lists in scheme.item_sets.items():
        for item_set in lists:
            faults += _list_faults(study, scheme, name, item_set, file)
    return tuple(faults)


def _band_faults(scheme: RatingScheme, file: str) -> Iterator[Fault]:
    limits = [band.up_to for band in scheme.bands]
    if not limits or limits != sorted(set(limits)) or limits[0] < 0 or limits[-1] != 1:
        told = ", ".join(f"{100 * limit}" for limit in limits) or "none"
        yield Fault(
            "rating_bands",
            f"the bands end at {told} percent.",
            "Let each band end above the one before, and the last at 100.",
            file=file,
        )
    if not 0 <= scheme.minimum_coverage <= 1:
        yield Fault(
            "rating_coverage",
            f"a minimum coverage of {scheme.minimum_coverage} is no share.",
            "Give a share from 0 to 1, such as 1/2.",
            file=file,
        )


def _set_faults(scheme: RatingScheme, file: str) -> Iterator[Fault]:
    if scheme.default_set not in scheme.item_sets:
        known = ", ".join(scheme.item_sets) or "none"
        yield Fault(
            "rating_default_set",
            f"there is no item set “{scheme.default_set}”.",
            "Name one of the item sets.",
            file=file,
            expected=known,
        )
    for name in scheme.item_sets:
        if name in ("default", "fixed") or name.endswith("_fixed"):
            yield Fault(
                "rating_set_name",
                f"the item set “{name}” has the name of a variant.",
                "Give it another name than default, fixed or one that ends in _fixed.",
                file=file,
            )


def _list_faults(
    study: Study, scheme: RatingScheme, name: str, item_set: ItemSet, file: str
) -> Iterator[Fault]:
    def fault(rule: str, message: str, remedy: str, question: str | None = None) -> Fault:
        where = f"item set “{name}”, round {item_set.round}, {item_set.kind}: {message}"
        return Fault(rule, where, remedy, file=file, question=question)

    try:
        form = study.round(item_set.round).questionnaire(item_set.kind)
    except UnknownName as error:
        yield fault("rating_round", str(error), "Name a round and kind of this study.")
        return
    same = [other for other in scheme.item_sets[name] if (other.round, other.kind) == _key(item_set)]
    if len(same) > 1:
        yield fault("rating_list_twice", "two lists for one round and kind.", "Keep one of them.")
    if not item_set.items:
        yield fault("rating_items", "no items.", "List the rated questions.")
    for item in dict.fromkeys(item_set.items):
        for rule, message, remedy in _item_faults(form, scheme, item_set, item):
            yield fault(rule, message, remedy, item)
    for item, weight in item_set.weights.items():
        if item not in item_set.items:
            yield fault("rating_weight", "a weight for what is no item.", "Remove it.", item)
        elif weight <= 0:
            yield fault("rating_weight", f"a weight of {weight}.", "Give a weight above 0.", item)


def _item_faults(
    form: Questionnaire, scheme: RatingScheme, item_set: ItemSet, item: str
) -> Iterator[tuple[str, str, str]]:
    question = form.by_id.get(item)
    if question is None:
        yield "rating_item", f"there is no question “{item}”.", "Name a question of the questionnaire."
        return
    # A derived question is a yes/no question without options of its own.
    if YES not in question.coded_options:
        yield "rating_item", "it cannot be answered with yes.", "Rate questions that can."
    if item == scheme.overall.get(item_set.kind):
        yield "rating_overall", "the overarching question is not rated.", "Take it off the list."
    if item_set.items.count(item) > 1:
        yield "rating_item_twice", "it is listed twice.", "Use a weight to count it more than once."


def _key(item_set: ItemSet) -> tuple[str, str]:
    return item_set.round, item_set.kind


def integer_weights(item_set: ItemSet) -> tuple[int, ...]:
    """The weight of each item, in order, in the smallest whole numbers that keep their ratios."""
    weights = [Fraction(item_set.weights.get(item, 1)) for item in item_set.items]
    common = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * common) for weight in weights]
    largest = gcd(*whole)
    return tuple(weight // largest for weight in whole)
