"""The folder of a study on disk: the only place in core where files are opened.

Everything else of core is given bytes. A file that is too large, is not a plain file, or lies
outside the folder behind a link is refused with a fault.
"""

import errno
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from answerable.core.study.faults import Faults, quoted

MEGABYTE = 1_000_000
# A questionnaire of 40,000 bodies and 100 questions is 4 million answers, about 250 MB of CSV.
LIMITS = {
    ".csv": 512 * MEGABYTE,
    ".xlsx": 64 * MEGABYTE,
    ".geojson": 64 * MEGABYTE,
    ".yaml": 1 * MEGABYTE,
    ".md": 5 * MEGABYTE,
    ".json": 32 * MEGABYTE,
}
MOST_FILES = 20_000
DEEPEST = 8


@dataclass(frozen=True)
class Folder:
    """A study folder that has been listed: the size of each plain file by its path inside the folder."""

    root: Path
    sizes: Mapping[str, int] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        return name in self.sizes

    def below(self, directory: str) -> list[str]:
        """Paths of the files under a directory, sorted."""
        return [name for name in self.sizes if name.startswith(directory + "/")]

    def read(self, name: str, faults: Faults) -> bytes | None:
        """The bytes of a file, or None and a fault where it is too large or cannot be read."""
        limit = LIMITS.get(PurePosixPath(name).suffix.lower(), MEGABYTE)
        if self.sizes.get(name, 0) > limit:
            self._too_large(name, limit, faults)
            return None
        try:
            data = read_bounded(self.root / name, limit)
        except OSError as error:
            _unreadable(name, error, faults)
            return None
        if data is None:
            self._too_large(name, limit, faults)
        return data

    def _too_large(self, name: str, limit: int, faults: Faults) -> None:
        size = self.sizes.get(name, 0)
        faults.add(
            "file_too_large",
            f"The file is {size / MEGABYTE:,.1f} MB, more than is read of a file of this sort.",
            "Check that it is the file it should be; leave out columns and blank rows that carry nothing.",
            file=name,
            expected=f"at most {limit // MEGABYTE:,} MB",
        )


def read_bounded(path: Path, limit: int) -> bytes | None:
    """The bytes of a plain file, or None where there are more than the limit. Raises: OSError"""
    # O_NONBLOCK: a pipe in the place of a file must not hang the reader.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is not a plain file")
        if found.st_size > limit:
            return None
        return file.read(found.st_size)


def open_folder(path: Path, faults: Faults) -> Folder | None:
    """Lists a study folder, or None and a fault where there is no such folder."""
    try:
        if not path.is_dir():
            what = "is a file, not a folder" if path.exists() else "does not exist"
            faults.add(
                "folder_missing",
                f"The study folder {quoted(path)} {what}.",
                "Give the path of a folder with a study.yaml in it.",
            )
            return None
        sizes: dict[str, int] = {}
        _list(path.resolve(), path.resolve(), sizes, faults)
    except (OSError, ValueError) as error:
        _unreadable(None, error, faults)
        return None
    return Folder(path, dict(sorted(sizes.items())))


def _list(root: Path, directory: Path, sizes: dict[str, int], faults: Faults) -> None:
    for entry in sorted(os.scandir(directory), key=lambda e: e.name):
        if entry.name.startswith((".", "~$")) or entry.name == "__pycache__":
            continue
        name = Path(entry.path).relative_to(root).as_posix()
        if len(sizes) >= MOST_FILES or name.count("/") >= DEEPEST:
            faults.add(
                "too_many_files",
                "The folder holds more files, or folders inside folders, than a study has.",
                "Check that it is the study's own folder.",
                file=_printable(name),
            )
            return
        try:
            _list_entry(root, entry, name, sizes, faults)
        except OSError as error:
            _unreadable(name, error, faults)


def _list_entry(
    root: Path, entry: os.DirEntry[str], name: str, sizes: dict[str, int], faults: Faults
) -> None:
    if entry.is_symlink() and (entry.is_dir() or not Path(entry.path).resolve().is_relative_to(root)):
        faults.add(
            "link_leaves_folder",
            "This is a link to a folder or to a file outside the study.",
            "Put the file itself in its place: a study must be whole when it is copied.",
            file=_printable(name),
        )
    elif entry.is_dir():
        if PurePosixPath(name).suffix.lower() in LIMITS:
            # Else a round would seem to have no answers, and nobody would know why.
            faults.add(
                "not_a_file",
                "This is a folder with the name of a file.",
                "Put the file in its place, or rename the folder.",
                file=_printable(name),
            )
        _list(root, Path(entry.path), sizes, faults)
    elif stat.S_ISREG(entry.stat().st_mode):
        sizes[name] = entry.stat().st_size
    else:
        faults.add(
            "not_a_file",
            "This is not a plain file.",
            "Remove it from the folder.",
            file=_printable(name),
        )


def write_file(path: Path, data: bytes) -> None:
    """Puts a file in its place whole, or not at all: it is written beside and then moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def remove_file(path: Path) -> None:
    """Removes a file, and the folder it was in where that is empty now."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _unreadable(name: str | None, error: Exception, faults: Faults) -> None:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name cannot be used"
    faults.add(
        "unreadable",
        f"It cannot be read: {reason}.",
        "Check that it exists and that you may read it.",
        file=_printable(name) if name else None,
    )
