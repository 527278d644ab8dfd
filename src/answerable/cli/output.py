"""How the command line speaks: tables for people, CSV and JSON for machines, faults on stderr."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import polars as pl
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from answerable.core.errors import Fault

PIPE_WIDTH = 160


class OutputFormat(StrEnum):
    """What a command prints: a table for people, or data for machines and nothing else on stdout."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[
    OutputFormat, typer.Option("--format", help="table for people; json or csv for machines.")
]
StudyArgument = Annotated[
    str, typer.Argument(metavar="STUDY", help="A study folder or a release.", show_default=False)
]


def console(*, stderr: bool = False) -> Console:
    """A console for people; wide when its output goes into a pipe, so that no cell is cut."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


def say(text: str) -> None:
    """One plain sentence to the person at the terminal, on stderr so that stdout stays data."""
    print(text, file=sys.stderr)


def emit(
    frame: pl.DataFrame,
    output: OutputFormat,
    *,
    title: str,
    empty: str,
    display: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
) -> None:
    """Prints a frame in the format asked for; `display` reshapes it for people only."""
    if output is OutputFormat.JSON:
        print_json(frame.to_dicts())
    elif output is OutputFormat.CSV:
        sys.stdout.write(_for_csv(frame).write_csv())
    elif frame.is_empty():
        console().print(Text(empty))
    else:
        print_table(display(frame) if display else frame, title=title)


def emit_record(record: Mapping[str, object], output: OutputFormat, lines: Iterable[str]) -> None:
    """Prints what a command has done: in sentences for people, as one object or one row for machines."""
    if output is OutputFormat.TABLE:
        for line in lines:
            print(line)
    elif output is OutputFormat.JSON:
        print_json(record)
    else:
        row = {name: _cell(value) for name, value in record.items()}
        sys.stdout.write(pl.DataFrame([row]).write_csv())


def _cell(value: object) -> object:
    """A value as one cell of CSV; what holds more values than one stands in it as JSON."""
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain, allow_nan=False)
    return value


def print_json(value: object) -> None:
    """Prints JSON with ISO dates, never NaN: what is missing is null."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)
    sys.stdout.write("\n")


def print_table(frame: pl.DataFrame, *, title: str) -> None:
    """Prints a frame as a table: numbers to the right, missing as a dash."""
    table = Table(
        title=Text(title), title_justify="left", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False
    )
    for name, dtype in frame.schema.items():
        numeric = dtype.is_numeric()
        table.add_column(
            name.replace("_", " "), justify="right" if numeric else "left", overflow="fold", no_wrap=numeric
        )
    for row in frame.iter_rows():
        table.add_row(*(Text("–" if cell is None else str(cell)) for cell in row))
    console().print(table)


def print_faults(faults: Iterable[Fault]) -> None:
    """Lists faults on stderr, one a line, worst first in the order found."""
    for fault in faults:
        say(f"{fault.severity}: {fault.sentence()}")


def records_frame(records: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pl.DataFrame:
    """A frame of records with fixed columns, also when there are none."""
    if not records:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.DataFrame(list(records), infer_schema_length=None).select(columns)


def _for_csv(frame: pl.DataFrame) -> pl.DataFrame:
    enums = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Enum)]
    return frame.with_columns(pl.col(enums).cast(pl.String))


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
