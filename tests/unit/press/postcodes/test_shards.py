"""The files by outward code: small, the same each time, and every postcode read back as it went in."""

import json

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.postcodes.shards import ShardBody, make_shards, month_words, packed, unpacked

BODIES = [
    ShardBody("A", "North & Co", "group", "bodies/a/"),
    ShardBody("B", "Süd", "group", "bodies/b/", "31 March 2020", (("After", "bodies/c/"),)),
]
SETS = [((), ()), ((0,), ()), ((0, 1), ()), ((1,), (1,))]
inwards = st.from_regex(r"\A[0-9][A-Z]{2}\Z")
SCHEMA = {
    "outward": pl.String,
    "inward": pl.String,
    "set": pl.Int32,
    "state": pl.String,
    "place": pl.String,
    "ended": pl.String,
}


def frame(*rows: tuple[str, str, int, str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row").sort("outward", "inward")


@given(st.dictionaries(inwards, st.integers(1, 3), min_size=1, max_size=60))
def test_every_postcode_is_read_back_with_its_bodies(given_: dict[str, int]) -> None:
    rows = [("QA1", inward, number, "in", "", None) for inward, number in given_.items()]
    record = json.loads(make_shards(frame(*rows), SETS, BODIES)["QA1"])
    codes = [body["code"] for body in record["bodies"]]
    read = {}
    for numbers, text, *_nearest in record["sets"]:
        for inward in unpacked(text):
            read[inward] = {codes[number] for number in numbers}
    expected = {i: {BODIES[place].code for place in SETS[number][0]} for i, number in given_.items()}
    assert read == expected


@given(st.lists(inwards, unique=True))
def test_packing_loses_nothing(codes: list[str]) -> None:
    table = pl.DataFrame({"outward": ["A"] * len(codes), "inward": sorted(codes)}, schema_overrides=SCHEMA)
    found = packed(table.select("outward", "inward"), "outward")["codes"].to_list()
    assert unpacked("".join(found)) == sorted(codes)


def test_the_nearest_the_ended_and_the_foreign_are_marked() -> None:
    made = make_shards(
        frame(
            ("QA1", "1AA", 1, "in", "", "2019-06"),
            ("QA1", "1AB", 3, "in", "", None),
            ("QA1", "2AA", 0, "outside", "", None),
            ("QA1", "2AB", 0, "lost", "", None),
            ("QA1", "2AC", 0, "foreign", "Wales", None),
            ("QB1", "1AA", 0, "foreign", "Wales", "2001-01"),
        ),
        SETS,
        BODIES,
    )
    record = json.loads(made["QA1"])
    assert record["sets"] == [[[0], "1AA"], [[1], "1AB", [1]]]
    assert record["ended"] == [["June 2019", "1AA"]]
    assert sorted(record["out"]) == [["foreign", "2AC", "Wales"], ["lost", "2AB"], ["outside", "2AA"]]
    assert json.loads(made["QB1"]) == {"all": ["foreign", "", "Wales"]}


def test_a_body_that_closed_names_who_came_after() -> None:
    made = make_shards(frame(("QA1", "1AA", 2, "in", "", None)), SETS, BODIES)
    first, second = json.loads(made["QA1"])["bodies"]
    assert (first["say"], "day" in first) == ("open", False)
    assert (second["say"], second["day"], second["today"]) == (
        "closed",
        "31 March 2020",
        [["After", "bodies/c/"]],
    )


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = frame(*[("QA1", f"{n}AB", n % 3 + 1, "in", "", None) for n in range(10)])
    assert make_shards(rows, SETS, BODIES) == make_shards(rows, SETS, BODIES)


def test_months_in_words() -> None:
    assert month_words("2019-06") == "June 2019"
    assert month_words("1996-13") == "1996"
