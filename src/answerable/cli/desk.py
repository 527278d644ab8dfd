"""The commands of the desk. Django is imported only inside: the press alone needs none of it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from answerable.cli import desk_demonstration, desk_keeping, desk_people, desk_serving
from answerable.cli.desk_ready import OUTSIDE, check_installed, desk_ready, survey_named
from answerable.cli.output import FormatOption, OutputFormat, emit_record, say
from answerable.cli.paths import open_study

app = typer.Typer(
    help="Run a survey: letters, replies, answers, releases. Data live under $ANSWERABLE_HOME.",
    no_args_is_help=True,
)
SurveyArgument = Annotated[
    str, typer.Argument(metavar="SURVEY", help="A survey, by its study's id.", show_default=False)
]


@app.command()
def init() -> None:
    """Makes the desk, or brings it to this version. Asks nothing; doing it again does no harm."""
    check_installed()
    from answerable.desk.environment import read_environment
    from answerable.desk.running.making import make_home

    here = read_environment()
    make_home(here.home, with_secret="ANSWERABLE_SECRET_KEY" not in os.environ)
    with desk_ready(made=False):
        from answerable.desk.people.models import User
        from answerable.desk.running.making import make_tables

        steps = make_tables()
        print(f"The desk is in {here.home}." if steps else f"The desk in {here.home} is as it should be.")
        if not User.objects.filter(is_active=True).exists():
            print("Make the first person:   answerable desk user YOU@EXAMPLE.ORG --founder")
        print("Bring in a study:        answerable desk import STUDY")
        print(f"Start it:                answerable desk serve      and open {here.address}")


@app.command("import")
def import_survey(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="A study folder.", show_default=False)],
    key: Annotated[
        str, typer.Option("--key", help="Another key than the study's id: it stands in addresses.")
    ] = "",
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Makes a survey of a study folder; the desk's founders become its owners."""
    read = open_study(study)
    with desk_ready():
        from django.db import transaction

        from answerable.desk.people.actions import founders_own
        from answerable.desk.surveys.from_study import study_to_survey

        with transaction.atomic():
            survey = study_to_survey(study=read, by=None, key=key or None)
            owners = founders_own(survey=survey)
        record = {
            "survey": survey.key,
            "n_bodies": survey.bodies.count(),
            "n_rounds": survey.rounds.count(),
            "n_owners": owners,
        }
        emit_record(record, format, [
            f"“{survey.title}” is at the desk as {survey.key}: {record['n_bodies']} bodies, "
            f"{record['n_rounds']} rounds.",
            *([] if owners else ["Nobody owns it yet: answerable desk user EMAIL --founder"]),
        ])  # fmt: skip


@app.command()
def freeze(
    survey: SurveyArgument,
    out: Annotated[Path, typer.Option("--out", help="The folder of the release: new or empty.")],
    version: Annotated[str, typer.Option("--version", help="The version, such as 1.2.0.")],
    as_at: Annotated[str, typer.Option("--as-at", help="The date or instant that it speaks of.")],
    because: Annotated[str, typer.Option("--because", help="Why answers were corrected.")] = "",
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Freezes a survey to a study folder, from its records."""
    with desk_ready():
        from answerable.desk.releases.actions import freeze_to_folder

        found = survey_named(survey)
        release = freeze_to_folder(
            survey=found, out=out, version=version, as_at=as_at, by=None, because=because
        )
        told = getattr(release, "version", version)
        emit_record(
            {"survey": found.key, "version": told, "out": str(out)}, format,
            [f"Release {told} of {found.key} is in {out}."],
        )  # fmt: skip


@app.command()
def tick() -> None:
    """Does once what a worker does again and again: for cron, where no worker runs."""
    with desk_ready():
        from answerable.desk.running.duties import tick as tick_once
        from answerable.desk.running.names import process_name
        from answerable.desk.running.worker import Worker

        Worker(process_name()).do_waiting()
        _tell([(done.name, done.trouble) for done in tick_once(holder=process_name(), at_once=True)])


@app.command()
def send() -> None:
    """Sends all that is due in the outbox at the set pace, and ends."""
    with desk_ready():
        from answerable.desk.mail.sending import send_due

        # Beside a worker that sends, this is one more sender: each letter is claimed by one of them.
        report = send_due(seconds=None)
        print(f"send: {report.words}")
        if report.stopped:
            say("error: letters wait in the outbox. They go on by themselves once this is mended.")
            raise typer.Exit(OUTSIDE)


@app.command()
def fetch() -> None:
    """Fetches mail from the inbox, reads and places it, and ends."""
    with desk_ready():
        from django.conf import settings

        from answerable.desk.mail.fetching import FetchReport, fetch_all
        from answerable.desk.running.leases import do_duty
        from answerable.desk.running.names import process_name

        if not settings.HERE.inbox_url:
            say("No inbox is set, so none was asked. ANSWERABLE_INBOX says which to read.")
        reports: list[FetchReport] = []
        trouble = do_duty(lambda: reports.append(fetch_all()), name="fetch", holder=process_name())
        for report in reports:
            print(f"fetch: {report.words}")
        told = [each for report in reports for each in report.troubles]
        for each in told:
            say(f"error: {each}")
        if not reports:
            _tell([("fetch", trouble)])
        if told:
            say("What came is kept; the rest comes with the next fetch. Look at ANSWERABLE_INBOX.")
            raise typer.Exit(OUTSIDE)


def _tell(done: list[tuple[str, str | None]]) -> None:
    """A line for each duty; 3 where one failed, since what it speaks to lies outside."""
    for name, trouble in done:
        what = "another process does it" if trouble is None else f"failed: {trouble}" if trouble else "done"
        print(f"{name.replace('_', ' ')}: {what}")
    failed = [name for name, trouble in done if trouble]
    if failed:
        say(f"error: {len(failed)} of {len(done)} failed.")
        raise typer.Exit(OUTSIDE)


app.command()(desk_serving.serve)
app.command()(desk_serving.worker)
app.command()(desk_keeping.backup)
app.command()(desk_keeping.restore)
app.command()(desk_keeping.doctor)
app.command()(desk_people.user)
app.command()(desk_people.invite)
app.command()(desk_demonstration.demonstration)
