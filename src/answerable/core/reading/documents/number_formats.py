"""What a spreadsheet shows for a stored number: dates, percents, decimals and currency, by its format."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

# Formats that a workbook names by number only. 14 is the short date of the reader's country: here Britain.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "hh:mm", 21: "hh:mm:ss", 22: "dd/mm/yyyy hh:mm",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
LONGEST_CODE = 300
LAST_DAY = 2_958_466  # the end of 9999
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_PARTS = re.compile(r"yyyy|yy|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|A/P|\.0+", re.I)
_MONTH_NAMES = "January February March April May June July August September October November December"
_DAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
Piece = Callable[[datetime], str]  # of a date's format: what it writes for a moment
_MONTHS, _DAYS = _MONTH_NAMES.split(" "), _DAY_NAMES.split(" ")


def shown(value: float, code: str | None, *, from_1904: bool = False) -> str:
    """A number as its format shows it; plainly, where the format is past the usual kinds."""
    code = (code or "General")[:LONGEST_CODE]
    if code == "General" or code == "@":
        return plain_number(value)
    if is_date(code):
        return _date_shown(value, code, from_1904)
    sections = _sections(code)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    return _number_shown(value, section)


def plain_number(value: float) -> str:
    """A number without needless digits, as General shows it."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.11g}"


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """Whether a format shows a date or a time."""
    bare = _LITERAL.sub(_kept_elapsed, code.partition(";")[0]).lower()
    return any(letter in bare for letter in "ymdhs") and "general" not in bare and "0e" not in bare


@lru_cache(maxsize=512)
def shows_nothing(code: str) -> bool:
    """Whether a format hides whatever the cell holds, as ;;; does."""
    return code.replace('""', "").replace(" ", "") in (";;;", ";;")


def _kept_elapsed(found: re.Match[str]) -> str:
    text = found[0]
    return text[1:-1] if text.lower() in ("[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]") else ""


@lru_cache(maxsize=512)
def _sections(code: str) -> list[str]:
    parts, quoted = [""], False
    for letter in code:
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _number_shown(value: float, section: str) -> str:
    before, digits, after = _split(section)
    if not digits:
        return (before + after).strip() if section else ""
    if "?/" in digits or "e" in digits.lower():
        return plain_number(value)
    value *= 100 ** (before + after).count("%")
    while digits.endswith(","):
        digits, value = digits[:-1], value / 1000
    whole, _, decimals = digits.partition(".")
    while whole.endswith(","):
        whole, value = whole[:-1], value / 1000
    places = min(sum(decimals.count(sign) for sign in "0#?"), 20)
    text = f"{_rounded(value, places):{',' if ',' in whole else ''}.{places}f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    if optional and "." in text:
        kept = text[: len(text) - optional]
        text = (kept + text[len(text) - optional :].rstrip("0")).rstrip(".")
    least = sum(whole.count(sign) for sign in "0")
    if "," not in whole:
        sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
        head, dot, tail = bare.partition(".")
        text = sign + head.zfill(least) + dot + tail
    return f"{before}{text}{after}".strip()


def _rounded(value: float, places: int) -> float:
    """Half away from zero, as spreadsheets round, on the digits a person sees."""
    if abs(value) >= 1e15:
        return value
    scale = 10.0**places
    shifted = float(f"{abs(value) * scale:.14g}")
    whole = int(shifted + 0.5) / scale
    return -whole if value < 0 else whole


@lru_cache(maxsize=512)
def _split(section: str) -> tuple[str, str, str]:
    """The words before the digits, the digits, and the words after."""
    before, digits, after = "", "", ""
    at = 0
    while at < len(section):
        literal = _LITERAL.match(section, at)
        words = ""
        if literal:
            words = _words(literal[0])
            at = literal.end()
        else:
            sign = section[at]
            at += 1
            if sign in "0#?.,/" or (digits and sign in "eE+"):
                digits += sign
                continue
            words = sign
        if digits:
            after += words
        else:
            before += words
    return before, digits, after


