"""The commands that start, check and freeze a study folder."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from answerable.cli.output import (
    FormatOption,
    OutputFormat,
    StudyArgument,
    emit,
    emit_record,
    print_faults,
    records_frame,
)
from answerable.cli.paths import study_path
from answerable.core.errors import Fault, Severity
from answerable.core.release import freezing
from answerable.core.study import start
from answerable.core.study.reading import check_study

ISO_START = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]|\Z)")
FAULT_COLUMNS = (
    "severity",
    "file",
    "line",
    "column",
    "body",
    "question",
    "rule",
    "message",
    "expected",
    "remedy",
)


def new(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="The folder to make; its name is the study's id.")
    ],
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Starts a study: a folder with every file in place and examples to replace."""
    path = Path(study)
    today = date.today()  # noqa: DTZ011
    start.new_study(path, first_round=str(today.year))
    next_step = f"fill in bodies.csv and the questionnaire, then run: answerable check {path}"
    emit_record({"study": str(path)}, format, [f"Made {path}. Next: {next_step}"])


def new_round(
    study: StudyArgument,
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="The new round's id, such as 2018.")],
    from_round: Annotated[str, typer.Option("--from", help="The round whose questionnaires it takes over.")],
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Starts a round from an earlier one, with today's successors of the bodies asked then."""
    path = study_path(study)
    made = start.new_round(path, round_id, from_round, today=date.today())  # noqa: DTZ011
    folder = path / "rounds" / round_id
    record = {"round": made.id, "folder": str(folder), "notes": list(made.notes)}
    next_step = f"revise the wording, then run: answerable check {path}"
    emit_record(record, format, [*made.notes, f"Made {folder}. Next: {next_step}"])


def check(study: StudyArgument, format: FormatOption = OutputFormat.TABLE) -> None:
    """Lists every fault of a study folder with its place and what to do; exit code 1 on any."""
    faults = check_study(study_path(study))
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    print_faults(faults)
    if format is not OutputFormat.TABLE:
        records = [fault.as_record() for fault in faults]
        emit(records_frame(records, FAULT_COLUMNS), format, title="Faults", empty="")
    else:
        typer.echo(_summary(faults, len(errors)))
    raise typer.Exit(1 if errors else 0)


def freeze(
    study: StudyArgument,
    out: Annotated[Path, typer.Option("--out", help="The folder that becomes the release; new or empty.")],
    version: Annotated[str, typer.Option("--version", help="The release's version, such as 1.2.")],
    as_at: Annotated[str, typer.Option("--as-at", help="The date or instant that the answers stand for.")],
    since: Annotated[
        Path | None, typer.Option("--since", help="The last release; else the newest one beside DIR.")
    ] = None,
    because: Annotated[
        str | None, typer.Option("--because", help="Why answers published before are corrected.")
    ] = None,
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Freezes a study into a release: versioned, hashed, with what changed since the last one."""
    moment = _moment(as_at)
    if since is not None:
        study_path(str(since))
    made = freezing.freeze(
        study_path(study), out, version=version, as_at=moment, since=since, because=because
    )
    froze = f"Froze {out} as version {made.version}, as at {made.as_at.isoformat()}."
    emit_record(freezing.as_record(made), format, [froze, *freezing.change_lines(made)])


def _moment(text: str) -> date | datetime:
    try:
        # fromisoformat also reads 20171009 and 2017-W41-1, which are as likely slips as dates.
        if not ISO_START.match(text):
            raise ValueError
        return date.fromisoformat(text) if len(text) == len("2017-10-09") else datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"“{text}” is not a date or an instant; write 2017-10-09 or 2017-10-09T12:00:00+00:00",
            param_hint="--as-at",
        ) from None


def _summary(faults: tuple[Fault, ...], n_errors: int) -> str:
    n_warnings = len(faults) - n_errors
    if not faults:
        return "No faults found."
    errors = f"{n_errors} {'fault' if n_errors == 1 else 'faults'}"
    return f"{errors}, {n_warnings} {'warning' if n_warnings == 1 else 'warnings'}."
