"""What the outbox shows: counts, the list under its filters, how sending goes on. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet

from answerable.desk.clock import now
from answerable.desk.letters.models import Wave
from answerable.desk.mail.models import OutgoingMessage, OutgoingState, SendingPace
from answerable.desk.mail.sending_claims import due
from answerable.desk.mail.sending_pace import interval, resting
from answerable.desk.mail.transport_address import Way, read_route
from answerable.desk.surveys.models import Survey

PER_PAGE = 50
MOST_WAVES = 12
SILENCE = timedelta(minutes=2)
WORDS = {
    OutgoingState.QUEUED: "Waiting",
    OutgoingState.CLAIMED: "Being sent",
    OutgoingState.DOUBT: "In doubt",
    OutgoingState.HELD: "Held back",
    OutgoingState.FAILED: "Failed",
    OutgoingState.SENT: "Sent",
    OutgoingState.CANCELLED: "Cancelled",
}
MEANING = {
    "": "all messages of this survey, the latest first",
    OutgoingState.QUEUED: "leaves in the order of queueing, at the set pace",
    OutgoingState.CLAIMED: "with the mail server this moment",
    OutgoingState.DOUBT: "nobody knows whether it left: look in the mail server’s log, or ask the body",
    OutgoingState.HELD: "something changed while it waited: say what becomes of it",
    OutgoingState.FAILED: "refused for good: correct what is wrong, then queue it again",
    OutgoingState.SENT: "taken by the mail server",
    OutgoingState.CANCELLED: "will not leave",
}


@dataclass(frozen=True)
class Filters:
    """The filters in the address; what is no filter counts as none."""

    state: str
    wave: int | None
    words: str

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the state narrows the list."""
        return self.wave is not None or bool(self.words)


def read_filters(query: dict[str, str]) -> Filters:
    """The filters of an address."""
    state, wave = query.get("state", ""), query.get("wave", "")
    return Filters(
        state=state if state in OutgoingState.values else "",
        wave=int(wave) if wave.isascii() and wave.isdecimal() and len(wave) < 10 else None,
        words=query.get("q", "").strip()[:100],
    )


def in_scope(survey: Survey, filters: Filters, *, sees_people: bool) -> QuerySet[OutgoingMessage]:
    """The messages under all filters but the state. Who sees no people cannot look for their addresses."""
    found = OutgoingMessage.objects.filter(survey=survey)
    if filters.wave is not None:
        found = found.filter(wave_item__wave=filters.wave)
    if filters.words:
        words = filters.words
        hit = (
            Q(request__body__name__icontains=words)
            | Q(request__reference__iexact=words)
            | Q(subject__icontains=words)
        )
        found = found.filter(hit | Q(to_address__icontains=words) if sees_people else hit)
    return found


def listed(found: QuerySet[OutgoingMessage], state: str) -> QuerySet[OutgoingMessage]:
    """The list: what waits in the order it will leave, all else the latest first."""
    if state:
        found = found.filter(state=state)
    order = "id" if state in {OutgoingState.QUEUED, OutgoingState.CLAIMED} else "-id"
    return found.select_related("request__body").order_by(order)


def waves_of(survey: Survey) -> QuerySet[Wave]:
    """The latest waves that have letters in the outbox."""
    sent = Wave.objects.filter(round__survey=survey, items__outgoing__isnull=False).distinct()
    return sent.select_related("round").order_by("-id")[:MOST_WAVES]


@dataclass(frozen=True)
class Going:
    """How sending goes on, for the messages in scope: counts by state, and what stands in the way."""

    counts: dict[str, int]
    at: datetime
    n_due: int
    n_before: int
    first_later_at: datetime | None
    last_claim_at: datetime | None
    due_since: datetime | None
    rest: SendingPace | None

    @property
    def total(self) -> int:
        """All messages in scope."""
        return sum(self.counts.values())

    @property
    def n_meant(self) -> int:
        """Those that are meant to leave."""
        return self.total - self.counts.get(OutgoingState.CANCELLED, 0)

    @property
    def n_sent(self) -> int:
        """Those that left."""
        return self.counts.get(OutgoingState.SENT, 0)

    @property
    def n_queued(self) -> int:
        """Those that wait."""
        return self.counts.get(OutgoingState.QUEUED, 0)

    @property
    def n_later(self) -> int:
        """Those whose time has not come."""
        return max(0, self.n_queued - self.n_due)

    @property
    def is_going(self) -> bool:
        """Whether the figures will change by themselves within moments."""
        return bool(self.n_due or self.counts.get(OutgoingState.CLAIMED, 0)) and self.can_send

    @cached_property
    def route_words(self) -> str:
        """Where mail goes, without secrets."""
        return read_route(settings.HERE.mail_url).words

    @property
    def can_send(self) -> bool:
        """Whether a way for mail to leave is set."""
        return read_route(settings.HERE.mail_url).way is not Way.NONE

    @property
    def pace(self) -> int:
        """Messages in a minute."""
        return int(settings.HERE.pace_per_minute)

    @property
    def done_at(self) -> datetime | None:
        """When the last of those due has left at the set pace, those of other surveys before it."""
        if not self.n_due or not self.can_send:
            return None
        starts = self.rest.resting_until if self.rest and self.rest.resting_until else self.at
        return starts + self.n_before * interval()

    @property
    def seconds_left(self) -> int:
        """How long that is from now."""
        return max(1, round((self.done_at - self.at).total_seconds())) if self.done_at else 0

    @property
    def is_silent(self) -> bool:
        """Whether messages are due and no sender has taken one for a while: none may be running."""
        if self.due_since is None or self.rest is not None or not self.can_send:
            return False
        last = max(self.due_since, self.last_claim_at or self.due_since)
        return self.at - last > SILENCE


def going(found: QuerySet[OutgoingMessage]) -> Going:
    """How sending goes on for the messages in scope, in a fixed number of queries."""
    at = now()
    counts = dict(found.values_list("state").annotate(n=Count("id")).order_by())
    mine = found.filter(pk__in=due(at).values("pk")).aggregate(
        n=Count("id"), last=Max("id"), since=Min("queued_at"), waited_for=Max("not_before")
    )
    later = found.filter(state=OutgoingState.QUEUED, not_before__gt=at).aggregate(first=Min("not_before"))
    last = OutgoingMessage.objects.filter(claimed_at__lte=at).aggregate(at=Max("claimed_at"))["at"]
    since = max(filter(None, (mine["since"], mine["waited_for"])), default=None)
    return Going(
        counts=counts,
        at=at,
        n_due=mine["n"],
        n_before=due(at).filter(id__lte=mine["last"]).count() if mine["n"] else 0,
        first_later_at=later["first"],
        last_claim_at=last,
        due_since=since,
        rest=resting(at),
    )
