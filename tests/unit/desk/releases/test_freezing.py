"""Freezing from the records: what a release holds, what it is compared with, and when there is none."""

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from answerable.core.errors import AnswerableError, InputFaults
from answerable.core.release.history import steps
from answerable.core.study.reading import check_study, read_study
from answerable.desk.audit.models import AuditEvent
from answerable.desk.coding.models import Answer
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import StoredFile
from answerable.desk.releases import actions
from answerable.desk.releases.actions import NothingNew, freeze_survey, freeze_to_folder
from answerable.desk.releases.models import Release
from answerable.desk.releases.packing import files_of, unpack
from answerable.desk.releases.versions import next_version
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_user
from tests.unit.desk.releases.coded import code, coded_survey, reply, sent_survey

pytestmark = pytest.mark.django_db


def froze(survey: Survey, version: str, as_at: str = "2026-07-01", because: str = "") -> Release:
    """A release, frozen."""
    return freeze_survey(survey=survey, version=version, as_at=as_at, by=None, because=because)


def test_a_release_is_a_study_folder_that_checks(tmp_path: Path) -> None:
    survey, _ = coded_survey(key="care")
    release = froze(survey, "1.0")
    unpack(release, tmp_path / "care")
    assert [f for f in check_study(tmp_path / "care") if f.severity == "error"] == []
    study = read_study(tmp_path / "care")
    assert study.release is not None
    assert (study.id, study.release.version, study.release.as_at) == ("care", "1.0", date(2026, 7, 1))
    assert release.record["sha256"] == dict(study.release.sha256)


@pytest.mark.parametrize("as_at", ["2099-01-01", "2099-01-01T12:00"])
def test_a_release_of_a_day_to_come_is_refused(tmp_path: Path, as_at: str) -> None:
    survey, _ = coded_survey()
    with pytest.raises(NotReady, match=r"2099-01-01.* has not come yet.* Use today"):
        freeze_to_folder(survey=survey, out=tmp_path / "out", version="1.0", as_at=as_at, by=None)
    assert not Release.objects.exists()
    assert not (tmp_path / "out").exists()


def test_freezing_twice_gives_the_same_bytes() -> None:
    survey, _ = coded_survey()
    release = froze(survey, "1.0")
    Release.objects.all().delete()
    assert froze(survey, "1.0").file.sha256 == release.file.sha256


def test_changing_one_answer_changes_its_row_release_json_and_nothing_else() -> None:
    survey, requests = coded_survey()
    before = files_of(froze(survey, "1.0"))
    code(requests[1], "nursing", "yes", quote="No.")
    after = files_of(froze(survey, "1.1", because="The council wrote again."))
    assert before.keys() == after.keys()
    assert {name for name in after if after[name] != before[name]} == {
        "rounds/2026/answers.csv",
        "release.json",
    }
    old, new = (files["rounds/2026/answers.csv"].decode().splitlines() for files in (before, after))
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ("E10000002,nursing,answered,no,No.", "E10000002,nursing,answered,yes,No.")
    ]
    record = json.loads(after["release.json"])
    assert record["since"] == "1.0"
    assert record["changes"]["because"] == "The council wrote again."
    assert record["changes"]["files"] == {"added": [], "changed": ["rounds/2026/answers.csv"], "removed": []}


def test_a_correction_without_a_reason_names_the_answers_and_records_nothing() -> None:
    survey, requests = coded_survey()
    froze(survey, "1.0")
    code(requests[1], "nursing", "yes")
    with pytest.raises(NotReady, match=r"E10000002, nursing .*no → yes"):
        froze(survey, "1.1")
    Answer.objects.filter(body=requests[0].body, question__key="nursing").delete()
    with pytest.raises(NotReady, match="yes → no row"):
        froze(survey, "1.1")
    assert Release.objects.count() == 1


def test_new_answers_need_no_reason() -> None:
    survey, requests = coded_survey()
    froze(survey, "1.0")
    reply(requests[2])
    code(requests[2], "nursing", "yes")
    release = froze(survey, "1.1", "2026-07-15")
    assert release.record["changes"]["answers"]["added"] == 1


def test_each_release_carries_the_corrections_of_those_before_it(tmp_path: Path) -> None:
    survey, requests = coded_survey()
    froze(survey, "1.0")
    code(requests[1], "nursing", "yes")
    froze(survey, "1.1", "2026-07-02", because="A slip.")
    code(requests[1], "nursing", "no")
    unpack(froze(survey, "1.2", "2026-07-03", because="No slip."), tmp_path / survey.key)
    release = read_study(tmp_path / survey.key).release
    assert release is not None
    assert [(step.version, step.because) for step in steps(release)] == [
        ("1.2", "No slip."),
        ("1.1", "A slip."),
        ("1.0", ""),
    ]


