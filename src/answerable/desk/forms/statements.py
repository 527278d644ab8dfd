"""Statements of bodies (right of reply): a person looks at each before it is published beside the answer."""

from collections.abc import Mapping

from django.db import transaction

from answerable.core.study.link_statements import LONGEST
from answerable.desk.audit.trail import record
from answerable.desk.clock import day_of, now
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.forms.drafts import told_of
from answerable.desk.forms.models import GivenStatement, ReplyLink, StatementState
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request

LONGEST_STATEMENT = min(LONGEST, 5_000)


@transaction.atomic
def give_statements(
    *, link: ReplyLink, request: Request, statements: Mapping[str, str]
) -> list[GivenStatement]:
    """Keeps statements by question ("": of all) until a person has looked.

    One that says what the last one said is left; another takes the place of one that still waits.
    A blank says nothing, and takes nothing back.
    """
    Request.objects.select_for_update().get(pk=request.pk)
    last = {
        each.question_key: each
        for each in GivenStatement.objects.filter(request=request).order_by("pk")
        if each.state != StatementState.DECLINED
    }
    new = []
    for key, words in statements.items():
        before = last.get(key)
        if not words or (before is not None and before.statement == words):
            continue
        if len(words) > LONGEST_STATEMENT:
            raise NotReady(
                f"A statement is {len(words):,} characters long; {LONGEST_STATEMENT:,} are the most. "
                "Nothing was kept. Shorten it."
            )
        if before is not None and before.state == StatementState.WAITING:
            GivenStatement.objects.filter(pk=before.pk).update(state=StatementState.REPLACED)
        new.append(
            GivenStatement.objects.create(
                link=link, request=request, question_key=key, statement=words, given_at=now()
            )
        )
    if new:
        told_of(request, link, "form.statements", f"gave {len(new)} statements on the reply form")
    return new


@transaction.atomic
def accept_statement(*, statement: GivenStatement, by: User) -> GivenStatement:
    """A person has looked: the statement is published beside the answer. Raises: Conflict"""
    from answerable.desk.coding.statements import record_statement

    locked = _waiting(statement)
    request = locked.request
    GivenStatement.objects.filter(
        request=request, question_key=locked.question_key, state=StatementState.ACCEPTED
    ).update(state=StatementState.REPLACED)
    locked.published = record_statement(
        round=request.round,
        body=request.body,
        question_key=locked.question_key or None,
        statement=locked.statement,
        given_on=day_of(locked.given_at),
        by=by,
    )
    _decided(locked, StatementState.ACCEPTED, "", by)
    return locked


@transaction.atomic
def decline_statement(*, statement: GivenStatement, because: str, by: User) -> GivenStatement:
    """The statement is not published, for a reason that the body is shown. Raises: Conflict, NotReady"""
    if not because.strip():
        raise NotReady("Say why it is not published; the body sees the reason on its page.")
    locked = _waiting(statement)
    _decided(locked, StatementState.DECLINED, because.strip()[:300], by)
    return locked


@transaction.atomic
def look_again(*, statement: GivenStatement, by: User) -> GivenStatement:
    """Takes a decision back, and the statement out of what is published. Raises: Conflict"""
    from answerable.desk.coding.statements import record_statement

    locked = _locked(statement)
    if locked.state not in {StatementState.ACCEPTED, StatementState.DECLINED}:
        raise Conflict("This statement waits already, or another has taken its place.")
    if locked.published is not None and locked.published.statement == locked.statement:
        request = locked.request
        record_statement(
            round=request.round,
            body=request.body,
            question_key=locked.question_key or None,
            statement="",
            given_on=None,
            by=by,
        )
    locked.published = None
    _decided(locked, StatementState.WAITING, "", by)
    return locked


def _locked(statement: GivenStatement) -> GivenStatement:
    rows = GivenStatement.objects.select_for_update(of=("self",))
    return rows.select_related("request__round__survey", "request__body").get(pk=statement.pk)


def _waiting(statement: GivenStatement) -> GivenStatement:
    locked = _locked(statement)
    if locked.state != StatementState.WAITING:
        raise Conflict(
            f"This statement was {locked.get_state_display().lower()} before. Load the list again."
        )
    return locked


def _decided(statement: GivenStatement, state: StatementState, because: str, by: User) -> None:
    waits = state == StatementState.WAITING
    statement.state, statement.because = state, because
    statement.decided_at, statement.decided_by = (None, None) if waits else (now(), by)
    statement.save()
    record(
        by=by,
        verb=f"form.statement_{state}",
        survey=statement.request.round.survey,
        target=statement,
        words=f"{statement.request.reference}: a statement is {state}.",
    )
