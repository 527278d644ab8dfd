"""Commands of the desk in processes of their own, without loading all of it for each: forks of one that has.

Run as a module it reads orders from its standard input, one JSON object a line, runs `answerable` with the
arguments and the environment of each, and answers with the exit code.
"""

import atexit
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[3]
LONGEST_SECONDS = 180
NOT_LOADED = ("answerable.desk.wsgi", "answerable.desk.settings")


def run_in_fork(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs `answerable …` to its end, with nothing in its environment but what is given."""
    process = _loaded()
    assert process.stdin is not None
    assert process.stdout is not None
    with tempfile.TemporaryDirectory(prefix="answerable-fork-") as folder:
        order = {"arguments": arguments, "environment": environment, "folder": folder, "cwd": str(Path.cwd())}
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        out, err = ((Path(folder) / name).read_text("utf-8") for name in ("out", "err"))
    return subprocess.CompletedProcess(arguments, code, out, err)


@cache
def _loaded() -> subprocess.Popen[str]:
    """The process that has loaded the desk; it ends with the tests."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.functional.desk.desk_forks"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")},
            "DJANGO_SETTINGS_MODULE": "answerable.desk.settings",
            # Each order brings its own.
            "ANSWERABLE_HOME": "/nowhere",
        },
    )
    atexit.register(process.communicate)
    return process


def main() -> None:
    """Loads the desk, then takes orders until there are no more."""
    import django

    django.setup()
    _load()
    django.setup = _settings_anew
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _child(order)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _load() -> None:
    """Imports what commands import on their way, and the steps of the tables."""
    import answerable.core
    import answerable.desk

    for package in (answerable.core, answerable.desk):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name not in NOT_LOADED and ".migrations" not in module.name:
                importlib.import_module(module.name)
    importlib.import_module("answerable.cli.main")
    importlib.import_module("django.db.migrations.loader").MigrationLoader(None)


def _child(order: dict[str, Any]) -> None:
    from answerable.cli.main import main as command

    signal.alarm(LONGEST_SECONDS)
    folder = Path(order["folder"])
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["answerable", *order["arguments"]]
    code: Any = 70
    try:
        command()
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _settings_anew() -> None:
    """What django.setup() does in a process of its own: the settings are read from the environment."""
    from django.conf import settings
    from django.core.files.storage import default_storage, storages
    from django.db import connections
    from django.utils.functional import empty
    from django.utils.log import configure_logging

    read = importlib.reload(importlib.import_module("answerable.desk.settings"))
    for name in filter(str.isupper, dir(read)):
        setattr(settings, name, getattr(read, name))
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    connections.close_all()
    for alias in connections:
        del connections[alias]
    connections._settings = None
    for lazy, kept in ((connections, "settings"), (storages, "backends")):
        lazy.__dict__.pop(kept, None)
    storages._backends, storages._storages = None, {}
    default_storage._wrapped = empty


if __name__ == "__main__":
    main()
