"""Every table of measures that the pages need, taken once and kept as records by their keys."""

from collections import defaultdict
from collections.abc import Hashable
from datetime import date

import polars as pl

from answerable.core.errors import AnswerableError
from answerable.core.law.calendar import make_calendar
from answerable.core.law.due import due_date
from answerable.core.law.regimes import regime_named
from answerable.core.measures.grid import Grids
from answerable.core.measures.numbers import number_summaries
from answerable.core.measures.pairs import paired_hours
from answerable.core.measures.published import check_published
from answerable.core.measures.response import response_by, response_rates
from answerable.core.measures.shares import measure_table, state_counts
from answerable.core.measures.trends import trend_details
from answerable.core.study.model import Round, Study
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import Record
from answerable.press.view.regions import Regions, region_tallies

Kept = dict[Hashable, Record]
Grouped = dict[Hashable, tuple[Record, ...]]
QUESTION = ("round", "kind", "question")


class Tables:
    """Measures of a study by round, kind and question; `grids` may be handed to further measures."""

    def __init__(self, study: Study) -> None:
        self.grids = Grids(study)
        self.due = due = due_dates(study)
        self.counts: Kept = records(measure_table(study, grids=self.grids), *QUESTION)
        self.given, self.missing = states(study, self.grids)
        self.response: Kept = records(response_rates(study, due, grids=self.grids), "round", "kind")
        self.by_region: Grouped = groups(response_by(study, "region", due, grids=self.grids), "round", "kind")
        self.regions: Regions = region_tallies(study, self.grids)
        self.pairs: Kept = records(paired_hours(study, grids=self.grids), *QUESTION)
        self.numbers: Grouped = groups(number_summaries(study, grids=self.grids), *QUESTION)
        self.trends: Grouped = groups(trend_details(study, grids=self.grids), "to_round", "kind", "question")
        self.printed: Grouped = groups(check_published(study, grids=self.grids), *QUESTION)


def states(
    study: Study, grids: Grids
) -> tuple[dict[Hashable, dict[str, int]], dict[Hashable, dict[str, int]]]:
    """How many gave each option, and how many gave no answer for each reason, by question."""
    given: dict[Hashable, dict[str, int]] = defaultdict(dict)
    missing: dict[Hashable, dict[str, int]] = defaultdict(dict)
    for row in state_counts(study, grids=grids).iter_rows(named=True):
        kept = given if row["status"] == ANSWERED else missing
        kept[row["round"], row["kind"], row["question"]][row["state"]] = row["n"]
    return given, missing


def due_dates(study: Study) -> dict[date, date]:
    """By when a request sent on each day had to be answered, where the law and its calendar are known."""
    found: dict[date, date] = {}
    for a_round in study.rounds:
        try:
            regime = regime_named(a_round.regime)
            calendar = make_calendar(regime.calendar)
            for day in sending_days(a_round):
                found[day] = due_date(day, regime, calendar).due_on
        except AnswerableError:
            # A law or a year that the calendar does not know leaves the on-time rate out, nothing else.
            continue
    return found


def sending_days(a_round: Round) -> set[date]:
    """Every day on which a request of the round was sent."""
    days = {a_round.sent_on} if a_round.sent_on else set()
    if a_round.requests is not None:
        days |= set(a_round.requests["sent_on"].drop_nulls().unique())
    return days


def records(frame: pl.DataFrame, *keys: str) -> Kept:
    """Rows of a table by their key."""
    return {tuple(row[key] for key in keys): row for row in frame.iter_rows(named=True)}


def groups(frame: pl.DataFrame, *keys: str) -> Grouped:
    """Rows of a table by a key that several share, in their order."""
    found: dict[Hashable, list[Record]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[tuple(row[key] for key in keys)].append(row)
    return {key: tuple(rows) for key, rows in found.items()}
