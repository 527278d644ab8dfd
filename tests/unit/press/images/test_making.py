"""Pictures are made once: the unchanged are taken from the last publication, those tampered with are not."""

import json
from pathlib import Path

import pytest

from answerable.press.images import making
from answerable.press.images.making import MANIFEST, Picture, write_pictures


def svg(colour: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10">'
        f'<rect width="20" height="10" fill="{colour}"/></svg>'
    )


def pictures(*colours: str) -> list[Picture]:
    return [Picture(f"page-{n}/card.png", 40, lambda c=c: svg(c)) for n, c in enumerate(colours)]  # type: ignore[misc]


def made_and_kept(folder: Path, last: Path, *colours: str) -> tuple[int, int]:
    found = write_pictures(pictures(*colours), folder, last)
    assert found.written.files == len([p for p in folder.rglob("*") if p.is_file()])
    assert found.written.bytes == sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    return found.made, found.kept


def test_run_that_changes_nothing_makes_none(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert made_and_kept(first, tmp_path / "nothing", "#ff0000", "#00ff00") == (2, 0)
    assert made_and_kept(second, first, "#ff0000", "#00ff00") == (0, 2)
    for name in ("page-0/card.png", "page-1/card.png", MANIFEST):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_only_what_changed_is_made_anew(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    made_and_kept(first, tmp_path / "nothing", "#ff0000", "#00ff00")
    assert made_and_kept(second, first, "#ff0000", "#0000ff") == (1, 1)
    assert (first / "page-1/card.png").read_bytes() != (second / "page-1/card.png").read_bytes()


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_picture_changed_by_other_hands_is_made_anew(tmp_path: Path, what: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    made_and_kept(first, tmp_path / "nothing", "#ff0000", "#00ff00")
    whole = (first / "page-0/card.png").read_bytes()
    if what == "gone":
        (first / "page-0/card.png").unlink()
    else:
        (first / "page-0/card.png").write_bytes(whole[:-1] + b"x")
    assert made_and_kept(second, first, "#ff0000", "#00ff00") == (1, 1)
    assert (second / "page-0/card.png").read_bytes() == whole


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"page-0/card.png": "x"}', '{"page-0/card.png": {}}'])
def test_manifest_that_cannot_be_read_means_that_all_is_made(tmp_path: Path, text: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    made_and_kept(first, tmp_path / "nothing", "#ff0000")
    (first / MANIFEST).write_text(text)
    assert made_and_kept(second, first, "#ff0000") == (1, 0)


def test_another_rasteriser_makes_all_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    made_and_kept(first, tmp_path / "nothing", "#ff0000")
    monkeypatch.setattr(making, "picture_key", lambda svg, width: "another")
    assert made_and_kept(second, first, "#ff0000") == (1, 0)


def test_manifest_names_every_picture_with_its_hash(tmp_path: Path) -> None:
    made_and_kept(tmp_path / "site", tmp_path / "nothing", "#ff0000", "#00ff00")
    found = json.loads((tmp_path / "site" / MANIFEST).read_text())
    assert list(found) == ["page-0/card.png", "page-1/card.png"]
    assert all(set(entry) == {"made_from", "sha256"} for entry in found.values())


def test_without_pictures_there_is_no_manifest(tmp_path: Path) -> None:
    found = write_pictures([], tmp_path / "site", tmp_path / "nothing")
    assert (found.made, found.kept, found.written.files) == (0, 0, 0)
    assert not (tmp_path / "site").exists()


def test_kept_picture_is_no_link_to_the_last_one(tmp_path: Path) -> None:
    """Whoever changes one site must not change the other."""
    first, second = tmp_path / "first", tmp_path / "second"
    made_and_kept(first, tmp_path / "nothing", "#ff0000")
    made_and_kept(second, first, "#ff0000")
    assert not (first / "page-0/card.png").samefile(second / "page-0/card.png")


def test_progress_ends_with_all_of_them(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_pictures(
        pictures("#ff0000", "#00ff00"), tmp_path / "a", tmp_path / "no", progress=lambda *n: told.append(n)
    )
    assert told[-1] == (2, 2)
