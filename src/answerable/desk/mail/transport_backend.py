"""Django's own mail (sign-in, invitations) through the same way as the letters."""

from collections.abc import Sequence
from email.utils import getaddresses, make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from answerable.desk.clock import now
from answerable.desk.errors import DeskError
from answerable.desk.mail.outbox_letter import Letter, clean_letter
from answerable.desk.mail.transport import open_transport
from answerable.desk.mail.transport_address import read_route


class EmailBackend(BaseEmailBackend):
    """Sends by the route of ANSWERABLE_MAIL."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Sends each message to each of its recipients; gives how many messages left. Raises: DeskError"""
        n_sent = 0
        try:
            transport = open_transport(read_route(settings.HERE.mail_url), we_are=settings.HERE.host)
            try:
                for message in email_messages:
                    for letter in _letters(message):
                        transport.send(letter)
                    n_sent += 1
            finally:
                transport.close()
        except DeskError:
            if not self.fail_silently:
                raise
        return n_sent


def _letters(message: EmailMessage) -> list[Letter]:
    [(from_name, from_address)] = getaddresses([message.from_email or settings.DEFAULT_FROM_EMAIL])
    alternatives = getattr(message, "alternatives", None) or []
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    return [
        clean_letter(
            from_name=from_name,
            from_address=from_address,
            to_name=name,
            to_address=address,
            subject=str(message.subject),
            text=str(message.body),
            html=html,
            message_id=make_msgid(domain=settings.HERE.reply_domain),
            date=now(),
        )
        for name, address in getaddresses(message.recipients())
    ]
