"""Records as the interface tells them; what names people is left out where the token may not read it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from answerable.core.answers import AnswerType
from answerable.core.errors import AnswerableError
from answerable.desk.clock import today
from answerable.desk.coding.models import Answer, CodingDecision
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.requests.models import Request
from answerable.desk.requests.standing import outcome_of, stands

EARLIEST, LATEST = datetime(1900, 1, 2, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
_WORDS = (AnswerType.TEXT, AnswerType.LINK)


def page(rows: "QuerySet[Any]", cursor: int, limit: int) -> tuple[list[Any], int | None]:
    """Some rows after a cursor, and the cursor of the next page: None at the end."""
    found = list(rows.filter(pk__gt=cursor).order_by("pk")[: limit + 1])
    more = len(found) > limit
    return found[:limit], found[limit - 1].pk if more else None


def bounded(instant: datetime | None) -> datetime | None:
    """An instant that any database can compare with."""
    return None if instant is None else min(max(instant, EARLIEST), LATEST)


def told_request(row: Request) -> dict[str, Any]:
    """A request with how it stands today; prefetch `events`, select `round` and `body`."""
    try:
        standing = stands(row, today())
        computed, lateness = standing.computed, standing.lateness
    except (
        AnswerableError
    ):  # events that cannot follow, or a day outside the calendar: the kept state is told
        computed = lateness = None
    outcome = outcome_of(row)
    return {
        "id": row.pk,
        "reference": row.reference,
        "body_id": row.body.body_id,
        "state": row.state,
        "clock": row.clock,
        "computed": computed and str(computed),
        "lateness": lateness and str(lateness),
        "due_on": row.due_on,
        "due_if_deemed_on": row.due_if_deemed_on,
        "outcome": outcome and str(outcome),
        "their_reference": row.their_reference,
        "url": row.url,
    }


def told_message(row: IncomingMessage, references: Sequence[str], people: bool) -> dict[str, Any]:
    """A message."""
    files = [
        {
            "id": each.pk,
            "filename": each.filename,
            "content_type": each.content_type,
            "size_bytes": each.size_bytes,
        }
        for each in row.files.all()
    ]
    return {
        "id": row.pk,
        "received_at": row.received_at,
        "came_by": row.came_by,
        "state": row.state,
        "kind": row.kind,
        "references": sorted(set(references)),
        "sender": (row.sender_address or row.sender_name) if people else None,
        "subject": row.subject if people else None,
        "text": row.text if people else None,
        "files": files if people else None,
    }


def _coded(row: Answer | CodingDecision, people: bool, was_imported: bool) -> dict[str, Any]:
    # What was coded here may name people until a release has cleaned it; what was imported is public.
    shows = people or was_imported
    return {
        "id": row.pk,
        "body_id": row.body.body_id,
        "question": row.question.key,
        "status": row.status,
        "answer": row.answer if shows or row.question.answer not in _WORDS else None,
        "value": row.value,
        "unit": row.unit,
        "period": row.period,
        "note": row.note if shows else None,
    }


def told_answer(row: Answer, people: bool) -> dict[str, Any]:
    """An answer; select `body` and `question`."""
    told = _coded(row, people, was_imported=row.decision_id is None)
    return {**told, "decision": row.decision_id, "changed_at": row.changed_at}


def told_decision(row: CodingDecision, people: bool) -> dict[str, Any]:
    """A decision; select `body` and `question`, prefetch `evidence`."""
    names = ("page", "start", "end", "quote", "part")
    evidence = [
        {"message": each.message_id, "file": each.file_id, **{name: getattr(each, name) for name in names}}
        for each in row.evidence.all()
    ]
    return {
        **_coded(row, people, was_imported=False),
        "stage": row.stage,
        "made_at": row.made_at,
        "superseded_at": row.superseded_at,
        "undone_at": row.undone_at,
        "because": row.because if people else "",
        "evidence": evidence if people else None,
    }
