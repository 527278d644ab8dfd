"""Invitations: a link for one address, good once and for a while, revocable; only its hash is kept."""

import hashlib
import logging
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.people.actions import join, plain_address
from answerable.desk.people.models import Invitation, Membership, User
from answerable.desk.people.roles import Role
from answerable.desk.surveys.models import Survey

log = logging.getLogger(__name__)
LIVES = timedelta(days=7)
GONE = "This invitation was used, has run out or was taken back. Ask whoever invited you for another one."


def invite(*, survey: Survey, email: str, role: Role, by: User | None) -> tuple[Invitation, str]:
    """Makes an invitation and its link, told once; an earlier one to the same address is taken back.

    Raises: BadAddress; Conflict where the person is in the survey already
    """
    address = plain_address(email)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        if Membership.objects.filter(survey=survey, user__email=address).exists():
            raise Conflict("This person is in the survey already: change the role below instead.")
        waiting = Invitation.objects.select_for_update().filter(survey=survey, email=address)
        for earlier in waiting.filter(accepted_at=None, revoked_at=None):
            revoke(invitation=earlier, by=by)
        invitation = Invitation.objects.create(
            email=address,
            survey=survey,
            role=role,
            token_hash=hash_of(token),
            invited_by=by,
            invited_at=now(),
            expires_at=now() + LIVES,
        )
        record(
            by=by, verb="people.invited", survey=survey, target=invitation,
            words=f"Invited somebody as {role}.", details={"role": str(role)},
        )  # fmt: skip
    return invitation, f"{settings.HERE.address}{reverse('invitation', args=[token])}"


def mail_invitation(*, invitation: Invitation, link: str) -> bool:
    """Sends an invitation; tells whether it left. It is not kept in the outbox: others would see its link."""
    survey = invitation.survey
    text = (
        f"You are invited to work on “{survey.title}” ({survey.publisher}) as {invitation.role}.\n\n"
        f"Open this link to join; it is for you alone and good until {invitation.expires_at:%d %B %Y}:\n\n"
        f"{link}\n\nIf you did not expect this, do nothing.\n"
    )
    message = EmailMessage(f"Invitation: {survey.title}", text, settings.HERE.mail_from, [invitation.email])
    try:
        return bool(settings.HERE.mail_url) and message.send() == 1
    except Exception as error:
        log.warning("an invitation could not be sent: %s", type(error).__name__)
        return False


@transaction.atomic
def revoke(*, invitation: Invitation, by: User | None) -> None:
    """Takes an invitation back: its link lets nobody in any more. Raises: Conflict"""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("survey").get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise Conflict("This invitation was used or taken back before.")
    locked.revoked_at = now()
    locked.save(update_fields=["revoked_at"])
    record(
        by=by, verb="people.uninvited", survey=locked.survey, target=locked, words="Took back an invitation."
    )


def invitation_of(token: str) -> Invitation:
    """The invitation of a link. Raises: Conflict where it is good no more"""
    found = (
        Invitation.objects.select_related("survey", "invited_by").filter(token_hash=hash_of(token)).first()
    )
    if found is None or found.accepted_at or found.revoked_at or found.expires_at <= now():
        raise Conflict(GONE)
    return found


@transaction.atomic
def accept(*, token: str, user: User | None, name: str = "", password: str = "") -> User:
    """Lets the invited in: as the person signed in, or as a new person with a name and a password.

    An address that has an account is not given a new password by whoever holds the link.
    Raises: Conflict
    """
    Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    invitation = invitation_of(token)
    if user is None:
        if User.objects.filter(email=invitation.email).exists():
            raise Conflict("You have an account already: sign in first, then open the link again.")
        user = User.objects.create_user(invitation.email, password, name=name.strip())
        record(by=user, verb="people.made", survey=None, target=user, words="Came by an invitation.")
    join(user=user, survey=invitation.survey, role=Role(invitation.role), by=user)
    invitation.accepted_at, invitation.accepted_by = now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(
        by=user, verb="people.accepted", survey=invitation.survey, target=invitation,
        words="Accepted an invitation.",
    )  # fmt: skip
    return user


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
