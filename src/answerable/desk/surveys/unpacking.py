"""A study folder that came as a zip: unpacked within bounds, and never outside its place."""

import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from answerable.core.errors import Fault, InputFaults
from answerable.core.study.folder import DEEPEST, LIMITS, MEGABYTE
from answerable.core.study.section import SAFE_ID
from answerable.core.study.yaml import yaml_values

LARGEST_UPLOAD = 64 * MEGABYTE
LARGEST_WHOLE = 600 * MEGABYTE
MOST_ENTRIES = 5_000
CHUNK = 1 << 16
HEAD = "study.yaml"


def unpack_study(upload: IO[bytes], size: int, into: Path) -> Path:
    """Unpacks a zip of a study folder below `into`, and returns the folder, named by the study's id.

    Raises: InputFaults for what is no zip, too large, or holds paths that lead elsewhere; all are told
    """
    if size > LARGEST_UPLOAD:
        raise _fault(
            "upload_too_large",
            f"The file has {size // MEGABYTE} MB.",
            f"Keep it below {LARGEST_UPLOAD // MEGABYTE} MB.",
        )
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = _entries(archive)
            name = _id_of(archive, entries)
            folder = into / name
            _write(archive, entries, folder)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise _fault(
            "not_a_zip",
            f"The file cannot be read as a zip ({str(error)[:120]}).",
            "Zip the study's folder again, without a password.",
        ) from None
    return folder


def _entries(archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    """The files of the study by their path inside its folder. Raises: InputFaults"""
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        words = f"The zip holds {len(infos):,} files, more than a study has."
        raise _fault("too_many_files", words, "Zip the study's own folder only.")
    found: dict[str, zipfile.ZipInfo] = {}
    faults = []
    for info in infos:
        path = PurePosixPath(info.filename)
        if info.is_dir() or _is_hidden(path):
            continue
        faults += _faults_of(info, path)
        found[str(path)] = info
    if faults:
        raise InputFaults(faults)
    heads = [name for name in found if PurePosixPath(name).name == HEAD]
    if not heads:
        raise _fault(
            "missing_file", "The zip holds no study.yaml.", "Zip the folder that has a study.yaml in it."
        )
    top = min(heads, key=lambda name: name.count("/")).removesuffix(HEAD)
    return {name.removeprefix(top): info for name, info in found.items() if name.startswith(top)}


def _is_hidden(path: PurePosixPath) -> bool:
    """Whether it is what systems leave in folders, and no part of a study."""
    parts = [part for part in path.parts if not part.startswith("..")]
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)


def _faults_of(info: zipfile.ZipInfo, path: PurePosixPath) -> list[Fault]:
    shown = info.filename[:100]
    faults = []
    outside = path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in path.parts[0]
    if outside or "\0" in info.filename or len(path.parts) > DEEPEST + 1:
        words = "The path leads outside the folder, or is too deep."
        faults.append(Fault("path_leaves_folder", words, "Zip the study's own folder only.", file=shown))
    mode = info.external_attr >> 16
    if mode and not (stat.S_ISREG(mode) or stat.S_IFMT(mode) == 0):
        faults.append(
            Fault("not_a_file", "This is a link, not a file.", "Put the file itself in.", file=shown)
        )
    limit = LIMITS.get(path.suffix.lower(), MEGABYTE)
    if info.file_size > limit:
        words = f"The file is larger than {limit // MEGABYTE} MB."
        faults.append(Fault("file_too_large", words, "Leave out what carries nothing.", file=shown))
    if info.flag_bits & 1:
        faults.append(Fault("encrypted", "The file has a password.", "Zip it without one.", file=shown))
    return faults


def _id_of(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> str:
    """The study's id, by which its folder has to be named; what cannot be read is told when it is checked."""
    data = _bounded(archive, entries[HEAD], MEGABYTE)
    values = yaml_values(data.decode("utf-8-sig"), HEAD)
    name = str(values.get("id", "")) if isinstance(values, dict) else ""
    return name if SAFE_ID.match(name) else "study"


def _write(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], folder: Path) -> None:
    left = LARGEST_WHOLE
    for name, info in entries.items():
        data = _bounded(archive, info, min(left, LIMITS.get(PurePosixPath(name).suffix.lower(), MEGABYTE)))
        left -= len(data)
        place = folder / name
        if not place.resolve().is_relative_to(folder.resolve()):
            raise _fault("path_leaves_folder", "A path leads outside the folder.", "Zip the study's folder.")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of an entry as they really are, whatever its header says. Raises: InputFaults"""
    parts, n = [], 0
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            n += len(chunk)
            if n > limit:
                words = "The file unpacks into far more than it should."
                raise _fault(
                    "file_too_large", words, "Check the zip: it may be damaged.", info.filename[:100]
                )
            parts.append(chunk)
    return b"".join(parts)


def _fault(rule: str, message: str, remedy: str, file: str | None = None) -> InputFaults:
    return InputFaults([Fault(rule, message, remedy, file=file)])
