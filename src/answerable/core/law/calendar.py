"""Calendars of working days: which days do not count, why, and which edition of the holidays said so.

A calendar is a value and is passed to whatever counts days. Bank holidays come from the `holidays`
library; a table of overrides adds late proclamations and removes what the library has wrongly. The
edition names both, so that a due date can be traced to the calendar it was counted on.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple

from holidays.utils import country_holidays

from answerable.core.errors import LawDoesNotApply, OutsideCalendar, UnknownName
from answerable.core.study.yaml import yaml_values

FIRST_YEAR = 2004  # the year before the oldest of the access laws came into force
LAST_YEAR = 2100  # the last year that the holidays library works out

PARTS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
CALENDARS = {"uk": ("ENG", "WLS", "SCT", "NIR"), "scotland": ("SCT",)}

WEEKEND = {5: "Saturday", 6: "Sunday"}
ONE_DAY = timedelta(days=1)


class SkippedDay(NamedTuple):
    """A day that did not count, and why."""

    date: date
    because: str


@dataclass(frozen=True)
class DateRange:
    """Days from `first` to `last`, both included, and why they do not count."""

    first: date
    last: date
    because: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Override:
    """A correction of the library: a bank holiday of one part that it lacks (added) or has wrongly."""

    day: date
    part: str
    added: bool
    name: str
    because: str = ""
    source: str = ""


@dataclass(frozen=True, eq=False)
class Calendar:
    """Days that are not working days, from `first` to `last`, in a named edition.

    `holidays` maps a day to the words for it; weekends are not listed. Outside its bounds a calendar
    knows nothing and says so, since a holiday it lacks would move a due date unnoticed.
    """

    name: str
    edition: str
    first: date
    last: date
    holidays: Mapping[date, str]

    def why_skipped_or_none(self, day: date) -> str | None:
        """Why a day is not a working day, or None where it is one. Raises: OutsideCalendar"""
        if not self.first <= day <= self.last:
            raise OutsideCalendar(day, self.edition, self.first, self.last)
        return WEEKEND.get(day.weekday()) or self.holidays.get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether a day counts. Raises: OutsideCalendar"""
        return self.why_skipped_or_none(day) is None

    def next_working_day(self, day: date) -> date:
        """The first working day after a day. Raises: OutsideCalendar"""
        return self.after(day, 1)

    def after(self, day: date, working_days: int) -> date:
        """The n-th working day after a day, which itself is day 0. Raises: OutsideCalendar"""
        return self.count(day, working_days).reached

    def count(self, day: date, working_days: int, disregarded: Sequence[DateRange] = ()) -> "Counted":
        """Counts working days from the day after `day`, passing over disregarded ranges too.

        Raises: OutsideCalendar
        """
        skipped, left = [], working_days
        while left > 0:
            day = _next(day, self)
            because = self.why_skipped_or_none(day) or next(
                (span.because for span in disregarded if day in span), None
            )
            if because is None:
                left -= 1
            else:
                skipped.append(SkippedDay(day, because))
        return Counted(day, tuple(skipped))

    def working_days_in(self, first: date, last: date) -> int:
        """How many working days lie from `first` to `last`, both included. Raises: OutsideCalendar"""
        span = (last - first).days + 1
        return sum(self.is_working_day(first + timedelta(days=i)) for i in range(span))

    def has_at_most(self, working_days: int, first: date, last: date) -> bool:
        """Whether no more working days lie from `first` to `last`, both included; stops where there are more.

        Raises: OutsideCalendar
        """
        day = first
        while day <= last:
            working_days -= self.is_working_day(day)
            if working_days < 0:
                return False
            day = _next(day, self)
        return True


class Counted(NamedTuple):
    """Where a count of days ended, and the days it passed over."""

    reached: date
    skipped: tuple[SkippedDay, ...]


