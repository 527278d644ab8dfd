"""Printed figures: whether they name rounds, kinds and questions of the study."""

from collections.abc import Mapping

import polars as pl

from answerable.core.study.faults import Faults, did_you_mean, quoted
from answerable.core.study.loading import Loaded, LoadedRound

# Of these a figure is a share of answers, so its question must be one of the questionnaire.
SHARES_OF_ANSWERS = ("yes", "no", "in_development")


def check_published_names(loaded: Loaded, faults: Faults) -> None:
    """Warns of printed figures that nothing in the study can be set beside."""
    read = loaded.tables.get("published")
    if read is None:
        return
    rounds = {each.id: each for each in loaded.rounds}
    faults.rows(
        read.frame.filter(~pl.col("round").is_in(list(rounds))),
        "unknown_round",
        lambda row: f"There is no round {quoted(row['round'])} in the study.",
        lambda row: did_you_mean(row["round"], rounds),
        file=read.file,
        column="round",
        warning=True,
    )
    here = read.frame.filter(pl.col("round").is_in(list(rounds)) & pl.col("kind").is_not_null())
    _check_kinds(here, read.file, rounds, faults)
    _check_questions(here, read.file, rounds, faults)


def _check_kinds(here: pl.DataFrame, file: str, rounds: Mapping[str, LoadedRound], faults: Faults) -> None:
    asked = pl.DataFrame(
        [(each.id, kind) for each in rounds.values() for kind in each.head.asked],
        schema={"round": pl.String, "kind": pl.String},
        orient="row",
    )
    faults.rows(
        here.join(asked, on=["round", "kind"], how="anti", maintain_order="left"),
        "unknown_kind",
        lambda row: f"The round {row['round']} does not ask the kind {quoted(row['kind'])}.",
        lambda row: did_you_mean(row["kind"], rounds[row["round"]].head.asked),
        file=file,
        column="kind",
        warning=True,
    )


def _check_questions(
    here: pl.DataFrame, file: str, rounds: Mapping[str, LoadedRound], faults: Faults
) -> None:
    known = {
        (each.id, kind): list(form.value.by_id)
        for each in rounds.values()
        for kind, form in each.questionnaires.items()
    }
    questions = pl.DataFrame(
        [(*key, question) for key, ids in known.items() for question in ids],
        schema={"round": pl.String, "kind": pl.String, "question": pl.String},
        orient="row",
    )
    shares = here.filter(pl.col("measure").is_in(SHARES_OF_ANSWERS)).join(
        questions, on=["round", "kind"], how="semi", maintain_order="left"
    )
    unknown = shares.join(questions, on=["round", "kind", "question"], how="anti", maintain_order="left")
    faults.rows(
        unknown.unique(["round", "kind", "question"], keep="first", maintain_order=True),
        "unknown_question",
        lambda row: (
            f"The questionnaire of {row['kind']} in {row['round']} has no question {quoted(row['question'])}."
        ),
        lambda row: did_you_mean(row["question"], known[(row["round"], row["kind"])]),
        file=file,
        column="question",
        warning=True,
    )
