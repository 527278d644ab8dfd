"""A request's small timeline: what happened between the letter and the due date, on one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from answerable.core.law.life import EventKind
from answerable.desk.requests.models import Request

WIDTH = 150.0
LEAST_DAYS = 30
_MARKS: dict[str, str] = {
    EventKind.SENT: "sent",
    EventKind.ACKNOWLEDGED: "small",
    EventKind.HOLDING_REPLY: "small",
    EventKind.DELIVERED: "",
    EventKind.QUEUED: "",
    EventKind.REMINDED: "ours",
    EventKind.REVIEW_ASKED: "ours",
    EventKind.REGULATOR_COMPLAINT: "ours",
    EventKind.CLARIFICATION_ANSWERED: "ours",
    EventKind.BOUNCED: "stop",
    EventKind.CLARIFICATION_ASKED: "stop",
    EventKind.FEES_NOTICE: "stop",
}


@dataclass(frozen=True)
class Mark:
    """One thing on the line: where, in which manner, and in words."""

    x: float
    manner: str
    words: str


@dataclass(frozen=True)
class Timeline:
    """The line: marks, the due date, today, and all of it in words for who cannot see it."""

    marks: tuple[Mark, ...]
    due: float | None
    today: float | None
    late_from: float | None
    words: str

    def __html__(self) -> SafeString:
        """The line as SVG. Drawn here and not by a template: the board draws a hundred."""
        parts = ['<line class="base" x1="4" x2="146" y1="8" y2="8"></line>']
        if self.late_from is not None:
            parts.append(f'<line class="over" x1="{self.late_from}" x2="{self.today}" y1="8" y2="8"></line>')
        if self.due is not None:
            parts.append(f'<line class="due" x1="{self.due}" x2="{self.due}" y1="1" y2="15"></line>')
        parts += [_drawn(mark) for mark in self.marks]
        if self.today is not None:
            parts.append(f'<path class="today" d="M{self.today} 1v4"></path>')
        size = 'viewBox="0 0 150 16" width="150" height="16"'
        head = f'<svg class="line" {size} role="img" aria-label="{escape(self.words)}">'
        return mark_safe(f"{head}{''.join(parts)}</svg>")  # noqa: S308  every word is escaped

    __str__ = __html__


def _drawn(mark: Mark) -> str:
    title = f"<title>{escape(mark.words)}</title>"
    if mark.manner == "reply":
        return f'<rect class="came" x="{mark.x}" y="3" width="6" height="10">{title}</rect>'
    radius = "2.5" if mark.manner == "small" else "4"
    return f'<circle class="mark-{mark.manner}" cx="{mark.x}" cy="8" r="{radius}">{title}</circle>'


def timeline(request: Request, happened: Sequence[tuple[str, date]], on: date) -> Timeline | None:
    """The timeline of a request from kind and day of its events; None where nothing has happened yet."""
    shown = [(kind, day) for kind, day in happened if _MARKS.get(kind, "reply")]
    if not shown:
        return None
    first = min(day for _, day in shown)
    last = max([on, *(day for _, day in shown), *filter(None, (request.due_if_deemed_on,))])
    days = max((last - first).days, LEAST_DAYS)

    def place(day: date) -> float:
        return round(4 + (WIDTH - 8) * (day - first).days / days, 1)

    due = place(request.due_on) if request.due_on else None
    is_late = request.clock == "running" and request.due_if_deemed_on and on > request.due_if_deemed_on
    return Timeline(
        marks=tuple(Mark(place(day), _MARKS.get(kind, "reply"), _words(kind, day)) for kind, day in shown),
        due=due,
        today=place(on),
        late_from=due if is_late else None,
        words="; ".join(_all_words(shown, request)),
    )


def _words(kind: str, day: date) -> str:
    return f"{kind.replace('_', ' ')} {day.day} {day:%B}"


def _all_words(shown: Sequence[tuple[str, date]], request: Request) -> list[str]:
    due = [f"due {request.due_on.day} {request.due_on:%B}"] if request.due_on else []
    return [*(_words(kind, day) for kind, day in shown), *due]
