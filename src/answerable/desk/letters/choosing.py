"""Which bodies a wave of first letters may go to: filters that stay in the address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from answerable.core.law.life import State
from answerable.desk.requests.models import Contact, Request
from answerable.desk.surveys.models import PublicBody, Questionnaire, Round


@dataclass(frozen=True)
class Filters:
    """Filters of bodies, as the address has them."""

    kind: str = ""
    region: str = ""
    search: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Filters":
        """The filters of an address."""
        return cls(query.get("kind", ""), query.get("region", ""), query.get("q", "").strip()[:100])

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows that fit."""
        if self.kind:
            rows = rows.filter(kind__key=self.kind)
        if self.region:
            rows = rows.filter(region=self.region)
        if self.search:
            rows = rows.filter(Q(name__icontains=self.search) | Q(body_id__iexact=self.search))
        return rows


def open_bodies(a_round: Round, on: date) -> "QuerySet[Any]":
    """Bodies of the round's kinds that are open on a day, with whether they have a contact."""
    asked = Questionnaire.objects.filter(round=a_round).values("kind")
    contact = Contact.objects.filter(body=OuterRef("pk"), preferred=True, removed_at=None)
    return (
        PublicBody.objects.filter(kind__in=asked)
        .filter(Q(opened=None) | Q(opened__lte=on), Q(closed=None) | Q(closed__gte=on))
        .select_related("kind")
        .annotate(has_contact=Exists(contact))
        .order_by("kind__position", "position")
    )


def to_be_written_to(a_round: Round, on: date) -> "QuerySet[Any]":
    """Open bodies with no first letter yet: no request, a draft, or one that bounced."""
    written = Request.objects.filter(round=a_round, body=OuterRef("pk")).exclude(
        state__in=[State.DRAFT, State.BOUNCED], imported_sent_on=None
    )
    return open_bodies(a_round, on).exclude(Exists(written))
