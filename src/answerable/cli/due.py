"""The command that says when an answer is due, and names every day that did not count."""

import re
from datetime import date
from typing import Annotated

import polars as pl
import typer

from answerable.cli.output import FormatOption, OutputFormat, emit, print_json, say
from answerable.core.errors import LawDoesNotApply, OutsideCalendar, UnknownName
from answerable.core.law.calendar import DateRange, make_calendar
from answerable.core.law.due import DueDate, SchoolDays, due_date
from answerable.core.law.regimes import regime_named

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def due(
    received_on: Annotated[
        str, typer.Argument(metavar="DATE", help="The day the request was received, such as 2017-06-30.")
    ],
    regime: Annotated[str, typer.Option("--regime", help="The access law: foia, eir or foisa.")] = "foia",
    school: Annotated[
        bool, typer.Option("--school", help="The body is a school; its closures come with --closed.")
    ] = False,
    closed: Annotated[
        list[str] | None,
        typer.Option(
            "--closed",
            metavar="FROM..TO",
            help="Days on which the school has no session; “none” if it is open throughout.",
        ),
    ] = None,
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """The due date of an answer, and each day that was skipped on the way to it."""
    day = _day(received_on, "DATE")
    if closed and not school:
        raise typer.BadParameter("it is for schools; add --school", param_hint="--closed")
    days = SchoolDays(_spans(closed)) if school else None
    try:
        law = regime_named(regime.lower())
        found = due_date(day, law, make_calendar(law.calendar), days)
    except (OutsideCalendar, LawDoesNotApply) as error:
        raise typer.BadParameter(str(error), param_hint="DATE") from None
    except UnknownName as error:
        raise typer.BadParameter(str(error), param_hint="--regime") from None
    for note in found.notes:
        say(f"note: {note}")
    if format is OutputFormat.JSON:
        print_json(found.as_record())
    elif format is OutputFormat.CSV:
        emit(_rows(found), format, title="", empty="")
    else:
        _print_for_people(found, law.name)


def _day(text: str, where: str) -> date:
    try:
        # fromisoformat also reads 20170630 and 2017-W26-5, which are as likely slips as dates.
        if not _ISO_DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"“{text}” is not a day of the calendar; write year, month and day, such as 2017-06-30",
            param_hint=where,
        ) from None


def _spans(closed: list[str] | None) -> tuple[DateRange, ...] | None:
    if not closed:
        return None
    return () if closed == ["none"] else tuple(_span(text) for text in closed)


def _span(text: str) -> DateRange:
    first, separator, last = text.partition("..")
    if not separator:
        raise typer.BadParameter(
            f"“{text}” is not a span of days; write it as 2017-07-24..2017-09-01", param_hint="--closed"
        )
    span = DateRange(_day(first, "--closed"), _day(last, "--closed"), "no school day")
    if span.last < span.first:
        raise typer.BadParameter(f"“{text}” ends before it begins", param_hint="--closed")
    return span


def _rows(found: DueDate) -> pl.DataFrame:
    skipped = "; ".join(f"{day} {because}" for day, because in found.skipped)
    return pl.DataFrame([{**found.as_record(), "skipped": skipped}])


def _print_for_people(found: DueDate, law: str) -> None:
    deemed = found.if_deemed_received_next_working_day
    typer.echo(f"Received  {_in_words(found.received_on)} ({law})")
    typer.echo(f"Due       {_in_words(found.due_on)}")
    typer.echo(f"          {_in_words(deemed)}, if deemed received on the next working day")
    typer.echo(f"Calendar  {found.calendar}")
    rows = [{"date": day.isoformat(), "because": because} for day, because in found.skipped]
    typer.echo("")
    emit(
        pl.DataFrame(rows, schema={"date": pl.String, "because": pl.String}),
        OutputFormat.TABLE,
        title="Days that do not count",
        empty="Every day after receipt counts.",
    )


def _in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
