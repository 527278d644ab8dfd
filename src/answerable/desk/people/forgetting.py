"""Personal data taken out again: what was done stays, who it was does not."""

from dataclasses import asdict, dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.mail.models import IncomingMessage, OutgoingMessage
from answerable.desk.people.actions import plain_address, remove_member
from answerable.desk.people.models import Invitation, User
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.models import Survey

NOWHERE = "forgotten.invalid"  # RFC 2606: no mail is ever sent there


@dataclass(frozen=True)
class Forgotten:
    """How many records lost a person's data, and how many raw messages, kept as they came, still hold it."""

    contacts: int
    senders: int
    recipients: int
    raw_messages: int


@transaction.atomic
def forget_user(*, user: User, by: User | None) -> None:
    """Makes a person a nameless row who cannot sign in. Raises: Conflict for the last owner of a survey"""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.forgotten_at is not None:
        return
    for membership in locked.memberships.select_related("survey"):
        remove_member(membership=membership, by=by)
    Invitation.objects.filter(email=locked.email).update(email=f"{locked.pk}@{NOWHERE}")
    for kind in (Authenticator, EmailAddress):
        kind.objects.filter(user=locked).delete()
    for session in UserSession.objects.filter(user=locked):
        session.end()
    locked.tokens.all().delete()
    locked.email, locked.name = f"{locked.pk}@{NOWHERE}", ""
    locked.is_active = locked.may_found = False
    locked.forgotten_at = now()
    locked.set_unusable_password()
    locked.save()
    record(by=by, verb="people.forgotten", survey=None, target=locked, words="A person was forgotten.")


@transaction.atomic
def forget_person(*, survey: Survey, address: str, by: User | None) -> Forgotten:
    """Takes a correspondent out of a survey's records: contacts, senders and recipients of messages.

    Raw messages are evidence and stay as they came; what is published from them is redacted.
    Raises: BadAddress
    """
    who = plain_address(address)
    blank = f"nobody@{NOWHERE}"
    contacts = Contact.objects.filter(body__survey=survey, email__iexact=who)
    senders = IncomingMessage.objects.filter(survey=survey, sender_address__iexact=who)
    recipients = OutgoingMessage.objects.filter(survey=survey, to_address__iexact=who).exclude(state="queued")
    raw = senders.count()
    done = Forgotten(
        contacts=contacts.update(
            email=blank, name="", role="", telephone="", preferred=False, removed_at=now()
        ),
        senders=senders.update(sender_address="", sender_name=""),
        recipients=recipients.update(to_address=blank, to_name=""),
        raw_messages=raw,
    )
    record(
        by=by,
        verb="people.forgotten",
        survey=survey,
        words="A correspondent was forgotten.",
        details=asdict(done),
    )
    return done
