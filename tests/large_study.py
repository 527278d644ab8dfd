"""An invented study of any number of bodies in regions, for tests of what does not fit one page."""

from dataclasses import replace

import numpy as np
import polars as pl
import shapely

from answerable.core.bodies.model import BodyKind
from answerable.core.questions import Question
from answerable.core.study import schema
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question

KIND = "school"
REGIONS = tuple(
    f"{name} county" for name in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Oak", "Yew")
)
SILENT = REGIONS[-1]
"""In this region nobody answers."""
FIRST, LAST = "2024", "2025"


def questions(round_id: str) -> list[Question]:
    """A pair, a question with three answers, a number."""
    earlier = {"round": FIRST, "question": "nurse", "comparability": "identical", "because": "Same words."}
    link = {"compares_with": earlier} if round_id == LAST else {}
    return [
        question("nurse", "Is there a nurse?", label="A nurse", section="Care", **link),
        question(
            "nurse__ooh", "And after hours?", label="A nurse after hours", section="Care", pair_of="nurse"
        ),
        question("plan", "Is there a plan?", label="A plan", options=["yes", "no", "in_development"]),
        question("children", "How many children?", answer="count", unit="children", label="Children"),
    ]


def codes(n: int) -> list[str]:
    """Codes of so many bodies."""
    return [f"S{place:06d}" for place in range(n)]


def answers(n: int, round_id: str, seed: int) -> pl.DataFrame:
    """Rows for every body and question; shares differ by region, and one region is silent."""
    rng = np.random.default_rng(seed)
    region = np.arange(n) % (len(REGIONS) + 1)
    share = np.linspace(0.1, 0.95, len(REGIONS) + 1)[region]
    frames = []
    for asked in questions(round_id):
        silent = (rng.random(n) < 0.15) | (region == len(REGIONS) - 1)
        status = np.where(silent, np.where(rng.random(n) < 0.5, "refused", "no_reply"), "answered")
        yes = np.where(rng.random(n) < share * (0.7 if asked.pair_of else 1), "yes", "no").tolist()
        number = rng.integers(0, 900, n).astype(float).tolist()
        words = [None if quiet or asked.is_numeric else word for quiet, word in zip(silent, yes, strict=True)]
        values = [
            None if quiet or not asked.is_numeric else value
            for quiet, value in zip(silent, number, strict=True)
        ]
        frames.append(
            pl.DataFrame(
                {
                    "body_id": codes(n),
                    "question_id": asked.id,
                    "status": pl.Series(status.tolist(), dtype=schema.STATUS),
                    "answer": pl.Series(words, dtype=pl.String),
                    "value": pl.Series(values, dtype=pl.Float64),
                }
            )
        )
    rows = pl.concat(frames)
    blank = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in schema.ANSWERS.schema.items()
        if name not in rows.columns
    ]
    return rows.with_columns(blank).select(schema.ANSWERS.names)


def large_study(n: int, *, with_land: bool = True) -> Study:
    """A study of n schools in ten parts of a country, nine with a name; squares are their districts."""
    places = (*REGIONS, None)
    rows = [
        {
            "id": code,
            "name": f"School {place:06d} of {places[place % 10] or 'nowhere'}",
            "region": places[place % 10],
            "opened": "2010-09-01",
        }
        for place, code in enumerate(codes(n))
    ]
    rounds = [
        make_round(
            FIRST, {KIND: questions(FIRST)}, answers(n, FIRST, 1), sent_on="2024-03-01", cut_off="2024-06-01"
        ),
        make_round(
            LAST, {KIND: questions(LAST)}, answers(n, LAST, 2), sent_on="2025-03-03", cut_off="2025-06-02"
        ),
        make_round("2026", {KIND: questions("2026")}, None, sent_on=None),
    ]
    given = {"boundaries": {KIND: land(n)}} if with_land else {}
    study = make_study(
        rows, rounds, kinds=(KIND,), title="Nurses at schools", contact="audit@example.org", **given
    )
    return replace(study, body_kinds={KIND: BodyKind(KIND, "school", "schools", "school")})


def land(n: int) -> bytes:
    """A square for every body, each region a strip of the country."""
    side = int(np.ceil(np.sqrt(n / 10)))
    features = []
    for place, code in enumerate(codes(n)):
        inside = place // 10
        west = (place % 10) * side + inside % side
        south = inside // side
        box = shapely.to_geojson(shapely.box(west, south, west + 1, south + 1))
        features.append(f'{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{box}}}')
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()
