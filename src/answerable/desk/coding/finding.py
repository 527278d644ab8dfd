"""What an address of a coding screen means."""

from django.http import Http404

from answerable.desk.coding.models import CodingDecision
from answerable.desk.coding.queue import asked_in
from answerable.desk.surveys.models import PublicBody, Question, Round, Survey


def chosen_round(survey: Survey, key: str) -> Round | None:
    """The round that an address names, else the latest."""
    rounds = list(survey.rounds.select_related("survey"))
    return next((each for each in rounds if each.key == key), rounds[-1] if rounds else None)


def round_of(survey: Survey, key: str) -> Round:
    """The round of a key. Raises: Http404"""
    found = survey.rounds.select_related("survey").filter(key=key).first()
    if found is None:
        raise Http404("There is no such round in this survey.")
    return found


def body_of(round: Round, body_id: str) -> PublicBody:
    """The body of an id that was asked in a round. Raises: Http404"""
    # A body has a row for each of its names; the one that was asked counts.
    found = asked_in(round).select_related("kind").filter(body_id=body_id).order_by("-position").first()
    if found is None:
        raise Http404("No such body was asked in this round.")
    return found


def question_in(round: Round, body: PublicBody, key: str) -> Question:
    """The question of a key that a body was asked. Raises: Http404"""
    asked = Question.objects.filter(questionnaire__round=round, questionnaire__kind=body.kind_id)
    found = asked.select_related("questionnaire").filter(key=key).first()
    if found is None:
        raise Http404("This body was not asked this question.")
    return found


def decisions_in(round: Round, numbers: list[str]) -> list[CodingDecision]:
    """Decisions of a round by their numbers, the latest first. Raises: Http404"""
    wanted = {int(each) for each in numbers[:500] if each.isdecimal() and len(each) < 18}
    found = CodingDecision.objects.filter(round=round, pk__in=wanted).exclude(stage="second")
    rows = list(found.select_related("round__survey", "body", "question").order_by("-pk"))
    if not wanted or len(rows) != len(wanted):
        raise Http404("No such decision in this round.")
    return rows
