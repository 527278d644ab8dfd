"""A zip of a study folder is unpacked within bounds and never outside its place."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from answerable.core.errors import InputFaults
from answerable.core.study.start import new_study
from answerable.desk.errors import NotAllowed
from answerable.desk.people.models import Membership
from answerable.desk.surveys import unpacking
from answerable.desk.surveys.actions import found_from_zip
from answerable.desk.surveys.unpacking import unpack_study
from tests.desk_factories import make_user


def zipped(files: dict[str, bytes | str], **modes: int) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = modes.get(name, stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    out.seek(0)
    return out


def faults_of(upload: io.BytesIO, into: Path, size: int = 100) -> set[str]:
    with pytest.raises(InputFaults) as caught:
        unpack_study(upload, size, into)
    assert list(into.rglob("*.csv")) == []
    return {fault.rule for fault in caught.value.faults}


HEAD = "id: care\ntitle: Care\n"


def test_unpack_study_takes_the_folder_below_the_top(tmp_path: Path) -> None:
    upload = zipped(
        {
            "care-main/study.yaml": HEAD,
            "care-main/bodies.csv": "id",
            "__MACOSX/care-main/._x": "x",
            "elsewhere.txt": "x",
        }
    )
    folder = unpack_study(upload, 100, tmp_path)
    assert folder == tmp_path / "care"
    assert sorted(path.name for path in folder.rglob("*")) == ["bodies.csv", "study.yaml"]


@pytest.mark.parametrize(
    "name", ["../bodies.csv", "/etc/bodies.csv", "a/../../bodies.csv", "..\\bodies.csv", "C:/bodies.csv"]
)
def test_unpack_study_refuses_paths_that_lead_elsewhere(name: str, tmp_path: Path) -> None:
    upload = zipped({"study.yaml": HEAD, name: "id"})
    assert faults_of(upload, tmp_path / "in") == {"path_leaves_folder"}
    assert not (tmp_path / "bodies.csv").exists()


def test_unpack_study_refuses_links(tmp_path: Path) -> None:
    upload = zipped({"study.yaml": HEAD, "link": "/etc/passwd"}, link=stat.S_IFLNK | 0o777)
    assert faults_of(upload, tmp_path) == {"not_a_file"}


def test_unpack_study_refuses_what_unfolds_beyond_its_header(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_WHOLE", 100_000)
    upload = zipped({"study.yaml": HEAD, "bodies.csv": b"0" * 2_000_000})
    assert faults_of(upload, tmp_path) == {"file_too_large"}


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"bodies.csv": "id"}, "missing_file"),
        ({f"{n}.csv": "" for n in range(5_001)}, "too_many_files"),
        ({"study.yaml": HEAD, "notes.txt": b"0" * 1_000_001}, "file_too_large"),
    ],
)
def test_unpack_study_tells_what_is_no_study(
    files: dict[str, bytes | str], rule: str, tmp_path: Path
) -> None:
    assert faults_of(zipped(files), tmp_path) == {rule}


def test_unpack_study_tells_what_is_no_zip_or_too_large(tmp_path: Path) -> None:
    assert faults_of(io.BytesIO(b"PK but not a zip"), tmp_path) == {"not_a_zip"}
    assert faults_of(zipped({"study.yaml": HEAD}), tmp_path, size=65_000_000) == {"upload_too_large"}


@pytest.mark.django_db
def test_found_from_zip_makes_a_survey_owned_by_who_uploads(tmp_path: Path) -> None:
    new_study(tmp_path / "my-study", first_round="2026")
    files = {
        str(p.relative_to(tmp_path)): p.read_bytes()
        for p in (tmp_path / "my-study").rglob("*")
        if p.is_file()
    }
    by = make_user(may_found=True)
    survey = found_from_zip(upload=zipped(files), size=1, by=by)
    assert survey.key == "my-study"
    assert Membership.objects.get(user=by).role == "owner"
    with pytest.raises(NotAllowed):
        found_from_zip(upload=zipped(files), size=1, by=make_user())
