"""Builds a site beside the old one and swaps it in whole, so that readers never meet half a site."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from answerable.press.errors import NotASite

MARKER = ".answerable-site"
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
    folder, so the old site answers until the new one does.

    Raises: NotASite
    """
    out = out.resolve()
    check_replaceable(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    try:
        (staging / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
        yield staging
        # mkdtemp makes a private folder; a site is for everyone.
        staging.chmod(0o755)
        check_replaceable(out)
        _swap(staging, out)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _swap(staging: Path, out: Path) -> None:
    if not out.exists():
        staging.rename(out)
        return
    old = staging.with_name(staging.name.replace(".new-", ".old-"))
    out.rename(old)
    try:
        staging.rename(out)
    except BaseException:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
