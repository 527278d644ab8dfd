"""Keeps every release that was published: a copy of its whole site under /v/<version>/ that never changes.

A copy is laid out like the site of that study alone, so every relative link in it leads to the copy's own
pages. Files are hard links to those of the site wherever the disk allows it. The copies of earlier releases
are taken from the old site, which stands until the new one takes its place.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from answerable.core.release.freezing import as_record
from answerable.core.release.history import Step, read_moment, steps
from answerable.core.release.order import release_key
from answerable.core.study.model import Release, Study
from answerable.press import addresses
from answerable.press.errors import VersionBroken, VersionTaken
from answerable.press.language import gettext as _
from answerable.press.words import moment

RECORD = "release.json"
SHEET = "assets/site.css"
ASSETS = "assets"
IDENTITY = ("study", "version", "as_at", "sha256")
"""What makes two records those of one release: where it is from, its name, its moment, its files."""


@dataclass(frozen=True)
class Kept:
    """One version under /v/. `folder` is the address of its copy, `step` what it changed."""

    version: str
    as_at: date | datetime
    folder: str
    step: Step
    is_new: bool = False


def kept_versions(study: Study, prefix: str, out: Path, *, keep: bool) -> tuple[Kept, ...]:
    """Every version of a study that the site will hold, newest first; with `keep`, this release among them.

    `out` is the site as it stands. A release that names no hashes cannot be told from another, so no
    version is made of it.

    Raises: VersionTaken where this version was published with other contents; VersionBroken
    """
    found = {each.version: each for each in _standing(out, prefix)}
    release = study.release
    if release and release.sha256:
        record = as_record(release, study_id=study.id)
        folder = f"{prefix}{addresses.version_folder(release.version)}"
        if (out / folder).exists():
            if _identity(_read(out / folder)) != _identity(record):
                raise VersionTaken(release.version, out / folder)
        elif keep:
            found[release.version] = Kept(release.version, release.as_at, folder, steps(release)[0], True)
    return tuple(sorted(found.values(), key=lambda each: release_key(each.as_at, each.version), reverse=True))


def _standing(out: Path, prefix: str) -> Iterator[Kept]:
    for path in _folders(out / prefix / addresses.versions_page()):
        record = _read(path)
        try:
            release = Release(
                version=str(record["version"]),
                as_at=read_moment(str(record["as_at"])),
                sha256={},
                changes=record.get("changes") or {},
                since=record.get("since"),
            )
            folder = f"{prefix}{addresses.version_folder(release.version)}"
            yield Kept(release.version, release.as_at, folder, steps(release)[0])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise VersionBroken(path, str(error)) from None


def _folders(of: Path) -> list[Path]:
    """The copies in a folder /v/; links are no copies."""
    if not of.is_dir():
        return []
    return sorted(path for path in of.iterdir() if path.is_dir() and not path.is_symlink())


def _read(copy: Path) -> dict[str, Any]:
    try:
        record = json.loads((copy / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise VersionBroken(copy, str(error)) from None
    if not isinstance(record, dict):
        raise VersionBroken(copy, "it holds no keys")
    return record


def _identity(record: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(record.get(name) for name in IDENTITY)


def carry_over(out: Path, folder: Path) -> int:
    """Takes every copy of the old site into the new one, byte for byte; returns how many files.

    A copy whose study is no longer published, or now lives elsewhere, keeps its address too, and the list
    that led to it.
    """
    if not out.is_dir():
        return 0
    files = 0
    page = addresses.versions_page().rstrip("/")
    for versions in (out / page, *sorted(out.glob(f"*/{page}"))):
        copies = [path for path in _folders(versions) if (path / RECORD).is_file()]
        for copy in copies:
            files += link_tree(copy, folder / copy.relative_to(out), _below(copy))
        index = versions / "index.html"
        there = folder / versions.relative_to(out)
        if copies and index.is_file() and not (there / "index.html").exists():
            files += link_tree(versions, there, ["index.html"])
    return files


def keep_release(study: Study, prefix: str, kept: Kept, folder: Path, made: Mapping[str, str]) -> int:
    """Copies the site of a release, just written into `folder`, to where it stays; returns how many files.

    `made` are pages of the copy itself: the list of versions as seen from within, and a way in.
    """
    target = folder / kept.folder
    # Copies of earlier versions are not in the folder yet, and its list of versions is among `made`.
    files = _below(folder / prefix, prefix)
    if prefix:
        files += _below(folder / ASSETS, f"{ASSETS}/")
    else:
        files = [name for name in files if "/" in name or not _of_the_root(name)]
    replaced = {*made, SHEET}
    count = link_tree(folder, target, [name for name in files if name not in replaced])
    assert study.release is not None
    sheet = (folder / SHEET).read_text(encoding="utf-8")
    record = json.dumps(as_record(study.release, study_id=study.id), ensure_ascii=False, indent=2)
    written = {**made, SHEET: sheet + notice(kept), RECORD: f"{record}\n"}
    for name, text in written.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return count + len(written)


def _of_the_root(name: str) -> bool:
    """Files that speak of the whole site and not of a release: they mean nothing below another folder."""
    return name in ("404.html", "robots.txt") or name.startswith((".", "sitemap"))


def _below(folder: Path, before: str = "") -> list[str]:
    """Every file in a folder and below it, by its name from there."""
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found += _below(Path(entry.path), f"{before}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                found.append(before + entry.name)
    return sorted(found)


def link_tree(source: Path, target: Path, names: Iterable[str]) -> int:
    """The named files of one folder in another: as hard links, or as copies where there can be none."""
    made: set[str] = set()
    count = 0
    for name in names:
        folder = name.rpartition("/")[0]
        if folder not in made:
            (target / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        here, there = f"{source}/{name}", f"{target}/{name}"
        try:
            os.link(here, there)
        except FileExistsError:
            raise
        except OSError:
            # Another file system, one without links, or a file with as many as it may have.
            shutil.copy2(here, there)
        count += 1
    return count


def notice(kept: Kept) -> str:
    """What the style sheet of a copy shows above every page, since the pages are those that were current."""
    words = _(
        "Version {version}, as at {as_at}: a copy, kept as it was published. “Versions”, at the foot of the "
        "page, leads to the newest."
    ).format(version=kept.version, as_at=moment(kept.as_at))
    return (
        f'body::before{{content:"{css_text(words)}";display:block;font-size:.8334rem;'
        "padding:.45rem max(var(--gap),calc(50% - 560px));border-bottom:2px solid}\n"
    )


def css_text(text: str) -> str:
    """A text for a string of CSS: nothing in it can end the string or the rule."""
    return re.sub(r"[^A-Za-z0-9 ,.:–“”()_-]", lambda found: f"\\{ord(found[0]):x} ", text)


def unsaid(study: Study, kept: Sequence[Kept]) -> list[str]:
    """Warnings: earlier versions published here that the release to be published says nothing of."""
    if study.release is None:
        return []
    told = {step.version for step in steps(study.release)}
    mine = release_key(study.release.as_at, study.release.version)
    lines = []
    for each in reversed(kept):
        if each.version in told:
            continue
        if release_key(each.as_at, each.version) > mine:
            lines.append(
                f"Version {each.version} of “{study.id}” was published here and is newer than "
                f"{study.release.version}, which now takes its place; it stays under /{each.folder}."
            )
        else:
            lines.append(
                f"Version {each.version} of “{study.id}” was published here, and version "
                f"{study.release.version} does not say what changed since: freeze it with --since."
            )
    return lines
