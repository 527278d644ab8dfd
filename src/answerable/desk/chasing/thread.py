"""Everything between the desk and one body, in order: letters, replies, and what happened beside them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from answerable.desk.mail.models import IncomingMessage, OutgoingMessage, OutgoingState
from answerable.desk.requests.models import Request, RequestEvent


@dataclass(frozen=True)
class Entry:
    """One entry of the thread; exactly one of the three is set."""

    at: datetime
    outgoing: OutgoingMessage | None = None
    incoming: IncomingMessage | None = None
    event: RequestEvent | None = None
    events: tuple[RequestEvent, ...] = ()


def thread(request: Request) -> list[Entry]:
    """The thread of a request, oldest first; events that a message stands for are told with the message."""
    events = list(request.events.select_related("by"))
    by_out: dict[int, list[RequestEvent]] = {}
    by_in: dict[int, list[RequestEvent]] = {}
    alone = []
    for event in events:
        if event.outgoing_id:
            by_out.setdefault(event.outgoing_id, []).append(event)
        elif event.incoming_id:
            by_in.setdefault(event.incoming_id, []).append(event)
        else:
            alone.append(event)
    out = request.outgoing.exclude(state=OutgoingState.CANCELLED)
    came = IncomingMessage.objects.filter(placements__request=request, placements__undone_at=None)
    entries = [
        Entry(each.sent_at or each.queued_at, outgoing=each, events=tuple(by_out.get(each.pk, ())))
        for each in out
    ]
    entries += [
        Entry(each.received_at, incoming=each, events=tuple(by_in.get(each.pk, ())))
        for each in came.prefetch_related("files").distinct()
    ]
    entries += [Entry(datetime.combine(event.on, time(12), tzinfo=UTC), event=event) for event in alone]
    return sorted(entries, key=lambda entry: entry.at)