def _words(literal: str) -> str:
    if literal.startswith("[$"):
        return literal[2:-1].partition("-")[0]
    if literal.startswith("["):
        return ""
    if literal.startswith('"'):
        return literal[1:-1]
    return literal[1:] if literal.startswith("\\") else (" " if literal.startswith("_") else "")


def moment_of(value: float, *, from_1904: bool = False) -> datetime | None:
    """The instant that a serial number means; None outside what spreadsheets know."""
    if not 0 <= value < LAST_DAY:
        return None
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - sheets have no zones
    if not from_1904 and value < 60:
        start += timedelta(days=1)  # the 29 February 1900 that never was
    return start + timedelta(seconds=round(value * 86_400, 3))


def _date_shown(value: float, code: str, from_1904: bool) -> str:
    moment = moment_of(value, from_1904=from_1904)
    if moment is None:
        return plain_number(value)
    pieces = _date_pieces(code)
    if pieces is None:
        minutes, seconds = divmod(round(value * 86_400), 60)
        text = f"{minutes // 60}:{minutes % 60:02d}"
        return f"{text}:{seconds:02d}" if "s" in code.lower() else text
    if moment.microsecond >= 500_000 and "0" not in code:
        moment += timedelta(seconds=1)
    return "".join([each if isinstance(each, str) else each(moment) for each in pieces]).strip()


@lru_cache(maxsize=512)
def _date_pieces(code: str) -> tuple[str | Piece, ...] | None:
    """What a date's format writes one after the other; None where it counts hours past a day."""
    if re.search(r"\[h+\]", code, re.I):
        return None
    section = _sections(code)[0]
    half = bool(re.search(r"AM/PM|A/P", section, re.I))
    out: list[str | Piece] = []
    at, last = 0, ""
    while at < len(section):
        literal = _LITERAL.match(section, at)
        part = None if literal else _DATE_PARTS.match(section, at)
        if literal:
            out.append(_words(literal[0]) if not literal[0].startswith("[") else "")
            at = literal.end()
        elif part:
            name = part[0].lower()
            rest = section[part.end() :].lstrip(":. ").lower()
            minutes = name in ("m", "mm") and (last.startswith("h") or rest.startswith("s"))
            out.append(_piece(name, minutes, half))
            last = name
            at = part.end()
        else:
            out.append(section[at])
            at += 1
    return tuple(out)


def _piece(name: str, minutes: bool, half: bool) -> str | Piece:
    if minutes:
        return _PIECES["minute" if name == "m" else "minutes"]
    if name.startswith("."):
        return lambda moment: f".{moment.microsecond:06d}"[: len(name)]
    if half and name in ("h", "hh"):
        return _PIECES[f"{name} of 12"]
    return _PIECES.get(name, "")


_PIECES: dict[str, Piece] = {
    "yyyy": lambda moment: f"{moment.year:04d}",
    "yy": lambda moment: f"{moment.year % 100:02d}",
    "mmmmm": lambda moment: _MONTHS[moment.month - 1][0],
    "mmmm": lambda moment: _MONTHS[moment.month - 1],
    "mmm": lambda moment: _MONTHS[moment.month - 1][:3],
    "mm": lambda moment: f"{moment.month:02d}",
    "m": lambda moment: str(moment.month),
    "dddd": lambda moment: _DAYS[moment.weekday()],
    "ddd": lambda moment: _DAYS[moment.weekday()][:3],
    "dd": lambda moment: f"{moment.day:02d}",
    "d": lambda moment: str(moment.day),
    "hh": lambda moment: f"{moment.hour:02d}",
    "h": lambda moment: str(moment.hour),
    "hh of 12": lambda moment: f"{moment.hour % 12 or 12:02d}",
    "h of 12": lambda moment: str(moment.hour % 12 or 12),
    "minutes": lambda moment: f"{moment.minute:02d}",
    "minute": lambda moment: str(moment.minute),
    "ss": lambda moment: f"{moment.second:02d}",
    "s": lambda moment: str(moment.second),
    "am/pm": lambda moment: "AM" if moment.hour < 12 else "PM",
    "a/p": lambda moment: "AM" if moment.hour < 12 else "PM",
}
