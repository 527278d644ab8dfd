"""Requests of a round: one for each body, with dates and outcomes that can be and go with the answers."""

import polars as pl

from answerable.core.answers import Outcome
from answerable.core.study.faults import LINE, Faults
from answerable.core.study.link_bodies import check_addresses
from answerable.core.study.link_round import tell_not_sent, tell_twice, with_kinds
from answerable.core.study.loading import Loaded, LoadedRound

SILENT = (Outcome.NO_REPLY, Outcome.BOUNCED)
NOT_ELIGIBLE = (Outcome.WITHDRAWN, Outcome.ABOLISHED)
SAYS_NOTHING = ("no_reply", "not_asked")


def check_requests(loaded: Loaded, a_round: LoadedRound, faults: Faults) -> None:
    """Notes every fault in requests.csv, alone and beside the answers."""
    read = a_round.requests
    if read is None:
        return
    tell_not_sent(read, a_round, faults)
    with_kinds(read, loaded, a_round, faults)
    tell_twice(read.frame, ["body_id"], "The body is listed", read, faults)
    check_addresses(read, "url", faults)
    sent = pl.coalesce(pl.col("sent_on"), pl.lit(a_round.head.sent_on, pl.Date))
    faults.rows(
        read.frame.with_columns(sent.alias("#sent")).filter(pl.col("replied_on") < pl.col("#sent")),
        "replied_before_sent",
        lambda row: f"The reply of {row['replied_on']} is before the request of {row['#sent']}.",
        "Check which of the two dates is right.",
        file=read.file,
        column="replied_on",
    )
    faults.rows(
        read.frame.filter(pl.col("replied_on").is_not_null() & _is(SILENT)),
        "reply_beside_silence",
        lambda row: f"There is a day of reply, {row['replied_on']}, beside the outcome {row['outcome']}.",
        "Correct the outcome, or remove the date.",
        file=read.file,
        column="outcome",
    )
    _check_beside_answers(a_round, faults)


def _is(outcomes: tuple[Outcome, ...]) -> pl.Expr:
    return pl.col("outcome").cast(pl.String).is_in([str(outcome) for outcome in outcomes])


def _check_beside_answers(a_round: LoadedRound, faults: Faults) -> None:
    read, answers = a_round.requests, a_round.answers
    if read is None or answers is None:
        return
    said = answers.frame.filter(~pl.col("status").cast(pl.String).is_in(SAYS_NOTHING))
    first = said.group_by("body_id").agg(pl.col(LINE).min().alias("#answer"))
    both = read.frame.join(first, on="body_id", maintain_order="left")
    faults.rows(
        both.filter(_is(SILENT)),
        "answers_beside_silence",
        lambda row: (
            f"The outcome is {row['outcome']}, and {answers.file} has what the body said, "
            f"from line {row['#answer']}."
        ),
        "Correct the outcome, or the status of the answers.",
        file=read.file,
        column="outcome",
    )
    faults.rows(
        both.filter(_is(NOT_ELIGIBLE)),
        "answers_not_counted",
        lambda row: (
            f"The outcome is {row['outcome']}, so the answers in {answers.file}, from line {row['#answer']}, "
            "are not counted."
        ),
        "Correct the outcome if they should be.",
        file=read.file,
        column="outcome",
        warning=True,
    )
