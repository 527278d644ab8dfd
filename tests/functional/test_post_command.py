"""`answerable post` as a person or a program meets it: files, folders, mailboxes, formats, exit codes."""

import csv
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from answerable.cli.main import run as run_command
from answerable.core.post.record import KEYS
from tests.packed_mail import attached, item
from tests.raw_mail import file, in_parts, mail, part

START = "from answerable.cli.main import main; main()"
ONE = mail(
    "Yes, we do.\r\n\r\n> Do you?",
    Subject="one",
    To="Us <us@survey.example>",
    Delivered_To="us@survey.example",
)
TWO = in_parts([part("See attached."), file("answer.pdf", b"%PDF-1.4 x")], Subject="two")
MBOX = (
    b"From a@b.example Wed Mar 04 09:15:00 2026\n"
    + ONE.replace(b"\r\n", b"\n")
    + b"\n>From here on\n\nFrom MAILER-DAEMON Thu Mar 05 09:15:00 2026\n"
    + TWO.replace(b"\r\n", b"\n")
)


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command in this process, in a folder."""
    said, told = StringIO(), StringIO()
    with chdir(cwd or Path.cwd()), redirect_stdout(said), redirect_stderr(told):
        code = run_command(["post", *map(str, arguments)])
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), told.getvalue())


def shell(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own, as a shell does."""
    return subprocess.run(
        [sys.executable, "-c", START, "post", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of messages in every form."""
    (tmp_path / "b.eml").write_bytes(ONE)
    (tmp_path / "a.eml").write_bytes(TWO)
    (tmp_path / "inbox.mbox").write_bytes(MBOX)
    (tmp_path / "notes.txt").write_text("no mail")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.msg").write_bytes(
        item({0x0037: "three", 0x1000: "Yes."}, [attached("x.pdf", b"%PDF-1.4")])
    )
    return tmp_path


def test_one_file_is_one_object_with_every_key(folder: Path) -> None:
    done = run("b.eml", "--format", "json", cwd=folder)
    record = json.loads(done.stdout)
    assert done.returncode == 0 and done.stderr == ""
    assert tuple(record) == KEYS
    assert record["file"] == "b.eml" and record["kind"] == "reply" and record["may_reply"] is True
    assert record["from"] == {"name": "FOI Team", "address": "foi@authority.example"}
    assert record["to"] == [{"name": "Us", "address": "us@survey.example"}]
    assert (
        record["delivered_to"] == ["us@survey.example"] and record["cc"] == [] and record["references"] == []
    )
    assert (
        record["sent_at"] == "2026-03-04T09:15:00+00:00" and record["message_id"] == "abc@authority.example"
    )
    assert record["in_reply_to"] is None and record["delivery_failure"] is None
    assert record["text"] == "Yes, we do.\n\n> Do you?" and record["reply_text"] == "Yes, we do."
    assert record["attachments"] == [] and record["notes"] == []


def test_several_files_are_one_object_a_line_in_the_order_given(folder: Path) -> None:
    done = run("b.eml", "a.eml", "b.eml", "--format", "json", cwd=folder)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["file"] for each in records] == ["b.eml", "a.eml", "b.eml"] and done.returncode == 0
    assert records[1]["attachments"] == [
        {
            "filename": "answer.pdf",
            "content_type": "application/pdf",
            "size_bytes": 10,
            "from_container": None,
        }
    ]


def test_a_mailbox_gives_one_object_for_each_message(folder: Path) -> None:
    done = run("inbox.mbox", "--format", "json", cwd=folder)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["file"], each["subject"]) for each in records] == [
        ("inbox.mbox#1", "one"),
        ("inbox.mbox#2", "two"),
    ]
    assert records[0]["text"].endswith("From here on")
    assert [each["may_reply"] for each in records] == [True, False]


def test_one_message_of_a_mailbox_is_named_by_its_number(tmp_path: Path) -> None:
    box = tmp_path / "inbox.mbox"
    start = b"From a@x.example Wed Mar  4 09:15:00 2026\n"
    box.write_bytes(start + mail("One") + b"\n\n" + start + mail("Two") + b"\n")
    second = run(f"{box}#2", "--format", "json")
    assert second.returncode == 0
    assert json.loads(second.stdout)["text"] == "Two" and json.loads(second.stdout)["file"] == f"{box}#2"
    ninth = run(f"{box}#9")
    assert ninth.returncode == 1 and "holds 2 messages; there is no number 9" in ninth.stderr


def test_a_link_in_a_folder_that_leads_nowhere_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("One"))
    (tmp_path / "b.eml").symlink_to(tmp_path / "gone.eml")
    result = run(tmp_path, "--format", "json")
    assert result.returncode == 1 and "b.eml: The file cannot be read" in result.stderr
    assert [("error" in json.loads(line)) for line in result.stdout.splitlines()] == [False, True]


def test_a_folder_is_read_in_order_with_what_is_below_it(folder: Path) -> None:
    done = run(".", "--format", "json", cwd=folder)
    names = [json.loads(line)["file"] for line in done.stdout.splitlines()]
    assert names == ["a.eml", "b.eml", "deep/c.msg", "inbox.mbox#1", "inbox.mbox#2"] and done.returncode == 0


def test_a_folder_of_mail_as_servers_keep_it(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1772615700.M1P2.host").write_bytes(ONE)
    record = json.loads(run(tmp_path, "--format", "json").stdout)
    assert record["subject"] == "one"


def test_an_outlook_item_is_read_as_the_message_it_holds(folder: Path) -> None:
    record = json.loads(run("deep/c.msg", "--format", "json", cwd=folder).stdout)
    assert (record["subject"], record["text"]) == ("three", "Yes.")
    assert [each["filename"] for each in record["attachments"]] == ["x.pdf"]


def test_what_cannot_be_read_is_said_in_its_place_and_on_stderr(folder: Path) -> None:
    (folder / "bad.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing")
    done = run("b.eml", "missing.eml", "bad.msg", "a.eml", "--format", "json", cwd=folder)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [set(each) == {"file", "error"} for each in records] == [False, True, True, False]
    assert len(done.stderr.splitlines()) == 2 and "Traceback" not in done.stderr
    assert "missing.eml" in done.stderr and "No such file" in done.stderr
    assert json.loads(run("missing.eml", "--format", "json", cwd=folder).stdout)["file"] == "missing.eml"


def test_wrong_usage_is_exit_2(folder: Path) -> None:
    assert run(cwd=folder).returncode == 2
    assert run("b.eml", "--format", "xml", cwd=folder).returncode == 2


def test_damaged_and_empty_messages_are_read(tmp_path: Path) -> None:
    for name, raw in (("empty.eml", b""), ("noise.eml", bytes(range(256)) * 20), ("cut.eml", TWO[:-40])):
        (tmp_path / name).write_bytes(raw)
        done = run(name, "--format", "json", cwd=tmp_path)
        assert done.returncode == 0 and json.loads(done.stdout)["notes"]
    assert json.loads(run("empty.eml", "--format", "json", cwd=tmp_path).stdout)["kind"] == "unknown"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_output_is_utf8_wherever_it_runs(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.eml").write_bytes(
        mail("café £ \u202e日本\x00\x1b[31m \udcff".encode("utf-8", "replace"), Subject="x")
    )
    done = shell("a.eml", "--format", "json", cwd=tmp_path, PYTHONIOENCODING=encoding, LC_ALL="C")
    assert "café £" in json.loads(done.stdout)["text"] and "\x00" not in json.loads(done.stdout)["text"]


def test_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.eml"
    Path(os.fsdecode(path)).write_bytes(ONE)
    done = subprocess.run(
        [sys.executable.encode(), b"-c", START.encode(), b"post", path, b"--format", b"json"],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode("utf-8"))["file"].endswith("\ufffd.eml")


HOSTILE = "\x1b[2J\x1b]0;title\x07red\x9b31m \u202eevil\u202c \u2066x\u2069 \u200f\x08\x7f\rover"


def test_nothing_in_mail_moves_a_terminal(tmp_path: Path) -> None:
    raw = in_parts(
        [
            part(HOSTILE),
            part(
                "x", "text/csv", Content_Disposition=f'attachment; filename="{HOSTILE}.csv"'.replace("\r", "")
            ),
        ],
        Subject=HOSTILE.replace("\r", " "),
        From=f'"{HOSTILE}" <a@b.example>'.replace("\r", " "),
    )
    (tmp_path / "a\x1b[2J.eml").write_bytes(raw)
    for format in ("table", "json"):
        done = run(tmp_path, "missing\x1b[2J.eml", "--format", format)
        moving = set(done.stdout + done.stderr) & set(
            "\x00\x07\x08\x1b\x7f\x9b\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )
        assert not moving


def test_what_a_person_sees_fits_a_terminal(folder: Path) -> None:
    (folder / "long.eml").write_bytes(mail("word " * 200 + "\r\n\r\nMore.", Subject="long " * 60))
    done = run(".", cwd=folder)
    assert max(map(len, done.stdout.splitlines())) <= 80 and done.returncode == 0
    shown = done.stdout
    assert "b.eml" in shown and "reply" in shown and "FOI Team <foi@authority.example>" in shown
    assert "answer.pdf (application/pdf, 10 bytes)" in shown and "    Yes, we do." in shown
    alone = run("b.eml", cwd=folder).stdout
    assert "Do you?" not in alone and "words of thread" in alone


def test_csv_has_one_head_and_runs_nothing(folder: Path) -> None:
    (folder / "f.eml").write_bytes(mail("=1+1", Subject="@SUM(A1)"))
    done = run("f.eml", "b.eml", "missing.eml", "--format", "csv", cwd=folder)
    rows = list(csv.DictReader(StringIO(done.stdout)))
    assert [each["file"] for each in rows] == ["f.eml", "b.eml", "missing.eml"]
    assert rows[0]["subject"] == "'@SUM(A1)" and rows[0]["text"] == "'=1+1" and rows[2]["error"]


def test_an_empty_folder_and_an_empty_mailbox(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 1 and "holds no" in done.stderr
    (tmp_path / "x.mbox").write_bytes(b"")
    assert run(tmp_path / "x.mbox", "--format", "json").returncode == 0
