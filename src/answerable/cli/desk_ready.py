"""Django made ready for a command of the desk, and what fails on the way told in words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from answerable.cli.output import say

if TYPE_CHECKING:
    from answerable.desk.surveys.models import Survey

OUTSIDE, USAGE = 3, 2
NEEDED = ("django", "allauth", "django_tasks_db", "django_htmx", "ninja", "anymail", "whitenoise", "gunicorn")
SETTINGS = "answerable.desk.settings"


@contextmanager
def desk_ready(*, made: bool = True) -> Iterator[None]:
    """What a command of the desk does runs within: settings read, Django ready, failures in words.

    `made` refuses where `desk init` has not run, or has not since the last upgrade.
    """
    load_django()
    from django.db import DatabaseError

    from answerable.desk.running.making import check_made

    try:
        if made:
            check_made()
        yield
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        say(f"error: the database does not do what was asked: {first}")
        say("Look at DATABASE_URL, whether the database runs, and whether its disk is full.")
        raise typer.Exit(OUTSIDE) from (error if os.environ.get("ANSWERABLE_DEBUG") == "1" else None)
    except Exception as error:
        # The library of buckets is there only where ANSWERABLE_FILES names one.
        if not type(error).__module__.startswith("botocore."):
            raise
        say(f"error: the bucket of ANSWERABLE_FILES does not do what was asked: {error}")
        say("Look at its name and endpoint_url, and at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
        raise typer.Exit(OUTSIDE) from None


def check_installed() -> None:
    """Refuses in words where the extra [desk] is not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        say(f"error: the desk needs more than is installed ({', '.join(missing)} missing).")
        say("Install it: pip install 'answerable[desk]'")
        raise typer.Exit(OUTSIDE)


def load_django() -> None:
    """Reads the settings and makes Django ready."""
    check_installed()
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except ImportError as error:
        extra = "postgres" if "psycopg" in str(error) else "s3" if "storages" in str(error) else "desk"
        say(f"error: the settings ask for something that is not installed: {error}")
        say(f"Install it: pip install 'answerable[desk,{extra}]'")
        raise typer.Exit(OUTSIDE) from None


def survey_named(key: str) -> "Survey":
    """The survey of a study's id. Raises: UnknownName"""
    from answerable.core.errors import UnknownName
    from answerable.desk.surveys.models import Survey

    found = Survey.objects.filter(key=key).first()
    if found is None:
        raise UnknownName("survey", key, Survey.objects.values_list("key", flat=True))
    return found
