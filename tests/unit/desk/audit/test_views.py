"""The screen of the trail: filters, pages, names only for those who may see them, a CSV without formulas."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from answerable.desk.audit.trail import record
from answerable.desk.clock import at
from answerable.desk.people.roles import Role
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, member, signed_in

pytestmark = pytest.mark.django_db


def leave(
    survey: Survey, n: int, *, verb: str = "request.sent", words: str = "Sent.", **more: object
) -> None:
    """Leaves events in a survey's trail."""
    with transaction.atomic():
        for _ in range(n):
            record(**{"by": None, "verb": verb, "survey": survey, "words": words, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.CODER, Role.VIEWER])
def test_trail_is_not_for_coders_and_viewers(role: Role) -> None:
    survey = make_survey()
    client = signed_in(member(survey, role))
    assert client.get(f"/s/{survey.key}/trail/").status_code == 403
    assert client.get(f"/s/{survey.key}/trail.csv").status_code == 403


def test_trail_filters_stay_in_the_address_and_others_surveys_stay_out() -> None:
    survey, other = make_survey(), make_survey()
    client = signed_in(member(survey))
    leave(other, 1, words="Another survey's.")
    with at(datetime(2026, 6, 1, 22, 30, tzinfo=UTC)):  # 23:30 in London
        leave(survey, 1, words="Sent on the first.")
    with at(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)):  # half past midnight on the second
        leave(survey, 1, words="Sent on the second.")
    leave(survey, 1, verb="people.joined", words="Joined.")

    def shown(query: str) -> list[str]:
        page = client.get(f"/s/{survey.key}/trail/{query}").context["page"]
        return [event.words for event in page]

    assert shown("") == ["Joined.", "Sent on the second.", "Sent on the first."]
    assert shown("?room=people") == ["Joined."]
    assert shown("?last=2026-06-01") == ["Sent on the first."]
    assert shown("?first=2026-06-02&last=2026-06-02") == ["Sent on the second."]
    assert shown("?holds=first") == ["Sent on the first."]
    assert shown("?first=rubbish&by=rubbish") == shown("")
    assert "Nothing fits" in client.get(f"/s/{survey.key}/trail/?holds=zzz").content.decode()


def test_trail_takes_as_many_queries_for_thirty_people_as_for_three() -> None:
    survey = make_survey()
    client = signed_in(member(survey))
    counts = []
    for n in (3, 30):
        for _ in range(n):
            leave(survey, 1, by=member(survey, Role.CODER))
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/s/{survey.key}/trail/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_trail_shows_an_outside_auditor_no_names() -> None:
    survey = make_survey()
    owner = member(survey, name="Olive Owner")
    leave(survey, 1, by=owner)
    auditor, mine = signed_in(member(survey, Role.AUDITOR)), signed_in(owner)
    for way in ("trail/", "trail.csv"):
        pages = [
            b"".join(client.get(f"/s/{survey.key}/{way}")).decode()  # type: ignore[arg-type]
            for client in (auditor, mine)
        ]
        assert "Olive" not in pages[0] and f"user {owner.pk}" in pages[0]
        assert "Olive" in pages[1]


def test_trail_csv_holds_no_formula() -> None:
    survey = make_survey()
    client = signed_in(member(survey))
    dangerous = ("=1+1", "+1", "-1", "@SUM(A1)", "  =1")
    for words in dangerous:
        leave(survey, 1, words=words)
    answer = client.get(f"/s/{survey.key}/trail.csv?room=request")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))  # type: ignore[arg-type]
    assert [row["words"] for row in reversed(rows)] == [f"'{words}" for words in dangerous]
    assert "attachment" in answer.headers["Content-Disposition"]
