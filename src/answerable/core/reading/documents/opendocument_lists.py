"""The automatic numbers of lists in OpenDocument texts, counted as the items go by."""

from dataclasses import dataclass, field

from answerable.core.reading.documents.word_numbers import BULLET, counted
from answerable.core.reading.documents.xml import Element, attribute, name_of, number, within

LEVELS = 10


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list counts."""

    counts: str | None
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    levels_shown: int = 1


@dataclass
class Lists:
    """The list styles of a document, and how far each list has counted."""

    styles: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    of_style: dict[str, str] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, root: Element | None) -> None:
        """Takes up the list styles of one file of the document."""
        for style in within(root, "list-style"):
            self.styles[attribute(style, "name") or ""] = {
                number(attribute(level, "level"), 1, least=1, most=LEVELS): _level(level) for level in style
            }

    def label(self, style: str, identity: str, level: int, start: int | None) -> str | None:
        """The number of the next item of a list; None where it has none."""
        levels = self.styles.get(style, {})
        counts = self.counts.setdefault(identity, [])
        while len(counts) < level:
            counts.append(levels.get(len(counts) + 1, ListLevel("1")).start - 1)
        del counts[level:]
        counts[level - 1] = counts[level - 1] + 1 if start is None else start
        own = levels.get(level)
        if own is None:
            return BULLET
        if own.counts is None:
            return BULLET if not own.prefix + own.suffix else own.prefix + own.suffix
        if own.counts == "":
            return None
        shown = range(max(0, level - own.levels_shown), level)
        parts = []
        for each in shown:
            one = levels.get(each + 1, ListLevel("1"))
            if one.counts:
                parts.append(counted(max(counts[each], one.start if each < level - 1 else 0), one.counts))
        return f"{own.prefix}{'.'.join(parts)}{own.suffix}".strip() or None


def _level(element: Element) -> ListLevel:
    if name_of(element) != "list-level-style-number":
        return ListLevel(None)
    return ListLevel(
        attribute(element, "num-format") or "",
        (attribute(element, "num-prefix") or "")[:20],
        (attribute(element, "num-suffix") or "")[:20],
        number(attribute(element, "start-value"), 1),
        number(attribute(element, "display-levels"), 1, least=1, most=LEVELS),
    )
