"""A small land with postcodes of every sort, as a study and as a file of the ONS Postcode Directory."""

from pathlib import Path

import shapely

from answerable.core.study.model import Study
from tests.factories import csv_text, make_round, make_study
from tests.unit.press.maps.land import block, land

AREAS = block(2, 1)
HERE, GONE, AFTER = "B0", "B1", "N1"
HEADER = ("pcds", "doterm", "ctry25cd", "lat", "long")
ENGLAND, SCOTLAND, JERSEY = "E92000001", "S92000003", "L93000001"


def middle(code: str) -> tuple[float, float]:
    """Longitude and latitude of a point well inside an area."""
    point = shapely.Polygon(AREAS[code]).representative_point()
    return round(point.x, 6), round(point.y, 6)


def west_of(code: str, metres: float) -> tuple[float, float]:
    """A point so far to the west of an area's westernmost corner."""
    lon, lat = min(AREAS[code])
    return lon - metres / 70_000, lat


PLACES: dict[str, tuple[str, tuple[float, float], str]] = {
    "AA1 1AA": ("", middle(HERE), ENGLAND),
    "AA1 1AB": ("", middle(GONE), ENGLAND),
    "AA1 1AD": ("201906", middle(HERE), ENGLAND),
    "AA1 1AE": ("", west_of(HERE, 200), ENGLAND),
    "AA1 1AF": ("", (0.0, 99.999999), ENGLAND),
    "AA1 1AG": ("", west_of(HERE, 5000), ENGLAND),
    "AA2 1AA": ("", middle(HERE), ENGLAND),
    "AA2 1AB": ("", west_of(HERE, 100), SCOTLAND),
    "AA2 1AD": ("", middle(HERE), SCOTLAND),
    "AB1 1AA": ("", (-3.0, 56.0), SCOTLAND),
    "BT1 1AA": ("", (-6.0, 54.6), "N92000002"),
    "JE1 1AA": ("", (0.0, 99.999999), JERSEY),
    "SO14 3AB": ("", middle(HERE), ENGLAND),
}


def directory_text() -> str:
    """The file, with the names of columns of 2025."""
    rows = [
        dict(zip(HEADER, (code, ended, country, lat, lon), strict=True))
        for code, (ended, (lon, lat), country) in PLACES.items()
    ]
    return csv_text(rows)


def directory_file(folder: Path) -> Path:
    """The file on disk."""
    path = folder / "ONSPD_TEST.csv"
    path.write_text(directory_text(), encoding="utf-8-sig")
    return path


def postcode_study(**given: object) -> Study:
    """Two bodies with areas, of which one merged into a third that has none."""
    bodies = [
        {"id": HERE, "name": "Here CCG", "region": "North"},
        {"id": GONE, "name": "Gone <b>CCG</b>", "region": "South", "closed": "2020-03-31"},
        {"id": AFTER, "name": "After CCG", "region": "South", "opened": "2020-04-01"},
    ]
    merged = {
        "effective_date": "2020-04-01",
        "predecessor_id": GONE,
        "successor_id": AFTER,
        "change": "merger",
        "share_pct": 100.0,
    }
    answers = {HERE: {"ccn": "yes"}, GONE: {"ccn": "no"}}
    a_round = make_round("2017", {"ccg": ["ccn"]}, answers, sent_on="2017-06-14")
    fields = {"successions": [merged], "boundaries": {"ccg": land(AREAS)}, **given}
    return make_study(bodies, [a_round], **fields)  # type: ignore[arg-type]
