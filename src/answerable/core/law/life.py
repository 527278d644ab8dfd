"""The life of a request as a transition table: which event leads from which state to which.

The state of a request is not what came back: one body may answer question 3 and refuse question 7
while its request is `partly_answered`. Lateness is not a state either: `overdue` and `review_overdue`
are computed from the events and the calendar (`core.law.clock`) and never stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from answerable.core.answers import Outcome
from answerable.core.errors import ImpossibleEvent
from answerable.core.study.yaml import yaml_values


class State(StrEnum):
    """Where a request is; `overdue` and `review_overdue` are computed, never stored."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENT = "sent"
    BOUNCED = "bounced"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    HOLDING_REPLY = "holding_reply"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_ANSWERED = "clarification_answered"
    FEES_NOTICE = "fees_notice"
    EXTENDED = "extended"
    REMINDED = "reminded"
    TRANSFERRED = "transferred"
    PARTLY_ANSWERED = "partly_answered"
    ANSWERED = "answered"
    NOT_HELD = "not_held"
    REFUSED = "refused"
    OVERDUE = "overdue"
    REVIEW_ASKED = "review_asked"
    REVIEW_OVERDUE = "review_overdue"
    REVIEW_ANSWERED = "review_answered"
    REGULATOR_COMPLAINT = "regulator_complaint"
    DECISION_NOTICE = "decision_notice"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class EventKind(StrEnum):
    """What can happen to a request."""

    QUEUED = "queued"
    SENT = "sent"
    BOUNCED = "bounced"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    HOLDING_REPLY = "holding_reply"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_ANSWERED = "clarification_answered"
    FEES_NOTICE = "fees_notice"
    FEE_PAID = "fee_paid"
    EXTENDED = "extended"
    REMINDED = "reminded"
    TRANSFERRED = "transferred"
    PARTLY_ANSWERED = "partly_answered"
    ANSWERED = "answered"
    NOT_HELD = "not_held"
    REFUSED = "refused"
    REFINED = "refined"
    REVIEW_ASKED = "review_asked"
    REVIEW_ANSWERED = "review_answered"
    REGULATOR_COMPLAINT = "regulator_complaint"
    DECISION_NOTICE = "decision_notice"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ClockEffect(StrEnum):
    """What an event does to the time for answering."""

    NONE = "none"
    START = "start"
    CANCEL = "cancel"
    WAIT = "wait"
    RESTART = "restart"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"
    STOP_IF_REST_REFUSED = "stop_if_rest_refused"
    NEW_REQUEST = "new_request"


@dataclass(frozen=True)
class Event:
    """One thing that happened to a request on a day.

    `sections` are the grounds of a refusal; beside a part answer they refuse the rest. `until` is the
    day that a notice of extension names.
    """

    kind: EventKind
    on: date
    sections: tuple[str, ...] = ()
    until: date | None = None
    note: str = ""


@dataclass(frozen=True)
class StateInfo:
    """What the table says of a state: its words, the outcome it means, and whether time runs in it."""

    words: str
    outcome: Outcome | None = None
    running: bool = False
    computed: bool = False
    final: bool = False


@dataclass(frozen=True)
class Life:
    """The transition table: states, moves from (state, event) to a state, and effects on the clock."""

    states: Mapping[State, StateInfo]
    moves: Mapping[tuple[State, EventKind], State]
    clock: Mapping[EventKind, ClockEffect]

    def possible(self, state: State) -> tuple[EventKind, ...]:
        """The events that can follow a state."""
        return tuple(event for at, event in self.moves if at is state)


def read_life(text: str) -> Life:
    """The transition table from YAML text. Raises: ValueError for a state or event that is none"""
    loaded = yaml_values(text, "life.yaml")
    states = {State(name): _state_info(info) for name, info in loaded["states"].items()}
    groups = {name: [State(word) for word in words] for name, words in loaded["groups"].items()}
    moves: dict[tuple[State, EventKind], State] = {}
    for name, entry in loaded["events"].items():
        kind = EventKind(name)
        for state in _spread(entry["from"], groups):
            moves[state, kind] = State(entry["to"])
        for state in _spread(entry.get("stays", ()), groups):
            moves.setdefault((state, kind), state)
    clock = {EventKind(name): ClockEffect(entry["clock"]) for name, entry in loaded["events"].items()}
    return Life(states, moves, clock)


@cache
def life() -> Life:
    """The table that comes with the package."""
    return read_life(files("answerable.core.law").joinpath("life.yaml").read_text(encoding="utf-8"))


def next_state(state: State, event: Event, table: Life | None = None) -> State:
    """The state after an event. Raises: ImpossibleEvent"""
    known = table or life()
    try:
        return known.moves[state, event.kind]
    except KeyError:
        raise ImpossibleEvent(event.kind, event.on, state, known.possible(state)) from None


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by day; events of one day keep the order they were logged in."""
    return tuple(sorted(events, key=lambda event: event.on))


def state_after(events: Iterable[Event], table: Life | None = None) -> State:
    """The state that a log of events leads to, from a draft. Raises: ImpossibleEvent"""
    state = State.DRAFT
    for event in in_order(events):
        state = next_state(state, event, table)
    return state


def outcome_after(events: Iterable[Event], table: Life | None = None) -> Outcome | None:
    """What became of a request as a whole, as requests.csv tells it; None while it was never sent.

    A review or a complaint leaves the outcome of the reply that it is about. Raises: ImpossibleEvent
    """
    known, state, outcome = table or life(), State.DRAFT, None
    for event in in_order(events):
        state = next_state(state, event, known)
        outcome = known.states[state].outcome or outcome
        if state in _DISPUTES:
            # A reply that comes while a review is under way changes what came back, not where the request is.
            outcome = _REPLIES.get(event.kind, outcome)
    return outcome


def draw_life(table: Life | None = None) -> str:
    """The transition table as a Mermaid state diagram; moves that keep the state are left out."""
    known = table or life()
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    lines += [f"    {at} --> {to}: {event}" for (at, event), to in known.moves.items() if at is not to]
    lines += [f"    {state} --> [*]" for state, info in known.states.items() if info.final]
    lines += [
        f"    note right of {_computed_of(state)}: {info.words} is computed"
        for state, info in known.states.items()
        if info.computed
    ]
    return "\n".join(lines) + "\n"


_REPLIES = {
    EventKind.ANSWERED: Outcome.ANSWERED,
    EventKind.PARTLY_ANSWERED: Outcome.PARTLY_ANSWERED,
    EventKind.NOT_HELD: Outcome.NOT_HELD,
    EventKind.REFUSED: Outcome.REFUSED,
}
_DISPUTES = (State.REVIEW_ASKED, State.REVIEW_ANSWERED, State.REGULATOR_COMPLAINT, State.DECISION_NOTICE)


def _computed_of(state: State) -> State:
    return State.REVIEW_ASKED if state is State.REVIEW_OVERDUE else State.DELIVERED


def _spread(names: Sequence[str], groups: Mapping[str, Sequence[State]]) -> list[State]:
    return [state for name in names for state in groups.get(name, ())] + [
        State(name) for name in names if name not in groups
    ]


def _state_info(entry: Mapping[str, Any]) -> StateInfo:
    outcome = entry.get("outcome")
    return StateInfo(
        words=entry["words"],
        outcome=Outcome(outcome) if outcome else None,
        running=entry.get("running", False),
        computed=entry.get("computed", False),
        final=entry.get("final", False),
    )
