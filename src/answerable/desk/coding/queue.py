"""The queue of coders: which bodies have replied, who has them, how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from answerable.core.answers import Status
from answerable.core.law.life import State
from answerable.desk.chasing.unread import MAY_ANSWER
from answerable.desk.coding.models import Answer, Assignment, CodingDecision, Stage
from answerable.desk.mail.models import Placement
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import PublicBody, Question, Round

PER_PAGE = 100
UNCODED = "uncoded"
# A request in these states has been answered, also where the answer came by another way than mail.
_ANSWERED = (State.ANSWERED, State.PARTLY_ANSWERED, State.REFUSED, State.NOT_HELD, State.TRANSFERRED)


@dataclass(frozen=True)
class Show:
    """A filter of the queue: its words, and what it means."""

    key: str
    words: str
    meaning: str


SHOWS = (
    Show("todo", "To code", "replied, and not done: yours first, then those that nobody has"),
    Show("mine", "Mine", "given to you and not done"),
    Show("free", "Nobody’s", "replied, not done, and nobody has them"),
    Show("silent", "No reply yet", "nothing has come in that may be a reply"),
    Show("done", "Done", "a coder said that they are done"),
    Show("all", "All bodies", "every body asked in this round"),
)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; unknown values fall back to the first."""

    show: str
    kind: str
    coder: str
    question: str
    status: str
    words: str
    page: int

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Chosen":
        """What a query string asks for."""
        show, page, status = query.get("show", ""), query.get("page", "1"), query.get("status", "")
        coder = query.get("coder", "")
        return cls(
            show=show if show in {each.key for each in SHOWS} else "todo",
            kind=query.get("kind", "")[:40],
            coder=coder if coder in ("none", "") or (coder.isdecimal() and len(coder) < 10) else "",
            question=query.get("question", "")[:120],
            status=status if status in (UNCODED, *Status) else "",
            words=query.get("q", "").strip()[:100],
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but the first filter is set."""
        return bool(self.kind or self.coder or self.words or (self.question and self.status))


def asked_in(round: Round) -> "QuerySet[PublicBody]":
    """The bodies that were asked in a round, or that a study says answered in it."""
    asked = Request.objects.filter(round=round, body=OuterRef("pk"))
    answers = Answer.objects.filter(round=round, body=OuterRef("pk"))
    found = PublicBody.objects.filter(survey=round.survey_id, kind__questionnaires__round=round)
    return found.filter(Exists(asked) | Exists(answers))


def bodies_in(round: Round) -> "QuerySet[PublicBody]":
    """The bodies that were asked in a round, each with where its coding stands."""
    asked = Request.objects.filter(round=round, body=OuterRef("pk"))
    answers = Answer.objects.filter(round=round, body=OuterRef("pk"))
    given = Assignment.objects.filter(round=round, body=OuterRef("pk"), stage=Stage.FIRST)
    placed = Placement.objects.filter(
        request__round=round, request__body=OuterRef("pk"), undone_at=None, message__kind__in=MAY_ANSWER
    )
    came = placed.order_by().values("request__body").annotate(first=Min("message__received_at"))
    coded = answers.order_by().values("body").annotate(n=Count("pk")).values("n")
    return (
        asked_in(round)
        .annotate(
            reference=Subquery(asked.values("reference")[:1]),
            replied_at=Subquery(came.values("first")[:1]),
            n_coded=Coalesce(Subquery(coded, output_field=IntegerField()), 0),
            coder=Subquery(given.values("coder")[:1]),
            done_at=Subquery(given.values("done_at")[:1]),
        )
        .annotate(
            has_replied=Case(
                When(replied_at__isnull=False, then=Value(1)),
                When(Exists(asked.filter(state__in=_ANSWERED)), then=Value(1)),
                When(~Exists(asked), then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
        )
    )


def _meant(key: str, user: User) -> Q:
    todo = Q(has_replied=1, done_at=None)
    return {
        "todo": todo,
        "mine": Q(coder=user.pk, done_at=None),
        "free": todo & Q(coder=None),
        "silent": Q(has_replied=0),
        "done": Q(done_at__isnull=False),
        "all": Q(),
    }[key]


def in_order(found: "QuerySet[PublicBody]", user: User) -> "QuerySet[PublicBody]":
    """Mine first, then those that nobody has, in the order of their replies; what is done comes last."""
    whose = Case(
        When(done_at__isnull=False, then=Value(3)),
        When(coder=user.pk, then=Value(0)),
        When(coder=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.annotate(whose=whose).order_by(
        "whose", F("replied_at").asc(nulls_last=True), "position", "pk"
    )


def chosen_bodies(round: Round, chosen: Chosen, user: User) -> "QuerySet[PublicBody]":
    """The bodies that the address asks for, in the order of the queue."""
    found = bodies_in(round).filter(_meant(chosen.show, user))
    if chosen.kind:
        found = found.filter(kind__key=chosen.kind)
    if chosen.coder:
        found = found.filter(Q(coder=None if chosen.coder == "none" else int(chosen.coder)))
    if chosen.words:
        found = found.filter(Q(name__icontains=chosen.words) | Q(body_id__iexact=chosen.words))
    if chosen.question and chosen.status:
        said = Answer.objects.filter(round=round, body=OuterRef("pk"), question__key=chosen.question)
        if chosen.status == UNCODED:
            found = found.filter(~Exists(said))
        else:
            found = found.filter(Exists(said.filter(status=chosen.status)))
    return in_order(found, user)


def page_of(round: Round, chosen: Chosen, user: User) -> "Page[PublicBody]":
    """One page of the queue."""
    return Paginator(chosen_bodies(round, chosen, user).select_related("kind"), PER_PAGE).get_page(
        chosen.page
    )


def counts(round: Round, user: User) -> dict[str, int]:
    """How many bodies each filter shows."""
    told = bodies_in(round).aggregate(
        **{show.key: Count("pk", filter=_meant(show.key, user)) for show in SHOWS if show.key != "all"},
        all=Count("pk"),
    )
    return {key: int(n) for key, n in told.items()}


def next_to_code(round: Round, user: User, but: PublicBody | None = None) -> PublicBody | None:
    """What a coder does next: first what is theirs, then what nobody has."""
    waiting = bodies_in(round).filter(_meant("todo", user)).filter(Q(coder=user.pk) | Q(coder=None))
    if but is not None:
        waiting = waiting.exclude(pk=but.pk)
    return in_order(waiting, user).first()


def beside(round: Round, body: PublicBody) -> tuple[PublicBody | None, PublicBody | None]:
    """The bodies before and after one, in the order of the study."""
    found = asked_in(round)
    here = body.position
    before = found.filter(Q(position__lt=here) | Q(position=here, pk__lt=body.pk))
    after = found.filter(Q(position__gt=here) | Q(position=here, pk__gt=body.pk))
    return before.order_by("-position", "-pk").first(), after.order_by("position", "pk").first()


@dataclass(frozen=True)
class CoderProgress:
    """How far one coder is: bodies given and done, and decisions that count."""

    coder: User
    n_given: int
    n_done: int
    n_decided: int


def progress_by_coder(round: Round) -> list[CoderProgress]:
    """How far every coder of a round is, by name."""
    given: dict[int, dict[str, Any]] = {
        row["coder"]: dict(row)
        for row in Assignment.objects.filter(round=round, stage=Stage.FIRST)
        .values("coder")
        .annotate(n=Count("pk"), done=Count("done_at"))
        .order_by()
    }
    decided = dict(
        CodingDecision.objects.filter(round=round, undone_at=None, superseded_at=None, coder__isnull=False)
        .exclude(stage=Stage.SECOND)
        .values_list("coder")
        .annotate(n=Count("pk"))
        .order_by()
    )
    people = User.objects.in_bulk({*given, *decided})
    rows = [
        CoderProgress(
            user, given.get(pk, {}).get("n", 0), given.get(pk, {}).get("done", 0), decided.get(pk, 0)
        )
        for pk, user in people.items()
    ]
    return sorted(rows, key=lambda row: str(row.coder))


def asked_of(round: Round) -> dict[int, int]:
    """How many questions each kind of body (by primary key) is asked."""
    asked = Question.objects.filter(questionnaire__round=round, derived=None)
    return dict(asked.values_list("questionnaire__kind").annotate(n=Count("pk")).order_by())
