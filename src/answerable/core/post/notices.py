"""The notices that systems add at the end of a message: confidentiality, virus scanning, monitoring.

Only what speaks of the message itself is a notice. Words on the right to a review stay: they are an answer's.
"""

import re

from answerable.core.post.patterns import any_of

LONGEST_TAIL = 40_000
MOST_PARAGRAPHS = 60
LONGEST_FOOTER = 300

_MAIL = r"(?:e-?mails?|messages?|communications?|transmissions?|correspondence)"
_NOTICE = any_of(
    r"intended (?:solely |only |exclusively |purely )?for (?:the )?(?:sole |exclusive "
    r"|personal )?(?:use (?:of|by) )?(?:the )?(?:\w+ ){0,3}(?:addressees?|recipients?|individuals?"
    r"|persons?|entity|organisation)\b",
    r"\bnot (?:the|an) (?:intended|named|correct|original) (?:recipient|addressee)",
    rf"received (?:this|it|the)? ?(?:{_MAIL})?.{{0,40}}in error\b.{{0,200}}(?:delet|destroy|notif|inform"
    rf"|contact|advis"
    r"|tell|return|sender)",
    rf"(?:notify|inform|contact|advise|tell).{{0,80}}(?:delete|destroy) (?:it|this|the"
    rf"|all)\b.{{0,40}}(?:{_MAIL}|copies)?",
    rf"\b(?:this|the) {_MAIL}(?:[ ,(]+[\w&)/-]+){{0,14}},? (?:is|are|may be|may contain|might contain"
    rf"|contains?|should be"
    r"|must be)(?:[ ,/]+\w+){0,7} (?:confidential|privileged|proprietary|copyright|sensitive)",
    r"\A\W{0,10}(?:confidentiality|privacy and confidentiality|legal|security|e-?mail)? ?(?:disclaimer"
    r"|confidentiality (?:notice|statement|warning)|confidential:)",
    rf"\b{_MAIL}\b.{{0,100}}(?:scanned|checked|swept|screened|cleared|certified).{{0,80}}(?:virus|malware"
    rf"|spam|mimecast"
    r"|messagelabs|symantec|sophos|mcafee|clearswift|content)",
    r"(?:scanned|checked|swept|screened) (?:for|by|using|and cleared)\b.{0,80}(?:virus|malware|mimecast"
    r"|messagelabs|symantec|sophos|mailmarshal|mcafee|security service|email security)",
    rf"\bvirus(?:es)?\b.{{0,200}}(?:liab|responsib|damage|check|scan|free|defect).{{0,200}}(?:{_MAIL}"
    rf"|attach|recipient|sender)",
    rf"(?:{_MAIL}|attach\w+)\b.{{0,200}}\bvirus(?:es)?\b.{{0,120}}(?:liab|responsib|damage|check|scan"
    rf"|free|defect)",
    rf"\b{_MAIL}\b[^.]{{0,80}}\b(?:may|will|can|are|is)(?: also)?(?: be)?(?: \w+)? ?(?:monitored|recorded"
    rf"|intercepted"
    r"|logged)\b",
    rf"\b(?:monitor|intercept|record)s?(?:,| and| or| any| all| incoming| outgoing| the content of"
    rf"| \w+){{0,8}} {_MAIL}",
    r"(?:views|opinions|comments) (?:\w+ ){0,6}(?:are|do|represent)[^.]{0,80}(?:author|sender|individual"
    r"|necessarily)",
    r"(?:consider|think (?:about|of)) the environment|before (?:you )?print(?:ing)? (?:this|it)"
    r"|need to print this",
    r"unauthori[sz]ed (?:use|disclosure|copying|review|distribution|dissemination|access|recipient)",
    rf"(?:disclosure|copying|distribution|dissemination|use|reliance)\b[^.]{{0,100}}(?:{_MAIL}"
    rf"|information|contents)?"
    r"[^.]{0,60}(?:strictly |expressly )?(?:prohibited|unlawful|forbidden|not authori[sz]ed)",
    rf"\b{_MAIL}\b[^.]{{0,80}}(?:may|could|might|can|are|is|will)(?: \w+){{0,3}} (?:subject to|disclos\w+"
    rf"|releas\w+)"
    r"[^.]{0,80}(?:freedom of information|foi|information law)",
    rf"(?:liability|responsibility|responsible|liable) [^.]{{0,100}}(?:\bvirus|{_MAIL}|transmission"
    rf"|loss or damage)",
    rf"(?:legally|not)(?: \w+){{0,3}} (?:binding|create)[^.]{{0,60}}(?:{_MAIL}|contract)",
    rf"\b{_MAIL}\b[^.]{{0,60}}(?:legally binding|form (?:part of )?a contract|binding contract)",
    r"this (?:e-?mail|message) (?:originated|was sent) from outside|caution: this email",
    r"(?:(?:c|g|ch|ngh)yfrinachol|bwriedir|[fv]irws)\w*\b.{0,200}(?:neges|e-?bost|derbynnydd)|(?:neges"
    r"|e-?bost).{0,200}(?:(?:c|g|ch|ngh)yfrinachol|bwriedir|[fv]irws|fonitro|monitro)",
    r"\bnid (?:chi|chwi) yw'?r (?:derbyn\w+|sawl)|\bnhsmail is (?:the|a|approved)",
    r"welcome correspondence in (?:welsh|english)|croesawu gohebiaeth",
    flags=re.I | re.S,
)  # fmt: skip
_RIGHTS = any_of(
    r"internal review",
    r"information commissioner",
    r"right (?:to|of) (?:appeal|complain|review)",
    r"\bico\b",
    r"dissatisfied|not (?:satisfied|happy|content) with",
)
_SURE = re.compile(r"recipient|addressee|in error", re.I)
_FOOTER = any_of(
    r"https?://|www\.",
    r"\S@\S+\.\S",
    r"\b(?:tel|telephone|phone|fax|ffôn|mobile)\b",
    r"\bregistered (?:in|office|charity|number)|company (?:no|number|registration)|\bVAT\b",
    r"click here|for more information|for further details|find out more|follow us|visit us|twitter|facebook",
    r"privacy (?:notice|policy)",
    r"\A\W*(?:disclaimer|confidential\w*|important|e-?mail notice|warning|official(?:-sensitive)?)\W*\Z",
)
_ANSWERS = re.compile(
    r"\b(?:questions?|requests?|answers?|response|reply|exempt\w*|sections?|review|commission\w*"
    r"|provide[sd]?|yes|no)\b|£|\?",
    re.I,
)
_ROW_MARKS = "-_=*~#+.·•"
_BREAK = re.compile(r"\n(?:[ \t]*\n|[ \t]*[-_=*~#+]{5,}[ \t]*(?=\n|\Z))+")


