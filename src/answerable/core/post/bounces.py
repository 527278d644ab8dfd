"""Delivery failures: what a mail system says of a message that it could not, or not yet, deliver.

Source: RFC 3464 (delivery-status), RFC 3463 (enhanced status codes); the wordings of Exim, Exchange, qmail,
Postfix, Lotus and of web filters
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from answerable.core.post.charsets import decode
from answerable.core.post.encoded import decode_words
from answerable.core.post.headers import Headers, parse_headers
from answerable.core.post.patterns import any_of
from answerable.core.post.people import address_of
from answerable.core.post.structure import Part
from answerable.core.post.wordings import ANSWERED

LONGEST_REPORT = 20_000
MOST_ADDRESSES = 500
STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_STATUS = re.compile(r"(?<![\d.,£$€])([245]\.\d{1,3}\.\d{1,3})(?![\d.]|/|,\d)")
_AFTER_CODE = re.compile(r"(?<![\d.,£$€])(4\d\d|5\d\d)[ \t-]{1,3}[#(]?([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_BARE_CODE = re.compile(
    r"(?<![\d.,£$€])(?:smtp[ \w]{0,30}|error[ \w:]{0,30}|said:? ?|code:? ?|status:? ?"
    r"|<?[\w.-]+>?:? ?)?(?<![\d.,£$€])\b(4[2-5]\d|5[0-5]\d)(?=[ -](?:\d\.\d|[<#(]?[a-z<]))",
    re.I,
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_SUBJECT = any_of(
    r"\Aundeliver(?:ed|able)\b",
    r"undeliver(?:ed|able) (?:mail|message)",
    r"\Amail delivery (?:failed|failure|subsystem|system|error|problem|delayed)",
    r"delivery status notification",
    r"\Adelivery (?:has )?(?:failed|failure|delayed|incomplete|problem|report|error|notification)",
    r"\A(?:fail(?:ed|ure)|non-?delivery) (?:notice|delivery|notification|report)",
    r"\Areturned mail",
    r"could not be delivered",
    r"\A(?:your |the |an? )?(?:message|mail|e-?mail)(?: you sent)?(?: has been| was| is| could)? (?:held"
    r"|quarantined|stopped|returned"
    r"|not|delayed|rejected|blocked|undeliver|status|could not"
    r"|delivery)",
    r"\Awarning: (?:message|could not send|e-?mail)",
    r"\Anon-?deliver(?:y|able)",
    r"\A(?:rejected|blocked|failed|refused|message rejected|message blocked|e-?mail rejected"
    r"|e-?mail blocked|policy (?:rejection|notification)|content (?:filter|violation)"
    r"|attachment (?:removed|blocked))\b",
    r"returning message to sender",
    r"\A(?:message )?delivery (?:status|delay)",
    r"\A\[?(?:postmaster|mailer-daemon|mailsweeper|mimesweeper|messagelabs|mimecast|websense|mailmarshal)",
    r"\Aproblem delivering",
    r"heb ei ddosbarthu",
)
# What only a mail system says of a message. A person says "the email bounced", or quotes such words.
_FAILED = any_of(
    r"delivery has failed to these recipients",
    r"(?:could not|couldn't|cannot|can't|can not|was not|has not been|wasn't|not able to"
    r"|unable to) (?:yet )?(?:be )?(?:successfully )?(?:deliver(?:ed)?|send|sent|relay(?:ed)?)\b",
    r"(?:message|mail|e-?mail|delivery|following (?:address(?:es)?"
    r"|recipients?))\b[^.\n]{0,100}(?:was rejected|has been rejected|been returned|was returned"
    r"|was undeliverable|is undeliverable|has been blocked|was blocked|been (?:quarantined|refused)"
    r"|failed permanently|has been delayed|is delayed|was delayed|delayed for)",
    r"delivery (?:to the following|has failed|failed|of your message|is delayed|to .{1,80} (?:failed"
    r"|has been delayed))",
    r"permanent (?:fatal )?errors?\b",
    r"undeliverable (?:mail|message|address|to)\b",
    r"returned as undeliverable",
    r"user unknown|unknown (?:user|recipient|address)\b",
    r"mailbox (?:is )?(?:full|unavailable|not found|disabled)|mailbox for .{1,80} is full|quota exceeded"
    r"|over quota",
    r"no such (?:user|recipient|mailbox|address|person)",
    r"(?:recipient|e-?mail) address (?:rejected|couldn't be found|wasn't found|you entered)",
    r"not listed in .{0,60}(?:directory|address book|name & address)",
    r"message (?:was )?undeliverable",
    r"this is a permanent error",
    r"i'm afraid i wasn't able to deliver",
    r"sorry to have to inform you that your message",
    r"rejected your message",
    r"failed recipients?\b|error during delivery|mail loop detected|undelivered (?:mail|message)",
    r"(?:remote|recipient'?s?|destination) (?:mail )?(?:server|host|system) (?:said|responded|rejected"
    r"|returned|was)",
    r"host (?:or domain )?(?:name )?(?:unknown|not found|lookup)",
)
_DELAYED = any_of(
    r"\bdelay(?:ed)?\b",
    r"will (?:be retried|retry|keep trying|continue (?:to try|trying|attempt)|try again|be (?:tried"
    r"|attempted) again)",
    r"not yet (?:been )?delivered|has not been delivered yet|yet been delivered",
    r"no action (?:is|need be|on your part is) (?:required|taken)|do not need to (?:resend|do anything)",
    r"still (?:being )?(?:try|retri)",
    r"(?:this is a )?warning (?:message )?only",
    r"temporar(?:y|ily)",
    r"delivery attempts will continue",
)
_PERMANENT = re.compile(
    r"permanent(?:ly)? (?:fatal )?(?:error|fail|reject)|failed permanently|returned as undeliverable"
    r"|giv(?:ing|en) up|gave up|has been deleted from the queue|message has been returned"
    r"|could not be delivered to one or more|retry time(?:out)? (?:not reached|exceeded)"
    r"|will not be retried|no further attempts|have given up",
    re.I,
)
_GIVEN_UP = any_of(
    r"permanent",
    r"undeliver(?:able|ed)",
    r"(?:could not|couldn't|can(?:no|')t|was not|wasn't|unable to) (?:be )?(?:successfully )?deliver",
    r"rejected|refused|blocked|quarantined",
    r"user unknown|unknown user|no such|not found|not listed|does(?:n't| not) exist",
    r"delivery (?:has )?failed|delivery failure|failure notice|non-?delivery",
    r"\breturned\b",
)
_MACHINES = re.compile(
    r"mailer-?daemon|postmaster|mail ?(?:delivery|router|administrator|sweeper|marshal)|mdaemon"
    r"|mail-daemon|delivery (?:sub)?system|microsoft ?exchange|system administrator|\bbounces?\b"
    r"|content ?filter|messagelabs|mimecast|mimesweeper|websense|email gateway|mail gateway|symantec"
    r"|antispam|anti-spam|spam ?filter|web ?filter|webshield",
    re.I,
)
_ANSWERING = re.compile(r"\A\s*(?:re|fwd?|aw|ateb|sv)\s*:", re.I)
_COPY = re.compile(
    r"(?im)^[ \t]*(?:-{2,}.{0,60}(?:copy of|contents of|original message|returned message|message header"
    r"|below this line)|original message headers:|message headers follow|returned message follows"
    r"|the header of the original message).*"
)


@dataclass(frozen=True)
class DeliveryFailure:
    """What a report of non-delivery says. `permanent` and `status` are None where it does not say."""

    permanent: bool | None
    address: str | None
    status: str | None


_OURS = ("to", "delivered-to", "x-original-to", "envelope-to")


def delivery_failure(
    headers: Headers, parts: Sequence[Part], text: str, words: str, from_words: str, empty_return: bool
) -> tuple[DeliveryFailure, str] | None:
    """The failure that a message reports, and what showed it; None where it reports none.

    Only the message itself is judged: `words` are its own, without what it quotes. A number such as
    “450 5.4.2016” in someone's reply is no status.
    """
    subject = headers.text("subject") or ""
    ours = {
        word.lower()
        for name in _OURS
        for value in headers.all_raw(name)[:5]
        for word in addresses_in(decode_words(value))
    }
    failed = [
        word for value in headers.all_raw("x-failed-recipients") for word in addresses_in(decode_words(value))
    ]
    by_machine = bool(_MACHINES.search(from_words))
    report = _report(parts, by_machine or empty_return)
    if report is not None:
        if all(group.text("action") in _DELIVERED for group in report if "action" in group) and any(
            "action" in group for group in report
        ):
            return None
        return _from_fields(report, failed, text, ours), "a part with the status of delivery"
    if failed or "x-failed-recipients" in headers:
        return in_words(text, failed, subject, ours), "X-Failed-Recipients"
    return _told_in_words(subject, text, words, by_machine, empty_return, ours)


_DELIVERED = frozenset({"delivered", "relayed", "expanded", "Delivered", "Relayed", "Expanded"})


def _told_in_words(
    subject: str, text: str, words: str, by_machine: bool, empty_return: bool, ours: Set[str]
) -> tuple[DeliveryFailure, str] | None:
    plain = subject.strip()
    answering = bool(_ANSWERING.match(plain))
    about = None if answering else _SUBJECT.search(plain)
    head = (words if words.strip() or answering else text)[:LONGEST_REPORT]
    said = _FAILED.search(head)
    by_person = not (by_machine or empty_return)
    if by_person and (ANSWERED.search(head) or not _OF_MAIL.search(head)):
        return None
    if about and (said or not by_person):
        if said:
            return in_words(text, [], subject, ours), f"the words “{_short(said[0])}” under such a subject"
        return in_words(text, [], subject, ours), f"the subject “{_short(about[0])}”"
    if by_machine and said and not answering:
        return in_words(text, [], subject, ours), f"the words “{_short(said[0])}” from a mail system"
    if empty_return and said and addresses_in(head) and _OF_MAIL.search(head) and not ANSWERED.search(words):
        return in_words(text, [], subject, ours), f"the words “{_short(said[0])}” with an empty return path"
    return None


# Of letters, parcels and plans people write too that they were not delivered.
_OF_MAIL = re.compile(
    r"\b(?:your|this|the following|an?|original|the) (?:\w+ )?(?:message|e-?mail|mail)\b|\brecipient"
    r"|\bmessage (?:that )?you sent|\bmailbox\b"
    r"|\be-?mail address\b",
    re.I,
)


def _short(words: str) -> str:
    return " ".join(words.split())[:60]


def _report(parts: Iterable[Part], by_machine: bool) -> list[Headers] | None:
    """The groups of fields of the first delivery-status part that is the message's own."""
    for part in parts:
        if part.content_type in STATUS_TYPES and (by_machine or "multipart/report" in part.within):
            text, _ = decode(part.body[:LONGEST_REPORT])
            groups = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n"))[:200]
            return [parse_headers(group.strip("\n").encode())[0] for group in groups if group.strip()]
    return None


