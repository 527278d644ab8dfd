"""Freezing a survey: what is recorded is a release that lies whole in the storage, or nothing."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from answerable.core.release.freezing import as_record
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.mail.files import store_bytes
from answerable.desk.people.models import User
from answerable.desk.releases.freezing import corrected, drafted, freeze_draft, is_same, last_release
from answerable.desk.releases.models import Release
from answerable.desk.releases.packing import pack, unpack
from answerable.desk.releases.versions import check_version, past_moment
from answerable.desk.surveys.models import Survey


class NothingNew(NotReady):
    """Every file would be what it was in the last release."""


def freeze_survey(
    *,
    survey: Survey,
    version: str,
    as_at: date | datetime | str,
    by: User | None,
    because: str = "",
    embargo_until: datetime | None = None,
    only_if_changed: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Release:
    """Freezes a survey from its records and keeps the release as a zip.

    It is compared with the release that was frozen last. `because` is why answers that were frozen before
    are corrected, in words for the public; `tell` is told how many quotes were cleaned.

    Raises: InputFaults where the study has faults; NotReady for a correction without a reason, a moment to
            come, or a survey that has nothing to say; Conflict where the version is taken; NothingNew with
            `only_if_changed`. Nothing is recorded then.
    """
    check_version(version)
    moment = past_moment(as_at)
    _check_free(survey, version)
    last = last_release(survey)
    with (
        drafted(survey, last, tell) as draft,
        tempfile.TemporaryDirectory(prefix="answerable-frozen-") as place,
    ):
        out = Path(place) / version
        made = freeze_draft(draft, out, version=version, as_at=moment, because=because.strip())
        if only_if_changed and last is not None and is_same(made.changes):
            raise NothingNew(f"Nothing has changed since version {last.version}.")
        file = store_bytes(pack(out, f"{survey.key}-{version}"))
        about = {name: value for name, value in as_record(made).items() if name != "history"}
        about["withheld"] = draft.withheld
    return _keep(
        Release(
            survey=survey,
            version=version,
            as_at=moment.isoformat(),
            frozen_at=now(),
            frozen_by=by,
            because=because.strip(),
            file=file,
            record=about,
            embargo_until=embargo_until,
        ),
        last,
        by,
    )


@transaction.atomic
def _keep(release: Release, last: Release | None, by: User | None) -> Release:
    """Records a release unless another one came in between. Raises: Conflict"""
    survey = Survey.objects.select_for_update().get(pk=release.survey_id)
    between = Release.objects.filter(survey=survey).order_by("-pk").first()
    if between is not None and (last is None or between.pk != last.pk):
        raise Conflict(
            f"Version {between.version} was frozen meanwhile, and this one was compared with the one before. "
            "Freeze again."
        )
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError:
        raise Conflict(f"There is a version {release.version} already. Choose another.") from None
    record(
        by=by,
        verb="release.frozen",
        survey=survey,
        target=release,
        words=f"Froze version {release.version}, as at {release.as_at}.",
        details={
            "sha256": release.file.sha256,
            "corrections": len(corrected(release.record.get("changes") or {})),
        },
    )
    return release


def freeze_to_folder(
    *,
    survey: Survey,
    out: Path,
    version: str,
    as_at: date | datetime | str,
    by: User | None,
    because: str = "",
) -> Release:
    """Freezes a survey, and writes the release into a folder that is new or empty.

    Raises: as `freeze_survey`; Conflict where the folder holds something, and nothing is recorded
    """
    _check_empty(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    release = freeze_survey(survey=survey, version=version, as_at=as_at, by=by, because=because)
    write_release(release=release, out=out)
    return release


def write_release(*, release: Release, out: Path) -> None:
    """Writes a release into a folder, which appears whole or not at all. Raises: Conflict"""
    _check_empty(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        unpack(release, staging)
        staging.chmod(0o755)
        if out.is_dir():
            out.rmdir()
        staging.rename(out)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _check_empty(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Conflict(f"{out} exists and is not empty. A release never changes: name a new folder.")


def _check_free(survey: Survey, version: str) -> None:
    there = Release.objects.filter(survey=survey, version=version).first()
    if there is not None:
        raise Conflict(
            f"Version {version} was frozen before, as at {there.as_at}; a version never changes. "
            "Choose the next one."
        )


@transaction.atomic
def set_embargo(*, release: Release, until: datetime | None, by: User | None) -> None:
    """Says until when a release may not be published. Raises: Conflict once it is"""
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.published_at is not None and locked.withdrawn_at is None:
        raise Conflict(f"Version {locked.version} is published: an embargo comes too late.")
    locked.embargo_until = until
    locked.save(update_fields=["embargo_until"])
    release.embargo_until = until
    record(
        by=by,
        verb="release.embargo",
        survey=locked.survey,
        target=locked,
        words=f"Version {locked.version}: "
        + (f"embargo until {until.isoformat()}." if until else "took the embargo off."),
    )
