"""A large invented study for benchmarks: every kind of question, silence, recodes, all from one seed."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from answerable.core.answers import AnswerType, Status
from answerable.core.bodies.model import BodyKind, Change
from answerable.core.questions import Comparability, ComparesWith, Derived, Question, Questionnaire
from answerable.core.study import schema
from answerable.core.study.model import Round, Study

KIND = "body"
N_QUESTIONS = 100
N_PAIRS, N_DEVELOPING, N_SPENDING, N_NESTED, N_COUNTS, N_CHOICES, N_TEXTS = 30, 10, 10, 5, 5, 5, 5
DEVELOPING = ("yes", "no", "in_development")
COLOURS = ("red", "green", "blue", "yellow")
REGIONS = [f"Region {letter}" for letter in "ABCDEFGHI"]
TYPES = ["County", "District", "Metropolitan", "Unitary"]
RECODED_EACH_ROUND = 0.005
SILENT = 0.01
FIRST_SENT = date(2016, 4, 4)


def sent_on(place: int) -> date:
    """The day round number `place` was sent: one a year."""
    return FIRST_SENT + timedelta(days=365 * place)


def questions(place: int) -> tuple[Question, ...]:
    """One hundred printed questions and four derived ones; yes/no questions compare with the round before."""

    def yes_no(question_id: str, **given: Any) -> Question:
        link = ComparesWith(str(place - 1), question_id, Comparability.IDENTICAL) if place else None
        return Question(question_id, f"About {question_id}?", compares_with=link, **given)

    made = []
    for i in range(N_PAIRS):
        made += [yes_no(f"service_{i}"), yes_no(f"service_{i}__ooh", pair_of=f"service_{i}")]
    made += [yes_no(f"plan_{i}", options=DEVELOPING) for i in range(N_DEVELOPING)]
    for i in range(N_SPENDING):
        parent = {"parent": f"service_{i}", "condition": "yes"}
        made.append(
            Question(f"spend_{i}", "How much?", AnswerType.MONEY, unit="gbp", period="2016", **parent)
        )
    for i in range(N_NESTED):
        parent = {"parent": f"service_{N_SPENDING + i}", "condition": "yes"}
        made.append(Question(f"nested_{i}", "And this?", **parent))
    made += [Question(f"count_{i}", "How many?", AnswerType.COUNT) for i in range(N_COUNTS)]
    made += [Question(f"choice_{i}", "Which?", AnswerType.CHOICE, options=COLOURS) for i in range(N_CHOICES)]
    made += [Question(f"text_{i}", "How?", AnswerType.TEXT) for i in range(N_TEXTS)]
    assert len(made) == N_QUESTIONS
    derived = [
        Question(f"any_{i}", "Any?", derived=Derived(any_of=(f"service_{i}", f"plan_{i}"))) for i in range(3)
    ]
    gives = Question("gives", "A number?", derived=Derived(gives_number="spend_0"))
    return (*made, *derived, gives)


def make_study(n_bodies: int, n_rounds: int, seed: int = 2016) -> Study:
    """A study of `n_bodies` bodies that wrote rows, and 1% more that stayed silent, in every round."""
    rng = np.random.default_rng(seed)
    n_asked = n_bodies + round(n_bodies * SILENT)
    serial = 0
    ids = np.array([f"E{number:08d}" for number in range(n_asked)])
    serial += n_asked
    register, successions, rounds = [], [], []
    opened: list[date | None] = [None] * n_asked
    region = rng.integers(0, len(REGIONS), n_asked)
    kinds = rng.integers(0, len(TYPES), n_asked)
    for place in range(n_rounds):
        if place:
            changed = rng.choice(n_asked, round(n_asked * RECODED_EACH_ROUND), replace=False)
            day = sent_on(place) - timedelta(days=100)
            for row in changed:
                new = f"E{serial:08d}"
                serial += 1
                register.append((ids[row], opened[row], day - timedelta(days=1), region[row], kinds[row]))
                successions.append((day, ids[row], new))
                ids[row], opened[row] = new, day
        rounds.append(_round(place, ids[:n_bodies], rng))
    register += [(ids[row], opened[row], None, region[row], kinds[row]) for row in range(n_asked)]
    return Study(
        id="synthetic",
        title="A synthetic study",
        publisher="Nobody",
        licence="CC0-1.0",
        simulated=True,
        body_kinds={KIND: BodyKind(KIND, "body", "bodies", "body")},
        bodies=_bodies(register),
        successions=_successions(successions),
        overlaps=schema.OVERLAPS.empty(),
        populations=schema.POPULATIONS.empty(),
        published=schema.PUBLISHED.empty(),
        rounds=tuple(rounds),
    )


def _bodies(register: list[tuple[Any, ...]]) -> pl.DataFrame:
    columns = list(zip(*register, strict=True))
    frame = pl.DataFrame(
        {
            "id": [str(body_id) for body_id in columns[0]],
            "kind": KIND,
            "name": [f"Body {body_id}" for body_id in columns[0]],
            "opened": columns[1],
            "closed": columns[2],
            "region": [REGIONS[i] for i in columns[3]],
            "type": [TYPES[i] for i in columns[4]],
        },
        schema_overrides={"opened": pl.Date, "closed": pl.Date},
    )
    return _completed(frame, schema.BODIES)


def _successions(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "effective_date": [row[0] for row in rows],
            "predecessor_id": [str(row[1]) for row in rows],
            "successor_id": [row[2] for row in rows],
            "change": [str(Change.RECODE)] * len(rows),
        },
        schema=dict(list(schema.SUCCESSIONS.schema.items())[:4]),
    )
    return _completed(frame, schema.SUCCESSIONS)


def _completed(frame: pl.DataFrame, table: schema.Table) -> pl.DataFrame:
    """The frame with the table's other columns, blank."""
    blank = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in table.schema.items()
        if name not in frame.columns
    ]
    return frame.with_columns(blank).select(table.names).cast(dict(table.schema))


