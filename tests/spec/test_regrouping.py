"""Regrouping (method.md, Successions): any vintage or parent, by count or by people, and it says which."""

from datetime import date

import pytest

from answerable.core.bodies.regroup import Vintage, regroup
from answerable.core.bodies.weights import weight_words
from answerable.core.study.model import Study
from tests.factories import make_round, make_study

BOARDS = Vintage("icb", date(2026, 6, 1))


def merged(*said: str, people: tuple[float, ...] = ()) -> Study:
    """Groups A, B, ... merged into one board."""
    ids = "ABCD"[: len(said)]
    return make_study(
        [
            *({"id": body, "closed": "2022-06-30", "region": "North", "stp": f"Plan {body}"} for body in ids),
            {"id": "I", "kind": "icb", "name": "Board", "opened": "2022-07-01"},
        ],
        [
            make_round(
                "2016", {"ccg": ["q"]}, {body: {"q": word} for body, word in zip(ids, said, strict=True)}
            )
        ],
        kinds=("ccg", "icb"),
        successions=[
            {"effective_date": "2022-07-01", "predecessor_id": body, "successor_id": "I", "change": "merger"}
            for body in ids
        ],
        populations=[
            {"body_id": body, "measure": "children", "date": "2016-06-30", "value": value}
            for body, value in zip(ids, people, strict=False)
        ],
    )


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (("yes", "yes"), "yes"),
        (("no", "no"), "no"),
        (("yes", "no"), "mixed"),
        (("yes", "no", "refused"), "mixed"),
        (("yes", "refused"), "unknown"),
        (("refused", "no_reply"), "unknown"),
    ],
)
def test_regrouped_later_body_is_yes_no_mixed_or_unknown(said: tuple[str, ...], state: str) -> None:
    found = regroup(merged(*said), "2016", "ccg", to=BOARDS)
    assert found.select("group_id", "group", "state").rows() == [("I", "Board", state)]


def test_regrouped_share_is_weighted_by_people_with_bounds() -> None:
    study = merged("yes", "no", "refused", people=(100, 300, 100))
    row = regroup(study, "2016", "ccg", to=BOARDS, weight="children").row(0, named=True)
    assert (row["weighted_share"], row["weighted_low"], row["weighted_high"]) == (0.25, 0.2, 0.4)
    assert (row["n_asked"], row["n_answered"], row["n_yes"]) == (3, 2, 1)


def test_regrouped_table_says_how_bodies_were_weighed() -> None:
    study = merged("yes", "no", people=(100, 300))
    by_count, by_people = (regroup(study, "2016", "ccg", to=BOARDS, weight=w) for w in ("count", "children"))
    assert by_count["weighted_share"].to_list() == [0.5] and by_count["weight"].to_list() == ["count"]
    assert by_people["weighted_share"].to_list() == [0.25] and by_people["weight"].to_list() == ["children"]
    assert weight_words("count") == "each body counts once"
    assert weight_words("children") == "weighted by population (children)"


@pytest.mark.parametrize(("column", "groups"), [("region", ["North"]), ("stp", ["Plan A", "Plan B"])])
def test_regrouped_to_region_or_plan_area(column: str, groups: list[str]) -> None:
    found = regroup(merged("yes", "no"), "2016", "ccg", to=column)
    assert found["group"].to_list() == groups
    assert (found["n_asked"].sum(), found["n_yes"].sum()) == (2, 1)
    assert set(found["grouped_by"]) == {column}


def test_regrouped_weight_of_a_body_without_successor_is_kept_apart() -> None:
    study = make_study(
        [{"id": "A", "closed": "2020-01-01"}, {"id": "I", "kind": "icb", "opened": "2022-07-01"}],
        [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}})],
        kinds=("ccg", "icb"),
    )
    found = regroup(study, "2016", "ccg", to=BOARDS)
    assert found.select("group_id", "group", "asked_weight", "state").rows() == [
        ("I", "Body I", 0.0, "unknown"),
        (None, "no icb body", 1.0, "yes"),
    ]
