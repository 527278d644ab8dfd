"""Response, by the standard definitions of AAPOR: RR1 and RR2 are published both, with the on-time rate."""

from datetime import date
from typing import Any

import pytest

from answerable.core.answers import Outcome
from answerable.core.measures.response import response_rates
from tests.factories import make_round, make_study

SENT, DUE = date(2016, 4, 4), date(2016, 5, 3)


def rates(requests: list[dict[str, Any]] | None, answers: Any = (), bodies: str = "") -> dict[str, Any]:
    """The response to a round of two questions, sent on 4 April 2016 and due on 3 May."""
    names = list(bodies) or [request["body_id"] for request in requests or ()]
    a_round = make_round("2016", {"ccg": ["one", "two"]}, answers, requests=requests)
    return response_rates(make_study(names, [a_round]), {SENT: DUE}).row(0, named=True)


def one_of_each() -> list[dict[str, Any]]:
    """A request for every way that a request can end."""
    return [{"body_id": chr(65 + i), "outcome": str(outcome)} for i, outcome in enumerate(Outcome)]


def test_every_outcome_has_its_place() -> None:
    row = rates(one_of_each())
    found = {
        name: row[name] for name in ("complete", "partial", "refusal", "other", "non_contact", "unresolved")
    }
    assert found == {
        "complete": 1,  # answered
        "partial": 1,  # partly answered
        "refusal": 1,  # refused
        "other": 2,  # not held, transferred
        "non_contact": 2,  # no reply, bounced
        "unresolved": 1,
    }
    assert row["not_eligible"] == 2  # abolished, withdrawn


def test_rr1_counts_complete_replies_of_all_eligible() -> None:
    row = rates(one_of_each())
    assert row["n_asked"] == 8
    assert row["rr1"] == 1 / 8


def test_rr2_adds_partial_replies() -> None:
    assert rates(one_of_each())["rr2"] == 2 / 8


def test_a_refusal_is_a_reply() -> None:
    row = rates([{"body_id": "A", "outcome": "refused"}, {"body_id": "B", "outcome": "no_reply"}])
    assert (row["n_replied"], row["reply_share"], row["rr1"]) == (1, 0.5, 0.0)


def test_abolished_bodies_are_not_eligible() -> None:
    row = rates([{"body_id": "A", "outcome": "answered"}, {"body_id": "B", "outcome": "abolished"}])
    assert (row["n_asked"], row["rr1"], row["not_eligible"]) == (1, 1.0, 1)


def test_a_body_that_was_closed_before_the_round_was_never_asked() -> None:
    study = make_study(
        [{"id": "A"}, {"id": "B", "closed": "2016-04-03"}],
        [make_round("2016", {"ccg": ["one"]}, {"A": {"one": "yes"}})],
    )
    row = response_rates(study).row(0, named=True)
    assert (row["n_asked"], row["not_eligible"]) == (1, 0)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"one": "yes", "two": "no"}, "complete"),
        ({"one": "yes", "two": "not_applicable"}, "complete"),
        ({"one": "yes", "two": "refused"}, "partial"),
        ({"one": "yes"}, "partial"),
        ({"one": "refused", "two": "not_held"}, "refusal"),
        ({"one": "not_held", "two": "referred"}, "other"),
        ({"one": "unclear"}, "other"),
        ({"one": "no_reply", "two": "no_reply"}, "non_contact"),
        ({}, "non_contact"),
    ],
)
def test_without_a_request_on_file_the_answers_tell(said: dict[str, str], expected: str) -> None:
    assert rates(None, {"A": said}, "A")[expected] == 1


def test_the_on_time_rate_is_of_all_asked() -> None:
    row = rates(
        [
            {"body_id": "A", "outcome": "answered", "replied_on": "2016-05-03"},
            {"body_id": "B", "outcome": "refused", "replied_on": "2016-05-04"},
            {"body_id": "C", "outcome": "no_reply"},
        ]
    )
    assert (row["n_on_time"], row["on_time_share"]) == (1, 1 / 3)


def test_a_reply_without_a_date_was_neither_in_time_nor_late() -> None:
    row = rates(
        [
            {"body_id": "A", "outcome": "answered", "replied_on": "2016-05-03"},
            {"body_id": "B", "outcome": "answered"},
        ]
    )
    assert (row["on_time_share"], row["on_time_low"], row["on_time_high"]) == (None, 0.5, 1.0)


def test_a_round_that_asked_nobody_has_no_rate() -> None:
    study = make_study(["A"], [make_round("2026", {"ccg": ["one"]}, sent_on=None)])
    row = response_rates(study).row(0, named=True)
    assert (row["n_asked"], row["rr1"], row["reply_share"]) == (0, None, None)