def _from_fields(
    groups: Sequence[Headers], failed: Sequence[str], text: str, ours: Set[str]
) -> DeliveryFailure:
    about = [
        group
        for group in groups
        if "final-recipient" in group
        or "original-recipient" in group
        or "status" in group
        or "action" in group
    ]
    chosen = next((group for group in about if _is_bad(group)), None) or next(iter(about), None)
    if chosen is None:
        return in_words(text, failed, "", ours)
    status = _STATUS.search(chosen.text("status") or "") or _STATUS.search(
        chosen.text("diagnostic-code") or ""
    )
    action = (chosen.text("action") or "").lower()
    permanent: bool | None = None
    if action.startswith("delayed"):
        permanent = False
    elif action.startswith("failed"):
        permanent = True
    elif status:
        permanent = {"5": True, "4": False}.get(status[1][0])
    address = None
    for name in ("original-recipient", "final-recipient"):
        said = (chosen.text(name) or "").rpartition(";")[2]
        address = address_of(said) or next(iter(addresses_in(said)), None) or address
    address = address or next(iter(failed), None) or _failed_in(text, ours)
    return DeliveryFailure(permanent, address, status[1] if status else None)


def _is_bad(group: Headers) -> bool:
    return (group.text("action") or "").lower().startswith(("failed", "delayed"))


