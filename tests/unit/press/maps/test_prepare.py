"""What one round and kind need for their maps: which boundaries, what is missing, what is shared."""

from datetime import date

import pytest

from answerable.core.errors import UnknownName
from answerable.core.study.model import Study
from answerable.press.colours import ANSWERS
from answerable.press.maps import Layer, prepare_maps
from answerable.press.maps.prepare import boundary_name
from tests.factories import make_round, make_study
from tests.unit.press.maps.land import block, land, mapped_study

RINGS = block(5, 4)
CODES = list(RINGS)


def test_boundaries_give_both_drawings_of_all_bodies() -> None:
    maps = prepare_maps(mapped_study(CODES, {"ccg": land(RINGS)}), "2016", "ccg")
    assert maps.geography is not None
    assert set(maps.geography.codes) == set(maps.hexes.codes) == set(maps.codes) == set(CODES)
    assert maps.without_area == () and maps.notes == ()


def test_without_boundaries_cells_stand_by_region_and_name() -> None:
    study = make_study(
        [
            {"id": "2", "name": "B", "region": "South"},
            {"id": "1", "name": "C", "region": "North"},
            {"id": "3", "name": "A", "region": "South"},
        ],
        [make_round("2016", {"ccg": ["ccn"]})],
    )
    maps = prepare_maps(study, "2016", "ccg")
    assert maps.geography is None and maps.drawings == (maps.hexes,)
    assert maps.hexes.codes == ("1", "3", "2")
    assert [text.text for text in maps.hexes.texts] == ["North", "South"]


@pytest.mark.parametrize(
    ("names", "sent_on", "chosen"),
    [
        ({"ccg"}, "2016-04-04", "ccg"),
        ({"ccg", "ccg-2016"}, "2016-04-04", "ccg-2016"),
        ({"ccg", "ccg-2017"}, "2016-04-04", "ccg"),
        ({"ccg", "ccg-2015-04-01", "ccg-2016-04-01", "ccg-2017-04-01"}, "2016-04-04", "ccg-2016-04-01"),
        ({"ccg-2017-04-01"}, "2016-04-04", None),
        ({"ccg", "ccg-2015-04-01"}, None, "ccg"),
        ({"la", "ccgs"}, "2016-04-04", None),
    ],
)
def test_boundary_name_takes_the_vintage_of_the_round(
    names: set[str], sent_on: str | None, chosen: str | None
) -> None:
    a_round = make_round("2016", {"ccg": ["ccn"]}, sent_on=sent_on)
    study = make_study(["A"], [a_round], boundaries=dict.fromkeys(names, b""))
    assert boundary_name(study, a_round, "ccg") == chosen


def test_boundaries_of_another_date_leave_the_cells_and_say_so() -> None:
    wanted = [*CODES[:12], *(f"X{n}" for n in range(8))]
    maps = prepare_maps(mapped_study(wanted, {"ccg": land(RINGS)}), "2016", "ccg")
    assert maps.geography is None
    assert set(maps.hexes.codes) == set(wanted) and len(set(maps.hexes.paths)) == 20
    assert [note.rule for note in maps.notes] == ["boundaries_of_another_date"]


def test_a_body_without_an_area_is_listed_and_has_a_cell() -> None:
    maps = prepare_maps(mapped_study([*CODES, "X"], {"ccg": land(RINGS)}), "2016", "ccg")
    assert maps.geography is not None and "X" not in maps.geography.codes
    assert maps.without_area == ("X",) and "X" in maps.hexes.codes


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"type": "FeatureCollection", "features": [{}]}'])
def test_unusable_boundaries_become_a_note_and_the_cells_stand_alone(raw: bytes) -> None:
    maps = prepare_maps(mapped_study(CODES, {"ccg": raw}), "2016", "ccg")
    assert maps.geography is None and len(maps.hexes.codes) == 20
    assert maps.without_area == tuple(CODES)
    assert [str(note.severity) for note in maps.notes] == ["warning"]


def test_areas_over_one_another_are_said() -> None:
    rings = {**RINGS, "B1": [[x - 0.1, y] for x, y in RINGS["B1"]]}
    maps = prepare_maps(mapped_study(CODES, {"ccg": land(rings)}), "2016", "ccg")
    assert maps.geography is not None and len(maps.geography.codes) == 20
    assert "boundary_overlap" in [note.rule for note in maps.notes]


def open_in(year: str) -> Study:
    bodies = [
        {"id": "B0", "name": "old", "opened": "2010-01-01", "closed": "2016-12-31"},
        {"id": "B0", "name": "new", "opened": "2017-01-01"},
        {"id": "B1", "name": "closed", "closed": "2015-12-31"},
        {"id": "B2", "name": "later", "opened": "2018-01-01"},
        {"id": "B3", "name": "other", "kind": "la"},
    ]
    sent = None if year == "unsent" else f"{year}-05-01"
    return make_study(bodies, [make_round("r", {"ccg": ["ccn"]}, sent_on=sent)], kinds=("ccg", "la"))


@pytest.mark.parametrize(
    ("year", "names"),
    [("2015", {"old", "closed"}), ("2016", {"old"}), ("2017", {"new"}), ("unsent", {"new", "later"})],
)
def test_bodies_are_those_open_when_the_round_was_sent(year: str, names: set[str]) -> None:
    assert set(prepare_maps(open_in(year), "r", "ccg").hexes.names) == names


def test_a_date_may_be_given() -> None:
    maps = prepare_maps(open_in("2015"), "r", "ccg", on=date(2017, 6, 1))
    assert maps.hexes.names == ("new",)


def test_a_kind_without_bodies_has_an_empty_drawing() -> None:
    maps = prepare_maps(make_study([], [make_round("r", {"ccg": ["ccn"]})]), "r", "ccg")
    [svg] = maps.hexes.draw(ANSWERS, [Layer("x", "x", {})])
    assert maps.codes == () and "<path" not in svg


def test_unknown_rounds_and_kinds_are_refused() -> None:
    study = mapped_study(CODES, {})
    with pytest.raises(UnknownName):
        prepare_maps(study, "1999", "ccg")
    with pytest.raises(UnknownName):
        prepare_maps(study, "2016", "la")


def test_ids_of_rounds_and_kinds_are_apart() -> None:
    rounds = [make_round(name, {"ccg": ["ccn"]}) for name in ("2016", "2017")]
    study = make_study(["A", "B"], rounds)
    first, second = (prepare_maps(study, a_round.id, "ccg").hexes.prefix for a_round in rounds)
    assert first != second
