"""A round put to one kind of body: all blocks answered, written out as answers, requests and remarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from studies.simulate.blocks import Ballot, Block, fill_block
from studies.simulate.followups import FollowUps
from studies.simulate.minds import Minds
from studies.simulate.rows import Clerk, Reply, Row
from studies.simulate.source import SourceRound
from studies.simulate.targets import numbers_known
from studies.simulate.words import Words

from answerable.core.answers import NO, YES, Outcome, Status
from answerable.core.questions import Question

REQUEST_COLUMNS = ("body_id", "sent_on", "replied_on", "outcome", "url")
_SENDING_DAYS, _LATE = 9, 0.24
_SAID = {
    "referred": "Said no, and that another body should be asked; counted as no.",
    "volunteered": "Said unasked.",
}
_WITHOUT_NUMBER = (("range", 20), (str(Status.REFUSED), 15), (None, 65))


@dataclass(frozen=True)
class Survey:
    """One kind's part of a round: rows of answers.csv and of requests.csv."""

    answers: list[Row]
    requests: list[Row]


def hold(
    ballot: Ballot,
    source: SourceRound,
    minds: Minds,
    members: Sequence[int],
    people: Mapping[str, Mapping[str, float]],
    printed: bytes,
    scale: int,
) -> Survey:
    """Everything that one kind of body sent back in one round; every block gives the printed figures."""
    kind = ballot.form.kind
    answers: list[Row] = []
    requests: list[Row] = []
    for number in range(scale):
        block = fill_block(ballot, minds, np.array(members[number::scale]), number)
        words = Words(kind, f"{minds.seed} {ballot.round} {kind} {number}")
        numbers = _settle_numbers(ballot, block, printed, words)
        follow_ups = FollowUps(ballot.form, ballot.round, words, people, numbers)
        clerk = Clerk(ballot.form, ballot.round, words, follow_ups)
        rows = {
            body: clerk.rows(Reply(body, given, _url(ballot, body))) for body, given in block.answers.items()
        }
        _remark(ballot, rows, words)
        answers += [row for of_body in rows.values() for row in of_body]
        requests += [_request(ballot, source, body, rows.get(body), words) for body in block.bodies]
    return Survey(
        sorted(answers, key=lambda row: row["body_id"]), sorted(requests, key=lambda row: row["body_id"])
    )


def _url(ballot: Ballot, body: str) -> str:
    return f"https://foi.example/{ballot.round}/{body}"


def _settle_numbers(ballot: Ballot, block: Block, printed: bytes, words: Words) -> dict[str, dict[str, str]]:
    """Which bodies give a number where a printed figure counts those that do.

    Shape:  number question -> body -> `value`, `range` or a status; a body without an entry left it blank
    """
    settled: dict[str, dict[str, str]] = {}
    for known in ballot.form.questions:
        if known.derived and known.derived.gives_number:
            number = ballot.form.question(known.derived.gives_number)
            settled[number.id] = _settle(ballot, block, known, number, printed, words)
    return settled


def _settle(
    ballot: Ballot, block: Block, known: Question, number: Question, printed: bytes, words: Words
) -> dict[str, str]:
    parent = number.parent or ""
    said_yes = [b for b, given in block.answers.items() if given.get(parent) == YES]
    said_no = [b for b, given in block.answers.items() if given.get(parent) == NO]
    asked = said_yes + (said_no if number.condition is None else [])
    state: dict[str, str | None] = {}
    for body in asked:
        quiet = words.chance(0.16)
        state[body] = words.weighted(_WITHOUT_NUMBER) if quiet else str(Status.NOT_HELD)
    held = [body for body in said_yes if state[body] == Status.NOT_HELD]
    counted = sum(s == Status.NOT_HELD for s in state.values())
    counted += 0 if number.condition is None else len(said_no)
    wanted = numbers_known(printed, ballot.round, ballot.form.kind, known.id, counted)
    for place in range(wanted):
        state[held[place * len(held) // wanted]] = "value"
    return {body: found for body, found in state.items() if found}


def _remark(ballot: Ballot, rows: Mapping[str, list[Row]], words: Words) -> None:
    """Put each volunteered remark to as many answers of its question as printed, all of them a no."""
    for remark in ballot.form.remarks:
        said = [
            row
            for of_body in rows.values()
            for row in of_body
            if row["question_id"] == remark.of and row.get("answer") == NO
        ]
        wanted = ballot.targets.remarks.get(remark.id, 0)
        for place in range(wanted):
            row = said[place * len(said) // wanted]
            row["remarks"] = ";".join(filter(None, [row.get("remarks"), remark.id]))
            referred = "referred" in remark.id
            row["note"] = _SAID["referred" if referred else "volunteered"]
            row["evidence"] = words.why(Status.REFERRED) if referred else remark.text
            row["evidence_url"] = _url(ballot, row["body_id"])


def _request(ballot: Ballot, source: SourceRound, body: str, rows: list[Row] | None, words: Words) -> Row:
    """The row of requests.csv: sent in the days of sending, answered by the day the count closed."""
    sent = _weekday(source.sent_on + timedelta(days=int(words.between(0, _SENDING_DAYS))))
    row = {"body_id": body, "sent_on": sent.isoformat(), "url": _url(ballot, body)}
    if rows is None:
        silent = ((Outcome.NO_REPLY, 75), (Outcome.UNRESOLVED, 17), (Outcome.BOUNCED, 8))
        return row | {"outcome": str(words.weighted(silent))}
    days = words.between(3, 28) * words.between(0.6, 1)
    if words.chance(_LATE):
        days = words.between(28, (source.cut_off - sent).days)
    replied = min(_weekday(sent + timedelta(days=round(days))), _weekday(source.cut_off, back=True))
    settled = {
        r["question_id"] for r in rows if r["status"] in (str(Status.ANSWERED), str(Status.NOT_APPLICABLE))
    }
    printed = {q.id for q in ballot.form.questions if q.parent is None and q.derived is None}
    outcome = Outcome.ANSWERED if printed <= settled else Outcome.PARTLY_ANSWERED
    return row | {"replied_on": replied.isoformat(), "outcome": str(outcome)}


def _weekday(day: date, *, back: bool = False) -> date:
    """The day itself, or the next working day of the week (the last one before, looking back)."""
    while day.weekday() > 4:
        day += timedelta(days=-1 if back else 1)
    return day
