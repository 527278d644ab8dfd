"""The command that says what a raw message is: who wrote what to whom, and what kind of message it is."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from answerable.cli.output import FormatOption, OutputFormat, say
from answerable.core.post.mbox import is_mbox, messages_in
from answerable.core.post.message import LARGEST_MESSAGE, read_message
from answerable.core.post.outlook import is_outlook, read_outlook
from answerable.core.post.record import as_record

ENDINGS = frozenset({".eml", ".msg", ".oft", ".mbox", ".email"})
LARGEST_FILE = 20 * LARGEST_MESSAGE


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
    records = _records(files)
    first = next(records, None)
    second = next(records, None)
    alone = second is None and len(files) == 1
    failed = 0
    for record in (each for each in (first, second) if each is not None):
        failed += _print(record, format, alone)
    for record in records:
        failed += _print(record, format, alone)
    if failed:
        raise typer.Exit(1)


def _records(files: list[Path]) -> Iterator[dict[str, Any]]:
    for given in files:
        paths = (
            sorted(path for path in given.rglob("*") if path.suffix.lower() in ENDINGS)
            if given.is_dir()
            else [given]
        )
        if given.is_dir() and not paths:
            yield {"file": str(given), "error": "The folder holds no .eml, .msg or .mbox file."}
        for path in paths:
            yield from _of_file(path)


def _of_file(path: Path) -> Iterator[dict[str, Any]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            yield {"file": str(path), "error": f"The file is larger than {LARGEST_FILE // 1024**3} GB."}
            return
        raw = path.read_bytes()
    except OSError as error:
        yield {"file": str(path), "error": f"The file cannot be read: {error.strerror or error}."}
        return
    if path.suffix.lower() == ".mbox" and is_mbox(raw):
        for number, message in enumerate(messages_in(raw), start=1):
            yield as_record(read_message(message), f"{path}#{number}")
        return
    yield from _of_message(raw, str(path))


def _of_message(raw: bytes, name: str) -> Iterator[dict[str, Any]]:
    if is_outlook(raw):
        message = read_outlook(raw)
        if message is None:
            yield {"file": name, "error": "The Outlook item is damaged and cannot be opened."}
        else:
            yield as_record(message, name)
    else:
        yield as_record(read_message(raw), name)


def _print(record: dict[str, Any], format: OutputFormat, alone: bool) -> int:
    """Prints one record; returns 1 for one that could not be read."""
    error = record.get("error")
    if error:
        say(f"error: {record['file']}: {error}")
    if format is OutputFormat.JSON:
        json.dump(record, sys.stdout, ensure_ascii=False, indent=2 if alone else None, allow_nan=False)
        sys.stdout.write("\n")
    elif format is OutputFormat.CSV:
        row = {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
            for name, value in record.items()
        }
        sys.stdout.write(pl.DataFrame([row]).write_csv())
    elif not error:
        _print_for_people(record)
    return 1 if error else 0


def _print_for_people(record: dict[str, Any]) -> None:
    who = record["from"] or {"name": None, "address": None}
    named = " ".join(part for part in (who["name"], f"<{who['address']}>" if who["address"] else "") if part)
    typer.echo(f"{record['file']}: {record['kind'].replace('_', ' ')} ({record['because']})")
    for label, value in (
        ("From", named),
        ("To", ", ".join(filter(None, (each["address"] or each["name"] for each in record["to"])))),
        ("Sent", record["sent_at"]),
        ("Subject", record["subject"]),
    ):
        if value:
            typer.echo(f"  {label}: {value}")
    failure = record["delivery_failure"]
    if failure:
        lasting = {True: "permanent", False: "temporary", None: "for good or not is not said"}
        said = (failure["address"] or "address not named", lasting[failure["permanent"]])
        typer.echo(f"  Failed: {', '.join(said)}, {failure['status'] or 'no code'}")
    for each in record["attachments"]:
        inside = f", from {each['from_container']}" if each["from_container"] else ""
        typer.echo(
            f"  File: {each['filename']} ({each['content_type']}, {each['size_bytes']:,} bytes{inside})"
        )
    for note in record["notes"]:
        typer.echo(f"  Note: {note}")
    if record["reply_text"]:
        typer.echo("")
        typer.echo("\n".join(f"    {line}".rstrip() for line in record["reply_text"].split("\n")))
    typer.echo("")