def _round(place: int, ids: np.ndarray, rng: np.random.Generator) -> Round:
    form = Questionnaire(KIND, questions(place))
    return Round(
        id=str(place),
        sent_on=sent_on(place),
        cut_off=sent_on(place) + timedelta(days=60),
        regime="foia",
        asked={KIND: f"{KIND}.yaml"},
        questionnaires={KIND: form},
        answers=_answers(ids, [q for q in form.questions if q.derived is None], rng),
    )


def _answers(ids: np.ndarray, asked: list[Question], rng: np.random.Generator) -> pl.DataFrame:
    """A row for each body and printed question, body by body; four in five answered."""
    n = ids.size * len(asked)
    question = np.tile(np.arange(len(asked), dtype=np.uint32), ids.size)
    missing = np.array([0.0, 0.06, 0.05, 0.03, 0.02, 0.02, 0.01, 0.01])
    missing[0] = 1 - missing.sum()
    status = _drawn(rng, n, missing)
    answered = status == 0
    words = pl.Series([*DEVELOPING, *COLOURS, "in words", None], dtype=pl.String)
    option = np.full(n, len(words) - 1, dtype=np.uint32)
    value = np.full(n, np.nan)
    for place, one in enumerate(asked):
        rows = slice(place, n, len(asked))
        if one.has_options:
            low = list(words).index(one.coded_options[0])
            shares = rng.dirichlet(np.full(len(one.coded_options), 3.0))
            option[rows] = low + _drawn(rng, ids.size, shares)
        elif one.is_numeric:
            # One in ten gives a range in words instead of a number, one in ten gives zero.
            drawn = rng.random(ids.size)
            value[rows] = np.where(drawn < 0.1, np.nan, np.where(drawn < 0.2, 0.0, np.floor(drawn * 1e5)))
        else:
            option[rows] = len(words) - 2
    option[~answered] = len(words) - 1
    value[~answered] = np.nan
    body = pl.Series(np.repeat(np.arange(ids.size, dtype=np.uint32), len(asked)))
    frame = pl.DataFrame(
        [
            pl.Series(ids.tolist(), dtype=pl.String).gather(body).alias("body_id"),
            pl.Series([one.id for one in asked]).gather(pl.Series(question)).alias("question_id"),
            pl.Series([str(s) for s in Status], dtype=schema.STATUS)
            .gather(pl.Series(status))
            .alias("status"),
            words.gather(pl.Series(option)).alias("answer"),
            pl.Series("value", value).fill_nan(None),
        ]
    )
    blank = [pl.lit(None, dtype=pl.String).alias(name) for name in schema.ANSWERS.names[5:]]
    return frame.with_columns(blank)


def _drawn(rng: np.random.Generator, n: int, shares: np.ndarray) -> np.ndarray:
    """Random places with these shares."""
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(n, dtype=np.float32)).astype(np.uint32)
