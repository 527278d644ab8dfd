"""The desk's commands as people run them: made, filled, served, stopped."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from answerable.desk.running.duties import TASKS
from tests.factories import tiny_files, write_folder
from tests.functional.desk.desk_processes import (
    DEADLINE_SECONDS,
    answer_of,
    copy_home,
    desk,
    environment,
    free_port,
    started,
    wait_for,
)


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A home of this test's own."""
    return copy_home(made_home, tmp_path / "home")


def test_init_makes_a_home_for_its_user_alone_and_again_changes_nothing(home: Path) -> None:
    secret = (home / "secret-key").read_text()
    for path in (home, home / "files"):
        assert path.stat().st_mode & 0o777 == 0o700
    for path in (home / "secret-key", home / "desk.sqlite3"):
        assert path.stat().st_mode & 0o777 == 0o600
    again = desk(home, "init")
    assert again.returncode == 0 and "answerable desk user" in again.stdout
    assert (home / "secret-key").read_text() == secret and len(secret.strip()) >= 50


def test_init_leaves_a_trail_that_no_statement_changes(home: Path) -> None:
    assert desk(home, "user", "sam@example.org", "--founder").returncode == 0
    with sqlite3.connect(home / "desk.sqlite3") as database:
        for statement in ("UPDATE desk_audit_auditevent SET words = ''", "DELETE FROM desk_audit_auditevent"):
            with pytest.raises(sqlite3.DatabaseError, match="cannot be changed"):
                database.execute(statement)
    database.close()


@pytest.mark.parametrize("command", [["serve"], ["backup", "x.backup"]])
def test_commands_before_init_say_what_to_do(tmp_path: Path, command: list[str]) -> None:
    done = desk(tmp_path / "nowhere", *command)
    assert done.returncode == 1
    assert "Make it: answerable desk init" in done.stderr and "Traceback" not in done.stderr


def test_commands_without_the_extra_say_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['django'] = None; sys.argv = ['answerable', 'desk', 'init'];"
        "from answerable.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "answerable[desk]" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("ANSWERABLE_FILES", "s3://", "ANSWERABLE_FILES is"),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none", "database"),
        ("DATABASE_URL", "mongodb://nobody@127.0.0.1:1/none", "SQLite or PostgreSQL"),
        ("ANSWERABLE_SECRET_KEY", "short", "50 or more"),
        ("ANSWERABLE_HOME", "/dev/null/home", "ANSWERABLE_HOME"),
    ],
)
def test_a_wrong_setting_is_told_in_words_by_any_command_and_the_doctor(
    home: Path, setting: str, value: str, said: str
) -> None:
    done = desk(home, "tick" if setting != "ANSWERABLE_HOME" else "init", **{setting: value})
    assert done.returncode in {1, 3} and said in done.stderr and "Traceback" not in done.stderr
    assert "failed inside" not in done.stderr
    seen = desk(home, "doctor", **{setting: value})
    assert seen.returncode == 1 and seen.stdout.count("error ") == 1, seen.stdout + seen.stderr


def test_restore_of_no_file_says_so(home: Path) -> None:
    done = desk(home, "restore", str(home / "nothing.backup"))
    assert done.returncode == 1 and "nothing.backup" in done.stderr and "failed inside" not in done.stderr


