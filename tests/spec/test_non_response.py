"""Non-response: who does not reply, by region, type, size and previous answer; early against late."""

import pytest

from answerable.core.measures.response import (
    early_late,
    response_by,
    response_by_previous,
    response_by_size,
)
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question


def survey() -> Study:
    """Four groups asked in two rounds; of those in the North only one replied to the second."""
    link = {"round": "2015", "question": "q", "comparability": "identical"}
    earlier = make_round(
        "2015",
        {"ccg": ["q"]},
        {"N1": {"q": "yes"}, "N2": {"q": "no"}, "S1": {"q": "no"}, "S2": {"q": "refused"}},
        sent_on="2015-04-01",
    )
    later = make_round(
        "2016",
        {"ccg": [question("q", compares_with=link)]},
        {"N1": {"q": "yes"}, "S1": {"q": "yes"}, "S2": {"q": "no"}},
        requests=[
            {"body_id": "N1", "outcome": "answered", "replied_on": "2016-04-10"},
            {"body_id": "S1", "outcome": "answered", "replied_on": "2016-04-20"},
            {"body_id": "S2", "outcome": "answered", "replied_on": "2016-05-30"},
            {"body_id": "N2", "outcome": "no_reply"},
        ],
    )
    bodies = [
        {"id": name, "region": {"N": "North", "S": "South"}[name[0]], "type": f"type {name[1]}"}
        for name in ("N1", "N2", "S1", "S2")
    ]
    sizes = [
        {"body_id": name, "measure": "children", "value": 10.0 * i, "date": "2015-06-30"}
        for i, name in enumerate(("N2", "N1", "S1", "S2"))
    ]
    return make_study(bodies, [earlier, later], populations=sizes)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("region", [("North", 2, 1), ("South", 2, 2)]),
        ("type", [("type 1", 2, 2), ("type 2", 2, 1)]),
    ],
)
def test_response_by_region_and_type(column: str, expected: list[tuple[str, int, int]]) -> None:
    table = response_by(survey(), column).filter(round="2016")
    assert table.select(column, "n_asked", "n_replied").rows() == expected


def test_response_by_size() -> None:
    table = response_by_size(survey(), "children").filter(round="2016")
    assert table.select("size", "n_replied").rows() == [
        ("smallest quarter", 0),
        ("second quarter", 1),
        ("third quarter", 1),
        ("largest quarter", 1),
    ]


def test_response_by_previous_answer() -> None:
    table = response_by_previous(survey()).select("previous", "n_asked", "n_replied")
    assert table.rows() == [("no", 2, 1), ("refused", 1, 1), ("yes", 1, 1)]


def test_early_against_late_repliers() -> None:
    table = early_late(survey()).filter(round="2016").select("replied", "n_replied", "n_yes", "yes_share")
    assert table.rows() == [("early", 2, 2, 1.0), ("late", 1, 0, 0.0)]
