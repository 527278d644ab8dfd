"""Boundaries that are broken, of another date or of other bodies: told, and never in the way."""

import json
from pathlib import Path
from typing import Any

import pytest

from answerable.core.study.reading import read_study
from tests.factories import write_folder
from tests.unit.core.study.changed import FILES, found

SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
BOW_TIE = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]


def features(**shapes: Any) -> str:
    """GeoJSON of areas by code."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"code": code},
                    "geometry": shape and {"type": "Polygon", "coordinates": shape},
                }
                for code, shape in shapes.items()
            ],
        }
    )


SOUND = features(E1=SQUARE, E2=SQUARE)


def told(tmp_path: Path, content: str | bytes, name: str = "geography/ccg.geojson") -> list[tuple[str, str]]:
    return [(f.rule, str(f.severity)) for f in found(tmp_path, {name: content})]


def test_geography_of_the_bodies_of_a_round_has_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND) == []


@pytest.mark.parametrize("content", ["", "not json", "{", "[" * 100_000, '{"a": 1e999999999'])
def test_geography_that_is_no_json_is_an_error(tmp_path: Path, content: str | bytes) -> None:
    assert told(tmp_path, content) == [("not_json", "error")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("[]", "no_features"),
        ('{"features": {}}', "no_features"),
        ('{"features": []}', "no_features"),
        (features(E1=SQUARE), "code_without_boundary"),
        (features(E1=SQUARE, E2=SQUARE, E3=SQUARE), "boundary_without_body"),
        (features(E1=SQUARE, E2=BOW_TIE), "self_crossing"),
        (features(E1=SQUARE, E2=None), "feature_without_shape"),
        (features(E1=SQUARE, E2=[[["x", 0]]]), "feature_without_shape"),
        (SOUND.replace('"code": "E2"', '"name": "E2"'), "feature_without_code"),
        (SOUND[:-2] + ", 7]}", "feature_without_code"),
        (SOUND.replace('"E2"', '"E1"'), "duplicate_code"),
    ],
)
def test_geography_with_a_fault_is_warned_of_and_read_all_the_same(
    tmp_path: Path, content: str, rule: str
) -> None:
    faults = found(tmp_path, {"geography/ccg.geojson": content})
    assert rule in {f.rule for f in faults}
    assert {str(f.severity) for f in faults} == {"warning"}
    assert read_study(tmp_path / "tiny").boundaries == {"ccg": content.encode()}


def test_geography_of_a_round_goes_before_that_of_all_rounds(tmp_path: Path) -> None:
    own = {"geography/ccg.geojson": features(X9=SQUARE), "geography/ccg-2016.geojson": SOUND}
    assert found(tmp_path / "a", own) == ()
    dated = {"geography/ccg.geojson": features(X9=SQUARE), "geography/ccg-2015-04-01.geojson": SOUND}
    assert found(tmp_path / "b", dated) == ()
    later = {"geography/ccg.geojson": SOUND, "geography/ccg-2017-04-01.geojson": features(E3=SQUARE)}
    assert found(tmp_path / "c", later) == ()


def test_geography_of_no_kind_is_warned_of(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND, "geography/cgc.geojson") == [("unknown_kind", "warning")]


def test_geography_names_at_most_ten_codes(tmp_path: Path) -> None:
    many = features(E1=SQUARE, E2=SQUARE, **{f"X{n}": SQUARE for n in range(30)})
    (fault,) = found(tmp_path, {"geography/ccg.geojson": many})
    assert "30 boundaries" in fault.message and "and 20 more" in fault.message


def test_geography_of_a_round_not_sent_is_that_of_the_bodies_of_today(tmp_path: Path) -> None:
    unsent = FILES["rounds/2016/round.yaml"].replace("sent_on: 2016-04-04", "sent_on:")
    files = {
        **FILES,
        "rounds/2016/round.yaml": unsent,
        "rounds/2016/answers.csv": None,
        "rounds/2016/requests.csv": None,
        "geography/ccg.geojson": features(E1=SQUARE, E3=SQUARE),
    }
    assert found(tmp_path, files) == ()
    assert read_study(write_folder(tmp_path, files, name="tiny")).rounds[0].sent_on is None


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_geography_in_another_encoding_is_an_error(tmp_path: Path, encoding: str) -> None:
    content = SOUND.replace('"type"', '"nom": "Ynys Môn", "type"', 1)
    assert told(tmp_path, content.encode(encoding)) == [("wrong_encoding", "error")]
    assert told(tmp_path, content.encode("utf-8-sig")) == []


def test_geography_of_points_has_no_shape_to_draw(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [0, 0]}
    content = json.loads(SOUND)
    content["features"][0]["geometry"] = point
    assert told(tmp_path, json.dumps(content)) == [("feature_without_shape", "warning")]
