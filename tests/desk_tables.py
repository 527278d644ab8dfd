"""The desk's tables in tests, made from the models at once: running seventy migrations takes ten seconds.

What migrations do beside making tables (triggers of the trail, the table of the cache) is done as they do it.
That migrations and models say the same is a test of its own; `desk init` runs them in functional tests.
"""

from types import SimpleNamespace

from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader


def run_what_is_no_table() -> None:
    """Runs the steps of the desk's migrations that make no table, in their order."""
    loader = MigrationLoader(connection, replace_migrations=False)
    state = SimpleNamespace(apps=apps, clear_delayed_apps_cache=lambda: None)
    names = [key for key in loader.disk_migrations if key[0].startswith("desk_")]
    for app, name in sorted(names):
        for step in loader.disk_migrations[app, name].operations:
            if isinstance(step, RunPython | RunSQL):
                with connection.schema_editor(atomic=True) as editor:
                    step.database_forwards(app, editor, state, state)