def in_words(text: str, failed: Sequence[str], subject: str, ours: Set[str]) -> DeliveryFailure:
    """What a report in words says; whatever stands after the copy of the message is not looked at."""
    head = _COPY.split(text[:LONGEST_REPORT], maxsplit=1)[0]
    coded = _AFTER_CODE.search(head)
    status = coded[2] if coded else next((s for s in _STATUS.findall(head) if not s.startswith("2")), None)
    words = f"{subject}\n{head}"
    delayed = _DELAYED.search(words)
    permanent: bool | None = None
    if _PERMANENT.search(words):
        permanent = True
    elif status:
        permanent = status.startswith("5")
    elif delayed:
        permanent = False
    elif code := _BARE_CODE.search(head):
        permanent = code[1].startswith("5")
    elif _GIVEN_UP.search(words):
        permanent = True
    return DeliveryFailure(permanent, next(iter(failed), None) or _failed_in(head, ours), status)


_CUE = re.compile(
    r"following (?:address|recipient)|deliver(?:ed|y)?\b|recipient|addressed to|\bto:|undeliverable"
    r"|rejected|failed",
    re.I,
)


# Where to write instead, or whom to ask for help, is no address that failed.
_INSTEAD = re.compile(
    r"\b(?:please|instead|contact|assist\w*|help ?desk|support|queries|administrator|try|use|replaced by"
    r"|changed to|sender"
    r"|return-path|sent by|from)\b[^.?!\n]{0,120}\Z",
    re.I,
)


def _failed_in(text: str, ours: Set[str]) -> str | None:
    """The address that a report in words names as failed: the first after words of failing, else the"
    " first."""
    found = _CUE.search(text[:LONGEST_REPORT])
    for part in (text[found.start() :] if found else "", text):
        for each in islice(_ADDRESS.finditer(part[:LONGEST_REPORT]), MOST_ADDRESSES):
            address = each.group().strip(".'=")
            told = _INSTEAD.search(part[max(0, each.start() - 200) : each.start()])
            if not told and address.lower() not in ours and _is_recipient(address):
                return address
    return None


def addresses_in(text: str) -> list[str]:
    """The addresses in a text, but for those of mail systems themselves."""
    found = (each.group().strip(".'=") for each in _ADDRESS.finditer(text[:LONGEST_REPORT]))
    return [each for each in found if _is_recipient(each)]


def _is_recipient(address: str) -> bool:
    return bool(address_of(address)) and not re.match(r"(?:postmaster|mailer-daemon|abuse)@", address, re.I)
