"""What changed from one release to the next: answers, published counts, stars, files."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from answerable.core.measures.shares import measure_table
from answerable.core.ratings.rating import ratings
from answerable.core.study.model import Study
from answerable.core.study.schema import ANSWERS

COMPARED = (
    "status",
    "answer",
    "value",
    "unit",
    "period",
    "note",
    "evidence",
    "evidence_url",
    "remarks",
    "statement",
)
COUNTS = ("n_asked", "n_replied", "n_answered", "n_yes", "n_no", "n_other")
KEY = ("round", "body_id", "question_id")
RATED = ("round", "kind", "body_id", "scheme")


@dataclass(frozen=True, eq=False)
class StudyChanges:
    """Differences between two states of one study.

    Shape:  answers -> round, body_id, question_id, change (added, removed, changed), then each compared
            column before and after; figures -> round, kind, question, and each count before and after;
            stars -> round, kind, body_id, scheme, before, after, by the default rules of each scheme
    """

    answers: pl.DataFrame
    figures: pl.DataFrame
    stars: pl.DataFrame

    def n_answers(self, change: str) -> int:
        """How many answers were added, removed or changed."""
        return self.answers.filter(pl.col("change") == change).height

    def touches(self) -> dict[str, object]:
        """Questions whose counts moved and bodies whose answers did: whose pages say something else now."""
        return {
            "questions": self.figures.select("round", "kind", "question").to_dicts(),
            "bodies": self.answers["body_id"].unique().sort().to_list(),
        }


def compare(before: Study, after: Study) -> StudyChanges:
    """What moved between two states of a study: each answer, each published count, the stars of each body."""
    return StudyChanges(
        answers=_answer_changes(before, after),
        figures=_figure_changes(before, after),
        stars=_star_changes(before, after),
    )


def _long(study: Study) -> pl.DataFrame:
    frames = [
        each.answers.select(pl.lit(each.id).alias("round"), *ANSWERS.key, *COMPARED).with_columns(
            pl.col("status").cast(pl.String)
        )
        for each in study.rounds
        if each.answers is not None
    ]
    if frames:
        return pl.concat(frames)
    blank = ANSWERS.empty().with_columns(pl.lit("").alias("round"), pl.col("status").cast(pl.String))
    return blank.select(*KEY, *COMPARED)


def _answer_changes(before: Study, after: Study) -> pl.DataFrame:
    old = _long(before).with_columns(was_there=True)
    new = _long(after).with_columns(is_there=True)
    both = old.join(new, on=list(KEY), how="full", coalesce=True, suffix="_after")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in COMPARED)
    change = (
        pl.when(pl.col("was_there").is_null())
        .then(pl.lit("added"))
        .when(pl.col("is_there").is_null())
        .then(pl.lit("removed"))
        .otherwise(pl.lit("changed"))
    )
    renamed = {name: f"{name}_before" for name in COMPARED}
    return (
        both.filter(differs)
        .with_columns(change.alias("change"))
        .rename(renamed)
        .select(*KEY, "change", *(f"{name}_{when}" for name in COMPARED for when in ("before", "after")))
        .sort(*KEY)
    )


def _figure_changes(before: Study, after: Study) -> pl.DataFrame:
    key = ["round", "kind", "question"]
    old, new = (measure_table(study).select(*key, *COUNTS) for study in (before, after))
    both = old.join(new, on=key, how="full", coalesce=True, suffix="_after")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in COUNTS)
    return both.filter(differs).rename({name: f"{name}_before" for name in COUNTS}).sort(key)


def _star_changes(before: Study, after: Study) -> pl.DataFrame:
    old, new = (_stars(study) for study in (before, after))
    both = old.join(new, on=list(RATED), how="full", coalesce=True, suffix="_after")
    differs = pl.col("stars").ne_missing(pl.col("stars_after"))
    return both.filter(differs).rename({"stars": "before", "stars_after": "after"}).sort(RATED)


def _stars(study: Study) -> pl.DataFrame:
    made = [ratings(study, scheme).filter(variant="default") for scheme in sorted(study.schemes)]
    schema = dict.fromkeys((*RATED, "stars"), pl.String())
    return pl.concat([pl.DataFrame(schema=schema), *(frame.select(*RATED, "stars") for frame in made)])


def compare_files(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """Files added, changed and removed, from the hashes of two releases."""
    return {
        "added": sorted(after.keys() - before.keys()),
        "changed": sorted(name for name in after.keys() & before.keys() if after[name] != before[name]),
        "removed": sorted(before.keys() - after.keys()),
    }
