"""The registers of the real study: counts on every date, and the same bytes again from the script."""

import importlib.util
from collections import defaultdict
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from answerable.core.bodies.register import bodies_on
from answerable.core.study.model import Study
from answerable.core.study.reading import read_study


@pytest.fixture(scope="module")
def folder(checkout: Path) -> Path:
    return checkout / "studies" / "childrens-palliative-care"


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return read_study(folder)


@pytest.fixture(scope="module")
def registers(checkout: Path) -> ModuleType:
    """The script that writes the registers, as a module."""
    spec = importlib.util.spec_from_file_location("registers", checkout / "scripts" / "build_registers.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2016, 4, 4), {"ccg": 209, "la": 152}),
        (date(2017, 3, 31), {"ccg": 209, "la": 152}),
        (date(2017, 6, 14), {"ccg": 207, "la": 152}),
        (date(2018, 4, 1), {"ccg": 195, "la": 152}),
        (date(2019, 4, 1), {"ccg": 191, "la": 151}),
        (date(2020, 4, 1), {"ccg": 135, "la": 151}),
        (date(2021, 4, 1), {"ccg": 106, "la": 152}),
        (date(2022, 7, 1), {"icb": 42, "la": 152}),
        (date(2023, 4, 1), {"icb": 42, "la": 153}),
        (date(2026, 11, 21), {"icb": 36, "la": 153}),
    ],
)
def test_register_counts_on_a_day(study: Study, on: date, expected: dict[str, int]) -> None:
    counts = bodies_on(study.bodies, on).group_by("kind").len()
    assert dict(counts.iter_rows()) == expected


def test_bodies_asked_have_a_region_and_a_code(study: Study) -> None:
    for one in study.rounds:
        for kind in one.questionnaires:
            asked = bodies_on(study.bodies, one.sent_on or date(2026, 11, 21), kind)
            assert asked["region"].null_count() == asked["region_code"].null_count() == 0
            assert kind == "la" or asked["ods_code"].null_count() == 0
    groups = bodies_on(study.bodies, date(2017, 6, 14), "ccg")
    assert groups["region"].n_unique() == 4
    assert groups["stp"].null_count() == 0
    assert groups["stp"].n_unique() == 44


def test_ods_codes_were_reused(study: Study) -> None:
    names = {
        (row["ods_code"], row["opened"].year): row["name"]
        for row in study.bodies.filter(pl.col("ods_code").is_in(["01H", "01K"])).iter_rows(named=True)
    }
    assert names["01H", 2013] == "NHS Cumbria CCG"
    assert names["01H", 2017] == "NHS North Cumbria CCG"
    assert names["01K", 2013] == "NHS Lancashire North CCG"
    assert names["01K", 2017] == "NHS Morecambe Bay CCG"


def test_successions_join_the_last_day_of_one_to_the_first_of_another(study: Study) -> None:
    dates = {row["id"]: row for row in study.bodies.iter_rows(named=True)}
    assert len(dates) == study.bodies.height
    for row in study.successions.iter_rows(named=True):
        before, after = dates[row["predecessor_id"]], dates[row["successor_id"]]
        assert (row["effective_date"] - before["closed"]).days == 1, row
        assert after["opened"] == row["effective_date"], row


def test_residents_of_a_predecessor_all_go_somewhere(study: Study) -> None:
    shares = study.successions.filter(pl.col("share_pct").is_not_null())
    totals = shares.group_by("predecessor_id", "effective_date").agg(pl.col("share_pct").sum())
    assert totals.filter((pl.col("share_pct") - 100).abs() > 0.11).is_empty()
    unknown = study.successions.filter(pl.col("share_pct").is_null())["successor_id"].to_list()
    assert unknown == ["E08000038", "E08000039"]


def test_every_body_asked_leads_to_bodies_of_today(study: Study) -> None:
    following: dict[str, list[str]] = defaultdict(list)
    for before, after in study.successions.select("predecessor_id", "successor_id").iter_rows():
        following[before].append(after)
    today = set(bodies_on(study.bodies, date(2026, 11, 21))["id"])
    reached = set()
    for body in bodies_on(study.bodies, date(2016, 4, 4))["id"]:
        here = {body}
        while ended := here - today:
            assert all(following[one] for one in ended), ended
            here = (here & today) | {after for one in ended for after in following[one]}
        reached |= here
    assert reached == today


