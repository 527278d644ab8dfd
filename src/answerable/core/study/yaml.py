"""YAML to nodes that know their line: words stay words, and nothing in a file can make the reader hang.

Every scalar keeps its text as written, so `yes`, `2016-17` and `0123` mean what they look like; what a
bare `true` or `null` would be is a question for whoever reads the key.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml as libyaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from answerable.core.errors import InputFaults
from answerable.core.study.encoding import decoded
from answerable.core.study.faults import Faults, quoted
from answerable.core.study.folder import LIMITS, MEGABYTE, read_bounded

DEEPEST = 24
YAML_1_2 = (1, 2)
MOST_NODES = 100_000
TRUE, FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")
NULL = ("", "~", "null", "Null", "NULL")
INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")


@dataclass(frozen=True, eq=False)
class Node:
    """A piece of a YAML file and where it begins, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, eq=False)
class Scalar(Node):
    """One value as it was written; `bare` means without quotation marks."""

    text: str
    bare: bool

    @property
    def is_null(self) -> bool:
        """Whether it is a bare nothing."""
        return self.bare and self.text in NULL

    @property
    def is_boolean(self) -> bool:
        """Whether it is a bare true or false."""
        return self.bare and self.text in (*TRUE, *FALSE)


@dataclass(frozen=True, eq=False)
class Listing(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Keyed(Node):
    """A mapping; a key that was given twice keeps its first value."""

    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)


def plain(node: Node) -> Any:
    """A node as plain values: dict, list, text, and bare true, false, null and numbers as such."""
    if isinstance(node, Keyed):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return plain_scalar(node.text) if node.bare else node.text


def plain_scalar(text: str) -> str | int | float | bool | None:
    """What a bare word stands for in YAML 1.2."""
    if text in NULL:
        return None
    if text in TRUE or text in FALSE:
        return text in TRUE
    if INTEGER.match(text):
        return int(text)
    if NUMBER.match(text):
        return float(text)
    return text


def parse_yaml(data: bytes, file: str, faults: Faults) -> Node | None:
    """The nodes of a YAML file, or None and a fault where it is none; every other fault is noted too."""
    text = decoded(data, file, faults)
    if text is None:
        return None
    builder = _Builder(file, faults)
    try:
        for event in _events(text.decode("utf-8")):
            if not builder.take(event):
                return None
    except libyaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.broken(
            error.problem or error.context or "it is not YAML", mark.line + 1 if mark else None, error
        )
        return None
    except (libyaml.YAMLError, ValueError) as error:
        position = getattr(error, "position", None)
        line = text.count(b"\n", 0, position) + 1 if position is not None else None
        builder.broken("it holds a character that no text has", line, error)
        return None
    if builder.root is None:
        faults.add("empty_file", "The file is empty.", "Write its keys, or remove it.", file=file)
    return builder.root


def yaml_values(text: str, name: str) -> Any:
    """The plain values of a YAML text, dates as text. Raises: InputFaults"""
    faults = Faults()
    node = parse_yaml(text.encode(), name, faults)
    if node is None or faults.any_errors:
        raise InputFaults(faults.listed())
    return plain(node)


def read_yaml_file(path: Path) -> Mapping[str, Any]:
    """A YAML file with keys, such as a mapping for an import, as plain values. Raises: InputFaults"""
    faults = Faults()
    node: Node | None = None
    try:
        data = read_bounded(path, LIMITS[".yaml"])
    except OSError as error:
        faults.add("unreadable", f"It cannot be read: {error.strerror}.", "Check the path.", file=path.name)
    else:
        if data is None:
            size = f"The file is larger than {LIMITS['.yaml'] // MEGABYTE} MB."
            faults.add("file_too_large", size, "Check the path.", file=path.name)
        else:
            node = parse_yaml(data, path.name, faults)
        if node is not None and not isinstance(node, Keyed):
            faults.add("not_keys", "The file holds no keys.", "Write it as `key: value`.", file=path.name)
    if faults.any_errors:
        raise InputFaults(faults.listed())
    assert isinstance(node, Keyed)
    value = plain(node)
    assert isinstance(value, dict)
    return value


def _events(text: str) -> Iterator[Any]:
    # Only the scanner of libyaml is used, never its YAML 1.1 types. Events come one by one, so that
    # depth is bounded while it reads: it is slow on deep nesting.
    loader = getattr(libyaml, "CSafeLoader", libyaml.SafeLoader)
    yield from libyaml.parse(text, Loader=loader)


