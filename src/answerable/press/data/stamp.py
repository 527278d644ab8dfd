"""What every data file says of itself: study, version, moment, licence, and whether it is simulated."""

from dataclasses import dataclass

import polars as pl

from answerable.press.render import WORKING_COPY
from answerable.press.view.model import RoundView, StudyView

STAMPED = ("release", "as_at", "simulated")


@dataclass(frozen=True)
class Stamp:
    """Where data come from. `as_at` is an ISO date or instant, blank where the study names none."""

    study: str
    title: str
    publisher: str
    release: str
    as_at: str
    licence: str
    simulated: bool

    def on(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with version, moment and whether it is simulated in its last columns."""
        return frame.with_columns(
            pl.lit(self.release).alias("release"),
            pl.lit(self.as_at or None, dtype=pl.String).alias("as_at"),
            pl.lit(self.simulated).alias("simulated"),
        )

    @property
    def record(self) -> dict[str, object]:
        """The same as the first keys of a JSON file."""
        return {
            "study": self.study,
            "title": self.title,
            "publisher": self.publisher,
            "release": self.release,
            "as_at": self.as_at or None,
            "licence": self.licence,
            "simulated": self.simulated,
        }


def stamp_of(view: StudyView, a_round: RoundView | None = None) -> Stamp:
    """The stamp of a study's files, or of those of one round.

    A working copy has no version; its moment is the cut-off of the round, or the last of all.
    """
    study = view.study
    cut_offs = [each.cut_off for each in study.rounds if each.cut_off]
    if study.release:
        release, as_at = study.release.version, study.release.as_at.isoformat()
    else:
        moment = a_round.round.cut_off if a_round and a_round.round.cut_off else max(cut_offs, default=None)
        release, as_at = WORKING_COPY.lower(), moment.isoformat() if moment else ""
    return Stamp(study.id, study.title, study.publisher, release, as_at, study.licence, study.simulated)
