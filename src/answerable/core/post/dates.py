"""The Date field, in the forms that programs write it.

Source: RFC 5322 s.3.3; names of zones that senders here use, which the RFC does not know
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

LONGEST_DATE = 200
# Hours from UTC. Of names with two meanings the one that a British reader means.
ZONES = {
    "BST": 1, "IST": 1, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "Z": 0, "UCT": 0,
}  # fmt: skip
_ZONE = re.compile(r"(?<=[\d\s])([A-Z]{1,4})(?=\s*(?:\(|\Z))")
_COMMENT = re.compile(r"\([^()]*\)")
_LONG_ZONE = re.compile(r"\s(?:GMT|UTC)\s?([+-])(\d{1,2}):?(\d\d)?\s*\Z")
_COLON_ZONE = re.compile(r"\s?([+-]\d\d):(\d\d)\s*\Z")
_DOTTED = re.compile(r"(\d{1,2})\.(\d\d)\.(\d\d)(?=\s|\Z)")
_AM_PM = re.compile(r"(\d{1,2})(:\d\d(?::\d\d)?)\s?([AaPp])\.?[Mm]\.?(?=\s|\Z)")


def date_or_none(text: str | None) -> datetime | None:
    """The instant in a Date field, with its offset, else in UTC; None where it cannot be read."""
    if not text:
        return None
    plain = text[:LONGEST_DATE].strip()
    iso = _iso(plain)
    if iso is not None:
        return iso
    plain = _plain(_COMMENT.sub(" ", plain).strip())
    try:
        parts = parsedate_tz(plain)
        if parts is None:
            return None
        year, month, day, hour, minute, second = parts[:6]
        offset = parts[9] or 0
        later = timedelta(seconds=max(0, second - 59)) if second in (60, 61) else timedelta()
        if hour == 24 and minute == second == 0:
            hour, later = 0, timedelta(days=1)
        moment = datetime(year, month, day, hour, minute, min(second, 59)) + later  # noqa: DTZ001 - below
        return moment.replace(tzinfo=timezone(timedelta(seconds=offset)) if offset else UTC)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None


def _plain(text: str) -> str:
    """A date with its zone and its time as the library reads them."""
    if long := _LONG_ZONE.search(text):
        return f"{text[: long.start()]} {long[1]}{int(long[2]):02}{long[3] or '00'}"
    text = _COLON_ZONE.sub(r" \1\2", text) if ":" in text[-4:] else text
    zone = _ZONE.search(text)
    if zone and zone[1] in ZONES:
        text = f"{text[: zone.start()]} +{ZONES[zone[1]]:02}00"
    text = _DOTTED.sub(r"\1:\2:\3", text)
    half = _AM_PM.search(text)
    if half and int(half[1]) <= 12:
        hour = int(half[1]) % 12 + (12 if half[3] in "pP" else 0)
        text = f"{text[: half.start()]}{hour:02}{half[2]}{text[half.end() :]}"
    return text


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-?\d\d-?\d\d", text):
        return None
    match = re.fullmatch(r"(\S+[ T]\S+?) ?([+-]\d\d:?\d\d|Z|UTC|GMT)?", text)
    zone = {"UTC": "+00:00", "GMT": "+00:00"}.get(match[2] or "", match[2] or "") if match else ""
    try:
        moment = datetime.fromisoformat(f"{match[1]}{zone}" if match else text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
