"""Statements of a round: what bodies say of their own answers, each shown beside what it is about."""

import polars as pl

from answerable.core.study.columns import ReadTable
from answerable.core.study.faults import LINE, Faults, did_you_mean, quoted
from answerable.core.study.link_bodies import check_addresses
from answerable.core.study.link_round import KIND, tell_not_sent, with_kinds
from answerable.core.study.loading import Loaded, LoadedRound

LONGEST = 5_000


def check_statements(loaded: Loaded, a_round: LoadedRound, faults: Faults) -> None:
    """Notes every fault in statements.csv, alone and beside the answers."""
    read = a_round.statements
    if read is None:
        return
    tell_not_sent(read, a_round, faults)
    check_addresses(read, "url", faults)
    _check_texts(read, a_round, faults)
    _check_twice(read, a_round, faults)
    rows = with_kinds(read, loaded, a_round, faults)
    if rows is not None:
        _check_questions(rows, read, a_round, faults)


def _check_texts(read: ReadTable, a_round: LoadedRound, faults: Faults) -> None:
    length = pl.col("statement").str.len_chars()
    faults.rows(
        read.frame.with_columns(length.alias("#length")).filter(pl.col("#length") > LONGEST),
        "statement_too_long",
        lambda row: f"The statement has {row['#length']:,} characters.",
        f"Agree on at most {LONGEST:,} characters with the body, and give its own page as url.",
        file=read.file,
        column="statement",
        expected=f"at most {LONGEST:,} characters",
    )
    faults.rows(
        read.frame.filter(pl.col("given_on") < pl.lit(a_round.head.sent_on, pl.Date)),
        "statement_before_sent",
        lambda row: (
            f"The statement of {row['given_on']} is before the round was sent, on {a_round.head.sent_on}."
        ),
        "Check which of the two dates is right, and whether it belongs to an earlier round.",
        file=read.file,
        column="given_on",
    )


def _check_twice(read: ReadTable, a_round: LoadedRound, faults: Faults) -> None:
    """One statement on each thing, whichever of the two tables it stands in."""
    key = ["body_id", "question_id"]
    faults.rows(
        read.frame.with_columns(pl.col(LINE).min().over(key).alias("#first")).filter(
            pl.col("body_id").is_not_null() & (pl.col(LINE) > pl.col("#first"))
        ),
        "row_twice",
        lambda row: f"The body says something on this a second time; the first is on line {row['#first']}.",
        "Put both into one statement, or keep the later one.",
        file=read.file,
        column="question_id" if "question_id" in read.present else "body_id",
    )
    answers = a_round.answers
    if answers is None:
        return
    beside = answers.frame.filter(pl.col("statement").is_not_null()).select(
        *key, pl.col(LINE).alias("#answer")
    )
    faults.rows(
        read.frame.join(beside.unique(key, keep="first"), on=key, maintain_order="left"),
        "row_twice",
        lambda row: f"{answers.file} has a statement on the same answer, on line {row['#answer']}.",
        "Keep one of them.",
        file=read.file,
        column="question_id",
    )


def _check_questions(rows: pl.DataFrame, read: ReadTable, a_round: LoadedRound, faults: Faults) -> None:
    known = {kind: list(form.value.by_id) for kind, form in a_round.questionnaires.items()}
    pairs = pl.DataFrame(
        [(kind, question) for kind, ids in known.items() for question in ids],
        schema={KIND: pl.String, "question_id": pl.String},
        orient="row",
    )
    named = rows.filter(pl.col("question_id").is_not_null() & pl.col(KIND).is_in(list(known)))
    faults.rows(
        named.join(pairs, on=[KIND, "question_id"], how="anti", maintain_order="left"),
        "unknown_question",
        lambda row: (
            f"There is no question {quoted(row['question_id'])} for the kind {row[KIND]} in this round."
        ),
        lambda row: (
            did_you_mean(row["question_id"], known[row[KIND]])
            + " Leave it blank for a statement on the whole."
        ),
        file=read.file,
        column="question_id",
    )
