"""round.yaml: when a round was sent, under which law, and who was asked what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from answerable.core.study.faults import Faults, any_of, did_you_mean, quoted
from answerable.core.study.section import Section
from answerable.core.study.yaml import Keyed, Node

EXTRA = ("note", "sources")


@dataclass(frozen=True)
class RoundHead:
    """The content of round.yaml."""

    sent_on: date | None
    cut_off: date | None
    regime: str
    asked: Mapping[str, str]
    title: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


def parse_round(
    node: Node, file: str, kinds: Mapping[str, object] | None, faults: Faults
) -> RoundHead | None:
    """The content of a round.yaml, or None where it has no keys; `kinds` None leaves kinds unchecked."""
    if not isinstance(node, Keyed):
        faults.add(
            "not_keys", "The file holds no keys.", "Write it as `key: value`.", file=file, line=node.line
        )
        return None
    top = Section(node, file, faults)
    head = RoundHead(
        sent_on=top.day("sent_on", required=True),
        cut_off=top.day("cut_off", required=True),
        regime=top.text("regime", required=True),
        asked=_asked(top, kinds),
        title=top.text("title"),
        extra=top.extra(*EXTRA),
        lines={key: key_node.line for key, (key_node, _) in node.entries.items()},
    )
    top.close()
    if head.sent_on and head.cut_off and head.cut_off < head.sent_on:
        top.fault(
            "cut_off_before_sent",
            f"The cut-off, {head.cut_off}, is before the day of sending, {head.sent_on}.",
            "Check which of the two is right.",
            key="cut_off",
        )
    return head


def _asked(top: Section, kinds: Mapping[str, object] | None) -> dict[str, str]:
    below = top.section("asked", required=True)
    asked: dict[str, str] = {}
    for kind, (key, _) in below.node.entries.items() if below else ():
        assert below is not None
        file = below.text(kind, required=True)
        if kinds is not None and kind not in kinds:
            below.fault(
                "unknown_kind",
                f"There is no kind of body {quoted(kind)} in study.yaml.",
                did_you_mean(kind, kinds),
                key="asked",
                line=key.line,
                expected=any_of(list(kinds)),
            )
        elif file and ("/" in file or "\\" in file or not file.endswith(".yaml")):
            below.fault(
                "bad_file_name",
                f"{quoted(file)} cannot be the file of a questionnaire.",
                "Name a .yaml file that lies beside round.yaml.",
                key="asked",
                line=key.line,
            )
        elif file:
            asked[kind] = file
    return asked
