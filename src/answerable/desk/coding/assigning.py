"""Who codes which body: given by hand or shared out, taken, done; and who has one open just now."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.coding.models import Assignment, SoftLock, Stage
from answerable.desk.errors import Conflict, NotAllowed
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import RIGHTS, Right
from answerable.desk.surveys.models import PublicBody, Round, Survey

HELD_FOR = timedelta(seconds=75)
CODING_ROLES = tuple(role.value for role, rights in RIGHTS.items() if Right.CODE in rights)


def coders_of(survey: Survey) -> list[User]:
    """Those who may code in a survey, by name."""
    found = User.objects.filter(
        is_active=True, memberships__survey=survey, memberships__role__in=CODING_ROLES
    )
    return sorted(found.distinct(), key=str)


@transaction.atomic
def assign(
    *, round: Round, bodies: Sequence[PublicBody], coder: User | None, by: User | None
) -> list[Assignment]:
    """Gives bodies to a coder, whoever had them; None takes them from whoever had them. Raises: NotAllowed"""
    if coder is not None:
        _check_coder(round, coder)
    there = _locked(round, bodies)
    made, n_changed = [], 0
    for body in bodies:
        row = there.get(body.pk)
        if coder is None:
            if row is not None:
                row.delete()
                n_changed += 1
            continue
        if row is None:
            row = Assignment(round=round, body=body, coder=coder, assigned_at=now())
        elif row.coder_id != coder.pk:
            row.coder, row.assigned_at, row.done_at = coder, now(), None
        else:
            made.append(row)
            continue
        row.save()
        made.append(row)
        n_changed += 1
    if n_changed:
        whom = f"user {coder.pk}" if coder else "nobody"
        _told(round, by, "coding.assigned", f"gave {n_changed} to {whom}", bodies)
    return made


@transaction.atomic
def share_out(
    *, round: Round, bodies: Sequence[PublicBody], coders: Sequence[User], by: User | None
) -> list[Assignment]:
    """Shares bodies that nobody has among coders, in the order given: each to whom has least to do.

    Raises: NotAllowed, Conflict
    """
    if not coders:
        raise Conflict("Choose at least one coder.")
    for coder in coders:
        _check_coder(round, coder)
    there = _locked(round, bodies)
    waiting = Assignment.objects.filter(round=round, stage=Stage.FIRST, done_at=None)
    load = Counter(waiting.filter(coder__in=coders).values_list("coder_id", flat=True))
    made = []
    for body in bodies:
        if body.pk in there:
            continue
        coder = min(coders, key=lambda each: load[each.pk])
        load[coder.pk] += 1
        made.append(Assignment(round=round, body=body, coder=coder, assigned_at=now()))
    Assignment.objects.bulk_create(made)
    if made:
        _told(round, by, "coding.shared_out", f"shared {len(made)} among {len(coders)} coders", bodies)
    return made


@transaction.atomic
def finish(*, round: Round, body: PublicBody, by: User) -> Assignment:
    """Says that a body is coded; who says so has done it where nobody had it."""
    row = _locked(round, [body]).get(body.pk)
    if row is None:
        row = Assignment(round=round, body=body, coder=by, assigned_at=now())
    row.done_at = row.done_at or now()
    row.save()
    _told(round, by, "coding.done", f"{body.body_id} is done", [body])
    return row


@transaction.atomic
def reopen(*, round: Round, body: PublicBody, by: User | None) -> None:
    """Says that a body is not done after all."""
    row = _locked(round, [body]).get(body.pk)
    if row is None or row.done_at is None:
        return
    row.done_at = None
    row.save(update_fields=["done_at"])
    _told(round, by, "coding.reopened", f"{body.body_id} is not done after all", [body])


def _check_coder(round: Round, coder: User) -> None:
    mine = Membership.objects.filter(user=coder, survey=round.survey_id, role__in=CODING_ROLES)
    if not coder.is_active or not mine.exists():
        raise NotAllowed("This person does not code in this survey. Invite them as a coder first.")


def _locked(round: Round, bodies: Sequence[PublicBody]) -> dict[int, Assignment]:
    pks = [body.pk for body in bodies]
    # Locked in one order, so that two who share out at once do not wait for each other for ever.
    list(
        PublicBody.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk")
    )
    rows = Assignment.objects.filter(round=round, body__in=pks, stage=Stage.FIRST)
    return {row.body_id: row for row in rows}


def _told(round: Round, by: User | None, verb: str, words: str, bodies: Sequence[PublicBody]) -> None:
    record(
        by=by,
        verb=verb,
        survey=round.survey,
        target=round,
        words=f"{round.key}: {words}.",
        details={"bodies": [body.body_id for body in bodies][:500]},
    )


def hold(*, round: Round, body: PublicBody, user: User) -> list[User]:
    """Says that a person has a body open, and returns who else has. Not in the trail: it is no deed."""
    SoftLock.objects.update_or_create(round=round, body=body, user=user, defaults={"until": now() + HELD_FOR})
    return holders(round=round, body=body, but=user)


def let_go(*, round: Round, body: PublicBody, user: User) -> None:
    """Says that a person has left a body, and forgets those that went without a word."""
    SoftLock.objects.filter(round=round, body=body, user=user).delete()
    SoftLock.objects.filter(until__lt=now()).delete()


def holders(*, round: Round, body: PublicBody, but: User) -> list[User]:
    """Who has a body open just now, but for one person."""
    locks = SoftLock.objects.filter(round=round, body=body, until__gte=now()).exclude(user=but)
    return [lock.user for lock in locks.select_related("user").order_by("pk")]
