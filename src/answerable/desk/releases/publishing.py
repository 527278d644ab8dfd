"""Publishing a release, taking one back, and the settings of both."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.people.models import User
from answerable.desk.releases.models import Publishing, Release
from answerable.desk.releases.packing import unpack
from answerable.desk.releases.sites import only_publication, site_folder
from answerable.desk.surveys.models import Survey
from answerable.press.addresses import version_folder
from answerable.press.staging import check_replaceable

Tell = Callable[[str, int, int], None]
LONGEST_WAIT_DAYS = 366


def publishing_of(survey: Survey) -> Publishing:
    """How a survey is published; what was never set is unset, and not kept."""
    found = Publishing.objects.filter(survey=survey).select_related("shows").first()
    return found or Publishing(survey=survey)


def embargoed(release: Release) -> bool:
    """Whether a release may not be seen yet."""
    return release.embargo_until is not None and release.embargo_until > now()


def publish_release(
    *, release: Release, by: User | None, progress: Tell | None = None, images: bool = True
) -> Release:
    """Publishes a release as the survey's site; the same again makes the same site.

    Raises: NotReady before its embargo is over, or where nobody said where to; Conflict where a newer one is
            published, or a publication runs; PressError, and the site is as it was
    """
    fresh = Release.objects.select_related("survey", "file").get(pk=release.pk)
    publishing = _check_publishable(fresh)
    folder = site_folder(fresh.survey, publishing)
    with only_publication(folder):
        _check_publishable(fresh)
        _make_site(fresh, folder, publishing.address, progress, images)
        _published(fresh, by)
    release.refresh_from_db()
    return release


def _check_publishable(release: Release) -> Publishing:
    publishing = publishing_of(release.survey)
    if not publishing.served and not publishing.folder:
        raise NotReady("Say first where the survey is published: served by the desk, or in a folder.")
    fresh = Release.objects.get(pk=release.pk)
    if embargoed(fresh):
        raise NotReady(
            f"Version {fresh.version} is under embargo until {fresh.embargo_until:%Y-%m-%d %H:%M %Z}."
        )
    newer = Release.objects.filter(
        survey=release.survey, pk__gt=release.pk, published_at__isnull=False, withdrawn_at=None
    ).first()
    if newer is not None:
        raise Conflict(f"Version {newer.version} is newer and published. Withdraw it first.")
    return publishing


def _make_site(release: Release, folder: Path, address: str, progress: Tell | None, images: bool) -> None:
    # The press takes most of a second to import: screens should not wait for it.
    from answerable.press.options import Options
    from answerable.press.site import publish

    with tempfile.TemporaryDirectory(prefix="answerable-publish-") as place:
        study = Path(place) / release.survey.key
        unpack(release, study)
        publish([study], folder, options=Options(address=address, images=images), progress=progress)


@transaction.atomic
def _published(release: Release, by: User | None) -> None:
    locked = Release.objects.select_for_update().get(pk=release.pk)
    locked.published_at, locked.withdrawn_at, locked.wanted_at = now(), None, None
    locked.save(update_fields=["published_at", "withdrawn_at", "wanted_at"])
    Publishing.objects.update_or_create(survey=locked.survey, defaults={"shows": locked})
    record(
        by=by,
        verb="release.published",
        survey=locked.survey,
        target=locked,
        words=f"Published version {locked.version}.",
    )


@transaction.atomic
def want_publication(*, release: Release, by: User | None) -> None:
    """Asks that a release be published as soon as its embargo is over. Raises: Conflict"""
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.published_at is not None and locked.withdrawn_at is None:
        raise Conflict(f"Version {locked.version} is published already.")
    locked.wanted_at = now()
    locked.save(update_fields=["wanted_at"])
    record(
        by=by,
        verb="release.wanted",
        survey=locked.survey,
        target=locked,
        words=f"Version {locked.version} is to be published when its embargo is over.",
    )


@transaction.atomic
def withdraw_release(*, release: Release, by: User | None) -> None:
    """Takes a published release back: the desk shows it to nobody from now; `refresh_site` clears the folder.

    Raises: Conflict where it is not published
    """
    locked = Release.objects.select_for_update().get(pk=release.pk)
    wanted = locked.wanted_at is not None and locked.published_at is None
    if not wanted and (locked.published_at is None or locked.withdrawn_at is not None):
        raise Conflict(f"Version {locked.version} is not published.")
    locked.wanted_at = None
    if not wanted:
        locked.withdrawn_at = now()
    locked.save(update_fields=["withdrawn_at", "wanted_at"])
    release.refresh_from_db()
    record(
        by=by,
        verb="release.withdrawn",
        survey=locked.survey,
        target=locked,
        words=f"Withdrew version {locked.version}.",
    )


def refresh_site(
    *, survey: Survey, by: User | None, progress: Tell | None = None, images: bool = True
) -> Release | None:
    """Makes the site what the records say it is: the last release that is published, or no site at all.

    Copies of releases that were withdrawn go. Raises: Conflict where a publication runs
    """
    publishing = publishing_of(survey)
    folder = site_folder(survey, publishing)
    releases = Release.objects.filter(survey=survey).select_related("survey", "file").order_by("-pk")
    with only_publication(folder):
        for each in releases.filter(withdrawn_at__isnull=False):
            shutil.rmtree(folder / version_folder(each.version), ignore_errors=True)
        current = releases.filter(published_at__isnull=False, withdrawn_at=None).first()
        if current is None:
            if folder.is_dir():
                check_replaceable(folder)
                shutil.rmtree(folder)
            _shows(survey, None, by)
            return None
        _make_site(current, folder, publishing.address, progress, images)
        _shows(survey, current, by)
    return current


@transaction.atomic
def _shows(survey: Survey, release: Release | None, by: User | None) -> None:
    Publishing.objects.filter(survey=survey).update(shows=release)
    words = f"The site shows version {release.version} again." if release else "Took the site down."
    record(by=by, verb="site.refreshed", survey=survey, target=release, words=words)


@transaction.atomic
def change_publishing(
    *,
    survey: Survey,
    by: User | None,
    folder: str,
    address: str,
    served: bool,
    every_days: int | None,
    next_at: datetime | None,
    publishes: bool,
    embargo_days: int = 0,
) -> Publishing:
    """Says where and how often a survey is published. Raises: NotReady, Conflict"""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    publishing = publishing_of(locked)
    if publishing.shows_id and folder != publishing.folder:
        raise Conflict(
            "The site stands in the folder that you are changing. Withdraw what is published first."
        )
    publishing.folder, publishing.address, publishing.served = folder, address, served
    wanted = site_folder(locked, publishing).name
    for other in Publishing.objects.exclude(survey=locked).select_related("survey"):
        if (other.folder or other.survey.key).casefold() == wanted.casefold():
            raise Conflict(f"The folder “{wanted}” is another survey’s. Choose another.")
    if every_days is not None and not 1 <= every_days <= LONGEST_WAIT_DAYS:
        raise NotReady(f"Give a number of days from 1 to {LONGEST_WAIT_DAYS}.")
    if every_days is not None and next_at is None:
        raise NotReady("Say when the first release is to be frozen.")
    publishing.every_days, publishing.next_at = every_days, next_at if every_days else None
    publishing.publishes, publishing.embargo_days = publishes, embargo_days
    publishing.trouble = ""
    publishing.save()
    record(
        by=by,
        verb="publishing.changed",
        survey=locked,
        target=publishing,
        words="Changed where and when the survey is published.",
        details={"served": served, "every_days": every_days, "publishes": publishes},
    )
    return publishing
