"""A questionnaire's YAML: questions in order, their follow-ups, and how they hang together."""

from dataclasses import dataclass, field
from typing import Any

from answerable.core.answers import AnswerType
from answerable.core.questions import (
    Comparability,
    ComparesWith,
    ConsistencyRule,
    Derived,
    Duty,
    Question,
    Questionnaire,
    Recode,
    Remark,
)
from answerable.core.study.faults import Faults, quoted
from answerable.core.study.section import Section
from answerable.core.study.yaml import Keyed, Node, Scalar

EXTRA = ("sections", "note", "sources")
Places = dict[tuple[str, str], int]


@dataclass(frozen=True)
class ParsedQuestionnaire:
    """A questionnaire and the line of each key of each question, as (question id, key)."""

    value: Questionnaire
    file: str
    places: Places = field(default_factory=dict)

    def line(self, owner: str, key: str = "id") -> int | None:
        """The line of a question's key, else of the question."""
        return self.places.get((owner, key)) or self.places.get((owner, "id"))


class _Reader:
    """Gathers the questions of one file, with their places."""

    def __init__(self) -> None:
        self.questions: dict[str, Question] = {}
        self.places: Places = {}

    def add(self, section: Section, question: Question) -> None:
        """Adds a question; an id that is taken is a fault."""
        if not question.id:
            return
        if question.id in self.questions:
            first = self.places[(question.id, "id")]
            section.fault(
                "duplicate_question",
                f"The id {quoted(question.id)} is used a second time; the first is on line {first}.",
                "Give each question, follow-up and derived question an id of its own.",
                key="id",
            )
            return
        self.questions[question.id] = question
        self.places |= {(question.id, key): node.line for key, (node, _) in section.node.entries.items()}


def parse_questionnaire(node: Node, file: str, faults: Faults) -> ParsedQuestionnaire | None:
    """The questionnaire of a file, or None where it has no keys; every fault is noted."""
    if not isinstance(node, Keyed):
        faults.add(
            "not_keys", "The file holds no keys.", "Write it as `key: value`.", file=file, line=node.line
        )
        return None
    top, reader = Section(node, file, faults), _Reader()
    for section in top.sections("questions", required=True):
        _read_question(section, reader)
    remarks = tuple(
        _remark(section, number, reader) for number, section in enumerate(top.sections("remarks"))
    )
    rules = tuple(
        _rule(section, number, reader) for number, section in enumerate(top.sections("consistency"))
    )
    value = Questionnaire(
        kind=top.text("kind", required=True),
        questions=tuple(reader.questions.values()),
        title=top.text("title"),
        definitions=top.texts("definitions"),
        remarks=remarks,
        consistency=rules,
        extra=top.extra(*EXTRA),
    )
    reader.places[("", "kind")] = top.line("kind")
    top.close()
    return ParsedQuestionnaire(value, file, reader.places)


def _read_question(section: Section, reader: _Reader) -> None:
    section.question = _id_or_none(section)
    derived = _derived(section)
    if derived is not None and section.has("follow_ups"):
        section.fault(
            "derived_follow_up",
            "A derived question cannot have follow-ups: nobody was asked it.",
            "Hang them on the question it is derived from.",
            key="follow_ups",
        )
    question = Question(
        id=section.safe_id("id", "question"),
        text=section.text("text", required=derived is None),
        derived=derived,
        pair_of=section.text_or_none("pair_of"),
        **_shared(section, required=derived is None),
    )
    follow_ups = section.sections("follow_ups")
    section.close()
    reader.add(section, question)
    for below in follow_ups:
        _read_follow_up(below, question.id, reader)


def _read_follow_up(section: Section, parent: str, reader: _Reader) -> None:
    section.question = _id_or_none(section)
    follow_up = Question(
        id=section.safe_id("id", "question"),
        text=section.text("text"),
        parent=parent,
        condition=section.text_or_none("if"),
        **_shared(section, required=True),
    )
    section.close()
    reader.add(section, follow_up)


def _id_or_none(section: Section) -> str | None:
    """The id as it stands, to be named in faults, of which it may have some itself."""
    entry = section.node.entries.get("id")
    return entry[1].text[:80] if entry and isinstance(entry[1], Scalar) else None


def _shared(section: Section, required: bool) -> dict[str, Any]:
    """What questions and follow-ups have alike, as keywords of Question."""
    return {
        "answer": section.word("answer", AnswerType, AnswerType.YES_NO, required=required),
        "number": section.text("number"),
        "label": section.text("label"),
        "section": section.text("section"),
        "options": section.words("options"),
        "recoded": _recode(section),
        "duty": _duty(section),
        "unit": section.text_or_none("unit"),
        "period": section.text_or_none("period"),
        "compares_with": _compares_with(section),
        "meaning": section.texts("meaning"),
        "note": section.text("note"),
    }


def _derived(section: Section) -> Derived | None:
    below = section.section("derived")
    if below is None:
        return None
    derived = Derived(any_of=below.words("any_of"), gives_number=below.text_or_none("gives_number"))
    if bool(derived.any_of) == bool(derived.gives_number):
        below.fault(
            "derived_rule",
            "A derived question needs exactly one rule.",
            "Write either any_of with a list of questions, or gives_number with one.",
            line=section.line("derived"),
        )
    below.close()
    return derived


def _recode(section: Section) -> Recode | None:
    below = section.section("recoded")
    if below is None:
        return None
    options, on = below.words("options", required=True), below.day("on", required=True)
    because = below.text("because", required=True)
    below.close()
    if on is None and "on" in below.node.entries and not below.has("on"):
        below.fault("empty_key", "The key “on” holds nothing.", "Write the day of the recode.", key="on")
    return Recode(options, on, because) if on else None


def _duty(section: Section) -> Duty | None:
    below = section.section("duty")
    if below is None:
        return None
    duty = Duty(
        name=below.text("name", required=True),
        source=below.text("source", required=True),
        force=below.text("force", "should"),
        url=below.text_or_none("url"),
    )
    if duty.force not in ("must", "should"):
        below.fault(
            "unknown_word",
            f"The force of a duty is {quoted(duty.force)}.",
            "Write must for what the law demands, should for guidance.",
            key="force",
            expected="must, should",
        )
    below.close()
    return duty


def _compares_with(section: Section) -> ComparesWith | None:
    below = section.section("compares_with")
    if below is None:
        return None
    link = ComparesWith(
        round=below.text("round", required=True),
        question=below.text("question", required=True),
        comparability=below.word("comparability", Comparability, Comparability.HARD, required=True)
        or Comparability.HARD,
        because=below.text("because"),
        kind=below.text_or_none("kind"),
    )
    below.close()
    return link


def _remark(section: Section, number: int, reader: _Reader) -> Remark:
    remark = Remark(
        id=section.safe_id("id", "remark"),
        text=section.text("text", required=True),
        of=section.text_or_none("of"),
    )
    section.close()
    reader.places[(f"remark {number}", "id")] = section.line()
    return remark


def _rule(section: Section, number: int, reader: _Reader) -> ConsistencyRule:
    rule = ConsistencyRule(
        rule=section.text("rule", required=True),
        question=section.text("question", required=True),
        elements=section.words("elements"),
        other=section.text_or_none("other"),
        other_kind=section.text_or_none("other_kind"),
        words=section.text("words"),
    )
    section.close()
    reader.places[(f"rule {number}", "id")] = section.line()
    return rule
