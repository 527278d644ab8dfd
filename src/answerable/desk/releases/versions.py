"""Versions and moments of releases, as people type them."""

import re
from datetime import date, datetime

from answerable.core.release.history import read_moment
from answerable.core.release.order import version_numbers
from answerable.desk.clock import UNITED_KINGDOM, now, today
from answerable.desk.errors import NotReady

FIRST = "1.0"
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")


def next_version(last: str | None) -> str:
    """The version after the last: 1.10 after 1.9; of a version that is no number, the first after it."""
    if last is None:
        return FIRST
    numbers = version_numbers(last)
    if not numbers:
        return f"{last}.1"
    return ".".join(map(str, (*numbers[:-1], numbers[-1] + 1)))


def check_version(version: str) -> str:
    """The version, if it can be one. Raises: NotReady"""
    if not VERSION.match(version):
        raise NotReady(
            f"“{version}” cannot be a version. Use at most 40 letters, digits, points and hyphens: 1.2."
        )
    return version


def moment_of(as_at: date | datetime | str) -> date | datetime:
    """The moment of a release; an instant without a zone is one in the United Kingdom. Raises: NotReady"""
    if isinstance(as_at, str):
        try:
            as_at = read_moment(as_at.strip())
        except ValueError:
            raise NotReady(
                f"“{as_at}” is no moment. Write a day such as 2026-11-21, or 2026-11-21T12:00."
            ) from None
    if isinstance(as_at, datetime) and as_at.tzinfo is None:
        return as_at.replace(tzinfo=UNITED_KINGDOM)
    return as_at


def past_moment(as_at: date | datetime | str) -> date | datetime:
    """The moment of a release, which has come: a release says what was known. Raises: NotReady"""
    moment = moment_of(as_at)
    to_come = moment > now() if isinstance(moment, datetime) else moment > today()
    if to_come:
        raise NotReady(
            f"{moment.isoformat()} has not come yet: a release says what was known at a moment. "
            f"Use today, {today().isoformat()}, or an earlier day."
        )
    return moment
