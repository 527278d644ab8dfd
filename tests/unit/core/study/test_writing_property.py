"""Writing and reading are each other's inverse, for studies with nasty texts in every place."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from answerable.core.study.model import Study
from answerable.core.study.reading import check_study, read_study
from answerable.core.study.same import differences
from answerable.core.study.writing import study_files, write_study
from tests.unit.core.study.strategies import studies


def on_disk(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@settings(max_examples=40)
@given(studies())
def test_writing_then_reading_gives_the_same_study_and_the_same_bytes(study: Study) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "a" / study.id, Path(folder) / "b" / study.id
        write_study(study, first)
        again = read_study(first)
        assert differences(study, again) == []
        write_study(again, second)
        assert on_disk(first) == on_disk(second) == study_files(study)


@settings(max_examples=12)
@given(studies())
def test_writing_gives_a_folder_without_errors(study: Study) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_study(study, Path(folder) / study.id)
        assert [f.sentence() for f in check_study(Path(folder) / study.id) if f.severity == "error"] == []
