"""Triggers that refuse to change or delete a row of the audit trail, whoever asks and by whatever way."""

from typing import Any

from django.db import migrations

TABLE = "desk_audit_auditevent"
WORDS = "The audit trail cannot be changed."

SQLITE = {
    "CREATE": [
        f"""CREATE TRIGGER {TABLE}_no_{deed} BEFORE {deed.upper()} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
        for deed in ("update", "delete")
    ],
    "DROP": [f"DROP TRIGGER {TABLE}_no_{deed}" for deed in ("update", "delete")],
}
POSTGRESQL = {
    "CREATE": [
        f"""CREATE FUNCTION {TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
        f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_stays()""",
        f"""CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_stays()""",
    ],
    "DROP": [
        f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}",
        f"DROP TRIGGER {TABLE}_no_change ON {TABLE}",
        f"DROP FUNCTION {TABLE}_stays()",
    ],
}
BY_VENDOR = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def _run(schema_editor: Any, deed: str) -> None:
    for statement in BY_VENDOR[schema_editor.connection.vendor][deed]:
        schema_editor.execute(statement)


def make(apps: Any, schema_editor: Any) -> None:
    """Makes the triggers."""
    _run(schema_editor, "CREATE")


def drop(apps: Any, schema_editor: Any) -> None:
    """Takes them away: for going back to a version before them."""
    _run(schema_editor, "DROP")


class Migration(migrations.Migration):
    dependencies = [("desk_audit", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
