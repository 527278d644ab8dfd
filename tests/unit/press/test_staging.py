"""A site is swapped in whole: whatever fails, the old one stays and nothing is left beside it."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from answerable.press import staging
from answerable.press.errors import NotASite
from answerable.press.staging import MARKER, swapped_in


def put(out: Path, words: str) -> None:
    with swapped_in(out) as folder:
        (folder / "index.html").write_text(words)


def test_staging_makes_a_new_folder_with_its_parents(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "site"
    put(out, "first")
    assert (out / "index.html").read_text() == "first"
    assert (out / MARKER).is_file()
    assert out.stat().st_mode & 0o777 == 0o755
    assert [p.name for p in out.parent.iterdir()] == ["site"]


def test_staging_replaces_its_own_site_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, "first")
    (out / "stale.html").write_text("left by the first")
    put(out, "second")
    assert (out / "index.html").read_text() == "second"
    assert not (out / "stale.html").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_staging_leaves_the_old_site_when_the_work_fails(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, "first")
    with pytest.raises(RuntimeError), swapped_in(out) as folder:
        (folder / "index.html").write_text("half")
        raise RuntimeError
    assert (out / "index.html").read_text() == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_staging_leaves_the_old_site_when_the_swap_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    put(out, "first")
    rename = Path.rename

    def fail_for_the_new(path: Path, target: Path) -> Path:
        if ".new-" in path.name:
            raise OSError("no room")
        return rename(path, target)

    monkeypatch.setattr(staging.Path, "rename", fail_for_the_new)
    with pytest.raises(OSError, match="no room"):
        put(out, "second")
    assert (out / "index.html").read_text() == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_staging_takes_an_empty_folder_and_refuses_any_other(tmp_path: Path) -> None:
    empty, full, file = tmp_path / "empty", tmp_path / "full", tmp_path / "file"
    empty.mkdir()
    put(empty, "first")
    full.mkdir()
    (full / "thesis.txt").write_text("dear to someone")
    file.write_text("also")
    for out in (full, file):
        with pytest.raises(NotASite, match="left as it is"):
            put(out, "first")
    assert (full / "thesis.txt").read_text() == "dear to someone"
    assert file.read_text() == "also"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "file", "full"]


def publish_for_ever(out: Path, began: Connection) -> None:
    """Begins a publication and never ends it."""
    with swapped_in(out) as folder:
        (folder / "index.html").write_text("half")
        began.send(folder.name)
        signal.pause()


def begun(out: Path) -> tuple[multiprocessing.process.BaseProcess, str]:
    """A process in the midst of a publication, and the folder it builds in."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=publish_for_ever, args=(out, sender), daemon=True)
    process.start()
    assert receiver.poll(20)
    return process, receiver.recv()


def test_staging_clears_away_what_a_killed_publication_left(tmp_path: Path) -> None:
    out = tmp_path / "site"
    process, name = begun(out)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert (tmp_path / name / "index.html").is_file()
    # Of the same form, but not ours.
    (tmp_path / ".site.new-thesis").mkdir()
    (tmp_path / ".site.new-thesis" / "thesis.txt").write_text("dear to someone")
    put(out, "first")
    assert sorted(p.name for p in tmp_path.iterdir()) == [".site.new-thesis", "site"]


def test_staging_leaves_a_publication_that_still_runs_alone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    process, name = begun(out)
    try:
        put(out, "first")
        assert (tmp_path / name / "index.html").read_text() == "half"
    finally:
        process.kill()
        process.join()
    put(out, "second")
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_staging_clears_an_old_site_left_between_two_renames(tmp_path: Path) -> None:
    out = tmp_path / "site"
    put(out, "first")
    out.rename(tmp_path / ".site.old-abc")
    put(out, "second")
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
