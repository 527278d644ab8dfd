"""The queue of the inbox: which messages the filters of the address show, and how many there are."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from answerable.core.post.kinds import Kind
from answerable.desk.mail.models import IncomingMessage, IncomingState, Placement
from answerable.desk.people.access import SurveyRequest
from answerable.desk.people.roles import Right, has_right

PER_PAGE = 30
SHOWN = {
    "waiting": "To be placed",
    "read": "To be read",
    "placed": "Placed",
    "aside": "Set aside",
    "same": "Said before",
    "all": "All",
}
EMPTY = {
    "waiting": "Every message has its place. What cannot be placed for certain comes here with proposals.",
    "read": "Nobody waits to be read. A reply that is placed comes here until somebody says what it is.",
    "placed": "No message is placed yet.",
    "aside": "Nothing is set aside. Messages that are about no request can be put here.",
    "same": "Nothing came twice.",
    "all": "No message has come in yet. Fetch mail with “answerable desk fetch”, or upload messages.",
}
_OF = {
    "waiting": Q(state__in=(IncomingState.RECEIVED, IncomingState.WAITING)),
    "read": Q(to_read=True),
    "placed": Q(state=IncomingState.PLACED),
    "aside": Q(state=IncomingState.SET_ASIDE),
    "same": Q(state=IncomingState.DUPLICATE),
    "all": Q(),
}


@dataclass(frozen=True)
class Filters:
    """What the address asks for."""

    show: str = "waiting"
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class Queue:
    """A page of the queue, with the counts of every tab and of every kind in this one."""

    filters: Filters
    page: Page[Any]
    tabs: tuple[tuple[str, str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    empty: str


def read_filters(request: SurveyRequest) -> Filters:
    """The filters of an address; what is unknown counts as not given."""
    show = request.GET.get("show", "waiting")
    kind = request.GET.get("kind", "")
    return Filters(
        show if show in SHOWN else "waiting",
        kind if kind in {each.value for each in Kind} else "",
        request.GET.get("q", "")[:100].strip(),
    )


def visible(request: SurveyRequest) -> QuerySet[IncomingMessage]:
    """The messages that a person may know of: those of the survey, and to be placed those of none."""
    mine = Q(survey=request.survey)
    if has_right(request.role, Right.PLACE):
        mine |= Q(survey=None)
    return IncomingMessage.objects.filter(mine)


def queue_of(request: SurveyRequest) -> Queue:
    """The queue under the filters of the address, in a constant number of queries."""
    filters = read_filters(request)
    to_read = Placement.objects.filter(message=OuterRef("pk"), undone_at=None, to_read=True)
    every = visible(request).annotate(to_read=Exists(to_read))
    if filters.words:
        every = every.filter(_said(request, filters.words)).distinct()
    tabs = {name: Count("pk", filter=of, distinct=True) for name, of in _OF.items() if of}
    counts = every.aggregate(**tabs, all=Count("pk", distinct=True))
    tab = every.filter(_OF[filters.show])
    kinds = tab.order_by("kind").values_list("kind").annotate(n=Count("pk", distinct=True))
    listed = tab.filter(kind=filters.kind) if filters.kind else tab
    live = Placement.objects.filter(undone_at=None).select_related("request__body")
    rows = (
        listed.defer("text", "reply_text", "notes")
        .prefetch_related(Prefetch("placements", queryset=live, to_attr="live"))
        .annotate(n_files=Count("files", distinct=True))
        .order_by("-received_at", "-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        # One sender may write from many bodies, under one subject: the domain tells them apart.
        each.domain = each.sender_address.rpartition("@")[2]  # type: ignore[attr-defined]
    return Queue(
        filters,
        page,
        tuple((name, words, counts[name]) for name, words in SHOWN.items()),
        tuple((kind, n) for kind, n in kinds if kind),
        EMPTY[filters.show],
    )


def _said(request: SurveyRequest, words: str) -> Q:
    """Where the words are looked for: names of people only by those who may see them."""
    found = Q(placements__request__reference__iexact=words) | Q(
        placements__request__body__name__icontains=words
    )
    if has_right(request.role, Right.SEE_PEOPLE):
        found |= (
            Q(subject__icontains=words) | Q(sender_name__icontains=words) | Q(sender_address__icontains=words)
        )
    return found
