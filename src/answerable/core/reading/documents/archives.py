"""Zip archives, opened with bounds: how many files, how much they unpack to, and at which ratio."""

import struct
import zipfile
import zlib
from io import BytesIO

from answerable.core.reading.documents.bounds import Budget, Refusal

MOST_DIRECTORY = 4 * 1024 * 1024
_END = b"PK\x05\x06"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    KeyError,
    IndexError,
    struct.error,
    OverflowError,
)


class DamagedPart(Exception):
    """A file of an archive cannot be unpacked."""


def directory_fits(data: bytes, most_entries: int) -> bool:
    """Whether an archive's table of contents is of a size that can be read at all."""
    at = data.rfind(_END, max(0, len(data) - 65_600))
    if at < 0 or len(data) < at + 20:
        return True
    entries, size = struct.unpack_from("<HI", data, at + 10)
    return bool(entries <= most_entries and (size <= MOST_DIRECTORY or size == 0xFFFFFFFF)) and (
        b"PK\x06\x06" not in data[max(0, at - 200) : at] or _large_fits(data, at, most_entries)
    )


def _large_fits(data: bytes, at: int, most_entries: int) -> bool:
    found = data.rfind(b"PK\x06\x06", max(0, at - 200), at)
    if len(data) < found + 48:
        return False
    entries, size = struct.unpack_from("<QQ", data, found + 32)
    return bool(entries <= most_entries and size <= MOST_DIRECTORY)


def unpacked_size(data: bytes) -> int:
    """What an archive says it unpacks to, and never unpacks past; of another file four times its size."""
    if not data.startswith(b"PK"):
        return 4 * len(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            return sum(info.file_size for info in opened.infolist())
    except _BROKEN:
        return 0


class Archive:
    """A zip archive, of which a file is unpacked only as far as the bounds go.

    Raises: Refusal where it is no archive, has too many files, or a file in it breaks a bound
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        most = budget.limits.most_entries
        if not directory_fits(data, most):
            raise Refusal(f"It holds more than {most:,} files and was not opened: it may be a bomb.")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._infos = {info.filename: info for info in self._zip.infolist()}
        except _BROKEN:
            raise Refusal("It is damaged or cut short, and could not be opened.") from None
        if len(self._infos) > most:
            raise Refusal(f"It holds more than {most:,} files and was not opened: it may be a bomb.")
        self.names = list(self._infos)

    def size(self, name: str) -> int:
        """How large a file says it is, unpacked."""
        return self._infos[name].file_size

    def locked(self, name: str) -> bool:
        """Whether a file is protected with a password."""
        return bool(self._infos[name].flag_bits & 1)

    def read(self, name: str, most: int | None = None) -> bytes:
        """A file, unpacked. Raises: Refusal past a bound; DamagedPart where it cannot be unpacked"""
        limits = self._budget.limits
        self._budget.deadline.check()
        info = self._infos.get(name)
        if info is None:
            raise DamagedPart(name)
        if info.flag_bits & 1:
            raise Refusal("It is protected with a password.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DamagedPart(name)
        most = limits.most_unpacked if most is None else min(most, limits.most_unpacked)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except _BROKEN:
            raise DamagedPart(name) from None
        if len(data) > most:
            raise Refusal(
                f"A part of it unpacks to more than {most // 1024 // 1024} MB, and it was not read:"
                " it may be a bomb."
            )
        if len(data) > limits.free_ratio_bytes and len(data) > limits.most_ratio * max(1, info.compress_size):
            raise Refusal(
                f"A part of it unpacks to more than {limits.most_ratio} times its size, and it was not read:"
                " it may be a bomb."
            )
        self._budget.take(len(data))
        return data

    def read_or_none(self, name: str, most: int | None = None) -> bytes | None:
        """A file, unpacked; None where there is none or it is damaged. Raises: Refusal past a bound"""
        try:
            return self.read(name, most) if name in self._infos else None
        except DamagedPart:
            return None
