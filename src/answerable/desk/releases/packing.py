"""A release as one file: a zip whose bytes depend on nothing but its files."""

import io
import zipfile
from pathlib import Path, PurePosixPath

from answerable.core.study.folder import DEEPEST, LIMITS, MOST_FILES
from answerable.desk.errors import DeskError
from answerable.desk.mail.files import stored_bytes
from answerable.desk.releases.models import Release

# The first moment a zip can tell: when files were written says nothing of a release.
MOMENT = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16
UNIX = 3


class ReleaseBroken(DeskError):
    """A stored release is not the zip that was stored."""


def pack(folder: Path, name: str) -> bytes:
    """The zip of a folder, below one folder of the given name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", MOMENT)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, UNIX
                entry.external_attr = PLAIN_FILE
                made.writestr(entry, path.read_bytes())
    return out.getvalue()


def unpack(release: Release, folder: Path) -> None:
    """Puts the files of a release into a folder, which must be new or empty.

    Raises: FileLost, ReleaseBroken; FileExistsError where the folder holds something
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty.")
    for name, data in files_of(release).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def files_of(release: Release) -> dict[str, bytes]:
    """The bytes of each file of a release, by path inside its folder. Raises: FileLost, ReleaseBroken"""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(stored_bytes(release.file))) as kept:
            entries = kept.infolist()
            if len(entries) > MOST_FILES:
                raise ReleaseBroken(f"The zip of version {release.version} has more files than a study has.")
            for entry in entries:
                inside = PurePosixPath(entry.filename)
                if inside.is_absolute() or ".." in inside.parts or not 1 < len(inside.parts) <= DEEPEST + 2:
                    raise ReleaseBroken(f"The zip of version {release.version} names a file outside of it.")
                if entry.file_size > LIMITS.get(inside.suffix, max(LIMITS.values())):
                    raise ReleaseBroken(f"A file of version {release.version} is larger than a study's is.")
                found["/".join(inside.parts[1:])] = kept.read(entry)
    except zipfile.BadZipFile:
        raise ReleaseBroken(f"The zip of version {release.version} cannot be read.") from None
    return found
