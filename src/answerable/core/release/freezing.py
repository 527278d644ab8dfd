"""Freezing: a checked study becomes a folder that never changes again."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from answerable.core.errors import Fault, InputFaults
from answerable.core.release.comparing import StudyChanges, compare, compare_files
from answerable.core.release.history import read_moment, step_record
from answerable.core.release.order import comes_before, first_instant, last_instant, release_key
from answerable.core.release.package import data_package
from answerable.core.study.model import Release, Study
from answerable.core.study.reading import read_study
from answerable.core.study.writing import write_study

RELEASE_FILE = "release.json"
PACKAGE_FILE = "datapackage.json"


def freeze(
    study_path: Path,
    out: Path,
    *,
    version: str,
    as_at: date | datetime,
    since: Path | None = None,
    because: str | None = None,
) -> Release:
    """Freezes the study in a folder; `out` must be new or empty and appears whole or not at all.

    `since` is the last release; where none is given, the newest release of the same study beside `out`.
    `because` is why answers that were published before are corrected, in words for the public.
    Raises: InputFaults with every fault of the study, or when `out` is taken or the version is
    """
    study = read_study(study_path)
    return freeze_study(study, out, version=version, as_at=as_at, since=since, because=because)


def freeze_study(
    study: Study,
    out: Path,
    *,
    version: str,
    as_at: date | datetime,
    since: Path | None = None,
    because: str | None = None,
) -> Release:
    """Freezes a study from its values, as the desk does from its records. Raises: InputFaults"""
    _check_target(out, version)
    if since is not None:
        named = _read_release(since)
        _check_order(named, since, version, as_at)
        before: Study | None = named
    else:
        before = last_release(out.parent, study.id, version=version, as_at=as_at)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        write_study(study, staging)
        files = _contents(staging)
        (staging / PACKAGE_FILE).write_bytes(data_package(study, files))
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(_contents(staging).items())}
        release = Release(
            version=version,
            as_at=as_at,
            sha256=hashes,
            changes=_changes(before, study, hashes, because),
            since=before.release.version if before and before.release else None,
            history=(step_record(before.release), *before.release.history)
            if before and before.release
            else (),
        )
        text = json.dumps(as_record(release, study_id=study.id), ensure_ascii=False, indent=2)
        (staging / RELEASE_FILE).write_text(text + "\n", encoding="utf-8")
        staging.chmod(0o755)
        if out.is_dir():
            out.rmdir()
        staging.rename(out)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return release


def last_release(folder: Path, study_id: str, *, version: str, as_at: date | datetime) -> Study | None:
    """The release that one of this version and moment follows, among a folder's children; None for a first.

    A release of the same version is the same release made again, so it is no predecessor of this one. A
    bare date is the whole of that day: of two releases on one day the versions tell which came first.
    """
    found: list[tuple[date, tuple[int, ...], datetime, str, Path]] = []
    for path in sorted(folder.glob(f"*/{RELEASE_FILE}")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            moment = read_moment(record["as_at"])
            same_study, its_version = record["study"] == study_id, str(record["version"])
        except (OSError, ValueError, TypeError, KeyError):
            continue  # Not a release of ours: nothing to compare with, and not for this command to judge.
        if same_study and its_version != version and comes_before(moment, its_version, as_at, version):
            found.append((*release_key(moment, its_version), path.parent))
    return _read_release(max(found)[-1]) if found else None


def _read_release(path: Path) -> Study:
    """A release to compare with; its faults say that they are not of the study that is being frozen."""
    try:
        return read_study(path)
    except InputFaults as found:
        raise InputFaults(
            replace(fault, file=str(path / fault.file) if fault.file else str(path)) for fault in found.faults
        ) from None


def as_record(release: Release, *, study_id: str | None = None) -> dict[str, object]:
    """A release as the keys of release.json."""
    record: dict[str, object] = {"study": study_id} if study_id else {}
    return {
        **record,
        "version": release.version,
        "as_at": release.as_at.isoformat(),
        "since": release.since,
        "changes": release.changes,
        "history": [dict(step) for step in release.history],
        "sha256": dict(release.sha256),
    }


def change_lines(release: Release) -> list[str]:
    """What changed, in sentences for the terminal."""
    if release.since is None:
        return ["It is the first release: there is nothing to compare it with."]
    answers = release.changes.get("answers")
    figures = release.changes.get("figures")
    counts = answers if isinstance(answers, Mapping) else {}
    n_figures = len(figures) if isinstance(figures, list) else 0
    return [
        f"Since version {release.since}: {counts.get('added', 0)} answers added, "
        f"{counts.get('changed', 0)} changed, "
        f"{counts.get('removed', 0)} removed; the counts of {n_figures} questions moved."
    ]


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _check_target(out: Path, version: str) -> None:
    faults = []
    if not version.strip() or any(letter in version for letter in "/\\ \n"):
        faults.append(
            Fault(
                "version", f"“{version}” is no version.", "Write one without blanks or slashes, such as 1.2."
            )
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        faults.append(
            Fault(
                "target_taken",
                f"{out} exists and is not empty.",
                "A release never changes: name a new folder.",
            )
        )
    if faults:
        raise InputFaults(faults)


def _check_order(before: Study, path: Path, version: str, as_at: date | datetime) -> None:
    last = before.release
    faults = []
    if last is None:
        faults.append(
            Fault("no_release", f"{path} is no release.", "Name a folder that holds a release.json.")
        )
    elif last.version == version:
        faults.append(
            Fault("version_taken", f"{path} is version {version} too.", "Give this release its own version.")
        )
    elif last_instant(as_at) < first_instant(last.as_at):
        message = f"As at {as_at.isoformat()} is before version {last.version}, {last.as_at.isoformat()}."
        faults.append(
            Fault("as_at_before_last", message, "Give a later moment, or compare with an earlier release.")
        )
    if faults:
        raise InputFaults(faults)


def _changes(
    before: Study | None, after: Study, hashes: Mapping[str, str], because: str | None
) -> dict[str, object]:
    if before is None or before.release is None:
        return {"answers": {}, "figures": [], "files": compare_files({}, hashes)}
    changes = compare(before, after)
    return {
        "because": because,
        "touches": changes.touches(),
        "answers": _answer_record(changes),
        "figures": changes.figures.to_dicts(),
        "stars": changes.stars.to_dicts(),
        "files": compare_files(before.release.sha256, hashes),
    }


def _answer_record(changes: StudyChanges) -> dict[str, object]:
    """Counts of all, and every row that was changed or removed: additions are what a fortnight brings."""
    moved = changes.answers.filter(changes.answers["change"] != "added")
    rows = [{key: value for key, value in row.items() if value is not None} for row in moved.to_dicts()]
    counts = {name: changes.n_answers(name) for name in ("added", "changed", "removed")}
    return {**counts, "rows": rows}
