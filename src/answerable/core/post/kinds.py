"""What kind of message it is, and the header or the words that decided."""

import re
from enum import StrEnum

from answerable.core.post.headers import Headers
from answerable.core.post.parameters import parameters
from answerable.core.post.people import Person, address_of
from answerable.core.post.receipts import plain_marks
from answerable.core.post.wordings import (
    ANSWERED,
    AWAY,
    AWAY_SUBJECT,
    NO_REPLY,
    NOTICE,
    NOTICE_SUBJECT,
    SURELY_AWAY,
    TO_THE_READER,
)

LONGEST_JUDGED = 6_000
_ANSWERING = re.compile(r"\W*(?:re|fwd?|ateb)\s*:", re.I)


class Kind(StrEnum):
    """The first that fits: a failure before an automatic reply, a notice before an acknowledgement."""

    DELIVERY_FAILURE = "delivery_failure"
    AUTOMATIC_REPLY = "automatic_reply"
    NOTICE = "notice"
    ACKNOWLEDGEMENT = "acknowledgement"
    REPLY = "reply"
    UNKNOWN = "unknown"


def automatic(headers: Headers, subject: str, words: str) -> str | None:
    """What shows that a machine answered for someone; None where nothing does.

    Who answers below the subject of a machine's reply is a person, unless the words say that nobody is there.
    """
    posted = headers.text("x-post-messageclass")
    if posted and "autorespond" in posted.lower():
        return "X-POST-MessageClass"
    for name in ("x-autoreply", "x-autorespond", "x-auto-reply"):
        if name in headers:
            return name
    if auto_submitted(headers):
        return "Auto-Submitted"
    found = AWAY_SUBJECT.search(plain_marks(subject))
    if found and _ANSWERING.match(subject) and not AWAY.search(words[:LONGEST_JUDGED]):
        return None
    return f"the subject “{_short(found[0])}”" if found else None


def auto_submitted(headers: Headers) -> bool:
    """Whether Auto-Submitted says anything but no. Source: RFC 3834 s.5"""
    value = parameters(headers.raw("auto-submitted"))[0]
    return bool(value) and value != "no"


def is_away(subject: str, words: str) -> bool:
    """Whether a message says that somebody is not there: then it does not just confirm receipt."""
    return bool(SURELY_AWAY.search(subject) or AWAY.search(words[:LONGEST_JUDGED]))


def is_notice(subject: str, words: str) -> str | None:
    """What shows that a portal or gateway asks for a step elsewhere; None where none does."""
    in_subject = NOTICE_SUBJECT.search(subject)
    if in_subject:
        return f"the subject “{_short(in_subject[0])}”"
    said = " ".join(words[:LONGEST_JUDGED].split())
    found = NOTICE.search(said)
    if not found or not TO_THE_READER.search(said) or ANSWERED.search(said.replace(found[0], " ")):
        return None
    return f"the words “{_short(found[0])}”"


def _short(words: str) -> str:
    return " ".join(words.split())[:60]


def empty_return_path(headers: Headers) -> bool:
    """Whether the envelope names nobody to return to: <>, or MAILER-DAEMON in its stead."""
    value = headers.raw("return-path")
    if value is None:
        return False
    said = value.decode("latin-1").strip()
    return said.strip("<> \t") == "" or said.strip("<> \t").lower().startswith("mailer-daemon")


def may_reply(headers: Headers, kind: Kind, sender: Person | None, reply_to: Person | None) -> bool:
    """Whether there is an address to answer and nothing speaks against it."""
    if kind in (Kind.DELIVERY_FAILURE, Kind.AUTOMATIC_REPLY):
        return False
    if empty_return_path(headers) or auto_submitted(headers):
        return False
    if parameters(headers.raw("precedence"))[0] in ("bulk", "junk", "list"):
        return False
    target = reply_to if reply_to and reply_to.address else sender
    if target is None or not target.address or address_of(target.address) is None:
        return False
    asked = [each for each in (sender, target) if each]
    if any(re.match(r"(?:mailer-daemon|postmaster)@", each.address or "", re.I) for each in asked):
        return False
    return not any(NO_REPLY.search(f"{each.name or ''} {each.address or ''}") for each in asked)
