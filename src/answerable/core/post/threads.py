"""Where the thread below a reply begins: dashes with words, a block of From and Sent, a head of Lotus Notes.

A row of dashes or stars alone begins nothing: it is as often part of an answer.
"""

import re
from collections.abc import Sequence

from answerable.core.post.notices import is_row

HEAD_LINES = 12
NOTES_LINES = 14
LONGEST_LINE = 400
LONGEST_NAME = 120
MOST_HEADS = 10_000

_ORIGINAL = re.compile(
    r"[ \t*|]{0,20}[-_]{2,40}[ \t*]{0,4}(?:original (?:message|appointment|e-?mail)|forwarded message"
    r"|forwarded by .{1,200}|reply message|neges wreiddiol|message d'origine|message original"
    r"|urspr.ngliche nachricht|oorspronkelijk bericht|mensaje original"
    r"|messaggio originale)[ \t:*]{0,4}(?:[-_]{2,40}.{0,80}|\Z)",
    re.I,
)
# GroupWise: >>> "A Name" <a@survey.example> 03/03/2026 10:00 >>>
_GROUPWISE = re.compile(r"[ \t]{0,8}>>> ?[^>\s].{1,200}\d\d.{0,20}>>>[ \t]*")
_NOTES_BOX = re.compile(r"[ \t]{0,8}\|-{3,120}\+-{3,120}[>|][ \t]*")
_FORWARDED = re.compile(
    r"[ \t]{0,8}(?:begin forwarded message|dechrau neges a anfonwyd ymlaen)[ \t]*:[ \t]*", re.I
)
_FIELD = re.compile(
    r"[ \t|]{0,12}[*_]{0,2}(from|sent|date|to|cc|bcc|subject|importance|reply-to|attachments|oddi wrth"
    r"|anfonwyd|dyddiad|at|pwnc|von|gesendet|an|betreff|de|envoy.|."
    r"|objet)[*_]{0,2}[ \t\u00a0]{0,3}:[*_]{0,2}(?:[ \t\u00a0]|$)",
    re.I,
)
_FIRST = frozenset({"from", "oddi wrth", "von", "de"})
_WHEN = frozenset({"sent", "date", "anfonwyd", "dyddiad", "gesendet", "envoyé", "envoye"})
_ONE_LINE = re.compile(r"[ \t*]{0,8}from:.{1,200}?\b(?:sent|date):.{1,120}?\bto:.{1,400}?\bsubject:", re.I)
_NOTES_FIELD = re.compile(
    r"(?:.{0,100}?[ \t|]{2,})??[ \t|]{0,80}(to|cc|bcc|subject|fax to)(?::?(?:[ \t|]{2,}|\t).*|:?[ \t|]*)",
    re.I,
)
_NOTES_ROW = re.compile(r".{1,120}---\d\d/\d\d/\d{4} \d\d:\d\d(?::\d\d)?(?: [AP]M)?---.{0,400}")
_NOTES_WHO = re.compile(r"<[^\s<>]+@[^\s<>]+>|\w/\w+/\w|\A\s*(?:sent by|please respond to)\b", re.I)
_DAY = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b|\b\d{4}-\d\d-\d\d\b"
)


def thread_start(lines: Sequence[str]) -> int:
    """The first line of the thread below a reply that nothing marks; how many lines there are if none."""
    looked = 0
    for n, whole in enumerate(lines):
        if not _may_begin(whole):
            continue
        looked += 1
        if looked > MOST_HEADS:
            break
        line = whole[:LONGEST_LINE]
        if _GROUPWISE.fullmatch(line) or (_NOTES_BOX.fullmatch(line) and _holds_head(lines, n)):
            return n
        if line[:9].lstrip(" \t").startswith(">"):
            continue
        if _ORIGINAL.fullmatch(line) or _FORWARDED.fullmatch(line):
            return n
        if _NOTES_ROW.fullmatch(line) and any(_FIELD.match(each[:200]) for each in lines[n + 1 : n + 6]):
            return n
        if _ONE_LINE.match(line) or _is_head(lines, n):
            # Subject or To may stand above From.
            while n and _FIELD.match(lines[n - 1][:200]) and looked < MOST_HEADS:
                n -= 1
            return _above(lines, n)
        start = _notes_head(lines, n)
        if start is not None:
            return start
    return len(lines)


def _may_begin(line: str) -> bool:
    """Whether a line has any sign of a head: a quick look, since texts may have very many lines."""
    if ":" in line or "--" in line or "__" in line:
        return True
    plain = line.strip(" \t|")
    return plain[:2].lower() == "to" or plain[-2:].lower() == "to" or "  To  " in line


def _is_head(lines: Sequence[str], n: int) -> bool:
    """Whether a block From, Sent, To, Subject begins at a line."""
    found = _FIELD.match(lines[n][:200])
    if not found or found[1].lower() not in _FIRST:
        return False
    names = set()
    for line in lines[n + 1 : n + HEAD_LINES]:
        other = _FIELD.match(line[:200])
        if other:
            names.add(other[1].lower())
    return len(names) >= 2 and (bool(names & _WHEN) or "subject" in names)


def _above(lines: Sequence[str], n: int) -> int:
    """The start of a block, with the row of dashes and the blanks above it."""
    at = n
    while at and (not lines[at - 1].strip() or _is_drawn(lines[at - 1][:200])):
        at -= 1
    return at


def _holds_head(lines: Sequence[str], n: int) -> bool:
    """Whether To and Subject stand below a line, in the boxes that Lotus Notes drew."""
    names = {
        found[1].lower() for line in lines[n + 1 : n + NOTES_LINES] if (found := _FIELD.match(line[:200]))
    }
    return {"to", "subject"} <= names


def _is_drawn(line: str) -> bool:
    """Whether a line is a row of dashes, or of the boxes that Lotus Notes draws around its heads."""
    plain = line.strip()
    return is_row(line) or (plain[:1] == "|" and (plain[-1:] == "|" or plain.endswith("->")))


def _notes_head(lines: Sequence[str], n: int) -> int | None:
    """Where a head of Lotus Notes begins: a sender, a date, then To and Subject without colons."""
    found = _NOTES_FIELD.fullmatch(lines[n][:300])
    if not found or found[1].lower() != "to":
        return None
    below = (line[:300] for line in lines[n + 1 : n + HEAD_LINES] if "subject" in line[:300].lower())
    if not any(_NOTES_FIELD.fullmatch(line) for line in below):
        return None
    start = _notes_sender(lines, n)
    if start is None:
        dated = any(_DAY.search(line[:300]) for line in lines[n + 1 : n + 5])
        named = n and "@" in lines[n][:300]
        return _above(lines, n) if dated or named else None
    # The name may stand on a line of its own above the date.
    above = lines[start - 1].strip() if start else ""
    if above and len(above) < LONGEST_NAME and not above.endswith((".", ":", "?", ",")) and "@" not in above:
        start -= 1
    return _above(lines, start)


def _notes_sender(lines: Sequence[str], n: int) -> int | None:
    """The topmost of the lines above To that belong to a head of Lotus Notes: who, when, answers to whom."""
    start = None
    gap = 0
    for back in range(n, max(-1, n - NOTES_LINES), -1):
        line = lines[back][:300]
        if not line.strip():
            gap += 1
            if gap > 3:
                break
        elif _DAY.search(line) or _NOTES_WHO.search(line) or (start == back + 1 and "@" in line):
            start, gap = back, 0
        elif back < n:
            break
    return start
