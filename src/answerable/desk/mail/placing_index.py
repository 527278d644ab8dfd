"""The requests of the desk as `core.post` looks them up: kept while nothing they rest on changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from threading import Lock

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from answerable.core.law.life import State
from answerable.core.post.asked import Request as Asked
from answerable.core.post.asked import Requests
from answerable.desk.audit.models import AuditEvent
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox import reply_address
from answerable.desk.requests.models import Contact, Request
from answerable.desk.surveys.models import StudyRow

Mark = tuple[object, ...]
MOST_SUCCESSIONS = 10


@dataclass
class _Sent:
    """What was sent for a request, or is about to be."""

    message_ids: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    subject: str = ""
    at: datetime | None = None


_lock = Lock()
_kept: tuple[Mark, Requests] | None = None


def known_requests() -> Requests:
    """The requests of all surveys of the desk, to be asked once for a batch of messages.

    The number of queries is the same for any number of requests.
    """
    global _kept
    mark = _mark()
    with _lock:
        if _kept is not None and _kept[0] == mark:
            return _kept[1]
    built = Requests(tuple(_asked()))
    with _lock:
        _kept = (mark, built)
    return built


def _mark() -> Mark:
    """What changes whenever the index would: requests, messages sent, and what people did to the set-up.

    Tokens are random: what a transaction made and lost again is not taken for what came in its place.
    """
    done = AuditEvent.objects.filter(survey__isnull=False).exclude(
        Q(verb__startswith="mail.") | Q(verb__startswith="request.")
    )
    return (
        *Request.objects.aggregate(
            a=Count("pk"), b=Max("pk"), t=Max("token"), c=Count("pk", filter=~Q(their_reference="")),
            d=Count("pk", filter=~Q(state=State.DRAFT)),
        ).values(),
        *OutgoingMessage.objects.aggregate(a=Count("pk"), b=Max("pk"), c=Count("sent_at")).values(),
        *Contact.objects.aggregate(a=Count("pk"), b=Max("pk"), c=Count("removed_at")).values(),
        done.order_by("-pk").values_list("pk", flat=True).first(),
    )  # fmt: skip


def _asked() -> Iterable[Asked]:
    """Every request that went out, or is on its way; a draft answers to nothing."""
    requests = list(
        Request.objects.exclude(Q(state=State.DRAFT) & Q(outgoing=None) & Q(imported_sent_on=None))
        .select_related("body", "round")
        .order_by("pk")
        .distinct()
    )
    sent = _sent()
    addresses = _contacts()
    later = _successors()
    for request in requests:
        body = request.body
        out = sent.get(request.pk) or _Sent()
        own = addresses.get((body.survey_id, body.body_id), set()) | _published(body.columns)
        successors = later.get((body.survey_id, body.body_id), set())
        yield Asked(
            id=str(request.pk),
            address=reply_address(request),
            message_ids=frozenset(out.message_ids),
            reference=request.reference,
            references=frozenset({request.their_reference} - {""}),
            subject=out.subject,
            body_name=body.name,
            domains=_domains(own),
            later_domains=frozenset[str]().union(
                *(_domains(addresses.get((body.survey_id, each), set())) for each in successors)
            ),
            sent_to=frozenset(own | out.addresses),
            sent_at=out.at or _began(request),
        )


def _sent() -> dict[int, _Sent]:
    rows = (
        OutgoingMessage.objects.filter(request__isnull=False)
        .order_by("pk")
        .annotate(at=Coalesce("sent_at", "queued_at"))
        .values_list("request_id", "message_id", "to_address", "subject", "at")
    )
    found: dict[int, _Sent] = defaultdict(_Sent)
    for request, message_id, address, subject, at in rows:
        one = found[request or 0]
        one.message_ids.add(message_id)
        one.addresses.add(address)
        one.subject = one.subject or subject
        one.at = one.at or at
    return found


def _contacts() -> dict[tuple[int, str], set[str]]:
    """The addresses of bodies, by survey and id: a body renamed is the same body."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    rows = Contact.objects.values_list("body__survey_id", "body__body_id", "email")
    for survey, body, email in rows:
        found[survey, body].add(email.lower())
    return found


def _successors() -> dict[tuple[int, str], set[str]]:
    """The bodies that came after a body, and after those, by survey and id."""
    following: dict[tuple[int, str], set[str]] = defaultdict(set)
    for survey, cells in StudyRow.objects.filter(table="successions").values_list("survey_id", "cells"):
        following[survey, str(cells.get("predecessor_id", ""))].add(str(cells.get("successor_id", "")))
    found = {}
    for survey, body in following:
        all_of_them: set[str] = set()
        new = {body}
        for _ in range(MOST_SUCCESSIONS):
            new = set[str]().union(*(following.get((survey, each), set()) for each in new)) - all_of_them
            if not new:
                break
            all_of_them |= new
        found[survey, body] = all_of_them - {body}
    return found


def _domains(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(each.rpartition("@")[2] for each in addresses if "@" in each)


def _published(columns: dict[str, object]) -> set[str]:
    """The address that the body publishes, where the table of bodies has it."""
    email = str(columns.get("email") or "").strip().lower()
    return {email} if "@" in email else set()


def _began(request: Request) -> datetime | None:
    day = request.imported_sent_on or request.round.sent_on
    return datetime.combine(day, time(), tzinfo=UTC) if day else None
