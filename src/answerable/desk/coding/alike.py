"""One reply that answers for several bodies: coded once, the same for the others."""

from collections.abc import Sequence

from django.db import transaction

from answerable.desk.coding.actions import SAYS, decide
from answerable.desk.coding.checking import LONGEST_BECAUSE
from answerable.desk.coding.evidence import Words, messages_of
from answerable.desk.coding.models import Answer, CodingDecision
from answerable.desk.people.models import User
from answerable.desk.surveys.models import PublicBody, Question, Round


@transaction.atomic
def code_alike(
    *, round: Round, body: PublicBody, others: Sequence[PublicBody], by: User | None
) -> list[CodingDecision]:
    """Codes other bodies as this one where one reply answers for all; what they have stays untouched.

    A decision goes along with the words it rests on; one that rests only on words of a message that is not
    placed at the other body does not.
    Raises: Conflict
    """
    rows = list(
        CodingDecision.objects.filter(adopted_as__round=round, adopted_as__body=body)
        .select_related("question")
        .prefetch_related("evidence__file")
        .order_by("question__position", "pk")
    )
    made = []
    for other in others:
        here = _shared_messages(round, body, other)
        have = set(Answer.objects.filter(round=round, body=other).values_list("question__key", flat=True))
        asked = {
            each.key: each
            for each in Question.objects.filter(
                questionnaire__round=round, questionnaire__kind=other.kind_id
            ).select_related("questionnaire")
        }
        for row in rows:
            key = row.question.key
            words = _that_are_there(row, here)
            if key in have or key not in asked or (row.evidence.all() and not words):
                continue
            made.append(
                decide(
                    round=round,
                    body=other,
                    question=asked[key],
                    evidence=words,
                    because=f"As {body.body_id}: one reply answers for both."[:LONGEST_BECAUSE],
                    by=by,
                    **{name: getattr(row, name) for name in SAYS},
                )
            )
    return made


def bodies_alike(round: Round, body: PublicBody) -> list[PublicBody]:
    """Other bodies of the round at which a message of this body is placed too."""
    placed = PublicBody.objects.filter(
        requests__round=round,
        requests__placements__undone_at=None,
        requests__placements__message__in=messages_of(round, body).order_by().values("pk"),
    )
    return list(placed.exclude(pk=body.pk).order_by("position", "pk").distinct())


def _shared_messages(round: Round, body: PublicBody, other: PublicBody) -> set[int]:
    mine, theirs = messages_of(round, body), messages_of(round, other)
    return set(mine.values_list("pk", flat=True)) & set(theirs.values_list("pk", flat=True))


def _that_are_there(decision: CodingDecision, messages: set[int]) -> list[Words]:
    found = []
    for each in decision.evidence.all():
        message = each.file.message_id if each.file else each.message_id
        if message in messages:
            found.append(Words(each.start, each.end, each.quote, each.message_id, each.file_id, each.part))
    return found