def test_a_study_with_faults_is_not_frozen_and_its_faults_are_told() -> None:
    survey, requests = sent_survey()
    reply(requests[0])
    code(requests[0], "nursing", "perhaps")
    with pytest.raises(InputFaults) as found:
        froze(survey, "1.0")
    assert {fault.rule for fault in found.value.faults} == {"unknown_option"}
    assert not Release.objects.exists()


def test_a_version_is_taken_once_and_moments_go_forward() -> None:
    survey, _ = coded_survey()
    froze(survey, "1.0")
    with pytest.raises(Conflict, match="never changes"):
        froze(survey, "1.0")
    with pytest.raises(InputFaults, match=r"before version 1.0"):
        froze(survey, "1.1", "2026-06-01")
    for version in ("", "1 0", "../1", "a/b", "x" * 41):
        with pytest.raises(NotReady, match="version"):
            froze(survey, version)
    with pytest.raises(NotReady, match="moment"):
        froze(survey, "1.1", "next week")
    assert Release.objects.count() == 1


def test_a_release_frozen_meanwhile_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    survey, _ = coded_survey()
    real = actions.store_bytes

    def slow(data: bytes) -> StoredFile:
        monkeypatch.setattr(actions, "store_bytes", real)
        froze(survey, "2.0")
        return real(data)

    monkeypatch.setattr(actions, "store_bytes", slow)
    with pytest.raises(Conflict, match="meanwhile"):
        froze(survey, "1.0")
    assert [each.version for each in Release.objects.all()] == ["2.0"]


@pytest.mark.parametrize("dies_at", ["pack", "store_bytes", "record"])
def test_death_at_any_point_leaves_nothing_half_recorded(
    dies_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey, _ = coded_survey()
    before = AuditEvent.objects.count()

    def die(*given: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions, dies_at, die)
        with pytest.raises(KeyboardInterrupt):
            froze(survey, "1.0")
    assert (Release.objects.count(), AuditEvent.objects.count()) == (0, before)
    assert froze(survey, "1.0").version == "1.0"


def test_nothing_new_is_not_frozen_by_the_schedule() -> None:
    survey, _ = coded_survey()
    froze(survey, "1.0")
    with pytest.raises(NothingNew, match=r"since version 1.0"):
        freeze_survey(survey=survey, version="1.1", as_at="2026-07-15", by=None, only_if_changed=True)


def test_freeze_to_folder_writes_the_release_and_records_it(tmp_path: Path) -> None:
    survey, _ = coded_survey()
    out = tmp_path / "releases" / "1.0"
    given = {"survey": survey, "version": "1.0", "as_at": "2026-07-01", "by": None}
    release = freeze_to_folder(out=out, **given)
    there = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert there == files_of(release)
    assert read_study(out).id == survey.key
    with pytest.raises(Conflict, match="not empty"):
        freeze_to_folder(out=out, **{**given, "version": "1.1"})
    assert Release.objects.count() == 1
    assert [path.name for path in out.parent.iterdir()] == ["1.0"]


def test_the_zip_holds_one_folder_and_no_times() -> None:
    survey, _ = coded_survey(key="care")
    data = stored_bytes(froze(survey, "1.0").file)
    with zipfile.ZipFile(BytesIO(data)) as opened:
        entries = opened.infolist()
    assert {entry.filename.split("/")[0] for entry in entries} == {"care-1.0"}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_freezing_is_in_the_trail() -> None:
    user, (survey, _) = make_user(), coded_survey()
    freeze_survey(survey=survey, version="1.0", as_at="2026-07-01", by=user)
    event = AuditEvent.objects.get(verb="release.frozen")
    assert (event.by, event.survey, event.details["corrections"]) == (user, survey, 0)


def test_a_release_that_was_tampered_with_is_not_unpacked(tmp_path: Path) -> None:
    survey, _ = coded_survey()
    release = froze(survey, "1.0")
    evil = BytesIO()
    with zipfile.ZipFile(evil, "w") as made:
        made.writestr("care-1.0/../../outside.txt", "x")
    release.file = actions.store_bytes(evil.getvalue())
    with pytest.raises(AnswerableError, match="outside"):
        unpack(release, tmp_path / "in")
    assert not (tmp_path / "outside.txt").exists()


@pytest.mark.parametrize(
    ("last", "next_one"),
    [(None, "1.0"), ("1.0", "1.1"), ("1.9", "1.10"), ("7", "8"), ("2026-07", "2026-07.1")],
)
def test_next_version(last: str | None, next_one: str) -> None:
    assert next_version(last) == next_one
