"""Reading and checking a study folder."""

from pathlib import Path

import polars as pl

from answerable.core.errors import Fault, InputFaults
from answerable.core.study import schema
from answerable.core.study.faults import Faults
from answerable.core.study.folder import open_folder
from answerable.core.study.links import check_links
from answerable.core.study.loading import Loaded, LoadedRound, load
from answerable.core.study.model import Round, Study


def read_study(path: Path) -> Study:
    """The study in a folder, or a release. Raises: InputFaults with every error that was found"""
    study, faults = _read(path, thorough=False)
    if study is None:
        raise InputFaults(fault for fault in faults if fault.severity == "error")
    return study


def check_study(path: Path) -> tuple[Fault, ...]:
    """Every fault of a study folder, errors and warnings, by file and line; none where all is well."""
    return _read(path, thorough=True)[1]


def _read(path: Path, thorough: bool) -> tuple[Study | None, tuple[Fault, ...]]:
    faults = Faults()
    folder = open_folder(path, faults)
    if folder is None:
        return None, faults.listed()
    loaded = load(folder, faults)
    study = _study(loaded) if loaded.head is not None else None
    check_links(loaded, study, faults, thorough=thorough)
    return (None if faults.any_errors else study), faults.listed()


def _study(loaded: Loaded) -> Study:
    """The values of what was read, which are a sound study only if no error was found."""
    head = loaded.head
    assert head is not None

    def frame(table: schema.Table) -> pl.DataFrame:
        read = loaded.tables.get(table.name)
        return read.clean if read is not None else table.empty()

    return Study(
        id=head.id,
        title=head.title,
        publisher=head.publisher,
        licence=head.licence,
        simulated=head.simulated,
        body_kinds=head.body_kinds,
        bodies=frame(schema.BODIES),
        successions=frame(schema.SUCCESSIONS),
        overlaps=frame(schema.OVERLAPS),
        populations=frame(schema.POPULATIONS),
        published=frame(schema.PUBLISHED),
        rounds=tuple(_round(each) for each in loaded.rounds),
        schemes=loaded.schemes,
        default_scheme=head.default_scheme,
        boundaries=loaded.boundaries,
        report=loaded.report,
        representatives=frame(schema.REPRESENTATIVES),
        postcodes=loaded.postcodes.clean if loaded.postcodes else None,
        body_attributes=head.body_attributes,
        release=loaded.release,
        summary=head.summary,
        contact=head.contact,
        extra=head.extra,
    )


def _round(loaded: LoadedRound) -> Round:
    head = loaded.head
    return Round(
        id=loaded.id,
        sent_on=head.sent_on,
        cut_off=head.cut_off,
        regime=head.regime,
        asked=head.asked,
        questionnaires={kind: form.value for kind, form in loaded.questionnaires.items()},
        requests=loaded.requests.clean if loaded.requests else None,
        answers=loaded.answers.clean if loaded.answers else None,
        statements=loaded.statements.clean if loaded.statements else None,
        title=head.title,
        extra=head.extra,
    )