def test_import_and_freeze_give_the_study_back(home: Path, tmp_path: Path) -> None:
    study = write_folder(tmp_path, tiny_files())
    assert desk(home, "user", "sam@example.org", "--founder").returncode == 0
    done = desk(home, "import", str(study), "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["survey"] == study.name and told["n_owners"] == 1
    again = desk(home, "import", str(study))
    assert again.returncode == 1 and "Traceback" not in again.stderr
    out = tmp_path / "release" / study.name
    frozen = desk(
        home, "freeze", study.name, "--out", str(out), "--version", "1.0.0", "--as-at", "2026-06-01"
    )
    assert frozen.returncode == 0, frozen.stderr
    assert json.loads((out / "release.json").read_text())["version"] == "1.0.0"
    assert (out / "study.yaml").stat().st_mode & 0o044  # a web server may read what is published
    other = desk(home, "import", str(study), "--key", "another-key")
    assert other.returncode == 0 and "another-key" in other.stdout
    well = desk(home, "doctor", "--format", "csv")
    assert well.returncode == 0 and well.stdout.startswith("grade,words,remedy\n"), well.stdout
    assert "answerable desk user" not in desk(home, "init").stdout
    unknown = desk(home, "freeze", "nothing", "--out", str(out), "--version", "1", "--as-at", "2026-06-01")
    assert unknown.returncode == 2 and "no survey “nothing”" in unknown.stderr


def test_tick_does_every_duty_and_doctor_is_content_with_warnings(home: Path) -> None:
    done = desk(home, "tick")
    assert done.returncode == 0, done.stdout + done.stderr
    told = [line.split(": ") for line in done.stdout.splitlines()]
    assert told == [[task.name.replace("_", " "), "done"] for task in TASKS]
    well = desk(home, "doctor", "--format", "json")
    assert well.returncode == 0, well.stdout
    grades = [finding["grade"] for finding in json.loads(well.stdout)["findings"]]
    assert "warning" in grades and "good" in grades and "error" not in grades


def test_serve_on_a_taken_port_says_which(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        done = desk(home, "serve", "--bind", place)
    assert done.returncode == 3 and done.stdout == ""
    assert place in done.stderr and "--bind" in done.stderr and len(done.stderr.splitlines()) == 1


def test_fetch_tells_of_an_inbox_that_does_not_answer(home: Path) -> None:
    inbox = f"imap://sam:a-password@127.0.0.1:{free_port()}/INBOX"
    done = desk(home, "fetch", ANSWERABLE_INBOX=inbox)
    assert done.returncode == 3 and "fetch: 0 new of 0 fetched" in done.stdout
    assert "error: " in done.stderr and "ANSWERABLE_INBOX" in done.stderr
    assert "a-password" not in done.stderr and "Traceback" not in done.stderr


def test_serve_serves_works_and_stops_cleanly(home: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with started(home, "serve", ANSWERABLE_ADDRESS=address, ANSWERABLE_LOG="json") as process:
        well = _well(address)
        assert well["well"] and well["worker"] and "secret" not in json.dumps(well)
        status, page = answer_of(f"{address}/accounts/login/")
        assert status == 200 and b"<h1>Sign in</h1>" in page
        assert answer_of(f"{address}/static/mfa/js/webauthn.js")[0] == 200
        assert answer_of(f"{address}/invitation/a-secret-token/")[0] == 409
        worker = _children(process.pid, "desk worker")[0]
        os.kill(worker, signal.SIGKILL)
        until = time.monotonic() + DEADLINE_SECONDS
        while not _children(process.pid, "desk worker") and time.monotonic() < until:
            time.sleep(0.2)
        family = _children(process.pid, "")
        assert len(_children(process.pid, "desk worker")) == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(DEADLINE_SECONDS) == 0
    assert answer_of(f"{address}/health")[0] == 0
    assert not [each for each in family if Path(f"/proc/{each}").exists()]
    log = (home / "log.txt").read_text()
    assert "a-secret-token" not in log and "Traceback" not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    shown = next(line for line in lines if line.get("path") == "/accounts/login/")
    assert (shown["status"], shown["method"], shown["user_id"]) == (200, "GET", None)
    assert shown["ms"] > 0 and len(shown["request_id"]) == 16


def test_serve_that_is_killed_leaves_nobody_behind(home: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with started(home, "serve", ANSWERABLE_ADDRESS=address) as process:
        _well(address)
        family = _children(process.pid, "")
        assert len(family) >= 2
        process.kill()
        until = time.monotonic() + DEADLINE_SECONDS
        while [each for each in family if Path(f"/proc/{each}").exists()] and time.monotonic() < until:
            time.sleep(0.2)
    assert not [each for each in family if Path(f"/proc/{each}").exists()]


def _well(address: str) -> dict[str, object]:
    """What the desk says of its health once a worker is up too."""
    until = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < until:
        found = json.loads(wait_for(f"{address}/health", 200))
        if found["well"]:
            return dict(found)
        assert found["starting"], found
        time.sleep(0.2)
    raise AssertionError("no worker came up")


def _children(parent: int, holds: str) -> list[int]:
    """The processes that a process has started, whose command holds some words."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rsplit(")", 1)[1].split()
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, IndexError):
            continue
        if fields[1] == str(parent) and fields[0] != "Z" and holds in command:
            found.append(int(path.name))
    return found
