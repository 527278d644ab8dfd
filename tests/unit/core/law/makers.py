"""Calendars, regimes and event logs for tests of the law, and bank holidays by their own rules."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from answerable.core.law.calendar import Calendar, make_calendar
from answerable.core.law.clock import LiveDue, Standing, due_after, standing
from answerable.core.law.due import DueDate, SchoolDays, due_date
from answerable.core.law.life import Event, EventKind
from answerable.core.law.regimes import Regime, regime_named


def day(text: str) -> date:
    return date.fromisoformat(text)


def law(name: str = "foia") -> tuple[Regime, Calendar]:
    regime = regime_named(name)
    return regime, make_calendar(regime.calendar)


def due(received_on: str, name: str = "foia", school: SchoolDays | None = None) -> DueDate:
    return due_date(day(received_on), *law(name), school)


def event(kind: str, on: str, **given: Any) -> Event:
    if "until" in given:
        given["until"] = day(given["until"])
    return Event(EventKind(kind), day(on), **given)


def log(*events: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> tuple[Event, ...]:
    """Events from (kind, day) or (kind, day, fields); the request is sent and delivered by them too."""
    return tuple(event(kind, on, **(rest[0] if rest else {})) for kind, on, *rest in events)


def live(*events: Any, name: str = "foia", school: SchoolDays | None = None) -> LiveDue:
    return due_after(log(*events), *law(name), school)


def stands(*events: Any, on: str, name: str = "foia") -> Standing:
    return standing(log(*events), *law(name), day(on))


def easter(year: int) -> date:
    """Easter Sunday by Butcher's rule (1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, rest = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, rest + 1)


def monday(year: int, month: int, last: bool = False) -> date:
    days = [date(year, month, n) for n in range(1, 32) if _exists(year, month, n)]
    mondays = [d for d in days if d.weekday() == 0]
    return mondays[-1 if last else 0]


def _exists(year: int, month: int, n: int) -> bool:
    try:
        date(year, month, n)
    except ValueError:
        return False
    return True


PROCLAIMED = {
    2011: {"all": [date(2011, 4, 29)]},
    2012: {"all": [date(2012, 6, 5)]},
    2022: {"all": [date(2022, 6, 3), date(2022, 9, 19)]},
    2023: {"all": [date(2023, 5, 8)]},
    2026: {"SCT": [date(2026, 6, 15)]},
}
MOVED_SPRING = {2012: date(2012, 6, 4), 2022: date(2022, 6, 2)}
MOVED_MAY = {2020: date(2020, 5, 8)}


def bank_holidays(year: int, part: str) -> set[date]:
    """Bank holidays of one part by the rules of the Act of 1971 and the proclamations since 2005.

    A holiday on a weekend is kept on the next weekday that is not one already.
    """
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    weekday = [
        easter(year) - timedelta(days=2),
        MOVED_MAY.get(year) or monday(year, 5),
        MOVED_SPRING.get(year) or monday(year, 5, last=True),
    ]
    if part == "SCT":
        fixed += [date(year, 1, 2)] + ([date(year, 11, 30)] if year >= 2007 else [])
        weekday.append(monday(year, 8))
    else:
        weekday += [easter(year) + timedelta(days=1), monday(year, 8, last=True)]
    if part == "NIR":
        fixed += [date(year, 3, 17), date(year, 7, 12)]
    said = PROCLAIMED.get(year, {})
    return _kept(fixed, {*weekday, *said.get("all", []), *said.get(part, [])})


def _kept(fixed: Iterable[date], weekday: set[date]) -> set[date]:
    kept = set(weekday)
    on_weekend = [d for d in sorted(fixed) if d.weekday() >= 5]
    kept |= {d for d in fixed if d.weekday() < 5}
    for d in on_weekend:
        while d.weekday() >= 5 or d in kept:
            d += timedelta(days=1)
        kept.add(d)
    return kept
