"""Making a desk: its folders, its secret, its tables. Doing it again mends what is missing and no more."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from answerable.desk.environment import OTHER_HOME, SECRET_FILE
from answerable.desk.errors import BadSetting, NotReady

OWN_FOLDER, OWN_FILE = 0o700, 0o600


@dataclass(frozen=True)
class Made:
    """What `desk init` found to do."""

    home: Path
    secret: bool
    migrations: int
    people: int


def make_home(home: Path, *, with_secret: bool) -> bool:
    """Makes the home for its user alone, and a secret in it where there is none. Tells if it made one.

    It needs no settings, as they are read from there. Raises: BadSetting, OSError
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(OWN_FOLDER)
        (home / "files").mkdir(mode=OWN_FOLDER, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"The folder {home} cannot be made or written to ({error.strerror}). {OTHER_HOME}"
        ) from None
    if not with_secret:
        return False
    try:
        file = os.open(home / SECRET_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="ascii") as opened:
        opened.write(secrets.token_urlsafe(50) + "\n")
    return True


def not_writable() -> str:
    """What is wrong with a home that is there and needed, and that this user cannot use; else blank."""
    home = settings.HERE.home
    if connection.vendor != "sqlite" and settings.HERE.files_url:
        return ""  # all is kept elsewhere
    if not home.exists() or (home.is_dir() and os.access(home, os.R_OK | os.W_OK | os.X_OK)):
        return ""
    return f"The folder {home} cannot be written to by the user that runs this. {OTHER_HOME}"


def make_tables() -> int:
    """Brings the tables to this version's form; returns how many steps that took."""
    # A file of SQLite is for its user alone, and its journals take after it.
    before = os.umask(0o077)
    try:
        n = len(waiting_migrations())
        if n:
            call_command("migrate", interactive=False, verbosity=0)
    finally:
        os.umask(before)
    return n


def waiting_migrations() -> list[str]:
    """The steps that the database has not taken yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def check_made() -> None:
    """Refuses where the desk was not made, or not since the last upgrade. Raises: NotReady"""
    home = settings.HERE.home
    trouble = not_writable()
    if trouble:
        raise NotReady(trouble)
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and ":memory:" not in name and not Path(name).exists():
        raise NotReady(f"There is no desk in {home} yet. Make it: answerable desk init")
    try:
        waiting = waiting_migrations()
    except DatabaseError as error:
        raise NotReady(f"The database does not answer ({error}). Look at DATABASE_URL.") from None
    if waiting:
        steps = "1 step" if len(waiting) == 1 else f"{len(waiting)} steps"
        raise NotReady(
            f"The tables are {steps} behind this version. Take a backup, then run: answerable desk init"
        )
