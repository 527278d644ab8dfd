"""The demonstration's first codings: what the replies of a few bodies are, and what they answered."""

from collections.abc import Sequence

from answerable.core.answers import Status
from answerable.core.errors import InputFaults
from answerable.core.law.life import EventKind
from answerable.desk import clock
from answerable.desk.coding.actions import decide
from answerable.desk.demonstration.building import Case
from answerable.desk.demonstration.saying import Given
from answerable.desk.demonstration.story import Turn
from answerable.desk.mail.models import Placement
from answerable.desk.mail.placing_events import say_what_it_is
from answerable.desk.people.models import User
from answerable.desk.surveys.models import Question, Round

CODED = 8


def code_some(round: Round, cases: Sequence[Case], by: User) -> int:
    """Codes the first few bodies that answered in the mail itself; returns how many answers."""
    n = 0
    for case in [each for each in cases if each.part.turn is Turn.ANSWERED_INLINE][:CODED]:
        request = case.letter.request
        assert request is not None
        placed = Placement.objects.filter(request=request, undone_at=None, to_read=True).first()
        if placed is None:
            continue
        day = clock.day_of(placed.message.received_at)
        say_what_it_is(message=placed.message, request=request, kind=EventKind.ANSWERED, on=day, by=by)
        questions = Question.objects.filter(questionnaire__round=round, questionnaire__kind=request.body.kind)
        by_key = {question.key: question for question in questions}
        for put, given in zip(case.puts, case.answers, strict=True):
            n += _decided(round, request.body, by_key[put.key], given, by)
    return n


def _decided(round: Round, body: object, question: Question, given: Given, by: User) -> int:
    if given.status is Status.NO_REPLY:
        return 0
    told = {"answer": given.answer or None, "value": given.value} if given.status is Status.ANSWERED else {}
    if given.value is not None:
        told |= {"unit": question.unit, "period": question.period}
    try:
        decide(round=round, body=body, question=question, status=given.status, by=by, **told)  # type: ignore[arg-type]
    except InputFaults:  # a follow-up that the answer above does not call for
        return 0
    return 1
