"""What the desk sees of the reply form: drafts, what was handed in, statements, and links of a request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from answerable.core.post.people import Person
from answerable.desk.clock import now
from answerable.desk.errors import NotReady
from answerable.desk.forms.models import Draft, GivenStatement, ReplyLink, StatementState, Submission
from answerable.desk.forms.typed import ALL
from answerable.desk.requests.models import Contact, Request
from answerable.desk.surveys.models import Question, Survey
from answerable.desk.surveys.to_study_words import Cleaner

LISTS = ("statements", "handed-in", "drafts")
MOST_CHOSEN = 200


@dataclass(frozen=True)
class Counts:
    """How many there are of each."""

    statements: int
    handed_in: int
    drafts: int


def counts(survey: Survey) -> Counts:
    """How many statements wait, how much was handed in, and how many drafts are begun."""
    return Counts(
        statements=statements_of(survey).filter(state=StatementState.WAITING).count(),
        handed_in=submissions_of(survey).count(),
        drafts=drafts_of(survey).count(),
    )


def statements_of(survey: Survey) -> "QuerySet[GivenStatement]":
    """Statements of a survey that no other has replaced: waiting ones first."""
    rows = GivenStatement.objects.filter(request__round__survey=survey).exclude(state=StatementState.REPLACED)
    return rows.select_related("request__body", "request__round", "decided_by").order_by("-state", "-pk")


def submissions_of(survey: Survey) -> "QuerySet[Submission]":
    """What was handed in, the newest first."""
    rows = Submission.objects.filter(request__round__survey=survey).annotate(n_files=Count("files"))
    return rows.select_related("request__body", "request__round", "message").defer("text").order_by("-pk")


def drafts_of(survey: Survey) -> "QuerySet[Draft]":
    """Drafts that are begun and not handed in, the newest first."""
    rows = Draft.objects.filter(request__round__survey=survey, handed_in_at=None)
    begun = rows.exclude(revision=0, files=None).annotate(n_files=Count("files"))
    return begun.select_related("request__body", "request__round").order_by("-saved_at", "-pk")


def n_answers(draft: Draft) -> int:
    """At how many questions something was typed."""
    return sum(key != ALL for key in draft.fields)


def published_statements(rows: list[GivenStatement], survey: Survey) -> dict[int, str]:
    """Statements as they will be published, by number; blank where nothing may be."""
    cleaner = Cleaner(survey)
    people: dict[int, list[Person]] = {}
    contacts = Contact.objects.filter(body__in={each.request.body_id for each in rows}).order_by("pk")
    for body, name, email in contacts.values_list("body_id", "name", "email"):
        people.setdefault(body, []).append(Person(name or None, email or None))
    return {
        each.pk: cleaner.clean(
            each.statement,
            body=each.request.body,
            people=tuple(people.get(each.request.body_id, ())),
        )
        or ""
        for each in rows
    }


def wordings(rows: list[GivenStatement]) -> dict[tuple[int, int, str], str]:
    """The questions that statements are of, by round, kind and key."""
    keys = {each.question_key for each in rows if each.question_key}
    if not keys:
        return {}
    rounds = {each.request.round_id for each in rows}
    found = Question.objects.filter(questionnaire__round__in=rounds, key__in=keys)
    return {
        (each.questionnaire.round_id, each.questionnaire.kind_id, each.key): str(each)
        for each in found.select_related("questionnaire")
    }


def links_of(request: Request) -> "QuerySet[ReplyLink]":
    """The links of a request, the newest first, with how many bodies each is for."""
    mine = ReplyLink.objects.filter(requests=request).values("pk")
    return ReplyLink.objects.filter(pk__in=mine).annotate(n_bodies=Count("requests")).order_by("-pk")


def same_team(request: Request) -> list[Request]:
    """Other requests of the round whose letters go to the same address: one team may answer for all."""
    own = Contact.objects.filter(body=request.body_id, preferred=True, removed_at=None).values("email")
    rows = Request.objects.filter(
        round=request.round_id,
        body__contacts__email__in=own,
        body__contacts__preferred=True,
        body__contacts__removed_at=None,
    )
    return list(
        rows.exclude(pk=request.pk).select_related("body").distinct().order_by("body__name")[:MOST_CHOSEN]
    )


def named_requests(request: Request, references: str) -> list[Request]:
    """Requests of the same round by their references, one a line. Raises: NotReady naming those unknown"""
    wanted = list(dict.fromkeys(each.strip().upper() for each in references.splitlines() if each.strip()))
    if len(wanted) > MOST_CHOSEN:
        raise NotReady(f"{len(wanted)} references are given; {MOST_CHOSEN} are the most of one link.")
    rows = Request.objects.filter(round=request.round_id, reference__in=wanted).select_related("body")
    found = {each.reference: each for each in rows}
    unknown = [each for each in wanted if each not in found]
    if unknown:
        listed = ", ".join(each[:40] for each in unknown[:10])
        raise NotReady(f"There is no request of this round with the reference {listed}. Nothing was made.")
    return [found[each] for each in wanted]


def expiry(days: int) -> datetime:
    """When a link made now is over."""
    return now() + timedelta(days=days)
