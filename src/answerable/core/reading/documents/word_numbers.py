"""The automatic numbers of lists in Word files: they stand nowhere in the text and are counted here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from answerable.core.reading.documents.xml import Element, attribute, child, children, is_on, number, within

LEVELS = 9
BULLET = "•"
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_HUNDREDS = ("", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, and the text with %1 for the number."""

    start: int = 1
    counts: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class Counted:
    """A list as its paragraphs name it: the pattern it follows, and what it changes in it."""

    pattern: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Style:
    """What the reader needs to know of a style."""

    name: str
    based_on: str | None
    outline: int | None
    list_id: str | None
    list_level: int | None
    hidden: bool


class Styles:
    """The styles of a Word file, with what they inherit."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        for element in within(root, "style"):
            key = attribute(element, "styleId") or ""
            properties = child(element, "pPr")
            listed = child(properties, "numPr")
            outline = attribute(child(properties, "outlineLvl"), "val")
            level = attribute(child(listed, "ilvl"), "val")
            self._styles[key] = Style(
                attribute(child(element, "name"), "val") or key,
                attribute(child(element, "basedOn"), "val"),
                number(outline, most=9) if outline is not None else None,
                attribute(child(listed, "numId"), "val"),
                number(level, most=LEVELS - 1) if level is not None else None,
                is_on(child(child(element, "rPr"), "vanish")),
            )
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
                self.default = key

    def chain(self, key: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while key is not None and key not in seen and key in self._styles:
            seen.add(key)
            yield key, self._styles[key]
            key = self._styles[key].based_on

    def heading(self, key: str | None) -> int:
        """The level of a heading; 0 for none."""
        for _, style in self.chain(key):
            name = style.name.lower()
            if name.startswith("heading ") and name[8:9].isdigit():
                return int(name[8])
            if name == "title":
                return 1
            if style.outline is not None:
                return style.outline + 1 if style.outline < LEVELS else 0
        return 0

    def listed(self, key: str | None) -> tuple[str | None, int | None, str | None]:
        """The list a style belongs to, the level if it says one, and the style that said so."""
        for name, style in self.chain(key):
            if style.list_id is not None:
                return style.list_id, style.list_level, name
        return None, None, None

    def hidden(self, key: str | None) -> bool:
        """Whether text of a style is not shown."""
        return any(style.hidden for _, style in self.chain(key))


class Numbering:
    """Counts the lists of a document as its paragraphs go by."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._patterns: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, Counted] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        if root is None:
            return
        for element in children(root, "abstractNum"):
            key = attribute(element, "abstractNumId") or ""
            self._patterns[key] = dict(_levels(element))
            if linked := attribute(child(element, "numStyleLink"), "val"):
                links[key] = linked
        for element in children(root, "num"):
            made = Counted(attribute(child(element, "abstractNumId"), "val") or "")
            for override in children(element, "lvlOverride"):
                level = number(attribute(override, "ilvl"), most=LEVELS - 1)
                start = attribute(child(override, "startOverride"), "val")
                if start is not None:
                    made.starts[level] = number(start)
                made.levels |= dict(_levels(override))
            self._lists[attribute(element, "numId") or ""] = made
        for key, style in links.items():
            list_id, _, _ = styles.listed(style)
            other = self._lists.get(list_id or "")
            if other is not None and other.pattern != key and not self._patterns[key]:
                self._patterns[key] = self._patterns.get(other.pattern, {})

    @classmethod
    def of(cls, patterns: dict[str, dict[int, Level]], lists: dict[str, Counted]) -> "Numbering":
        """Lists that another format describes: their patterns, and those that paragraphs name."""
        made = cls(None, Styles(None))
        made._patterns, made._lists = patterns, lists
        return made

    def label(self, list_id: str, level: int | None, style: str | None) -> str | None:
        """The number of the next paragraph of a list, such as "2.1" or "(a)"; None where it has none."""
        found = self._lists.get(list_id)
        if found is None:
            return None
        levels = self._patterns.get(found.pattern, {}) | found.levels
        if level is None:
            level = next((each for each, one in levels.items() if style and one.style == style), 0)
        level = min(max(level, 0), LEVELS - 1)
        counts = self._counts.setdefault(found.pattern, [None] * LEVELS)
        self._step(found, list_id, levels, level, counts)
        own = levels.get(level, Level())
        if own.counts == "bullet":
            return BULLET
        if own.counts == "none" and "%" not in own.text:
            return own.text.strip() or None
        text = own.text
        for each in range(LEVELS):
            mark = f"%{each + 1}"
            if mark in text:
                one = levels.get(each, Level())
                value = counts[each]
                value = found.starts.get(each, one.start) if value is None else value
                text = text.replace(mark, counted(value, "decimal" if own.legal else one.counts))
        return text.strip() or None

    def _step(
        self, found: Counted, list_id: str, levels: dict[int, Level], level: int, counts: list[int | None]
    ) -> None:
        first = level in found.starts and (list_id, level) not in self._begun
        self._begun.add((list_id, level))
        now = counts[level]
        if first:
            counts[level] = found.starts[level]
        elif now is None:
            counts[level] = levels.get(level, Level()).start
        else:
            counts[level] = now + 1
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                counts[deeper] = None


def _levels(element: Element) -> Iterator[tuple[int, Level]]:
    for level in children(element, "lvl"):
        restart = attribute(child(level, "lvlRestart"), "val")
        text = attribute(child(level, "lvlText"), "val")
        yield (
            number(attribute(level, "ilvl"), most=LEVELS - 1),
            Level(
                number(attribute(child(level, "start"), "val"), 1),
                attribute(child(level, "numFmt"), "val") or "decimal",
                "" if text is None else text[:100],
                number(restart) if restart is not None else None,
                is_on(child(level, "isLgl")),
                attribute(child(level, "pStyle"), "val"),
            ),
        )


def counted(value: int, how: str) -> str:
    """A number as lists count: 3, 03, c, C, iii, III or 3rd."""
    if how in ("lowerLetter", "upperLetter", "a", "A"):
        text = letters(value)
        return text.upper() if how in ("upperLetter", "A") else text
    if how in ("lowerRoman", "upperRoman", "i", "I"):
        text = roman(value)
        return text.upper() if how in ("upperRoman", "I") else text
    if how == "decimalZero":
        return f"{value:02d}"
    if how == "ordinal":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10 if value % 100 not in (11, 12, 13) else 0, "th")
        return f"{value}{ending}"
    return "" if how == "none" else str(value)


def letters(value: int) -> str:
    """Letters as Word counts them: a to z, then aa, bb and so on."""
    if not 1 <= value <= 780:
        return str(value)
    return chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)


def roman(value: int) -> str:
    """A Roman numeral in small letters."""
    if not 1 <= value <= 3999:
        return str(value)
    hundreds, rest = divmod(value % 1000, 100)
    return "m" * (value // 1000) + _HUNDREDS[hundreds] + _TENS[rest // 10] + _ONES[rest % 10]
