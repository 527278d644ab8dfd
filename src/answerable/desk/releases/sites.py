"""Where sites are published, one publication at a time, and which of their files may be shown."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from answerable.desk.errors import Conflict, NotReady
from answerable.desk.releases.models import Publishing, Release
from answerable.desk.surveys.models import Survey
from answerable.press.addresses import version_folder

FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\Z")
LONGEST_PATH = 1_000

# What a site holds; anything else is a download.
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".yaml": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".zip": "application/zip",
}


@dataclass(frozen=True)
class SiteFile:
    """A file of a published site that may be shown. `moved_to` says that its address needs a slash."""

    path: Path
    content_type: str
    moved: bool = False


def site_folder(survey: Survey, publishing: Publishing | None) -> Path:
    """The folder of a survey's site, always right below the folder where sites are kept. Raises: NotReady"""
    name = (publishing.folder if publishing else "") or survey.key
    if not FOLDER.match(name):
        raise NotReady(f"“{name}” cannot be the folder of a site: use letters, digits and hyphens.")
    return Path(settings.HERE.sites) / name


@contextmanager
def only_publication(folder: Path) -> Iterator[None]:
    """Holds the folder for one publication at a time. Raises: Conflict where another one runs"""
    folder.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder.parent / f".{folder.name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Conflict("This survey is being published just now. Try again when that is done.") from None
        yield
    finally:
        os.close(handle)


def shown(publishing: Publishing) -> bool:
    """Whether the site in the folder may be seen: it shows a release that is published and not taken back."""
    release = publishing.shows
    return release is not None and release.published_at is not None and release.withdrawn_at is None


def file_of_site(publishing: Publishing, path: str) -> SiteFile | None:
    """The file at an address of a served site, or None where there is none that may be shown.

    Nothing outside the folder, nothing hidden, no links, no copy of a release that was withdrawn.
    """
    if not publishing.served or not shown(publishing):
        return None
    if len(path) > LONGEST_PATH or "\x00" in path or "\\" in path:
        return None
    parts = [part for part in path.split("/") if part]
    if any(part.startswith(".") for part in parts) or _is_withdrawn(publishing, parts):
        return None
    root = site_folder(publishing.survey, publishing).resolve()
    found = root.joinpath(*parts)
    if _leads_elsewhere(root, parts):
        return None
    if found.is_dir():
        index = found / "index.html"
        if not index.is_file() or index.is_symlink():
            return None
        return SiteFile(index, CONTENT_TYPES[".html"], moved=bool(parts) and not path.endswith("/"))
    if not found.is_file():
        return None
    return SiteFile(found, CONTENT_TYPES.get(found.suffix.lower(), "application/octet-stream"))


def not_found_page(publishing: Publishing) -> Path | None:
    """The site's own page for an address that it does not have."""
    if not publishing.served or not shown(publishing):
        return None
    page = site_folder(publishing.survey, publishing) / "404.html"
    return page if page.is_file() and not page.is_symlink() else None


def _leads_elsewhere(root: Path, parts: list[str]) -> bool:
    place = root
    for part in parts:
        place = place / part
        if place.is_symlink():
            return True
    return not place.resolve().is_relative_to(root)


def _is_withdrawn(publishing: Publishing, parts: list[str]) -> bool:
    if len(parts) < 2 or parts[0] != "v":
        return False
    withdrawn = Release.objects.filter(survey_id=publishing.survey_id, withdrawn_at__isnull=False)
    # A file system may not tell letters of either case apart.
    folders = {version_folder(each).casefold() for each in withdrawn.values_list("version", flat=True)}
    return f"v/{parts[1]}/".casefold() in folders
