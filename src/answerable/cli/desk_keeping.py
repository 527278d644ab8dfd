"""The commands that keep the desk's data: backup, restore, doctor."""

from pathlib import Path
from typing import Annotated

import typer

from answerable.cli.desk_ready import desk_ready
from answerable.cli.output import FormatOption, OutputFormat, emit, print_json, records_frame


def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as desk.backup.")],
) -> None:
    """Writes everything, records and files, into one file with hashes. The desk may run meanwhile."""
    with desk_ready():
        from answerable.desk.running.backup import write_backup

        done = write_backup(out)
        print(f"{out}: {done.n_rows:,} rows of {done.n_tables} tables, {done.n_files:,} files.")
        if done.lost:
            print(f"{len(done.lost)} files are lost or damaged, so not in it: answerable desk doctor")
            raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.", show_default=False)],
) -> None:
    """Fills an empty desk from a backup, and compares what is there with what the backup says."""
    with desk_ready():
        from answerable.desk.running.restore import restore_backup

        done = restore_backup(file)
        print(
            f"{done.n_rows:,} rows of {done.n_tables} tables and {done.n_files:,} files are back, compared."
        )


def doctor(format: FormatOption = OutputFormat.TABLE) -> None:
    """Looks whether all is well and says what to do; exit 1 on errors only."""
    findings = _findings()
    if format is OutputFormat.TABLE:
        for each in findings:
            print(f"{each['grade']:<8} {each['words']} {each['remedy']}".rstrip())
    elif format is OutputFormat.CSV:
        emit(records_frame(findings, ("grade", "words", "remedy")), format, title="", empty="")
    else:
        print_json({"findings": findings})
    if any(each["grade"] == "error" for each in findings):
        raise typer.Exit(1)


def _findings() -> list[dict[str, str]]:
    """What the doctor finds; a setting that keeps it from looking further is its only finding."""
    from answerable.desk.errors import BadSetting

    try:
        with desk_ready(made=False):
            from answerable.desk.running.doctor import examine

            return [finding.as_record() for finding in examine()]
    except BadSetting as error:
        return [{"grade": "error", "words": str(error), "remedy": ""}]