def test_change_of_known_successions(study: Study) -> None:
    change = {(p, s): c for _, p, s, c, *_ in study.successions.iter_rows()}
    assert change["E38000041", "E38000215"] == "split"  # Cumbria to North Cumbria
    assert change["E38000041", "E38000216"] == "merger_and_split"
    assert change["E38000093", "E38000216"] == "merger_and_split"  # Lancashire North to Morecambe Bay
    assert change["E38000032", "E38000217"] == "merger"  # Manchester
    assert change["E38000131", "E38000218"] == "boundary_change"  # Norwich
    assert change["E38000159", "E38000219"] == "boundary_change"  # South Norfolk
    assert change["E10000023", "E06000065"] == "recode"  # North Yorkshire
    assert change["E10000021", "E06000061"] == "split"  # Northamptonshire
    assert change["E54000027", "E54000071"] == "merger"  # North West London
    assert change["E54000042", "E54000067"] == "boundary_change"  # Hampshire and Isle of Wight
    assert change["E54000034", "E54000070"] == "merger_and_split"  # Frimley, most of it
    assert change["E54000034", "E54000067"] == "boundary_change"  # and a strip of it


def test_overlaps_add_up(study: Study) -> None:
    known = set(study.bodies["id"])
    assert set(study.overlaps["left_id"]) | set(study.overlaps["right_id"]) <= known
    left = study.overlaps.group_by("left_id").agg(pl.col("share_of_left_pct").sum())
    assert left.filter((pl.col("share_of_left_pct") - 100).abs() > 0.1).is_empty()
    boards = study.overlaps.filter(pl.col("left_id").str.starts_with("E54"))
    assert boards["left_id"].n_unique() == 36
    assert set(boards["right_id"]) == set(bodies_on(study.bodies, date(2026, 11, 21), "la")["id"])


def test_children_are_counted_for_every_body_asked(study: Study) -> None:
    wide = study.populations.pivot("measure", index="body_id", values="value")
    for one in study.rounds:
        for kind in one.questionnaires:
            asked = bodies_on(study.bodies, one.sent_on or date(2026, 11, 21), kind)
            counted = asked.join(wide, left_on="id", right_on="body_id")
            assert counted.height == asked.height
            assert counted["all_ages"].sum() == 55_619_430  # England, mid-2017
            assert (counted["children_0_18"] < counted["children_0_25"]).all()


@pytest.mark.shared
def test_registers_come_from_the_script(
    registers: ModuleType, shared: Path, folder: Path, tmp_path: Path
) -> None:
    registers.build(shared / "data" / "geography", tmp_path)
    for written in sorted(tmp_path.iterdir()):
        assert written.read_bytes() == (folder / written.name).read_bytes(), written.name
    assert len(list(tmp_path.iterdir())) == 4


def test_change_of_a_link_by_shares(registers: ModuleType) -> None:
    def change(links: list[tuple[str, str, float]], people: dict[str, int]) -> list[str]:
        made = [registers.Link("2020-04-01", before, after, share, "") for before, after, share in links]
        return [registers.change_of(link, made, people) for link in made]

    hundred = dict.fromkeys("abcde", 100)
    assert change([("a", "x", 100)], hundred | {"x": 100}) == ["recode"]
    assert change([("a", "x", 100), ("b", "x", 100)], hundred | {"x": 200}) == ["merger", "merger"]
    assert change([("a", "x", 60), ("a", "y", 40)], hundred | {"x": 60, "y": 40}) == ["split", "split"]
    mixed = [("a", "x", 60), ("a", "y", 40), ("b", "y", 100)]
    assert change(mixed, hundred | {"x": 60, "y": 140}) == ["split", "merger_and_split", "merger_and_split"]
    strip = [("a", "x", 95), ("a", "y", 5), ("b", "y", 100)]
    assert change(strip, hundred | {"x": 95, "y": 105}) == ["boundary_change"] * 3
