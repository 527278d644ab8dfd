"""What kind of message it is, and the header or the words that decided."""

import re
from enum import StrEnum

from answerable.core.post.headers import Headers, parameters
from answerable.core.post.patterns import any_of
from answerable.core.post.people import Person, address_of

LONGEST_JUDGED = 6_000
FEW_WORDS = 220


class Kind(StrEnum):
    """The first that fits: a failure before an automatic reply, a notice before an acknowledgement."""

    DELIVERY_FAILURE = "delivery_failure"
    AUTOMATIC_REPLY = "automatic_reply"
    NOTICE = "notice"
    ACKNOWLEDGEMENT = "acknowledgement"
    REPLY = "reply"
    UNKNOWN = "unknown"


_OUT_OF_OFFICE = any_of(
    r"^\W*(re:\s*)?(automatic reply|auto(matic)?[ -]?(reply|response)|autoreply|out of "
    r"(the )?office|ateb awtomatig|allan o'r swyddfa|on (annual )?leave|away from (the office|my "
    r"(desk|mail))|absence)\b",
    r"\bout of (the )?office( auto-?reply)?\b",
    r"\b(auto-?reply|auto-?response|autoresponder)\b",
    r"^\S.{0,60} is out of the office\b",
)
_RECEIPT_SUBJECT = any_of(
    r"acknowledg",
    r"\breceipt\b",
    r"received your",
    r"(request|e-?mail|enquiry|message) (has been )?received",
    r"thank you for (your|contacting)",
    r"cydnabod",
)
_NOTICE = any_of(
    r"(sent you|have received|you've received|received) (a |an )?(new )?(secure|encrypted"
    r"|protected) (message|e-?mail|document)",
    r"(secure|encrypted|protected) (message|e-?mail)[^.]{0,60}(click|log ?in|sign ?in|register"
    r"|open|read|view|collect|retrieve)",
    r"(click|log ?in|sign ?in|register)[^.]{0,60}(read|view|open|retrieve|collect) (the |your "
    r"|this )?(secure|encrypted|protected)? ?(message|e-?mail)",
    r"egress (switch|secure)",
    r"one-time passcode",
    r"(prove|verify|confirm|show)[^.]{0,30}(you are|you're|that you are) (a )?(human|not a robot"
    r"|not a spammer|real person)",
    r"(complete|solve) (the|this) (captcha|challenge)",
    r"challenge[- ]response",
    r"(confirm|verify) your e-?mail address",
    r"boxbe",
    r"spamarrest",
    r"sender verification",
    r"(reply|response|decision|document|information)[^.]{0,60}(is|are|now) (ready"
    r"|available)[^.]{0,60}(portal|log ?in|sign ?in|account)",
    r"(log ?in|sign ?in) to (the|your|our) (\w+ )?(portal|account)[^.]{0,80}(view|read|download|collect)",
)
_CONFIRMED = any_of(
    r"(acknowledg\w*|confirm\w*)\s[^.]{0,80}(receipt|received|request|e-?mail|enquiry|letter)",
    r"(receipt|receiving) (of|is) (your|the|acknowledged)",
    r"(your|the) (\w+ ){0,6}(request|e-?mail|enquiry|message|letter|correspondence)[^.]{0,80}"
    r"(has been|was|have been|is being|is) (now )?(received|logged|registered|passed|forwarded"
    r"|allocated|dealt with|processed|considered)",
    r"thank you for (your|contacting|submitting|getting|the)[^.]{0,120}(request|e-?mail|enquiry"
    r"|message|letter|us)",
    r"we (have|'ve) (now )?(received|logged|registered)",
    r"your reference( number)? is",
    r"\bholding (reply|response)\b",
    r"(diolch|cydnabod)[^.]{0,80}(cais|e-?bost|neges)",
)
_PROMISED = any_of(
    r"(will|shall|aim to|endeavour to|hope to|should|we'll|expect to|can expect|must|required to"
    r"|due)\b[^.]{0,140}(respond|reply|response|answer|contact you|in touch|get back|dealt with"
    r"|working days|statutory|deadline|write to you)",
    r"working days",
    r"being (processed|dealt with|considered|looked into)",
    r"(passed|forwarded|allocated|assigned)\b[^.]{0,60}(team|department|officer|colleague|service)",
    r"\bin due course\b",
    r"please (quote|allow)",
    r"is receiving attention",
    r"diwrnod gwaith",
)
_ANSWERED = any_of(
    r"(please find|find)\b[^.]{0,60}(attached|enclosed|below)",
    r"\b(attached|enclosed|below) (is|are|you will find|please find)\b",
    r"(our|the|my|full) (response|reply|answers?|decision)\b[^.]{0,40}(is|are|to (your|the)"
    r"|attached|below|as follows|follows)",
    r"in (response|reply|answer) to your",
    r"\b(do|does|did|is|are|can|am) not (hold|held|commission)",
    r"not held\b",
    r"section (12|14|21|22|31|36|38|40|41|42|43)\b",
    r"\bexempt(ion)?s?\b",
    r"\brefus(e|ed|al)\b",
    r"i can confirm (that )?(we|the)",
    r"we can confirm (that )?(we|the)",
    r"^\s*(q(uestion)?\s?\d+|\d{1,2}[.)])\s.{0,300}\n+\s*(yes|no)\b",
    r"^\s*(answer|response|a)\s?\d{0,2}\s?[:.]\s",
    r"\b(yes|no)[,.] (we|the)\b",
    r"please see\b[^.]{0,60}(attached|below|response)",
    r"information (you (have )?requested|is (as follows|set out|provided|available))",
    flags=re.I | re.M,
)
_CLARIFY = any_of(
    r"(clarif(y|ication)|could you (please )?(confirm|tell|specify|provide)|please (specify"
    r"|confirm (which|what|whether|if)))",
)
_NO_REPLY = re.compile(r"\b(do[-_. ]?not[-_. ]?reply|no[-_.]?reply|donotreply|noreply|unmonitored)", re.I)


