"""The values that describe public bodies and how they follow one another."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class BodyKind:
    """A kind of public body asked the same questions, such as `ccg` or `la`."""

    id: str
    name: str
    plural: str
    short: str


class Change(StrEnum):
    """What happened where one body follows another."""

    MERGER = "merger"
    SPLIT = "split"
    MERGER_AND_SPLIT = "merger_and_split"
    RECODE = "recode"
    BOUNDARY_CHANGE = "boundary_change"
    RENAME = "rename"
