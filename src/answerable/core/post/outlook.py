"""Outlook items given as files of their own (.msg, .oft), read as the message they hold."""

from answerable.core.post.bodies import Bodies
from answerable.core.post.containers import Attachment, Unpacking, plain_name, unpacked
from answerable.core.post.headers import Headers, parse_headers
from answerable.core.post.message import Message, judged
from answerable.core.post.outlook_items import COMPOUND, Item, open_item
from answerable.core.post.types import ENDINGS, true_type


def is_outlook(raw: bytes) -> bool:
    """Whether bytes are a compound file, as Outlook saves items in."""
    return raw.startswith(COMPOUND)


def read_outlook(raw: bytes) -> Message | None:
    """The message in an Outlook item; None where the bytes hold none."""
    item = open_item(raw)
    if item is None:
        return None
    unpacking = Unpacking()
    files: list[Attachment] = []
    for given in item.files:
        kind = true_type(given.data, plain_name(given.name), given.kind)
        name = plain_name(given.name) or f"attachment.{ENDINGS.get(kind, 'bin')}"
        if unpacking.may_take(len(given.data)):
            made = Attachment(name, kind, given.data)
            files += [made, *unpacked(made, unpacking, depth=0)]
    text = item.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\x00")
    bodies = Bodies(text, tuple(files), (*item.notes, *unpacking.notes), ())
    return judged(_headers(item), bodies, [])


def _headers(item: Item) -> Headers:
    """The head that the message came with; what an item without one knows of itself instead."""
    came_with, _ = parse_headers(item.head.encode("utf-8", "replace"))
    known = {
        "subject": item.subject,
        "from": item.sender,
        "to": ", ".join(filter(None, item.to)),
        "cc": ", ".join(filter(None, item.cc)),
        "date": item.sent_at.isoformat() if item.sent_at else "",
        **item.identifiers,
    }
    added = tuple(
        (name, said.encode("utf-8", "replace"))
        for name, said in known.items()
        if said and not (came_with.raw(name) or b"").strip()
    )
    return Headers((*came_with.fields, *added))
