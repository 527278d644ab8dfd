"""Files that hold files: zip archives are opened, messages are read as text with their files listed."""

from answerable.core.post.containers import plain_name
from answerable.core.post.message import Message, read_message
from answerable.core.post.outlook import read_outlook
from answerable.core.post.tnef import unpack_tnef
from answerable.core.post.types import true_type
from answerable.core.reading.documents.archives import Archive, DamagedPart
from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.model import Packed
from answerable.core.reading.documents.writer import Writer, plain

MOST_LISTED = 1_000
_OF_MACS = ("__MACOSX/", ".DS_Store")


def read_zip(data: bytes, writer: Writer) -> None:
    """Reads the files in an archive, and those in archives in it to a depth. Raises: Refusal, Enough"""
    from answerable.core.reading.documents.reader import read_within

    budget = writer.budget
    if budget.depth >= budget.limits.most_nested:
        raise Refusal(f"It is an archive {budget.depth} deep in others and was not opened: it may be a bomb.")
    archive = Archive(data, budget)
    names = [name for name in archive.names if not name.endswith("/") and not name.startswith(_OF_MACS)]
    budget.depth += 1
    try:
        for at, name in enumerate(names):
            if at >= MOST_LISTED:
                raise Enough(f"Only the first {MOST_LISTED:,} of {len(names):,} files in it were read.")
            budget.deadline.check()
            said = plain(name).replace("\n", " ")
            if archive.locked(name):
                _list(writer, said, archive.size(name))
                writer.note("Files in it are protected with a password.")
                continue
            try:
                content = archive.read(name)
            except DamagedPart:
                _list(writer, said, archive.size(name))
                writer.note(f"{said[:200]} is damaged or packed in a way that cannot be opened.")
                continue
            made = read_within(content, said, budget)
            writer.files.append(Packed(said, made.content_type, len(content), made))
    finally:
        budget.depth -= 1


def _list(writer: Writer, name: str, size: int) -> None:
    writer.files.append(Packed(name, true_type(b"", name, ""), size))


def read_mail(data: bytes, writer: Writer) -> None:
    """Reads a message that is a file; the files in it are listed."""
    _write_message(read_message(data), writer)


def read_outlook_item(data: bytes, writer: Writer) -> None:
    """Reads an Outlook item; the files in it are listed. Raises: Refusal where it is none"""
    message = read_outlook(data)
    if message is None:
        raise Refusal("It is damaged and could not be opened as an Outlook item.")
    _write_message(message, writer)


def _write_message(message: Message, writer: Writer) -> None:
    for note in message.notes:
        writer.note(note)
    for attachment in message.attachments[:MOST_LISTED]:
        writer.files.append(Packed(attachment.filename, attachment.content_type, attachment.size_bytes))
    if message.subject:
        writer.paragraph(message.subject, style="subject")
    for each in message.text.split("\n\n"):
        writer.paragraph(each)


def read_tnef(data: bytes, writer: Writer) -> None:
    """Reads a winmail.dat; the files in it are listed. Raises: Refusal where it is none"""
    packed = unpack_tnef(data)
    if packed is None:
        raise Refusal("It is damaged or cut short, and could not be opened.")
    for at, each in enumerate(packed.files[:MOST_LISTED], start=1):
        name = plain_name(each.name) or f"attachment-{at}.bin"
        writer.files.append(Packed(name, true_type(each.data, name, ""), len(each.data)))
    for paragraph in packed.words.replace("\r\n", "\n").split("\n\n"):
        writer.paragraph(paragraph)
