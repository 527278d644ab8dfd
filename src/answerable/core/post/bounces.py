"""Delivery failures: what a mail system says of a message that it could not, or not yet, deliver.

Source: RFC 3464 (delivery-status), RFC 3463 (enhanced status codes); the wordings of Exim, Exchange, qmail,
Postfix and of web filters
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answerable.core.post.charsets import decode
from answerable.core.post.headers import Headers, decode_words, parse_headers
from answerable.core.post.patterns import any_of
from answerable.core.post.people import address_of
from answerable.core.post.structure import Part

LONGEST_REPORT = 20_000
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]|/)")
_AFTER_CODE = re.compile(r"(?<![\d.£$€])(4\d\d|5\d\d)[ \t-]{1,3}#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_SUBJECT = any_of(
    r"undeliver(ed|able)",
    r"mail delivery (failed|failure|subsystem|system|error)",
    r"delivery status notification",
    r"delivery (has )?(failed|failure)",
    r"failure notice",
    r"returned mail",
    r"mail delivery delayed",
    r"could not be delivered",
    r"delivery (delayed|incomplete)",
    r"(message|mail) (not|delayed)",
    r"warning: (message|could not send)",
    r"non-?delivery",
    r"nondeliverable",
    r"rejected:",
    r"blocked:",
)
_FAILED = any_of(
    r"(message|mail|e-?mail|delivery|following (address(es)?|recipients?))[^.\n]{0,80}"
    r"(could not be delivered|couldn't be delivered|cannot be delivered|can't be delivered"
    r"|was not delivered|has not been delivered|wasn't delivered|was rejected|has been rejected"
    r"|been returned|not (yet )?been delivered|was undeliverable|has been blocked|was blocked"
    r"|failed permanently)",
    r"delivery (to the following|has failed|failed|of your message|is delayed)",
    r"permanent (fatal )?errors?\b",
    r"undeliverable (mail|message|address|to)",
    r"returned as undeliverable",
    r"(unable|not able) to deliver (your|the|this) (message|mail|e-?mail)",
    r"user unknown",
    r"mailbox (is )?(full|unavailable|not found)",
    r"no such (user|recipient|mailbox|address)",
    r"(recipient|e-?mail) address (rejected|couldn't be found|wasn't found)",
    r"message (was )?undeliverable",
)
_DELAYED = any_of(
    r"delay(ed)?\b",
    r"will (be retried|retry|keep trying|continue (to try|trying))",
    r"not yet (been )?delivered",
    r"no action is required",
    r"still (being )?(try|retri)",
    r"(this is a )?warning (message )?only",
    r"temporar",
)
_GIVEN_UP = any_of(
    r"permanent",
    r"undeliverable",
    r"could not be delivered",
    r"couldn't be delivered",
    r"can(no|')t be delivered",
    r"gave up",
    r"given up",
    r"rejected",
    r"blocked",
    r"user unknown",
    r"no such",
    r"not found",
    r"doesn't exist",
    r"does not exist",
    r"failed",
    r"failure",
    r"returned",
)
_MACHINES = re.compile(r"mailer-daemon|postmaster|mail delivery|mdaemon|mail-daemon|exchange|bounce", re.I)


@dataclass(frozen=True)
class DeliveryFailure:
    """What a report of non-delivery says. `permanent` and `status` are None where it does not say."""

    permanent: bool | None
    address: str | None
    status: str | None


def delivery_failure(
    headers: Headers, parts: Sequence[Part], text: str, from_words: str, empty_return: bool
) -> tuple[DeliveryFailure, str] | None:
    """The failure that a message reports, and what showed it; None where it reports none.

    Only the message itself is judged. A number such as “450 5.4.2016” in someone's reply is no status.
    """
    subject = headers.text("subject") or ""
    failed = [
        word for value in headers.all_raw("x-failed-recipients") for word in _addresses(decode_words(value))
    ]
    report = _report(parts)
    if report is not None:
        return _from_fields(report, failed, text), "a part with the status of delivery"
    if failed or "x-failed-recipients" in headers:
        return _in_words(text, failed, subject), "X-Failed-Recipients"
    head = text[:LONGEST_REPORT]
    by_machine = empty_return or bool(_MACHINES.search(from_words))
    about = bool(_SUBJECT.search(subject))
    said = _FAILED.search(head)
    if by_machine and (about or said) and (said or _STATUS.search(head) or not head.strip()):
        return _in_words(text, failed, subject), f"the words “{(said or _SUBJECT.search(subject))[0][:60]}”"  # type: ignore[index]
    if about and said:
        return _in_words(text, failed, subject), f"the words “{said[0][:60]}” under such a subject"
    return None


def _report(parts: Iterable[Part]) -> list[Headers] | None:
    """The groups of fields of the first delivery-status part that is the message's own."""
    for part in parts:
        if part.content_type in ("message/delivery-status", "message/global-delivery-status"):
            text, _ = decode(part.body[:LONGEST_REPORT])
            groups = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
            return [parse_headers(group.strip("\n").encode())[0] for group in groups if group.strip()]
    return None


def _from_fields(groups: Sequence[Headers], failed: Sequence[str], text: str) -> DeliveryFailure:
    chosen: Headers | None = None
    for group in groups:
        if "final-recipient" in group or "original-recipient" in group or "status" in group:
            action = (group.text("action") or "").lower()
            if chosen is None or (action in ("failed", "delayed") and not _is_bad(chosen)):
                chosen = group
    if chosen is None:
        return _in_words(text, failed, "")
    status = _STATUS.search(chosen.text("status") or "")
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
        address = address_of(said) or address
    return DeliveryFailure(permanent, address or next(iter(failed), None), status[1] if status else None)


def _is_bad(group: Headers) -> bool:
    return (group.text("action") or "").lower().startswith(("failed", "delayed"))


def _in_words(text: str, failed: Sequence[str], subject: str) -> DeliveryFailure:
    """What a report in words says; whatever stands after the copy of the message is not looked at."""
    head = re.split(
        r"(?im)^-{2,}.{0,40}(copy of|original message|returned message|message header)", text[:LONGEST_REPORT]
    )[0]
    coded = _AFTER_CODE.search(head)
    status = coded[2] if coded else (found[1] if (found := _STATUS.search(head)) else None)
    if status and status.startswith("2"):
        status = None
    permanent = {"5": True, "4": False}.get(status[0]) if status else None
    words = f"{subject}\n{head}"
    if permanent is None or (
        permanent is False and re.search(r"permanent error|giving up|gave up", words, re.I)
    ):
        if re.search(
            r"permanent (fatal )?error|returned as undeliverable|giv(ing|en) up|gave up", words, re.I
        ):
            permanent = True
        elif _DELAYED.search(words):
            permanent = False
        elif _GIVEN_UP.search(words):
            permanent = True
    address = next(iter(failed), None) or next(iter(_addresses(_after_cue(head))), None)
    return DeliveryFailure(permanent, address, status)


_CUE = re.compile(
    r"(following (address|recipient)|deliver(ed|y)?|recipient|addressed to|to:|undeliverable|<)", re.I
)


def _after_cue(text: str) -> str:
    found = _CUE.search(text)
    return text[found.start() :] if found else text


def _addresses(text: str) -> list[str]:
    found = (each.group().strip(".'") for each in _ADDRESS.finditer(text[:LONGEST_REPORT]))
    return [
        each
        for each in found
        if address_of(each) and not re.match(r"(postmaster|mailer-daemon)@", each, re.I)
    ]
