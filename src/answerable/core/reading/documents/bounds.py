"""How much of a file is read at most, and how reading ends early."""

import time
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. What lies beyond is refused or left out, and a note says so.

    Units: seconds for everything in the file together; bytes; pixels of one picture
    """

    seconds: float = 1.2
    most_bytes: int = 100 * MEGABYTE
    most_unpacked: int = 150 * MEGABYTE
    most_tree: int = 24 * MEGABYTE  # of one XML part that is held as a whole
    most_ratio: int = 150  # unpacked to packed, for what unpacks to more than `free_ratio_bytes`
    free_ratio_bytes: int = 10 * MEGABYTE
    most_entries: int = 10_000
    most_nested: int = 3
    most_depth: int = 60  # tables in tables, lists in lists
    most_pages: int = 2_000
    most_cells: int = 200_000
    most_text: int = 10_000_000
    most_pixels: int = 40_000_000
    most_memory: int = 1024 * MEGABYTE  # of a process that reads for us, beyond what it starts with
    ocr_pages: int = 0  # 0: pictures and scans are not read
    ocr_seconds: float = 300.0


class Refusal(Exception):
    """The file is not read at all; the words say why, as a sentence."""


class Enough(Exception):
    """Reading stops here and what was read stays; the words say why, as a sentence."""


class Deadline:
    """A stretch of time that a whole file, with all that is packed in it, has to be read in."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left, never less than none."""
        return max(0.0, self._ends - time.monotonic())

    def check(self) -> None:
        """Raises: Enough when the time is over"""
        if time.monotonic() > self._ends:
            raise Enough("Reading took too long and was cut; the rest of the file was left out.")


@dataclass
class Budget:
    """What is left of the bounds while a file and the files in it are read."""

    limits: Limits
    deadline: Deadline
    unpacked: int = 0
    depth: int = 0

    def take(self, size: int) -> None:
        """Counts unpacked bytes. Raises: Refusal past the bound"""
        self.unpacked += size
        if self.unpacked > self.limits.most_unpacked:
            most = self.limits.most_unpacked // MEGABYTE
            raise Refusal(f"It unpacks to more than {most} MB and was not read: it may be a bomb.")
