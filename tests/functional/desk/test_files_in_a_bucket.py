"""The desk's files in a bucket that speaks S3: stored, found, checked, carried from and to by backups."""

import json
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from tests.factories import tiny_files, write_folder
from tests.functional.desk.desk_processes import copy_home, desk

KEYS = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "AWS_EC2_METADATA_DISABLED": "true"}


@pytest.fixture
def bucket() -> Iterator[str]:
    """The address of an empty bucket on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    make = urllib.request.Request(f"http://{host}:{port}/files", method="PUT")
    with urllib.request.urlopen(make, timeout=10):
        pass
    yield f"s3://files/desk?endpoint_url=http://{host}:{port}&addressing_style=path&region_name=us-east-1"
    server.stop()


def test_files_live_in_a_bucket_and_move_to_a_folder_by_backup(
    made_home: Path, tmp_path: Path, bucket: str
) -> None:
    home = copy_home(made_home, tmp_path / "home")
    there = {"ANSWERABLE_FILES": bucket, **KEYS}
    study = write_folder(tmp_path, tiny_files())
    out = tmp_path / "out"
    for command in (
        ["import", str(study)],
        ["freeze", study.name, "--out", str(out), "--version", "1.0.0", "--as-at", "2026-06-01"],
        ["backup", str(tmp_path / "s3.backup")],
    ):
        done = desk(home, *command, **there)
        assert done.returncode == 0, done.stderr
    assert not [path for path in (home / "files").rglob("*") if path.is_file()]
    well = desk(home, "doctor", "--format", "json", **there)
    words = [each["words"] for each in json.loads(well.stdout)["findings"] if each["grade"] == "good"]
    assert well.returncode == 0 and any("1 of 1 stored files" in each for each in words)
    other = copy_home(made_home, tmp_path / "other")
    done = desk(other, "restore", str(tmp_path / "s3.backup"))
    assert done.returncode == 0, done.stderr
    kept = [path for path in (other / "files").rglob("*") if path.is_file()]
    with zipfile.ZipFile(tmp_path / "s3.backup") as packed:
        assert [packed.read(f"files/{path.name}") for path in kept] == [path.read_bytes() for path in kept]
    assert len(kept) == 1


def test_a_bucket_that_is_not_there_is_told_by_the_doctor(
    made_home: Path, tmp_path: Path, bucket: str
) -> None:
    home = copy_home(made_home, tmp_path / "home")
    gone = {"ANSWERABLE_FILES": bucket.replace("s3://files", "s3://nothing"), **KEYS}
    study = write_folder(tmp_path, tiny_files())
    assert desk(home, "import", str(study), **gone).returncode == 0
    freeze = ["freeze", study.name, "--out", str(tmp_path / "out"), "--version", "1.0.0"]
    done = desk(home, *freeze, "--as-at", "2026-06-01", **gone)
    assert done.returncode == 3 and "the bucket of ANSWERABLE_FILES" in done.stderr
    assert "failed inside" not in done.stderr
    done = desk(home, "doctor", **gone)
    assert done.returncode == 1 and "storage does not take files" in done.stdout
    assert "Traceback" not in done.stderr
