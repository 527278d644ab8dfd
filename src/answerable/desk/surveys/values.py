"""Records of a survey as the values of core: questionnaires, their rounds, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from answerable.core.questions import Comparability
from answerable.core.questions import Question as CoreQuestion
from answerable.core.questions import Questionnaire as Form
from answerable.core.study.model import Round as CoreRound
from answerable.desk.surveys.models import Questionnaire, Round
from answerable.desk.surveys.to_study_forms import questionnaire_of

PLAIN = ("text", "number", "label", "section", "parent", "condition", "unit", "period", "pair_of", "note")


def form_of(row: Questionnaire) -> Form:
    """A questionnaire as core's value; prefetch `questions` and select `kind` for many."""
    return questionnaire_of(row, list(row.questions.all()))


def fields_of(question: CoreQuestion) -> dict[str, Any]:
    """The fields of a question's record, without its place."""
    recoded = question.recoded
    return {
        "key": question.id,
        "answer": str(question.answer),
        "options": list(question.options),
        "recoded": recoded
        and {
            "options": list(recoded.options),
            "on": recoded.on.isoformat(),
            "because": recoded.because,
        },
        "duty": asdict(question.duty) if question.duty else None,
        "compares_with": _plain(asdict(question.compares_with)) if question.compares_with else None,
        "derived": question.derived
        and {"any_of": list(question.derived.any_of), "gives_number": question.derived.gives_number},
        "meaning": dict(question.meaning),
        **{name: getattr(question, name) for name in PLAIN},
    }


def form_fields(form: Form) -> dict[str, Any]:
    """The fields of a questionnaire's record that are not its questions."""
    return {
        "title": form.title,
        "definitions": dict(form.definitions),
        "remarks": [asdict(each) for each in form.remarks],
        "consistency": [{**asdict(each), "elements": list(each.elements)} for each in form.consistency],
        "extra": dict(form.extra),
    }


def round_of(row: Round) -> CoreRound:
    """A round with its questionnaires and without its answers, as core's value."""
    forms = row.questionnaires.select_related("kind").prefetch_related("questions")
    return CoreRound(
        id=row.key,
        sent_on=row.sent_on,
        cut_off=row.cut_off,
        regime=row.regime,
        asked={form.kind.key: form.file for form in forms},
        questionnaires={form.kind.key: form_of(form) for form in forms},
        title=row.title,
        extra=row.extra,
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Comparability) else value for key, value in values.items()}
