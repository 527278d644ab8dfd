"""Microsoft's older files: streams in a compound file, read through olefile with bounds."""

from io import BytesIO

import olefile

from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.writer import Writer

LARGEST_STREAM = 64 * 1024 * 1024


class Compound:
    """A compound file. Raises: Refusal where it cannot be opened"""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = olefile.OleFileIO(BytesIO(data))
            self.names = {"/".join(path).lower() for path in self._file.listdir()[:5_000]}
        except Exception:  # A hostile file can break the library anywhere.
            raise Refusal("It is damaged and could not be opened.") from None

    def read(self, name: str) -> bytes | None:
        """A stream; None where there is none or it is damaged."""
        try:
            if not self._file.exists(name) or self._file.get_size(name) > LARGEST_STREAM:
                return None
            return bytes(self._file.openstream(name).read(LARGEST_STREAM))
        except Exception:  # As above.
            return None


def read_compound(data: bytes, writer: Writer) -> None:
    """Says what a compound file of no known kind is. Raises: Refusal, always"""
    names = Compound(data).names
    if "encryptedpackage" in names:
        raise Refusal("It is encrypted and opens only with a password.")
    raise Refusal("It is of a kind that cannot be read here.")
