"""Reading the keys of a YAML mapping one by one, telling everything that is wrong with its line."""

import re
from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from answerable.core.study.faults import Faults, any_of, did_you_mean, quoted
from answerable.core.study.yaml import FALSE, TRUE, Keyed, Listing, Node, Scalar, plain

Word = TypeVar("Word", bound=StrEnum)
FRACTION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?(/[1-9][0-9]{0,8})?\Z")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
SAFE_ID = re.compile(r"[^\W_](?:[\w.-]{0,78}\w)?\Z|\w\Z")

# fmt: off
RESERVED = frozenset((
    "accessibility", "assets", "bodies", "compare", "corrections", "data", "embed", "figures", "find",
    "id", "methods", "regions", "report", "search", "trends", "v", "write",
))
# fmt: on
"""First words of addresses that a site has for pages other than those of rounds."""


class Section:
    """A mapping of a file while it is being read.

    Keys that were never asked for are unknown ones: `close` tells them. `question` is named in every
    fault of a question's section.
    """

    def __init__(self, node: Keyed, file: str, faults: Faults, question: str | None = None) -> None:
        self.node, self.file, self.faults, self.question = node, file, faults, question
        self.asked: list[str] = []

    def line(self, key: str | None = None) -> int:
        """The line of a key, else of the section."""
        entry = self.node.entries.get(key) if key else None
        return entry[0].line if entry else self.node.line

    def fault(
        self,
        rule: str,
        message: str,
        remedy: str,
        *,
        key: str | None = None,
        line: int | None = None,
        **more: Any,
    ) -> None:
        """Notes a fault at a key."""
        where = {"question": self.question, "column": key, **more}
        self.faults.add(rule, message, remedy, file=self.file, line=line or self.line(key), **where)

    def has(self, key: str) -> bool:
        """Whether the key is there and holds something."""
        return self._value(key) is not None

    def _value(self, key: str, required: bool = False) -> Node | None:
        if key not in self.asked:
            self.asked.append(key)
        entry = self.node.entries.get(key)
        if entry is None:
            if required:
                self.fault(
                    "missing_key", f"The key “{key}” is missing.", f"Add a line `{key}: ...`.", line=None
                )
            return None
        if isinstance(entry[1], Scalar) and (entry[1].is_null or not entry[1].text.strip()):
            if required:
                self.fault("empty_key", f"The key “{key}” holds nothing.", "Write its value.", key=key)
            return None
        return entry[1]

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        """A text; a bare true or false is a fault, since a word was meant."""
        node = self._value(key, required)
        return default if node is None else (self._word(node, key) or default)

    def text_or_none(self, key: str) -> str | None:
        """A text, or None where there is none."""
        return self.text(key) or None

    def _word(self, node: Node, key: str) -> str | None:
        if not isinstance(node, Scalar):
            self.fault(
                "not_text",
                f"The key “{key}” holds a {_sort(node)} where one text is expected.",
                "Write one text; put text with colons or brackets in quotation marks.",
                key=key,
                line=node.line,
            )
            return None
        if node.is_boolean:
            word = "yes" if node.text in TRUE else "no"
            self.fault(
                "yaml_boolean",
                f"The key “{key}” holds {node.text}, a YAML boolean, where a word is expected.",
                f'Write {word} if that is meant; put "{node.text}" in quotation marks if it is that word.',
                key=key,
                line=node.line,
            )
            return None
        return None if node.is_null else node.text

    def flag(self, key: str, default: bool = False, required: bool = False) -> bool:
        """A bare true or false."""
        node = self._value(key, required)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.is_boolean:
            return node.text not in FALSE
        shown = quoted(node.text) if isinstance(node, Scalar) else f"a {_sort(node)}"
        self.fault(
            "not_boolean",
            f"The key “{key}” holds {shown}.",
            "Write true or false, without quotation marks.",
            key=key,
            expected="true or false",
        )
        return default

    def day(self, key: str, required: bool = False) -> date | None:
        """A date; with `required` the key must be there, but may hold nothing."""
        if required and key not in self.node.entries:
            self._value(key, required=True)
        node = self._value(key)
        if node is None:
            return None
        text = self._word(node, key)
        if text is None:
            return None
        if ISO_DATE.match(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        self.fault(
            "not_a_date",
            f"The key “{key}” holds {quoted(text)}, which is no date.",
            "Write year, month and day, such as 2016-04-04.",
            key=key,
            expected="a date as YYYY-MM-DD",
        )
        return None

    def word(
        self, key: str, words: type[Word], default: Word | None = None, required: bool = False
    ) -> Word | None:
        """One of a fixed list of words."""
        text = self.text(key, required=required)
        if not text:
            return default
        known = [str(member) for member in words]
        if text in known:
            return words(text)
        self.fault(
            "unknown_word",
            f"The key “{key}” holds {quoted(text)}.",
            did_you_mean(text, known),
            key=key,
            expected=any_of(known),
        )
        return default

    def fraction(self, key: str, default: Fraction, required: bool = False) -> Fraction:
        """An exact number: whole, decimal or a fraction such as 1/2."""
        node = self._value(key, required)
        if node is None:
            return default
        value = self.exact(node, key)
        return default if value is None else value

    def exact(self, node: Node, key: str) -> Fraction | None:
        """An exact number from a node, or None and a fault."""
        text = self._word(node, key)
        if text is None:
            return None
        if FRACTION.match(text):
            whole, _, under = text.partition("/")
            return Fraction(whole) / Fraction(under or 1)
        self.fault(
            "not_a_number",
            f"The key “{key}” holds {quoted(text)}, which is no number.",
            "Write a whole number, a decimal with a point, or a fraction such as 1/2.",
            key=key,
            line=node.line,
        )
        return None

    def words(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        found = []
        for item in self.items(key, required):
            text = self._word(item, key)
            if text:
                found.append(text)
        return tuple(found)

    def items(self, key: str, required: bool = False) -> list[Node]:
        """The nodes of a list."""
        node = self._value(key, required)
        if node is None:
            return []
        if isinstance(node, Listing):
            return node.items
        self.fault(
            "not_a_list",
            f"The key “{key}” holds a {_sort(node)} where a list is expected.",
            f"Write `{key}: [first, second]`, or each on a line of its own after a hyphen.",
            key=key,
        )
        return []

    def section(self, key: str, required: bool = False) -> "Section | None":
        """A mapping below this one."""
        node = self._value(key, required)
        return None if node is None else self.below(node, key)

    def below(self, node: Node, key: str, question: str | None = None) -> "Section | None":
        """A node as a section, or None and a fault where it is no mapping."""
        if isinstance(node, Keyed):
            return Section(node, self.file, self.faults, question or self.question)
        self.fault(
            "not_keys",
            f"“{key}” holds a {_sort(node)} where keys are expected.",
            "Write `key: value` below it, or in braces.",
            key=key,
            line=node.line,
        )
        return None

    def sections(self, key: str, required: bool = False) -> list["Section"]:
        """A list of mappings."""
        made = [self.below(item, key) for item in self.items(key, required)]
        return [section for section in made if section is not None]

    def texts(self, key: str) -> dict[str, str]:
        """A mapping of words to texts."""
        below = self.section(key)
        if below is None:
            return {}
        return {name: below.text(name, required=True) for name in below.node.entries}

    def extra(self, *keys: str) -> dict[str, object]:
        """Keys that are kept as they are, for whoever shows them."""
        found: dict[str, object] = {}
        for key in keys:
            node = self._value(key)
            if node is not None:
                found[key] = plain(node)
        return found

    def close(self, ignored: Collection[str] = ()) -> None:
        """Tells every key that nobody asked for."""
        for key, (node, _) in self.node.entries.items():
            if key in self.asked or key in ignored:
                continue
            self.fault(
                "unknown_key",
                f"There is no key {quoted(key)} here.",
                did_you_mean(key, self.asked),
                key=key[:80],
                line=node.line,
            )

    def safe_id(self, key: str, what: str, default: str = "") -> str:
        """An id that can stand in a path: letters, digits, hyphen, underscore and point."""
        text = self.text(key, default, required=not default)
        check_id(text, what, lambda rule, message, remedy: self.fault(rule, message, remedy, key=key))
        return text


def check_id(text: str, what: str, tell: Callable[[str, str, str], None]) -> None:
    """Tells a fault where an id could not stand in a path or an address."""
    if text and not SAFE_ID.match(text):
        tell(
            "bad_id",
            f"{quoted(text)} cannot be the id of a {what}.",
            "Use at most 80 letters, digits, hyphens and underscores: ids stand in addresses and file names.",
        )


def check_address(text: str, what: str, tell: Callable[[str, str, str], None]) -> None:
    """Tells a fault where an id would stand at an address that the site has another use for."""
    if text.casefold() in RESERVED:
        tell(
            "reserved_id",
            f"The {what} cannot be called {quoted(text)}: the site keeps the address /{text.casefold()}/ for "
            "other pages.",
            f"Give the {what} another id, such as its year.",
        )


def _sort(node: Node) -> str:
    return "list" if isinstance(node, Listing) else "mapping" if isinstance(node, Keyed) else "single value"
