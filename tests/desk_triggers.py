"""The triggers that keep the audit trail, taken away and put back."""

from importlib import import_module
from typing import Any

_migration = import_module("answerable.desk.audit.migrations.0002_triggers")


def drop_triggers(connection: Any) -> None:
    """Takes the triggers away, if they are there."""
    with connection.cursor() as cursor:
        for statement in _migration.BY_VENDOR[connection.vendor]["DROP"]:
            kind, name = statement.split(" ", 2)[1:]
            cursor.execute(f"DROP {kind} IF EXISTS {name}")


def make_triggers(connection: Any) -> None:
    """Makes them, as the migration does."""
    with connection.cursor() as cursor:
        for statement in _migration.BY_VENDOR[connection.vendor]["CREATE"]:
            cursor.execute(statement)
