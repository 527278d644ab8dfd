"""Boundary files as they come: broken rings, missing and extra codes, other dates, not GeoJSON at all."""

import json
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import InputFaults, Severity
from answerable.press.maps import boundaries
from answerable.press.maps.boundaries import load_boundaries
from tests.unit.press.maps.land import block, collection, feature, land, square

BOW_TIE = [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]


def rules(raw: bytes, wanted: list[str]) -> list[str]:
    return [fault.rule for fault in load_boundaries(raw, wanted, file="geography/ccg.geojson").warnings]


def test_clean_boundaries_give_every_area_and_no_warning() -> None:
    rings = block(4, 3)
    found = load_boundaries(land(rings), list(rings))
    assert list(found.areas) == list(rings)
    assert not found.warnings and not found.missing and found.matches


def test_a_ring_that_crosses_itself_is_repaired_and_named() -> None:
    found = load_boundaries(collection([feature("A", BOW_TIE)]), ["A"], file="geography/ccg.geojson")
    assert shapely.is_valid(found.areas["A"])
    assert found.areas["A"].area == pytest.approx(0.5)
    [warning] = found.warnings
    assert (warning.rule, warning.severity) == ("boundary_repaired", Severity.WARNING)
    assert "A" in warning.message and warning.file == "geography/ccg.geojson"


def test_a_tail_without_area_is_cut_off() -> None:
    ring = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [3.0, 3.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
    found = load_boundaries(collection([feature("A", ring)]), ["A"])
    assert found.areas["A"].geom_type == "Polygon"
    assert found.areas["A"].area == pytest.approx(1)


def test_features_without_code_are_counted_and_left_out() -> None:
    raw = collection([feature("A", square(0, 0)), feature(None, square(1, 0)), {"type": "Feature"}])
    found = load_boundaries(raw, ["A"])
    assert list(found.areas) == ["A"]
    assert "2 feature(s)" in found.warnings[0].message


def test_one_code_twice_is_joined_with_a_warning() -> None:
    raw = collection([feature("A", square(0, 0)), feature("A", square(1, 0))])
    found = load_boundaries(raw, ["A"])
    assert found.areas["A"].area == pytest.approx(2, rel=0.05)
    assert [w.rule for w in found.warnings] == ["boundary_twice"]


def test_null_geometry_is_named_and_its_body_is_missing() -> None:
    rings = block(5, 4)
    features = [feature(code, ring) for code, ring in rings.items()]
    features[3]["geometry"] = None
    found = load_boundaries(collection(features), list(rings))
    assert found.missing == ("B3",) and found.matches
    assert {w.rule for w in found.warnings} == {"boundary_without_polygon", "boundary_missing"}


def test_extra_codes_are_said_and_not_drawn() -> None:
    rings = block(2, 2)
    found = load_boundaries(land(rings), ["B0", "B1"])
    assert set(found.areas) == {"B0", "B1"}
    assert "B2, B3" in found.warnings[0].message


def test_bodies_of_other_dates_may_stand_in_the_file() -> None:
    features = [feature(code, ring) for code, ring in block(2, 2).items()]
    crossed = feature("old", BOW_TIE)
    raw = collection([*features, crossed, crossed, {"properties": {"code": "older"}}])
    found = load_boundaries(raw, ["B0", "B1"], others={"B2", "B3", "old", "older"})
    assert set(found.areas) == {"B0", "B1"} and not found.warnings


def test_missing_codes_are_listed() -> None:
    rings = block(5, 4)
    found = load_boundaries(land(rings), [*rings, "X1"])
    assert found.missing == ("X1",) and found.matches
    assert "X1" in found.warnings[0].message


@pytest.mark.parametrize(("known", "matches"), [(18, True), (17, False), (0, False)])
def test_boundaries_of_another_date_are_not_drawn(known: int, matches: bool) -> None:
    rings = block(5, 4)
    wanted = [*list(rings)[:known], *(f"X{n}" for n in range(20 - known))]
    found = load_boundaries(land(rings), wanted)
    assert found.matches is matches
    if not matches:
        assert "another date" in found.warnings[-1].message
        assert f"{known} of 20 bodies" in found.warnings[-1].message


def test_points_lines_and_heights_are_read_past() -> None:
    ring = [[x, y, 12.5] for x, y in square(0, 0)]
    mixed: dict[str, Any] = {
        "type": "Feature",
        "properties": {"code": "A"},
        "geometry": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Point", "coordinates": [0, 0]},
                {"type": "Polygon", "coordinates": [ring]},
                {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
            ],
        },
    }
    found = load_boundaries(collection([mixed]), ["A"])
    assert found.areas["A"].area == pytest.approx(1, rel=0.05)


def test_an_open_ring_is_closed_and_a_number_serves_as_code() -> None:
    found = load_boundaries(collection([feature(7, square(0, 0)[:-1])]), ["7"])
    assert shapely.is_valid(found.areas["7"])


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON at line 1"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[]", "not a GeoJSON FeatureCollection"),
        (b'{"type": "Topology", "objects": {}}', "TopoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b'{"type": "FeatureCollection", "features": {}}', "not a GeoJSON FeatureCollection"),
        (collection([{"properties": {"ccg16cd": "A"}}]), "Did you mean `ccg16cd`?"),
        (collection([feature("A")]), "No feature has a usable polygon"),
        (collection([None, 3, "x"]), "No feature has a property `code`"),
    ],
)
def test_unusable_files_are_told_apart_and_say_what_to_do(raw: bytes, says: str) -> None:
    with pytest.raises(InputFaults) as raised:
        load_boundaries(raw, ["A"], file="geography/ccg.geojson")
    [fault] = raised.value.faults
    assert says in fault.message
    assert fault.file == "geography/ccg.geojson" and fault.remedy


def test_not_a_number_and_infinity_never_reach_the_map() -> None:
    good = feature("B", square(0, 0))
    bad = feature("A", [[0.0, 0.0], [1.0, float("nan")], [1.0, float("inf")], [0.0, 0.0]])
    found = load_boundaries(
        json.dumps({"type": "FeatureCollection", "features": [bad, good]}).encode(), ["A", "B"]
    )
    assert list(found.areas) == ["B"]


def test_too_large_a_file_and_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = land(block(3, 3))
    monkeypatch.setattr(boundaries, "MOST_VERTICES", 100)
    with pytest.raises(InputFaults, match="more than 100 points"):
        load_boundaries(raw, ["B0"])
    monkeypatch.setattr(boundaries, "MOST_BYTES", 1000)
    with pytest.raises(InputFaults, match="more than the 0 MB"):
        load_boundaries(raw, ["B0"])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)
SHAPES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection", "x"]),
        "coordinates": JSON
        | st.lists(
            st.lists(st.lists(st.lists(st.floats(-3, 3), max_size=3), max_size=7), max_size=2), max_size=2
        ),
        "geometries": JSON,
    }
)


@given(
    st.lists(JSON | st.fixed_dictionaries({"properties": st.just({"code": "A"}), "geometry": SHAPES | JSON}))
)
def test_whatever_the_file_holds_it_is_read_or_refused_with_faults(features: list[Any]) -> None:
    raw = collection([*features, feature("B", square(0, 0))])
    found = load_boundaries(raw, ["A", "B"])
    assert "B" in found.areas
    for area in found.areas.values():
        assert area.is_valid and area.area > 0 and area.geom_type in {"Polygon", "MultiPolygon"}
