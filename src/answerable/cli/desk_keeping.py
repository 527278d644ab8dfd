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
    with desk_ready(made=False):
        from answerable.desk.running.doctor import examine

        findings = examine()
        if format is OutputFormat.TABLE:
            for finding in findings:
                print(f"{finding.grade:<8} {finding.words}{' ' + finding.remedy if finding.remedy else ''}")
        elif format is OutputFormat.CSV:
            records = [finding.as_record() for finding in findings]
            emit(records_frame(records, ("grade", "words", "remedy")), format, title="", empty="")
        else:
            print_json({"findings": [finding.as_record() for finding in findings]})
    if any(finding.grade == "error" for finding in findings):
        raise typer.Exit(1)
