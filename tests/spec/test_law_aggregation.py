"""Law: requests to one body within 60 consecutive working days can be costed together; warn before."""

from typing import Any

import pytest

from answerable.core.law.cost import AggregationWarning, PlacedRequest, aggregation_warnings
from tests.unit.core.law.makers import day, law


def placed(name: str, on: str, **given: Any) -> PlacedRequest:
    fields = {"body_id": "E1", "requester": "us", "topic": "palliative care", **given}
    return PlacedRequest(id=name, received_on=day(on), **fields)


def warned(
    proposed: list[PlacedRequest], earlier: list[PlacedRequest], name: str = "foia"
) -> tuple[AggregationWarning, ...]:
    return aggregation_warnings(proposed, earlier, *law(name))


FIRST = placed("first", "2017-06-30")


def test_aggregation_warns_before_a_follow_up() -> None:
    (warning,) = warned([placed("follow-up", "2017-08-01")], [FIRST])
    assert (warning.request_id, warning.body_id, warning.with_ids) == ("follow-up", "E1", ("first",))
    assert "60 working days" in warning.words and "s.12(4)" in warning.words


def test_aggregation_warns_before_supporters_copies() -> None:
    ours = placed("ours", "2017-06-30", campaign="care")
    copies = [placed(f"copy{i}", "2017-07-03", requester=f"supporter {i}", campaign="care") for i in range(2)]
    found = warned(copies, [ours])
    assert [w.with_ids for w in found] == [("ours",), ("ours", "copy0")]


@pytest.mark.parametrize(
    "other",
    [
        {"body_id": "E2"},
        {"requester": "somebody else"},
        {"requester": "somebody else", "campaign": "another"},
        {"topic": "potholes"},
    ],
)
def test_aggregation_needs_the_same_body_the_same_requester_or_campaign_and_similar_information(
    other: dict[str, str],
) -> None:
    assert warned([placed("next", "2017-07-03", **other)], [FIRST]) == ()


def test_aggregation_reaches_over_60_consecutive_working_days() -> None:
    _, calendar = law()
    last = calendar.after(day("2017-06-30"), 59)
    assert calendar.working_days_in(day("2017-06-30"), last) == 60
    assert warned([placed("last", last.isoformat())], [FIRST])
    assert not warned([placed("after", calendar.next_working_day(last).isoformat())], [FIRST])
    assert warned([FIRST], [placed("later one", last.isoformat())])


def test_aggregation_under_eir_there_is_none() -> None:
    assert warned([placed("follow-up", "2017-07-03")], [FIRST], "eir") == ()


def test_aggregation_under_the_scottish_act_is_of_different_persons() -> None:
    """SSI 2004/467 reg.6: overlapping requests of different persons, within 20 working days."""
    own, other = placed("own", "2017-07-03"), placed("other", "2017-07-03", requester="somebody else")
    assert [w.request_id for w in warned([own], [FIRST], "foisa")] == []
    assert [w.request_id for w in warned([other], [FIRST], "foisa")] == ["other"]
    assert warned([placed("late", "2017-08-25", requester="somebody else")], [FIRST], "foisa") == ()
