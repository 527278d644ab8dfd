"""The table of Django's database cache, where attempts to sign in are counted by all processes."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    """Makes it unless it is there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("desk_running", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
