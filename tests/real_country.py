"""The real bodies and boundaries of England with invented answers: what the pages of a real audit weigh.

The answers are those of the simulated study, dealt to the bodies in order of code, so every count is one that
the simulation has too. The boundaries lie beside the checkout.
"""

from dataclasses import replace
from pathlib import Path

import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.study.model import Round, Study
from answerable.core.study.reading import read_study

STUDIES = Path(__file__).resolve().parent.parent / "studies"
REAL = "childrens-palliative-care"
BOUNDARIES = {"ccg": "ccg_2017", "la": "utla_2016"}
SAID = "The bodies and their boundaries are real, and every answer is invented, to measure pages with."


def real_country(shared: Path) -> Study:
    """The real study, with answers that nobody gave. Shape: 209 or 207 groups and 152 councils in a round"""
    real, simulated = read_study(STUDIES / REAL), read_study(STUDIES / f"{REAL}-simulated")
    geography = shared / "data" / "geography"
    boundaries = {kind: (geography / f"{name}.geojson").read_bytes() for kind, name in BOUNDARIES.items()}
    rounds = tuple(
        dealt(real, each, simulated, simulated.round(each.id)) if each.sent_on else each
        for each in real.rounds
    )
    return replace(
        real,
        title="Pages measured on real boundaries",
        simulated=True,
        summary=SAID,
        rounds=rounds,
        boundaries=boundaries,
    )


def dealt(real: Study, a_round: Round, simulated: Study, answered: Round) -> Round:
    """The answers and requests of a simulated round under the codes of the real bodies."""
    assert a_round.sent_on and answered.sent_on and answered.answers is not None
    codes: dict[str, str] = {}
    for kind in a_round.questionnaires:
        theirs = bodies_on(simulated.bodies, answered.sent_on, kind)["id"].sort()
        ours = bodies_on(real.bodies, a_round.sent_on, kind)["id"].sort()
        codes |= dict(zip(theirs, ours, strict=False))
    return replace(
        a_round, answers=_recoded(answered.answers, codes), requests=_recoded(answered.requests, codes)
    )


def _recoded(frame: pl.DataFrame | None, codes: dict[str, str]) -> pl.DataFrame | None:
    if frame is None:
        return None
    known = frame.filter(pl.col("body_id").is_in(list(codes)))
    return known.with_columns(pl.col("body_id").replace(codes))
