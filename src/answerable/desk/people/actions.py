"""What changes people and their roles. The last owner of a survey stays."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict, DeskError
from answerable.desk.people.models import Membership, SurveyRules, User
from answerable.desk.people.roles import Role
from answerable.desk.surveys.models import Survey


class BadAddress(DeskError):
    """An address that no mail can be sent to."""


def plain_address(email: str) -> str:
    """An address of mail as it is kept: without spaces, in small letters. Raises: BadAddress"""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddress(f"“{email}” is no address of mail. Expected one such as sam@example.org") from None
    return address


@transaction.atomic
def make_person(*, email: str, name: str, may_found: bool, by: User | None) -> tuple[User, bool]:
    """The person of an address, made where there is none; tells whether it was. Nobody has a password yet.

    Raises: BadAddress; Conflict where the account is closed
    """
    address = plain_address(email)
    user = User.objects.filter(email=address).first()
    if user is not None:
        if not user.is_active:
            raise Conflict("The account of this address is closed.")
        if may_found and not user.may_found:
            user.may_found = True
            user.save(update_fields=["may_found"])
            record(by=by, verb="people.founder", survey=None, target=user, words="May start surveys.")
        return user, False
    user = User.objects.create_user(address, None, name=name.strip(), may_found=may_found)
    record(by=by, verb="people.made", survey=None, target=user, words="Made a person.")
    return user, True


@transaction.atomic
def join(*, user: User, survey: Survey, role: Role, by: User | None) -> Membership:
    """Gives a person a role in a survey; one who has a role keeps it. Raises: Conflict"""
    membership, is_new = Membership.objects.get_or_create(user=user, survey=survey, defaults={"role": role})
    if is_new:
        record(
            by=by, verb="people.joined", survey=survey, target=user,
            words=f"Person {user.pk} joined as {role}.", details={"role": str(role)},
        )  # fmt: skip
    return membership


def founders_own(*, survey: Survey) -> int:
    """Makes every founder an owner of a survey that nobody brought in by name. Returns how many."""
    founders = User.objects.filter(may_found=True, is_active=True)
    return len([join(user=user, survey=survey, role=Role.OWNER, by=None) for user in founders])


def own_the_ownerless(*, user: User) -> int:
    """Makes a person the owner of each survey that has none. Returns how many."""
    owned = Membership.objects.filter(role=Role.OWNER).values("survey")
    orphans = Survey.objects.exclude(pk__in=owned)
    return len([join(user=user, survey=survey, role=Role.OWNER, by=None) for survey in orphans])


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User | None) -> Membership:
    """Gives a person another role in a survey. Raises: Conflict for the last owner"""
    locked = _locked(membership)
    before = locked.role
    if before == role:
        return locked
    if before == Role.OWNER:
        _check_another_owner(locked)
    locked.role = role
    locked.save(update_fields=["role"])
    record(
        by=by, verb="people.role", survey=locked.survey, target=locked.user,
        words=f"Person {locked.user_id}: {before} became {role}.",
        details={"before": before, "after": str(role)},
    )  # fmt: skip
    return locked


@transaction.atomic
def remove_member(*, membership: Membership, by: User | None) -> None:
    """Takes a person out of a survey; what the person did stays. Raises: Conflict for the last owner"""
    locked = _locked(membership)
    if locked.role == Role.OWNER:
        _check_another_owner(locked)
    record(
        by=by, verb="people.removed", survey=locked.survey, target=locked.user,
        words=f"Person {locked.user_id} is no longer {locked.role}.", details={"role": locked.role},
    )  # fmt: skip
    # Tokens of scripts act as the person: they go with the role.
    locked.user.tokens.filter(survey=locked.survey, revoked_at=None).update(revoked_at=now())
    locked.delete()


@transaction.atomic
def ask_for_second_factor(*, survey: Survey, wanted: bool, by: User | None) -> None:
    """Says whether people of a survey must sign in with a second factor."""
    rules, _ = SurveyRules.objects.select_for_update().get_or_create(survey=survey)
    if rules.second_factor == wanted:
        return
    rules.second_factor = wanted
    rules.save(update_fields=["second_factor"])
    words = "A second factor is asked of everybody." if wanted else "A second factor is no longer asked."
    record(by=by, verb="people.second_factor", survey=survey, words=words)


@transaction.atomic
def change_name(*, user: User, name: str, by: User | None) -> None:
    """Changes the name that others see."""
    user.name = name.strip()[:150]
    user.save(update_fields=["name"])
    record(by=by, verb="people.name", survey=None, target=user, words="Changed a name.")


def _locked(membership: Membership) -> Membership:
    """A membership with its survey's people held: two owners cannot both leave at the same moment."""
    Survey.objects.select_for_update().get(pk=membership.survey_id)
    locked = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("survey", "user")
        .filter(pk=membership.pk)
        .first()
    )
    if locked is None:
        raise Conflict("This person is no longer in the survey.")
    return locked


def _check_another_owner(membership: Membership) -> None:
    others = Membership.objects.filter(survey=membership.survey, role=Role.OWNER, user__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise Conflict("This is the last owner of the survey. Make somebody else an owner first.")
