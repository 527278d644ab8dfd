"""What a round that was run at the desk says in a release: derived from events and decisions, and cleaned."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.core.law.life import Event, EventKind
from answerable.desk.clock import now
from answerable.desk.coding.models import Answer, Statement
from answerable.desk.releases.actions import freeze_survey
from answerable.desk.releases.models import CleanedWords
from answerable.desk.requests.actions import log_event
from answerable.desk.surveys import to_study_words
from answerable.desk.surveys.from_study import study_to_survey
from answerable.desk.surveys.models import Question, Survey
from answerable.desk.surveys.to_study import study_and_cleaner, survey_to_study
from answerable.desk.surveys.to_study_rounds import replied_on
from tests.desk_factories import make_survey, open_requests
from tests.factories import make_round, make_study
from tests.unit.desk.releases.coded import (
    REPLIED,
    SENT,
    code,
    coded_survey,
    question_of,
    reply,
    sent_survey,
)

pytestmark = pytest.mark.django_db
OFFICER = ("Gwendolyn", "Prosser", "567890", "gwendolyn.prosser")


def rows(survey: Survey, table: str = "answers") -> list[dict[str, Any]]:
    """The rows of a table of the only round, blanks left out."""
    frame = getattr(survey_to_study(survey).rounds[0], table)
    return [{k: v for k, v in row.items() if v is not None} for row in frame.to_dicts()]


def test_a_round_that_was_not_sent_has_no_tables() -> None:
    survey = make_survey()
    open_requests(survey)
    made = survey_to_study(survey).rounds[0]
    assert (made.requests, made.answers, made.statements, made.sent_on) == (None, None, None, None)


def test_requests_are_told_by_their_events() -> None:
    survey, requests = sent_survey()
    reply(requests[0])
    log_event(request=requests[1], kind=EventKind.REFUSED, on=date(2026, 6, 9), by=None, sections=["s.12"])
    assert rows(survey, "requests") == [
        {"body_id": "E10000001", "sent_on": SENT, "replied_on": REPLIED, "outcome": "answered"},
        {"body_id": "E10000002", "sent_on": SENT, "replied_on": date(2026, 6, 9), "outcome": "refused"},
        {"body_id": "E10000003", "sent_on": SENT, "outcome": "no_reply"},
    ]


def test_the_first_sending_is_the_rounds_day_where_nobody_set_one() -> None:
    survey, _ = sent_survey()
    survey.rounds.update(sent_on=None)
    assert survey_to_study(survey).rounds[0].sent_on == SENT


def test_no_row_of_an_answer_is_no_row_and_never_a_no() -> None:
    survey, _ = coded_survey()
    assert [(r["body_id"], r["question_id"], r["answer"]) for r in rows(survey)] == [
        ("E10000001", "nursing", "yes"),
        ("E10000001", "nursing_ooh", "no"),
        ("E10000002", "nursing", "no"),
    ]


@pytest.mark.parametrize(
    ("events", "day"),
    [
        ([("sent", 1), ("answered", 5)], 5),
        ([("sent", 1), ("partly_answered", 5), ("answered", 9)], 9),
        ([("sent", 1), ("answered", 5), ("answered", 9)], 5),
        ([("sent", 1), ("answered", 5), ("review_asked", 9)], 5),
        ([("sent", 1), ("acknowledged", 2)], None),
        ([("sent", 1), ("bounced", 2)], None),
    ],
)
def test_replied_on_is_the_day_from_which_the_outcome_stayed(
    events: list[tuple[str, int]], day: int | None
) -> None:
    made = [Event(EventKind(kind), date(2026, 6, n)) for kind, n in events]
    assert replied_on(made) == (None if day is None else date(2026, 6, day))


def test_a_request_that_came_back_was_sent_when_it_went_out_again() -> None:
    survey, requests = sent_survey(1)
    log_event(request=requests[0], kind=EventKind.BOUNCED, on=date(2026, 6, 2), by=None)
    log_event(request=requests[0], kind=EventKind.SENT, on=date(2026, 6, 3), by=None)
    assert rows(survey, "requests")[0]["sent_on"] == date(2026, 6, 3)


def test_events_at_the_desk_follow_an_imported_row() -> None:
    given = make_round(
        "2016",
        {"ccg": ["care"]},
        [],
        requests=[{"body_id": each, "outcome": "no_reply"} for each in ("A", "B")],
    )
    survey = study_to_survey(study=make_study(["A", "B"], [given]), by=None)
    request = survey.rounds.get().requests.get(body__body_id="A")
    log_event(request=request, kind=EventKind.SENT, on=date(2016, 4, 4), by=None)
    log_event(request=request, kind=EventKind.ANSWERED, on=date(2016, 4, 9), by=None)
    assert [(r["body_id"], r["outcome"]) for r in rows(survey, "requests")] == [
        ("A", "answered"),
        ("B", "no_reply"),
    ]


def test_evidence_is_the_quote_without_the_officer() -> None:
    survey, requests = sent_survey(1)
    message = reply(requests[0], "We do, as Gwendolyn Prosser told you.")
    code(
        requests[0],
        "nursing",
        "yes",
        quote="We do, as Gwendolyn Prosser told you. Call 01234 567890.",
        message=message,
        note="Confirmed by Gwendolyn Prosser.",
    )
    row = rows(survey)[0]
    assert row["evidence"].startswith("We do, as ")
    assert not any(word in str(row) for word in OFFICER)


def test_a_name_that_only_the_mail_gives_away_is_removed_from_the_quote() -> None:
    survey, requests = sent_survey(1)
    message = reply(requests[0], "Prosser here: yes.")
    code(requests[0], "nursing", "yes", quote="Prosser here: yes.", message=message)
    assert "Prosser" not in rows(survey)[0]["evidence"]


def test_what_cannot_be_cleaned_is_withheld_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    survey, requests = sent_survey(1)
    code(requests[0], "nursing", "yes", quote="Ask Gwendolyn Prosser.")
    monkeypatch.setattr(to_study_words, "publish_words", lambda text, **given: ("", None))
    study, cleaner = study_and_cleaner(survey)
    answers = study.rounds[0].answers
    assert answers is not None
    assert (answers["evidence"].to_list(), cleaner.withheld) == ([None], 1)


def test_an_address_that_names_a_person_is_withheld() -> None:
    survey, requests = sent_survey(1)
    answer = code(requests[0], "nursing", "yes")
    Answer.objects.filter(pk=answer.pk).update(evidence_url="https://x.example/?to=jane.doe@x.example")
    assert "evidence_url" not in rows(survey)[0]
    Answer.objects.filter(pk=answer.pk).update(evidence_url="https://x.example/reply.pdf")
    assert rows(survey)[0]["evidence_url"] == "https://x.example/reply.pdf"


def test_statements_given_here_are_cleaned_and_imported_ones_are_as_they_are() -> None:
    said = "We also work at night. Jane Doe, 01234 567890"
    given = [{"body_id": each, "statement": said} for each in ("A", "B")]
    study = make_study(["A", "B", "C"], [make_round("2016", {"ccg": ["care"]}, [], statements=given)])
    survey = study_to_survey(study=study, by=None)
    a_round = survey.rounds.get()
    # One takes the place of an imported one, one is new.
    Statement.objects.filter(body__body_id="A").update(statement=f"{said}!")
    last = survey.bodies.get(body_id="C")
    Statement.objects.create(round=a_round, body=last, statement=said, given_on=date(2016, 5, 1))
    told = {row["body_id"]: row["statement"] for row in rows(survey, "statements")}
    assert told["B"] == said
    for each in ("A", "C"):
        assert "We also work at night." in told[each]
        assert "Jane" not in told[each]
        assert "567890" not in told[each]


@pytest.mark.parametrize(
    ("value", "published", "note"),
    [
        (0, 0, None),
        (3, None, "1 to 7"),
        (7, None, "1 to 7"),
        (12, 10, "rounded to the nearest 5"),
        (20, 20, None),
    ],
)
def test_counts_of_children_are_masked_and_rounded(
    value: int, published: int | None, note: str | None
) -> None:
    survey, requests = sent_survey(1)
    question = question_of(survey, "spend")
    Question.objects.filter(pk=question.pk).update(answer="count", text="How many children were referred?")
    code(requests[0], "spend", value=float(value), quote=f"{value} were")
    row = rows(survey)[0]
    assert (row.get("value"), row.get("note")) == (published, note)
    assert published == value or str(value) not in row["evidence"].replace("1 to 7", "").replace("10", "")


def test_other_numbers_stay_as_they_are() -> None:
    survey, requests = sent_survey(1)
    Question.objects.filter(key="spend").update(answer="count", text="How many children's nurses are there?")
    code(requests[0], "spend", value=3.0)
    assert rows(survey)[0]["value"] == 3.0


def test_what_was_cleaned_once_is_kept_and_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    survey, _ = coded_survey()
    first = rows(survey)
    assert CleanedWords.objects.filter(survey=survey).count() == 2
    monkeypatch.setattr(to_study_words, "publish_words", None)
    assert rows(survey) == first


def test_what_is_no_longer_said_is_forgotten_when_frozen() -> None:
    survey, requests = coded_survey()
    rows(survey)
    code(requests[1], "nursing", "no", quote="Not at all.")
    freeze_survey(survey=survey, version="1.0", as_at="2026-07-01", by=None)
    assert sorted(CleanedWords.objects.values_list("words", flat=True)) == ["Not at all.", "Yes, we do."]


def test_imported_rows_keep_their_order_and_new_ones_follow() -> None:
    given = make_round("2016", {"ccg": ["care", "plan"]}, {"B": {"plan": "yes"}, "A": {"plan": "no"}})
    survey = study_to_survey(study=make_study(["A", "B"], [given]), by=None)
    a_round = survey.rounds.get()
    for body in survey.bodies.order_by("-position"):
        Answer.objects.create(
            round=a_round, body=body, question=question_of(survey, "care"), status="refused", changed_at=now()
        )
    assert [(r["body_id"], r["question_id"]) for r in rows(survey)] == [
        ("B", "plan"),
        ("A", "plan"),
        ("A", "care"),
        ("B", "care"),
    ]


def test_queries_do_not_grow_with_bodies() -> None:
    counts = []
    for n in (3, 30):
        survey, requests = sent_survey(n)
        for request in requests:
            code(request, "nursing", "yes", quote="Yes.")
        survey_to_study(survey)
        with CaptureQueriesContext(
            connection,
        ) as found:
            survey_to_study(survey)
        counts.append(len(found))
    assert counts[0] == counts[1] < 25
