"""Which of two releases came first, by their moments and, on one day, by their versions."""

import re
from datetime import UTC, date, datetime, time


def version_numbers(version: str) -> tuple[int, ...]:
    """A version such as 1.10 as numbers, so that it comes after 1.9; empty where it is no such version."""
    return tuple(map(int, version.split("."))) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})*", version) else ()


def first_instant(moment: date) -> datetime:
    """The moment in UTC; of a bare date its first instant. An instant without a zone counts as UTC."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min, tzinfo=UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def last_instant(moment: date) -> datetime:
    """The moment in UTC; of a bare date its last instant."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.max, tzinfo=UTC)
    return first_instant(moment)


def comes_before(theirs: date, their_version: str, mine: date, my_version: str) -> bool:
    """Whether their release can be one that mine follows; a bare date is the whole of that day."""
    if last_instant(theirs) < first_instant(mine):
        return True
    numbers = version_numbers(their_version), version_numbers(my_version)
    is_later = all(numbers) and numbers[0] > numbers[1]
    return first_instant(theirs) <= last_instant(mine) and not is_later


def release_key(moment: date, version: str) -> tuple[date, tuple[int, ...], datetime, str]:
    """What releases are sorted by, oldest first."""
    last = last_instant(moment)
    return last.date(), version_numbers(version), last, version
