"""The command that says what a raw message is: who wrote what to whom, and what kind of message it is."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from answerable.cli.output import FormatOption, OutputFormat
from answerable.cli.post_files import Record, records_of, shown
from answerable.cli.post_view import harmless, lines_of, width_of_terminal
from answerable.core.post.record import KEYS

_MOVING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# What a spreadsheet would run as a formula gets an apostrophe before it.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def post(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Raw messages: .eml, .msg, .mbox, or folders of them.", show_default=False
        ),
    ],
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """What raw messages say: kind, parties, dates, text, the sender's own words, attachments."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Data are UTF-8 wherever they go; a terminal keeps its own encoding.
            data = format is not OutputFormat.TABLE and stream is sys.stdout
            stream.reconfigure(encoding="utf-8" if data else None, errors="replace")
    records = chain.from_iterable(records_of(given) for given in files)
    if format is OutputFormat.JSON:
        failed = _print_json(records)
    elif format is OutputFormat.CSV:
        failed = _print_csv(records)
    else:
        failed = _print_for_people(records, files)
    if failed:
        raise typer.Exit(1)


def _told(records: Iterable[Record], failed: list[Record]) -> Iterator[Record]:
    """The records, each fault among them also said in a sentence on stderr."""
    for record in records:
        if "error" in record:
            failed.append(record)
            print(harmless(f"error: {record['file']}: {record['error']}"), file=sys.stderr)
        yield record


def _print_json(records: Iterator[Record]) -> bool:
    """Prints one object over several lines, or several objects, one a line."""
    failed: list[Record] = []
    told = _told(records, failed)
    first = list(islice(told, 2))
    for record in chain(first, told):
        said = json.dumps(record, ensure_ascii=False, indent=2 if len(first) == 1 else None, allow_nan=False)
        # Within JSON such a character can be written as its number: the same text, and it moves no terminal.
        sys.stdout.write(_MOVING.sub(lambda found: f"\\u{ord(found[0]):04x}", said) + "\n")
    return bool(failed)


def _print_csv(records: Iterator[Record]) -> bool:
    failed: list[Record] = []
    writer = csv.writer(sys.stdout, lineterminator="\n")
    columns = [*KEYS, "error"]
    writer.writerow(columns)
    for record in _told(records, failed):
        writer.writerow([_cell(record.get(name)) for name in columns])
    return bool(failed)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULAS) else value
    return json.dumps(value, ensure_ascii=False)


def _print_for_people(records: Iterator[Record], files: list[Path]) -> bool:
    failed: list[Record] = []
    width = width_of_terminal()
    n = 0
    for n, record in enumerate(_told(records, failed), start=1):  # noqa: B007 - counted for below
        if "error" not in record:
            for line in lines_of(record, width):
                print(line)
            print()
    if not n:
        print(f"{', '.join(map(shown, files))}: no messages.", file=sys.stderr)
    return bool(failed)
