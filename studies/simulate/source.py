"""What the simulation takes from the real study: its questions, its rating scheme and its printed figures."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from answerable.core.questions import Questionnaire
from answerable.core.ratings.model import RatingScheme
from answerable.core.study.model import Round
from answerable.core.study.reading import read_study

REAL = Path(__file__).resolve().parents[1] / "childrens-palliative-care"


@dataclass(frozen=True)
class SourceRound:
    """A round whose results were printed."""

    id: str
    sent_on: date
    cut_off: date
    regime: str
    asked: Mapping[str, str]
    forms: Mapping[str, Questionnaire]


@dataclass(frozen=True, eq=False)
class Source:
    """The real study as far as it goes into the simulated one.

    `copied` are files that both studies have, byte for byte but for the counts of published.csv where the
    country is larger; `printed` are the figures as they were printed.
    """

    rounds: tuple[SourceRound, ...]
    scheme: RatingScheme
    printed: bytes
    copied: Mapping[str, bytes]


def read_source(path: Path, scale: int) -> Source:
    """Read the rounds of the real study that have printed figures. Raises: InputFaults"""
    study = read_study(path)
    printed = (path / "published.csv").read_bytes()
    with_figures = set(study.published["round"])
    rounds = tuple(_round(r) for r in study.rounds if r.id in with_figures)
    copied = {name: (path / name).read_bytes() for name in _names(study.scheme(), study.rounds, with_figures)}
    copied["published.csv"] = printed if scale == 1 else _multiplied(printed, scale)
    return Source(rounds, study.scheme(), printed, copied)


def _round(a_round: Round) -> SourceRound:
    if a_round.sent_on is None or a_round.cut_off is None:
        raise ValueError(f"Round {a_round.id} has printed figures, yet was not sent.")
    return SourceRound(
        a_round.id,
        a_round.sent_on,
        a_round.cut_off,
        a_round.regime,
        a_round.asked,
        a_round.questionnaires,
    )


def _names(scheme: RatingScheme, rounds: tuple[Round, ...], wanted: set[str]) -> Iterator[str]:
    yield f"ratings/{scheme.id}.yaml"
    for a_round in rounds:
        if a_round.id in wanted:
            yield from (f"rounds/{a_round.id}/{file}" for file in a_round.asked.values())


def _multiplied(printed: bytes, scale: int) -> bytes:
    """Printed figures for a country that many times as large: the counts grow, the percentages stay."""
    rows = list(csv.DictReader(io.StringIO(printed.decode())))
    for row in rows:
        for column in ("numerator", "denominator"):
            row[column] = str(int(row[column]) * scale) if row[column] else ""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()
