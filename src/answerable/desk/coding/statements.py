"""What bodies say of their own answers: the right of reply."""

from datetime import date

from django.db import transaction

from answerable.core.study.link_statements import LONGEST
from answerable.desk.audit.trail import record
from answerable.desk.coding.models import Statement
from answerable.desk.errors import Conflict
from answerable.desk.people.models import User
from answerable.desk.surveys.models import PublicBody, Question, Round


@transaction.atomic
def record_statement(
    *,
    round: Round,
    body: PublicBody,
    question_key: str | None,
    statement: str,
    given_on: date | None,
    by: User | None,
) -> Statement | None:
    """Keeps what a body says of an answer, or of all (no key). A later one takes its place; blank ends it.

    Raises: Conflict for one that is too long, or on a question that the body is not asked
    """
    text = statement.replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Conflict(f"The statement has {len(text):,} characters; {LONGEST:,} are the most. Shorten it.")
    key = question_key or None
    asked = Question.objects.filter(questionnaire__round=round, questionnaire__kind=body.kind_id)
    if key is not None and not asked.filter(key=key).exists():
        raise Conflict(f"The question {key} is not asked of this body in this round.")
    PublicBody.objects.select_for_update(no_key=True).only("pk").get(pk=body.pk)
    row = Statement.objects.filter(round=round, body=body, question_key=key).order_by("-pk").first()
    if not text:
        if row is not None:
            row.delete()
            _told(round, body, key, by, "took its statement back")
        return None
    row = row or Statement(round=round, body=body, question_key=key)
    row.statement, row.given_on = text, given_on
    row.save()
    _told(round, body, key, by, "gave a statement")
    return row


def _told(round: Round, body: PublicBody, key: str | None, by: User | None, words: str) -> None:
    record(
        by=by,
        verb="coding.statement",
        survey=round.survey,
        target=body,
        words=f"{round.key}, {body.body_id}: {words}{f' on {key}' if key else ''}.",
    )
