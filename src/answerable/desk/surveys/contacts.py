"""Whom to write to: a new contact takes the place of the old one, which stays and can be put back."""

from django.db import transaction

from answerable.core.bodies.addresses import LONGEST, is_address
from answerable.core.errors import Fault, InputFaults
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.people.models import User
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.models import PublicBody


@transaction.atomic
def prefer_contact(
    *,
    body: PublicBody,
    email: str,
    by: User | None,
    name: str = "",
    role: str = "",
    telephone: str = "",
    source: str = "",
) -> Contact:
    """The contact that letters to a body go to from now on. The same again changes nothing.

    Raises: InputFaults for what cannot be an address
    """
    email = email.strip()
    if not is_address(email):
        words = f"“{email[:80]}” cannot be an address."
        raise InputFaults([Fault("bad_address", words, f"Write one mailbox, at most {LONGEST} letters.")])
    locked = PublicBody.objects.select_for_update().select_related("survey").get(pk=body.pk)
    values = {"email": email, "name": name, "role": role, "telephone": telephone}
    there = Contact.objects.filter(body=locked, preferred=True, removed_at=None).order_by("-pk").first()
    if there and all(getattr(there, key) == value for key, value in values.items()):
        return there
    Contact.objects.filter(body=locked, preferred=True).update(preferred=False)
    made = Contact.objects.create(body=locked, source=source, **values)
    words = f"Changed the contact of {locked.body_id}."
    details = {"contact": made.pk, "before": there.pk if there else None}
    record(by=by, verb="contact.changed", survey=locked.survey, target=locked, words=words, details=details)
    return made


@transaction.atomic
def remove_contact(*, contact: Contact, by: User | None) -> None:
    """A contact that is not to be written to any more; the row stays until it is put back or forgotten."""
    body = PublicBody.objects.select_for_update().select_related("survey").get(pk=contact.body_id)
    Contact.objects.filter(pk=contact.pk).update(removed_at=now(), preferred=False)
    words = f"Removed a contact of {body.body_id}."
    record(by=by, verb="contact.removed", survey=body.survey, target=body, words=words)


@transaction.atomic
def put_back_contact(*, body: PublicBody, contact: Contact | None, by: User | None) -> None:
    """Makes an earlier contact the preferred one again; None leaves the body without. Raises: Conflict"""
    locked = PublicBody.objects.select_for_update().select_related("survey").get(pk=body.pk)
    if contact is not None and contact.body_id != locked.pk:
        raise Conflict("That contact is of another body.")
    Contact.objects.filter(body=locked, preferred=True).update(preferred=False)
    if contact is not None:
        Contact.objects.filter(pk=contact.pk).update(preferred=True, removed_at=None)
    words = f"Put an earlier contact of {locked.body_id} back."
    record(by=by, verb="contact.put_back", survey=locked.survey, target=locked, words=words)
