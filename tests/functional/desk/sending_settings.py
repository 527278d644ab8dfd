"""Settings of a sender in a process of its own: those of a desk, tables without the way they came to be."""

import os

os.environ.setdefault("ANSWERABLE_SECRET_KEY", "only for tests " * 4)

from answerable.desk.settings import *  # noqa: F403
from answerable.desk.settings import INSTALLED_APPS

MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS} | {
    "mfa": None,
    **{f"desk_{name.rpartition('.')[2]}": None for name in INSTALLED_APPS if "answerable.desk" in name},
}
