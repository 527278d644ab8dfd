"""Questionnaires from their records."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from answerable.core import questions as core
from answerable.core.answers import AnswerType
from answerable.desk.surveys.models import Question, Questionnaire


def questionnaire_of(form: Questionnaire, questions: list[Question]) -> core.Questionnaire:
    """A questionnaire with its questions in order."""
    return core.Questionnaire(
        kind=form.kind.key,
        questions=tuple(question_of(question) for question in questions),
        title=form.title,
        definitions=dict(form.definitions),
        remarks=tuple(core.Remark(each["id"], each["text"], each.get("of")) for each in form.remarks),
        consistency=tuple(_rule(each) for each in form.consistency),
        extra=dict(form.extra),
    )


def question_of(question: Question) -> core.Question:
    """One question."""
    code, link, rule = question.recoded, question.compares_with, question.derived
    return core.Question(
        id=question.key,
        text=question.text,
        answer=AnswerType(question.answer),
        number=question.number,
        label=question.label,
        section=question.section,
        options=tuple(question.options),
        recoded=core.Recode(tuple(code["options"]), date.fromisoformat(code["on"]), code["because"])
        if code
        else None,
        duty=_duty(question.duty) if question.duty else None,
        parent=question.parent or None,
        condition=question.condition or None,
        unit=question.unit or None,
        period=question.period or None,
        compares_with=_link(link) if link else None,
        pair_of=question.pair_of or None,
        derived=core.Derived(tuple(rule.get("any_of") or ()), rule.get("gives_number")) if rule else None,
        meaning=dict(question.meaning),
        note=question.note,
    )


def _rule(rule: Mapping[str, Any]) -> core.ConsistencyRule:
    return core.ConsistencyRule(
        rule=rule["rule"],
        question=rule["question"],
        elements=tuple(rule.get("elements") or ()),
        other=rule.get("other"),
        other_kind=rule.get("other_kind"),
        words=rule.get("words") or "",
    )


def _duty(duty: Mapping[str, Any]) -> core.Duty:
    return core.Duty(duty["name"], duty["source"], duty.get("force") or "should", duty.get("url"))


def _link(link: Mapping[str, Any]) -> core.ComparesWith:
    return core.ComparesWith(
        round=link["round"],
        question=link["question"],
        comparability=core.Comparability(link["comparability"]),
        because=link.get("because") or "",
        kind=link.get("kind"),
    )
