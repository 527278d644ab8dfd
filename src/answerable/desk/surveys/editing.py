"""Changes of a questionnaire as values: put, moved, removed; follow-ups stay below their question."""

from collections.abc import Mapping
from dataclasses import replace

from answerable.core.questions import Question, Questionnaire


def put(form: Questionnaire, question: Question) -> Questionnaire:
    """The questionnaire with a question changed where its id is there, else added at the end of its place."""
    if question.id in form.by_id:
        questions = tuple(question if each.id == question.id else each for each in form.questions)
    else:
        questions = (*form.questions, question)
    return in_order(replace(form, questions=questions))


def move(form: Questionnaire, question_id: str, *, up: bool) -> Questionnaire:
    """The questionnaire with a question moved by one place among its like. Raises: UnknownName"""
    question = form.question(question_id)
    like = [each.id for each in form.questions if each.parent == question.parent]
    at = like.index(question_id)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(like):
        return form
    like[at], like[to] = like[to], like[at]
    places = iter(like)
    questions = tuple(
        form.by_id[next(places)] if each.parent == question.parent else each for each in form.questions
    )
    return in_order(replace(form, questions=questions))


def remove(form: Questionnaire, question_id: str) -> Questionnaire:
    """The questionnaire without a question and its follow-ups. Raises: UnknownName"""
    form.question(question_id)
    kept = tuple(each for each in form.questions if question_id not in (each.id, each.parent))
    return replace(form, questions=kept)


def define(form: Questionnaire, definitions: Mapping[str, str]) -> Questionnaire:
    """The questionnaire with these definitions."""
    return replace(form, definitions=dict(definitions))


def in_order(form: Questionnaire) -> Questionnaire:
    """Follow-ups after the question they hang on, as the study folder has them."""
    ordered: list[Question] = []
    for question in form.questions:
        if question.parent is None or question.parent not in form.by_id:
            ordered += [question, *form.follow_ups(question.id)]
    return replace(form, questions=tuple(ordered))
