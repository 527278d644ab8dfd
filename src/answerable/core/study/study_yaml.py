"""study.yaml: what a study is called, who publishes it, and which kinds of body it has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from answerable.core.bodies.model import BodyKind
from answerable.core.study.faults import Faults, quoted
from answerable.core.study.schema import BODIES
from answerable.core.study.section import Section
from answerable.core.study.yaml import Keyed, Node, Scalar

FILE = "study.yaml"
# Kept as they are for the press to show; core has no use for them.
EXTRA = ("accessibility", "language", "signposting", "sources", "representatives_url")
KIND = re.compile(r"[a-z][a-z0-9]{0,19}\Z")
ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


@dataclass(frozen=True)
class StudyHead:
    """The content of study.yaml."""

    id: str
    title: str
    publisher: str
    licence: str
    simulated: bool
    body_kinds: Mapping[str, BodyKind]
    default_scheme: str | None = None
    body_attributes: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    contact: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    line_of_id: int | None = field(default=None, compare=False)
    line_of_scheme: int | None = field(default=None, compare=False)


def parse_study(node: Node, faults: Faults, file: str = FILE) -> StudyHead | None:
    """The content of study.yaml, or None where it has no keys; every fault is noted."""
    if not isinstance(node, Keyed):
        faults.add(
            "not_keys", "The file holds no keys.", "Write it as `key: value`.", file=file, line=node.line
        )
        return None
    top = Section(node, file, faults)
    head = StudyHead(
        id=top.safe_id("id", "study"),
        title=top.text("title", required=True),
        publisher=top.text("publisher", required=True),
        licence=top.text("licence", required=True),
        simulated=top.flag("simulated", required=True),
        body_kinds=_kinds(top),
        default_scheme=top.text_or_none("default_scheme"),
        body_attributes=_attributes(top),
        summary=top.text("summary"),
        contact=top.text("contact"),
        extra=top.extra(*EXTRA),
        line_of_id=top.line("id"),
        line_of_scheme=top.line("default_scheme"),
    )
    top.close()
    return head


def _kinds(top: Section) -> dict[str, BodyKind]:
    kinds: dict[str, BodyKind] = {}
    below = top.section("body_kinds", required=True)
    if below is None:
        return kinds
    for kind, (key, node) in below.node.entries.items():
        if not KIND.match(kind):
            below.fault(
                "bad_kind",
                f"{quoted(kind)} cannot be a kind of body.",
                "Use a short lower-case word without blanks or hyphens, such as ccg: it stands in paths.",
                key="body_kinds",
                line=key.line,
            )
        entry = below.below(node, kind)
        if entry is None:
            continue
        name = entry.text("name", required=True)
        kinds[kind] = BodyKind(
            kind, name, entry.text("plural") or f"{name}s", entry.text("short") or kind.upper()
        )
        entry.close()
    if not kinds and not below.node.entries:
        top.fault("no_kinds", "No kind of body is named.", "Name at least one.", key="body_kinds")
    return kinds


def _attributes(top: Section) -> dict[str, str]:
    """Declared columns of bodies.csv, `stp: {name: ...}` or `stp: ...`, and what to call each."""
    below = top.section("body_attributes")
    attributes: dict[str, str] = {}
    for name, (key, node) in below.node.entries.items() if below else ():
        assert below is not None
        if not ATTRIBUTE.match(name) or name in ("id", "kind", "name", "opened", "closed"):
            below.fault(
                "bad_attribute",
                f"{quoted(name)} cannot be an attribute of bodies.",
                "Use a short lower-case word that is not a column with another use.",
                key="body_attributes",
                line=key.line,
            )
            continue
        if isinstance(node, Scalar):
            attributes[name] = below.text(name) or name
            continue
        entry = below.below(node, name)
        if entry is not None:
            attributes[name] = entry.text("name") or name
            entry.close()
    return attributes


def extra_columns(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Declared attributes that are columns beyond those every study may have."""
    return tuple(name for name in attributes if name not in BODIES.names)
