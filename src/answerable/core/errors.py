"""Errors of core, all under one root, and the faults that a user's input can have."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

MOST_LISTED = 40  # names in one message; a register of 40,000 bodies would fill the screen


class AnswerableError(Exception):
    """Root of every error this project raises on purpose; its text is fit for a user to read."""


class Severity(StrEnum):
    """Whether a fault stops the work (error) or is shown beside the result (warning)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input, told so that a person can mend it.

    `line` counts from 1 with the header as line 1, as an editor shows it. What does not apply is None.
    """

    rule: str
    message: str
    remedy: str
    file: str | None = None
    line: int | None = None
    column: str | None = None
    body: str | None = None
    question: str | None = None
    expected: str | None = None
    severity: Severity = Severity.ERROR

    def place(self) -> str:
        """Where it is: `rounds/2017/answers.csv:14, column status, body E38000001, question ccn`."""
        spot = self.file or "study"
        if self.line is not None:
            spot += f":{self.line}"
        parts = [spot]
        for name, value in (("column", self.column), ("body", self.body), ("question", self.question)):
            if value:
                parts.append(f"{name} {value}")
        return ", ".join(parts)

    def sentence(self) -> str:
        """The fault as one line for a terminal."""
        expected = f" Expected: {self.expected}." if self.expected else ""
        return f"{self.place()}: {self.message}{expected} {self.remedy}"

    def as_record(self) -> dict[str, str | int | None]:
        """The fault as a flat record for JSON or CSV."""
        return {**asdict(self), "severity": str(self.severity)}


class InputFaults(AnswerableError):
    """The input has faults; all that were found are carried, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))


class UnknownName(AnswerableError):
    """A round, kind, question, body, scheme, column or regime that the study does not have."""

    def __init__(self, what: str, name: str, known: Iterable[str] = ()) -> None:
        self.what, self.name, self.known = what, name, tuple(known)
        near = get_close_matches(name, self.known, n=1)
        self.nearest = near[0] if near else None
        hint = f" Did you mean “{self.nearest}”?" if self.nearest else ""
        more = f" and {len(self.known) - MOST_LISTED} more" if len(self.known) > MOST_LISTED else ""
        listed = f" Known: {', '.join(self.known[:MOST_LISTED])}{more}." if self.known else ""
        super().__init__(f"There is no {what} “{name}”.{hint}{listed}")


class BodyNotOpen(AnswerableError):
    """An id of the register was used for a day on which no body of that id was open."""

    def __init__(self, body_id: str, on: date, spans: Iterable[tuple[date | None, date | None]]) -> None:
        self.body_id, self.on, self.spans = body_id, on, tuple(spans)
        times = "; ".join(f"{first or 'the beginning'} to {last or 'today'}" for first, last in self.spans)
        super().__init__(f"No body “{body_id}” was open on {on}. The register has it from {times}.")


class GridMisaligned(AnswerableError):
    """Answers do not fit the bodies and questions of their round, so counting them would mislead."""

    def __init__(self, round_id: str, what: str, examples: Iterable[str]) -> None:
        self.round_id, self.what, self.examples = round_id, what, tuple(examples)
        named = ", ".join(self.examples)
        super().__init__(
            f"Round “{round_id}”: {what}: {named}. Nothing was counted; `answerable check` names every row."
        )


class RefusedPercentage(AnswerableError):
    """A percentage was asked for without the counts, base or population that it needs."""


class LawDoesNotApply(AnswerableError):
    """A rule was asked for where the law has none: before it was in force, or under another regime."""


class OutsideCalendar(AnswerableError):
    """A day was asked for on which the calendar of holidays is not known."""

    def __init__(self, day: date, calendar: str, first: date, last: date) -> None:
        self.day, self.calendar, self.first, self.last = day, calendar, first, last
        super().__init__(
            f"The calendar “{calendar}” knows the holidays from {first} to {last}; {day} lies outside. "
            "Check the year."
        )


class ImpossibleEvent(AnswerableError):
    """An event of a request's life that cannot follow the state the request is in."""

    def __init__(self, event: str, on: date, state: str, possible: Iterable[str]) -> None:
        self.event, self.on, self.state, self.possible = event, on, state, tuple(possible)
        listed = ", ".join(self.possible) or "nothing"
        super().__init__(
            f"“{event}” of {on} cannot follow the state “{state}”. What can follow: {listed}. "
            "Check the order of the events."
        )
