"""A rating scheme's YAML: exact bands, item sets by round and kind, and the notes that go with them."""

from fractions import Fraction
from pathlib import PurePosixPath

from answerable.core.ratings.model import Band, ItemSet, RatingScheme
from answerable.core.study.faults import Faults, quoted
from answerable.core.study.section import Section
from answerable.core.study.yaml import Keyed, Listing, Node

EXTRA = ("summary", "sources")
HALF = Fraction(1, 2)


def parse_scheme(node: Node, file: str, faults: Faults) -> RatingScheme | None:
    """The rating scheme of a file, or None where it has no keys; every fault is noted.

    Units: `up_to` is in percent in the file, a share of 0 to 1 in memory
    """
    if not isinstance(node, Keyed):
        faults.add(
            "not_keys", "The file holds no keys.", "Write it as `key: value`.", file=file, line=node.line
        )
        return None
    top = Section(node, file, faults)
    scheme = RatingScheme(
        id=top.safe_id("id", "rating scheme"),
        version=top.text("version", required=True),
        title=top.text("title", required=True),
        bands=_bands(top),
        item_sets=_item_sets(top),
        default_set=top.text("default_set", required=True),
        minimum_coverage=top.fraction("minimum_coverage", HALF),
        overall=top.texts("overall"),
        notes=top.words("notes"),
        extra=top.extra(*EXTRA),
    )
    top.close()
    if scheme.id and scheme.id != PurePosixPath(file).stem:
        top.fault(
            "id_not_file_name",
            f"The id {quoted(scheme.id)} is not the name of its file.",
            f"Name the file {scheme.id}.yaml, or change the id.",
            key="id",
        )
    return scheme


def _bands(top: Section) -> tuple[Band, ...]:
    bands = []
    for section in top.sections("bands", required=True):
        stars = section.fraction("stars", Fraction(0), required=True)
        up_to = section.fraction("up_to", Fraction(0), required=True)
        if stars.denominator != 1:
            section.fault(
                "not_a_number", f"{stars} is no number of stars.", "Write a whole number.", key="stars"
            )
        bands.append(Band(int(stars), up_to / 100))
        section.close()
    return tuple(bands)


def _item_sets(top: Section) -> dict[str, tuple[ItemSet, ...]]:
    below = top.section("item_sets", required=True)
    sets: dict[str, tuple[ItemSet, ...]] = {}
    for name, (_, node) in below.node.entries.items() if below else ():
        assert below is not None
        if not isinstance(node, Listing):
            below.items(name, required=True)
            continue
        sets[name] = tuple(_item_set(section) for section in below.sections(name))
    return sets


def _item_set(section: Section) -> ItemSet:
    weights = section.section("weights")
    made = ItemSet(
        round=section.text("round", required=True),
        kind=section.text("kind", required=True),
        items=section.words("items", required=True),
        weights={item: weights.fraction(item, Fraction(1), required=True) for item in weights.node.entries}
        if weights
        else {},
    )
    section.close()
    return made
