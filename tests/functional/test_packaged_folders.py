"""The packaged studies are sound folders, and writing what was read from them changes nothing."""

import shutil
from pathlib import Path

import pytest

from answerable.core.study.reading import check_study, read_study
from answerable.core.study.same import differences
from answerable.core.study.writing import write_study

STUDIES = sorted(
    path.parent for path in (Path(__file__).resolve().parents[2] / "studies").glob("*/study.yaml")
)


def on_disk(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_packaged_folders_are_there() -> None:
    assert len(STUDIES) >= 2


@pytest.mark.parametrize("folder", STUDIES, ids=lambda path: path.name)
def test_packaged_folder_has_no_fault(folder: Path) -> None:
    assert [fault.sentence() for fault in check_study(folder)] == []


@pytest.mark.parametrize("folder", STUDIES, ids=lambda path: path.name)
def test_packaged_folder_written_after_reading_is_unchanged(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    before, study = on_disk(copy), read_study(copy)
    write_study(study, copy)
    assert on_disk(copy) == before
    elsewhere = tmp_path / "elsewhere" / folder.name
    write_study(study, elsewhere)
    assert differences(study, read_study(elsewhere)) == []