def automatic(headers: Headers, subject: str) -> str | None:
    """What shows that a machine answered for someone; None where nothing does."""
    posted = headers.text("x-post-messageclass")
    if posted and "autoresponder" in posted.lower():
        return "X-POST-MessageClass"
    for name in ("x-autoreply", "x-autorespond", "x-auto-reply"):
        if name in headers:
            return name
    if auto_submitted(headers):
        return "Auto-Submitted"
    found = _OUT_OF_OFFICE.search(subject)
    return f"the subject “{found[0].strip()[:60]}”" if found else None


def auto_submitted(headers: Headers) -> bool:
    """Whether Auto-Submitted says anything but no. Source: RFC 3834 s.5"""
    value = parameters(headers.raw("auto-submitted"))[0]
    return bool(value) and value != "no"


def is_receipt(subject: str, words: str, has_files: bool) -> str | None:
    """What shows that a message confirms receipt and answers nothing yet; None where it does more.

    Whoever confirms receipt and asks for a clarification, or answers, has replied.
    """
    said = words[:LONGEST_JUDGED]
    if _ANSWERED.search(said) or (_CLARIFY.search(said) and "?" in said):
        return None
    found = _CONFIRMED.search(said)
    in_subject = _RECEIPT_SUBJECT.search(subject)
    if has_files and not (found and _PROMISED.search(said)):
        return None
    if found and (_PROMISED.search(said) or in_subject or len(said.split()) <= FEW_WORDS // 4):
        return f"the words “{' '.join(found[0].split())[:60]}”"
    if in_subject and (_PROMISED.search(said) or len(said.split()) < 40):
        return f"the subject “{in_subject[0]}”"
    return None


def is_notice(subject: str, words: str) -> str | None:
    """What shows that a portal or gateway asks for a step elsewhere; None where none does."""
    found = _NOTICE.search(f"{subject}\n{words[:LONGEST_JUDGED]}")
    return f"the words “{' '.join(found[0].split())[:60]}”" if found else None


def empty_return_path(headers: Headers) -> bool:
    """Whether the envelope names nobody to return to: <>, or MAILER-DAEMON in its stead."""
    value = headers.raw("return-path")
    if value is None:
        return False
    said = value.decode("latin-1").strip()
    return said.strip("<> \t") == "" or "mailer-daemon" in said.lower()


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
    named = [f"{each.name or ''} {each.address}" for each in (sender, target) if each and each.address]
    return not any(_NO_REPLY.search(words) for words in named)
