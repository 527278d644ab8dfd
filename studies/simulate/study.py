"""The study folder of the simulation, file by file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from studies.simulate.blocks import Ballot, find_stems, joint_questions, overarching_questions
from studies.simulate.boundaries import Boundaries, geojson
from studies.simulate.country import build_country
from studies.simulate.head import round_yaml, study_yaml
from studies.simulate.minds import Minds
from studies.simulate.postcodes import postcode_rows
from studies.simulate.register import Register, build_register
from studies.simulate.rows import COLUMNS, Row
from studies.simulate.source import Source, SourceRound
from studies.simulate.survey import REQUEST_COLUMNS, hold
from studies.simulate.tables import overlap_rows, population_rows, succession_rows, to_csv
from studies.simulate.targets import read_targets
from studies.simulate.voices import (
    REPRESENTATIVE_COLUMNS,
    STATEMENT_COLUMNS,
    representative_rows,
    statement_rows,
)

_BODY_COLUMNS = (
    "id",
    "kind",
    "name",
    "opened",
    "closed",
    "ods_code",
    "region_code",
    "region",
    "type",
    "stp_code",
    "stp",
    "short_name",
    "official_name",
)
_SUCCESSION_COLUMNS = ("effective_date", "predecessor_id", "successor_id", "change", "share_pct", "source")
_OVERLAP_COLUMNS = ("left_id", "right_id", "share_of_left_pct", "share_of_right_pct", "source")
_POSTCODE_COLUMNS = ("postcode", "lon", "lat")
_POPULATION_COLUMNS = ("body_id", "measure", "date", "value", "source")


@dataclass(frozen=True, eq=False)
class Tables:
    """Rows about the bodies, made once."""

    successions: list[Row]
    overlaps: list[Row]
    populations: list[Row]

    def people(self) -> dict[str, dict[str, float]]:
        """Numbers of people by body and measure."""
        people: dict[str, dict[str, float]] = {}
        for row in self.populations:
            people.setdefault(row["body_id"], {})[row["measure"]] = float(row["value"])
        return people


def _minds(register: Register, tables: Tables, seed: int) -> Minds:
    """Traits of all bodies: later groups take after earlier ones, groups and councils share a place."""
    rows = register.rows
    parents: dict[str, list[tuple[str, float]]] = {}
    for row in tables.successions:
        share = float(row["share_pct"]) / 100
        parents.setdefault(row["successor_id"], []).append((row["predecessor_id"], share))
    whole = {
        later: [(ident, share / sum(s for _, s in earlier)) for ident, share in earlier]
        for later, earlier in parents.items()
    }
    near: dict[str, list[tuple[str, float]]] = {}
    for row in tables.overlaps:
        near.setdefault(row["left_id"], []).append((row["right_id"], float(row["share_of_left_pct"])))
    return Minds(tuple(row["id"] for row in rows), tuple(row["region"] for row in rows), whole, near, seed)


def _open_on(rows: Sequence[Row], kind: str, day: str) -> list[int]:
    """Places of the bodies of a kind that are open on a day."""
    return [
        place
        for place, row in enumerate(rows)
        if row["kind"] == kind and row["opened"] <= day and not (row.get("closed") and row["closed"] < day)
    ]


def build_files(source: Source, study_id: str, scale: int, seed: int) -> dict[str, bytes]:
    """Every file of the study by its path in the folder."""
    country = build_country(scale, seed)
    register = build_register(country, seed)
    tables = Tables(succession_rows(register), overlap_rows(register), population_rows(register, seed))
    boundaries = Boundaries(country, scale)
    places = postcode_rows(register, boundaries, seed)
    files = dict(source.copied) | {
        "study.yaml": study_yaml(study_id, source.scheme.id),
        "bodies.csv": to_csv(_BODY_COLUMNS, register.rows),
        "successions.csv": to_csv(_SUCCESSION_COLUMNS, tables.successions),
        "overlaps.csv": to_csv(_OVERLAP_COLUMNS, tables.overlaps),
        "populations.csv": to_csv(_POPULATION_COLUMNS, tables.populations),
        "representatives.csv": to_csv(REPRESENTATIVE_COLUMNS, representative_rows(register, tables.overlaps)),
        "geography/postcodes.csv": to_csv(_POSTCODE_COLUMNS, places),
    }
    files |= {f"geography/{kind}.geojson": data for kind, data in geojson(register, boundaries).items()}
    minds = _minds(register, tables, seed)
    for a_round in source.rounds:
        files |= _round_files(source, a_round, register, minds, tables.people(), scale)
    return files


def _ballots(source: Source, a_round: SourceRound, seed: int) -> dict[str, Ballot]:
    """What the round puts to each kind of body, and what the answers must give."""
    stems = find_stems({r.id: r.forms for r in source.rounds})
    ballots = {}
    for number, (kind, form) in enumerate(a_round.forms.items()):
        rng = np.random.default_rng([seed, 50, a_round.sent_on.toordinal(), number])
        ballots[kind] = Ballot(
            round=a_round.id,
            form=form,
            targets=read_targets(source.printed, a_round.id, form, rng),
            scheme=source.scheme,
            stems=stems,
            joint=joint_questions(form),
            overarching=overarching_questions(form),
        )
    return ballots


def _round_files(
    source: Source,
    a_round: SourceRound,
    register: Register,
    minds: Minds,
    people: Mapping[str, Mapping[str, float]],
    scale: int,
) -> dict[str, bytes]:
    ballots = _ballots(source, a_round, minds.seed)
    answers: list[Row] = []
    requests: list[Row] = []
    for kind, ballot in ballots.items():
        members = _open_on(register.rows, kind, a_round.sent_on.isoformat())
        survey = hold(ballot, a_round, minds, members, people, source.printed, scale)
        answers += survey.answers
        requests += survey.requests
    where = f"rounds/{a_round.id}"
    targets = {kind: ballot.targets for kind, ballot in ballots.items()}
    return {
        f"{where}/round.yaml": round_yaml(a_round, targets),
        f"{where}/answers.csv": to_csv(COLUMNS, answers),
        f"{where}/requests.csv": to_csv(REQUEST_COLUMNS, requests),
        f"{where}/statements.csv": to_csv(STATEMENT_COLUMNS, statement_rows(answers, a_round, minds.seed)),
    }


def write_files(files: Mapping[str, bytes], out: Path) -> None:
    """Write files under a folder, made as needed."""
    for name, data in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