def read_overrides(text: str) -> tuple[Override, ...]:
    """Overrides from YAML text. Raises: UnknownName for a part or a change that is none"""
    made = []
    for entry in yaml_values(text, "overrides.yaml") if text.strip() else ():
        if entry["part"] not in PARTS:
            raise UnknownName("part of the United Kingdom", entry["part"], PARTS)
        if entry["change"] not in ("add", "remove"):
            raise UnknownName("change of a holiday", entry["change"], ("add", "remove"))
        rest = {key: entry.get(key, "") for key in ("name", "because", "source")}
        made.append(
            Override(date.fromisoformat(entry["day"]), entry["part"], entry["change"] == "add", **rest)
        )
    return tuple(made)


@cache
def packaged_overrides() -> tuple[Override, ...]:
    """The overrides that come with the package."""
    return read_overrides(files("answerable.core.law").joinpath("overrides.yaml").read_text(encoding="utf-8"))


def make_calendar(name: str, overrides: Iterable[Override] | None = None) -> Calendar:
    """The calendar `uk` (a bank holiday in any part counts) or `scotland`, with its overrides.

    `overrides` replaces the packaged table. Raises: UnknownName
    Source: FOIA 2000 s.10(6); FOISA 2002 s.73; Banking and Financial Dealings Act 1971
    """
    given = packaged_overrides() if overrides is None else tuple(overrides)
    if name not in CALENDARS:
        raise UnknownName("calendar", name, CALENDARS)
    return _made(name, given)


def holiday_changes(before: Calendar, after: Calendar) -> Mapping[date, str]:
    """Days on which two editions differ, in words: what became a holiday and what ceased to be one.

    Raises: LawDoesNotApply where the two are not the same calendar
    """
    if before.name != after.name:
        raise LawDoesNotApply(
            f"The calendars “{before.name}” and “{after.name}” are not editions of one another."
        )
    changes = {}
    for day in sorted({*before.holidays, *after.holidays}):
        was, now = before.holidays.get(day), after.holidays.get(day)
        if day.weekday() in WEEKEND or (was is None) == (now is None):
            continue
        changes[day] = f"now a holiday: {now}" if was is None else f"no longer a holiday: {was}"
    return changes


@cache
def _made(name: str, overrides: tuple[Override, ...]) -> Calendar:
    parts = CALENDARS[name]
    used = tuple(sorted((o for o in overrides if o.part in parts), key=lambda o: (o.day, o.part, o.added)))
    named: dict[date, dict[str, list[str]]] = {}
    for part in parts:
        for day, title in _bank_holidays(part, used).items():
            named.setdefault(day, {}).setdefault(title, []).append(part)
    return Calendar(
        name=name,
        edition=f"{name}: holidays {version('holidays')}, overrides {_digest(used)}",
        first=date(FIRST_YEAR, 1, 1),
        last=date(LAST_YEAR, 12, 31),
        holidays={day: _words(titles, parts) for day, titles in sorted(named.items())},
    )


def _bank_holidays(part: str, overrides: Iterable[Override]) -> dict[date, str]:
    library = country_holidays("GB", subdiv=part, years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_GB")
    days = dict(library.items())
    for override in overrides:
        if override.part != part:
            continue
        if override.added:
            days[override.day] = override.name
        else:
            days.pop(override.day, None)
    return days


def _words(titles: Mapping[str, Sequence[str]], parts: Sequence[str]) -> str:
    # Where every part is closed the title is enough, even if parts call the day by different names.
    if {part for where in titles.values() for part in where} == set(parts):
        return "; ".join(dict.fromkeys(name for title in titles for name in title.split("; ")))
    return "; ".join(
        f"{title} (bank holiday in {_joined([PARTS[part] for part in where])})"
        for title, where in titles.items()
    )


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _digest(overrides: Sequence[Override]) -> str:
    if not overrides:
        return "none"
    told = "\n".join(f"{o.day} {o.part} {'add' if o.added else 'remove'} {o.name}" for o in overrides)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _next(day: date, calendar: Calendar) -> date:
    try:
        return day + ONE_DAY
    except OverflowError:
        raise OutsideCalendar(day, calendar.edition, calendar.first, calendar.last) from None
