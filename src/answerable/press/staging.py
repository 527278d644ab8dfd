"""Builds a site beside the old one and swaps it in whole, so that readers never meet half a site."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # no such locks on Windows: what a killed publication leaves there is left alone
    fcntl = None  # type: ignore[assignment]

from answerable.press.errors import NotASite

MARKER = ".answerable-site"
NEW, OLD = ".new-", ".old-"
MARKER_TEXT = "A site published by answerable. The next publication replaces this folder whole.\n"


def check_replaceable(out: Path) -> None:
    """Refuses a folder that is neither new, empty nor a site of ours. Raises: NotASite"""
    if not out.exists():
        return
    if not out.is_dir():
        raise NotASite(out, "is a file")
    if (out / MARKER).is_file():
        return
    if any(out.iterdir()):
        raise NotASite(out, "holds files that answerable did not publish")


@contextmanager
def swapped_in(out: Path) -> Iterator[Path]:
    """A folder to build in, which takes the place of `out` when the block ends well.

    Whatever fails, `out` is as it was and nothing is left beside it. Both moves are renames within one
    folder, so the old site answers until the new one does. What an earlier publication left because it was
    killed is cleared away; one that still runs is not touched.

    Raises: NotASite
    """
    out = out.resolve()
    check_replaceable(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    _clear_stale(out, NEW)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}{NEW}", dir=out.parent))
    try:
        # As long as this process lives the marker is locked, so that others can tell it from one killed.
        with (staging / MARKER).open("w", encoding="utf-8") as marker:
            _lock(marker)
            marker.write(MARKER_TEXT)
            marker.flush()
            yield staging
            # mkdtemp makes a private folder; a site is for everyone.
            staging.chmod(0o755)
            check_replaceable(out)
            _swap(staging, out)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    _clear_stale(out, OLD)


def _clear_stale(out: Path, sort: str) -> None:
    """Removes folders of ours beside `out` that no living process holds."""
    if fcntl is None:
        return
    for folder in out.parent.iterdir():
        if folder.name.startswith(f".{out.name}{sort}") and folder.is_dir() and _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Whether a folder bears the marker of a site, and nobody holds it."""
    try:
        with (folder / MARKER).open("r+", encoding="utf-8") as marker:
            return marker.read() == MARKER_TEXT and _lock(marker)
    except OSError:
        return False


def _lock(marker: IO[str]) -> bool:
    """Takes the marker for this process; False where another one has it. Closing it gives it back."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _swap(staging: Path, out: Path) -> None:
    if not out.exists():
        staging.rename(out)
        return
    old = staging.with_name(staging.name.replace(NEW, OLD))
    out.rename(old)
    try:
        staging.rename(out)
    except BaseException:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