class _Builder:
    """Builds nodes from events, and stops at what would be endless."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file, self.faults = file, faults
        self.root: Node | None = None
        self.open: list[Listing | Keyed] = []
        self.keys: list[Scalar | None] = []
        self.names: list[str | None] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.counted: list[int] = [0]
        self.documents = 0

    def broken(self, problem: str, line: int | None, error: Exception) -> None:
        """Notes that the file is no YAML."""
        column = getattr(getattr(error, "problem_mark", None), "column", None)
        place = f", at column {column + 1}" if column is not None else ""
        self.faults.add(
            "yaml_broken",
            f"The file cannot be read as YAML: {problem}{place}.",
            "Mend the indentation, colon, bracket or quotation mark there; put text with such in quotes.",
            file=self.file,
            line=line,
        )

    def stop(self, rule: str, message: str, remedy: str, mark: Any) -> bool:
        """Notes a fault after which reading cannot go on."""
        self.faults.add(rule, message, remedy, file=self.file, line=mark.line + 1)
        return False

    def take(self, event: Any) -> bool:
        """Takes the next event; False to stop."""
        if isinstance(event, DocumentStartEvent):
            return self.take_start(event)
        if isinstance(event, SequenceEndEvent | MappingEndEvent):
            return self.take_end()
        if isinstance(event, AliasEvent):
            return self.take_alias(event)
        if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            return self.take_node(event)
        return True

    def take_end(self) -> bool:
        """The end of a list or mapping: only now does its anchor have a size, so none can hold itself."""
        node, anchor, size = self.open.pop(), self.names.pop(), self.counted.pop()
        self.keys.pop()
        self.counted[-1] += size
        if anchor:
            self.anchors[anchor] = (node, size + 1)
        return True

    def take_start(self, event: Any) -> bool:
        """The start of the document, of which there is one."""
        self.documents += 1
        if self.documents > 1:
            return self.stop(
                "yaml_documents",
                "A second document begins here.",
                "Keep one document: remove the line `---`.",
                event.start_mark,
            )
        if event.version is not None and tuple(event.version) < YAML_1_2:
            # Noted, not obeyed: under 1.1 every bare yes and no would be a boolean.
            self.stop(
                "yaml_version",
                "The file asks to be read as YAML 1.1, where yes and no are true and false.",
                "Remove the line that begins with %YAML: these files are YAML 1.2.",
                event.start_mark,
            )
        return True

    def take_node(self, event: Any) -> bool:
        """A scalar, or the start of a list or mapping."""
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if event.tag is not None and event.tag != "!":
            return self.stop(
                "yaml_tag",
                f"The tag {quoted(event.tag)} is not read here.",
                "Remove it.",
                event.start_mark,
            )
        self.counted[-1] += 1
        if sum(self.counted) > MOST_NODES:
            return self.too_much(event)
        if isinstance(event, ScalarEvent):
            scalar = Scalar(line, column, event.value, not event.style and bool(event.implicit[0]))
            if event.anchor:
                self.anchors[event.anchor] = (scalar, 1)
            return self.place(scalar)
        if len(self.open) >= DEEPEST:
            return self.stop(
                "yaml_deep", f"It is nested more than {DEEPEST} deep.", "Flatten it.", event.start_mark
            )
        node: Listing | Keyed = (
            Listing(line, column) if isinstance(event, SequenceStartEvent) else Keyed(line, column)
        )
        placed = self.place(node)
        self.open.append(node)
        self.keys.append(None)
        self.names.append(event.anchor)
        self.counted.append(0)
        return placed

    def take_alias(self, event: Any) -> bool:
        """An alias stands for all of what its anchor holds, counted in full."""
        node, size = self.anchors.get(event.anchor, (None, 0))
        if node is None:
            return self.stop(
                "yaml_alias",
                f"There is nothing complete above that is named {quoted('&' + event.anchor)}.",
                "Write the value itself in its place.",
                event.start_mark,
            )
        self.counted[-1] += size
        if sum(self.counted) > MOST_NODES:
            return self.too_much(event)
        return self.place(node, alias=event)

    def too_much(self, event: Any) -> bool:
        """More values than any study has, as when aliases multiply each other."""
        return self.stop(
            "yaml_too_much",
            f"The file holds more than {MOST_NODES:,} values, counting each `*alias` in full.",
            "Write the values out without aliases, and check that it is the file it should be.",
            event.start_mark,
        )

    def place(self, node: Node, alias: Any = None) -> bool:
        """Puts a node where it belongs: at the root, in a list, or as key or value."""
        if not self.open:
            self.root = node
            return True
        inside = self.open[-1]
        if isinstance(inside, Listing):
            inside.items.append(node)
            return True
        key = self.keys[-1]
        if key is not None:
            self.keys[-1] = None
            if key.text not in inside.entries:
                inside.entries[key.text] = (key, node)
            return True
        if not isinstance(node, Scalar):
            mark = alias.start_mark if alias else None
            self.faults.add(
                "yaml_key",
                "A key is a list or a mapping.",
                "Let every key be a word; put braces and brackets in quotation marks.",
                file=self.file,
                line=mark.line + 1 if mark else node.line,
            )
            return False
        return self.place_key(inside, node)

    def place_key(self, inside: Keyed, key: Scalar) -> bool:
        """A new key; the same key twice is a fault, since one of the two would be lost."""
        if key.text in inside.entries:
            first = inside.entries[key.text][0].line
            self.faults.add(
                "duplicate_key",
                f"The key {quoted(key.text)} stands here a second time; the first is on line {first}.",
                "Keep one of them.",
                file=self.file,
                line=key.line,
                column=key.text[:80],
            )
        self.keys[-1] = key
        return True
