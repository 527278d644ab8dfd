"""A site is swapped in whole: whatever fails, the old one stays and nothing is left beside it."""

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