def without_notices(text: str) -> str:
    """The text without the notices at its end, and without the rows of stars around them."""
    away = max(0, len(text) - LONGEST_TAIL)
    tail = text[away:]
    breaks = list(_BREAK.finditer(tail))[-MOST_PARAGRAPHS:]
    paragraphs = [
        (found.end(), breaks[n + 1].start() if n + 1 < len(breaks) else len(tail))
        for n, found in enumerate(breaks)
    ]
    if len(breaks) < MOST_PARAGRAPHS and not away:
        paragraphs.insert(0, (0, breaks[0].start() if breaks else len(tail)))
    cut: int | None = None
    for start, end in reversed(paragraphs):
        words = tail[start:end].strip()
        if not words or is_row(words):
            continue
        at = _notice_start(words)
        if at is not None:
            lead = len(tail[start:end]) - len(tail[start:end].lstrip())
            cut = start + lead + at
            if at:
                break
        elif not _is_footer(words):
            break
    if cut is None:
        return text
    lines = text[: away + cut].rstrip().split("\n")
    while lines and (not lines[-1].strip() or is_row(lines[-1])):
        lines.pop()
    return "\n".join(lines)


def is_row(line: str) -> bool:
    """Whether a line is a row of dashes, stars or the like and nothing else."""
    plain = line.strip()
    return len(plain) >= 3 and not plain.strip(_ROW_MARKS)


def _notice_start(words: str) -> int | None:
    """Where in a paragraph a notice begins: at its start, or at the line that it begins on; None for none."""
    lines = words[:6_000].split("\n")
    joined = " ".join(" ".join(lines).split())
    if not _NOTICE.search(joined[:4_000]):
        return None
    at = 0
    for n, line in enumerate(lines):
        rest = " ".join(" ".join(lines[n:]).split())[:4_000]
        if n == 0:
            told = len(lines) == 1 or _tells(line, lines[1])
        else:
            told = _begins(lines[n - 1], line) and _tells(line, lines[n + 1] if n + 1 < len(lines) else "")
        if told and _NOTICE.search(rest):
            break
        at += len(line) + 1
        if n >= 60:
            return 0
    else:
        # No line of its own begins it: the whole paragraph is one, unless it tells of rights.
        return None if _RIGHTS.search(joined) or len(lines) > 12 else 0
    if at == 0 and _RIGHTS.search(joined) and not _SURE.search(joined):
        return None
    return at


def _begins(before: str, line: str) -> bool:
    """Whether a sentence begins with a line: the one before is short, or ends a sentence."""
    plain = before.strip()
    return len(plain) < 50 or plain.endswith((".", "!", ":", "-", "*", "_", "?"))


def _tells(line: str, following: str) -> bool:
    """Whether a line, with the one after it, has to do with messages: where a notice can begin."""
    return bool(_STARTS.search(f"{line} {following}" if len(line) > 40 else line))


_STARTS = any_of(
    _MAIL,
    r"confidential|disclaimer|virus|scanned|recipient|addressee|monitor|views|opinions|environment|print"
    r"|unauthori|disclosure|liab|notice|caution|neges|bost|yfrinach|gohebiaeth|nhsmail|derbyn|intended|privileged",
)


def _is_footer(words: str) -> bool:
    """Whether a short paragraph among notices is of the lines that stand there: addresses, links, numbers."""
    return len(words) <= LONGEST_FOOTER and bool(_FOOTER.search(words)) and not _ANSWERS.search(words)
