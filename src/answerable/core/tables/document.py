"""The mapping file as it was written: words stay words, and every key knows its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from answerable.core.errors import InputFaults
from answerable.core.study.faults import Faults
from answerable.core.study.folder import LIMITS, MEGABYTE
from answerable.core.study.yaml import Keyed, Listing, Node, Scalar, parse_yaml

LARGEST = LIMITS[".yaml"]
Spot = tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """The keys of a YAML file, and the line of each by its path from the top."""

    keys: Mapping[str, object]
    lines: Mapping[Spot, int] = field(default_factory=dict)


def read_document(data: bytes, file: str) -> Document:
    """The keys of a YAML file; `0012` and `1.0` keep their spelling, since cells of a table do.

    Raises: InputFaults
    """
    faults = Faults()
    node: Node | None = None
    if len(data) > LARGEST:
        message = f"The file is larger than {LARGEST // MEGABYTE} MB."
        faults.add("file_too_large", message, "Check that it is the mapping.", file=file)
    else:
        node = parse_yaml(data, file, faults)
    if node is not None and not isinstance(node, Keyed):
        faults.add(
            "not_keys", "The file holds no keys.", "Write it as `key: value`.", file=file, line=node.line
        )
    if faults.any_errors:
        raise InputFaults(faults.listed())
    assert isinstance(node, Keyed)
    keys = _value(node)
    assert isinstance(keys, dict)
    return Document(keys, dict(_lines(node, ())))


def _value(node: Node) -> object:
    """A node as plain values: texts as written, and bare true, false and nothing as such."""
    if isinstance(node, Keyed):
        return {key: _value(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, Listing):
        return [_value(item) for item in node.items]
    assert isinstance(node, Scalar)
    if node.is_null:
        return None
    return node.text.lower() == "true" if node.is_boolean else node.text


def _lines(node: Keyed, above: Spot) -> Iterator[tuple[Spot, int]]:
    for key, (name, value) in node.entries.items():
        yield (*above, key), name.line
        if isinstance(value, Keyed):
            yield from _lines(value, (*above, key))
