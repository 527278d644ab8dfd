"""A stored message as the letter that it is: what the sender hands over, and what the screen shows."""

from answerable.desk.clock import now
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox_letter import Letter, clean_letter


def letter_of(message: OutgoingMessage) -> Letter:
    """The letter of a stored message, dated when it was claimed. Raises: BadAddress, FileLost"""
    return clean_letter(
        from_name=message.from_name,
        from_address=message.from_address,
        to_name=message.to_name,
        to_address=message.to_address,
        reply_to=message.reply_to,
        subject=message.subject,
        text=message.text,
        html=message.html,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=[str(each) for each in message.references],
        date=message.claimed_at or now(),
        files=[
            (each.filename, each.content_type, stored_bytes(each.file))
            for each in message.files.select_related("file")
        ],
    )
