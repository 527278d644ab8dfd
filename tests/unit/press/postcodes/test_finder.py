"""From a list of postcodes and a study to files by outward code: bodies, boundaries, countries."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from answerable.press.options import Options
from answerable.press.postcodes import (
    Finder,
    chosen_postcodes,
    make_finder,
    read_postcodes,
    study_postcodes,
    with_finder,
)
from answerable.press.postcodes.finder import ground_of_kinds
from answerable.press.postcodes.shards import unpacked
from answerable.press.view.build import build_view
from tests.factories import make_round
from tests.postcode_land import AFTER, GONE, HERE, directory_file, middle, postcode_study
from tests.unit.press.maps.land import block, land

POSTCODES = pl.DataFrame(
    {"postcode": ["QA1 1AA", "QA1 1AB"], "lon": [middle(HERE)[0], 40.0], "lat": [middle(HERE)[1], 10.0]}
)


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    found = make_finder(
        build_view(postcode_study()), read_postcodes(directory_file(tmp_path_factory.mktemp("f")))
    )
    assert found is not None
    return found


def record(finder: Finder, outward: str) -> dict[str, object]:
    made: dict[str, object] = json.loads(finder.shards[f"find/{outward.lower()}.json"])
    return made


def bodies_of(record: Mapping[str, object], inward: str) -> list[str]:
    for numbers, codes, *_ in record["sets"]:  # type: ignore[attr-defined]
        if inward in unpacked(codes):
            return [record["bodies"][number]["code"] for number in numbers]  # type: ignore[index]
    return []


def test_each_postcode_leads_to_the_body_of_its_place(finder: Finder) -> None:
    made = record(finder, "AA1")
    assert bodies_of(made, "1AA") == [HERE]
    assert bodies_of(made, "1AB") == [GONE]
    assert bodies_of(made, "1AE") == [HERE]
    assert bodies_of(made, "1AG") == bodies_of(made, "1AF") == []


def test_a_body_that_closed_leads_to_the_body_of_today(finder: Finder) -> None:
    gone = next(b for b in record(finder, "AA1")["bodies"] if b["code"] == GONE)  # type: ignore[attr-defined]
    assert gone["say"] == "closed"
    assert gone["day"] == "31 March 2020"
    assert gone["today"] == [["After CCG", "bodies/after-ccg/"]]


def test_why_there_is_no_body_is_said(finder: Finder) -> None:
    assert sorted(record(finder, "AA1")["out"]) == [["lost", "1AF"], ["outside", "1AG"]]  # type: ignore[call-overload]
    assert record(finder, "AB1") == {"all": ["foreign", "", "Scotland"]}
    assert record(finder, "JE1") == {"all": ["foreign", "", "the Channel Islands"]}
    assert "find/bt1.json" not in finder.shards
    assert "BT" in json.loads(finder.words)["left"]


def test_a_postcode_of_another_country_is_in_no_body_however_coarse_the_border(finder: Finder) -> None:
    made = record(finder, "AA2")
    assert bodies_of(made, "1AA") == [HERE]
    assert made["out"] == [["foreign", "1ABAD", "Scotland"]]


def test_counts_and_the_example_are_of_postcodes_that_lead_somewhere(finder: Finder) -> None:
    assert finder.n_placed == 6
    assert finder.n_near == 1
    assert finder.example == "AA1 1AA"
    assert finder.outward == "AA1"
    assert finder.with_ends


def test_the_latest_round_with_fitting_boundaries_places_a_kind() -> None:
    first = make_round("2016", {"ccg": ["ccn"]}, sent_on="2016-04-04")
    study = postcode_study()
    both = replace(study, rounds=(first, *study.rounds), boundaries={"ccg-2016": land(block(2, 1))})
    (ground,) = ground_of_kinds(build_view(both))
    assert ground.round.id == "2016"
    (ground,) = ground_of_kinds(build_view(replace(both, boundaries={"ccg": land(block(2, 1))})))
    assert ground.round.id == "2017"
    assert {body.id for body in ground.bodies} == {HERE, GONE}


def test_a_round_that_is_ready_is_placed_by_the_bodies_of_today() -> None:
    rings = block(2, 1)
    ready = make_round("2026", {"ccg": ["ccn"]}, None, sent_on=None)
    today = {HERE: rings[HERE], AFTER: rings[GONE]}
    study = replace(postcode_study(), rounds=(ready,), boundaries={"ccg": land(today)})
    (ground,) = ground_of_kinds(build_view(study))
    assert [body.id for body in ground.bodies] == [HERE, AFTER]
    assert all(body.closed is None or body.closed > date(2026, 1, 1) for body in ground.bodies)


def test_without_boundaries_or_postcodes_there_is_no_finder() -> None:
    found = study_postcodes(POSTCODES)
    assert make_finder(build_view(postcode_study(boundaries={})), found) is None
    assert make_finder(build_view(postcode_study()), study_postcodes(POSTCODES.clear())) is None
    assert make_finder(build_view(postcode_study()), study_postcodes(POSTCODES[1:])) is None


def test_the_publisher_s_list_comes_before_the_study_s_own(tmp_path: Path) -> None:
    chosen = chosen_postcodes(Options(postcodes=directory_file(tmp_path)))
    own = with_finder(build_view(postcode_study(postcodes=POSTCODES)), None)
    given = with_finder(build_view(postcode_study(postcodes=POSTCODES)), chosen)
    assert own.finder is not None and given.finder is not None
    assert (own.finder.example, given.finder.example) == ("QA1 1AA", "AA1 1AA")


def test_a_simulated_study_keeps_its_own_list(tmp_path: Path) -> None:
    chosen = chosen_postcodes(Options(postcodes=directory_file(tmp_path)))
    made = with_finder(build_view(postcode_study(postcodes=POSTCODES, simulated=True)), chosen)
    assert made.finder is not None and made.finder.example == "QA1 1AA"


def test_a_list_that_leads_nowhere_is_a_warning(tmp_path: Path) -> None:
    chosen = chosen_postcodes(Options(postcodes=directory_file(tmp_path)))
    made = with_finder(build_view(postcode_study(boundaries={})), chosen)
    assert made.finder is None
    assert "geography/<kind>.geojson" in made.warnings[-1]
