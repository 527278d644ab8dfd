"""The desk as its users start it: the command, in a process of its own, with a home of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.functional.desk.desk_forks import run_in_fork

DEADLINE_SECONDS = 90.0


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a process of the desk gets from its surroundings: nothing of the tests' own settings."""
    ours = ("ANSWERABLE_", "DATABASE_URL", "DJANGO_", "AWS_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "ANSWERABLE_HOME": str(home), **more}


def desk(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs `answerable desk …` to its end, in a process that need not load the desk first."""
    return run_in_fork(["desk", *arguments], environment(home, **more))


def desk_from_nothing(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs `answerable desk …` to its end as a user does: much slower, since all is loaded first."""
    return subprocess.run(
        [sys.executable, "-m", "answerable", "desk", *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS * 2,
        check=False,
    )


def copy_home(made: Path, to: Path) -> Path:
    """Another home like one that was made: quicker than making it again."""
    shutil.copytree(made, to)
    return to


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def started(home: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of the desk that goes on; it is stopped at the end if it still runs."""
    log = (home / "log.txt").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "answerable", "desk", *arguments],
        env=environment(home, **more),
        stdout=log,
        stderr=log,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(DEADLINE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.close()


def answer_of(address: str) -> tuple[int, bytes]:
    """Status and body of an address; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""


def wait_for(address: str, status: int) -> bytes:
    """The body of an address once it answers with a status."""
    until = time.monotonic() + DEADLINE_SECONDS
    found = (0, b"")
    while time.monotonic() < until:
        found = answer_of(address)
        if found[0] == status:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"{address} answered {found} and not {status}")
