"""The sender's own words: a text without the thread it quotes, its signature and the notices systems add.

Everything here goes by lines and paragraphs, so its time grows with the text and no faster.
"""

import re
from collections.abc import Sequence

from answerable.core.post.patterns import any_of

LONGEST_SIGNATURE = 30
HEAD_LINES = 9
INTRO_LINES = 4
SHORT_PARAGRAPH = 200

_QUOTE = re.compile(r"[ \t]{0,8}>")
_ROW = re.compile(r"[ \t]*[-_=*~#+.·•]{3,}[ \t]*")
_ORIGINAL = re.compile(
    r"[ \t>*]*[-_]{2,}[ \t]*(original (message|appointment)|forwarded (message|by .{1,120})"
    r"|neges wreiddiol|message d'origine|urspr.ngliche nachricht)[ \t:*]*[-_]{2,}.{0,40}",
    re.I,
)
_FIELD = re.compile(
    r"[ \t>|]*\**(from|sent|date|to|cc|bcc|subject|importance|oddi wrth|anfonwyd|at|pwnc)"
    r"\**[ \t]*:\**([ \t]|$)",
    re.I,
)
_NOTES_FIELD = re.compile(r"[ \t|]*(to|cc|bcc|subject|fax to)(:?[ \t|]{2,}.*|:?[ \t|]*)", re.I)
_DATE = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b|\b\d{4}-\d\d-\d\d\b"
)
_WROTE = re.compile(r".{0,300}\b(wrote|writes|ysgrifennodd|schrieb|a .crit)\b[^:]{0,80}:[ \t]*", re.I)
_INTRO_START = re.compile(r"[ \t]*(>[ \t]*)*(on|ar|le|am)\b", re.I)
_NOTICE = any_of(
    r"intended (solely |only |exclusively )?for the (\w+ )?(addressee|recipient|use|person|individual)",
    r"not the (intended|named) (recipient|addressee)",
    r"received (this|it|the) (e-?mail|message|communication|transmission)?.{0,40}in error",
    r"(e-?mail|message|communication)s?\b.{0,120}\b(confidential|privileged)",
    r"\bconfidential(ity)?\b.{0,60}\b(notice|disclaimer|e-?mail|privileged|message)",
    r"(scanned|checked|swept|screened|cleared).{0,60}\b(virus|malware|mimecast|messagelabs"
    r"|symantec|sophos)",
    r"\bvirus(es)?\b.{0,120}\b(e-?mail|message|attachment|transmi|liab|responsib|damage)",
    r"\b(e-?mails?|communications?|messages?|traffic)\b.{0,80}\b(monitored|recorded|intercepted"
    r"|logged)\b",
    r"(may|will) (be )?(monitor|record|intercept)(ed)?\b.{0,60}\be-?mail",
    r"do(es)? not necessarily (reflect|represent)",
    r"consider the environment before print",
    r"unauthori[sz]ed (use|disclosure|copying|review|distribution)",
    r"(disclosure|copying|distribution|dissemination).{0,60}(prohibited|unlawful)",
    r"(may be|could be|is|are) (subject to|disclos\w+).{0,60}(freedom of information"
    r"|foia?) .{0,40}(act|request|unless)",
    r"cyfrinachol.{0,120}(neges|e-?bost)",
    flags=re.I | re.S,
)
_ANSWERS = re.compile(
    r"\b(question|request|answer|response|reply|exemption|section|review|commission|provide)",
    re.I,
)


def own_words(text: str) -> str:
    """What the sender wrote this time; questions quoted between answers stay."""
    lines = text.split("\n")
    lines = lines[: _thread_start(lines)]
    lines = _without_signature(_without_quotes(lines))
    return _without_notices("\n".join(lines).strip("\n").rstrip())


def _thread_start(lines: Sequence[str]) -> int:
    """Where the thread below begins: dashes with words, a block of From and Sent, or Lotus Notes'."""
    for n, line in enumerate(lines):
        if _ORIGINAL.fullmatch(line[:400]):
            return n
        if _is_head(lines, n):
            return _above(lines, n)
        start = _notes_head(lines, n)
        if start is not None:
            return start
    return len(lines)


def _is_head(lines: Sequence[str], n: int) -> bool:
    """Whether a block From, Sent, To, Subject begins at a line that is not marked as quoted."""
    found = _FIELD.match(lines[n][:200])
    if not found or found[1].lower() not in ("from", "oddi wrth") or _QUOTE.match(lines[n]):
        return False
    names = {"from"}
    for line in lines[n + 1 : n + HEAD_LINES]:
        other = _FIELD.match(line[:200])
        if other:
            names.add(other[1].lower())
    return len(names) >= 3


def _above(lines: Sequence[str], n: int) -> int:
    """The start of a block, with the row of dashes and the blanks above it."""
    at = n
    while at and (not lines[at - 1].strip() or _ROW.fullmatch(lines[at - 1][:200])):
        at -= 1
    return at


def _notes_head(lines: Sequence[str], n: int) -> int | None:
    """Where a head of Lotus Notes begins: a sender, a date, then To and Subject without colons."""
    found = _NOTES_FIELD.fullmatch(lines[n][:300])
    if not found or found[1].lower() != "to":
        return None
    below = [_NOTES_FIELD.fullmatch(line[:300]) for line in lines[n + 1 : n + HEAD_LINES]]
    if not any(each and each[1].lower() == "subject" for each in below):
        return None
    start = None
    for back in range(n - 1, max(-1, n - 7), -1):
        if (
            _DATE.search(lines[back][:300])
            or "@" in lines[back]
            or re.search(r"\w/\w+/\w", lines[back][:300])
        ):
            start = back
    if start is None:
        return None
    # The name may stand on a line of its own above the date.
    above = lines[start - 1].strip() if start else ""
    if above and len(above) < 120 and not above.endswith((".", ":", "?")):
        start -= 1
    return _above(lines, start)


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """The lines without quoted blocks, but for questions that stand between answers."""
    quoted = [bool(_QUOTE.match(line)) for line in lines]
    if not any(quoted):
        return _without_trailing_intro(list(lines))
    drop = [False] * len(lines)
    blocks = _blocks(lines, quoted)
    own_after = _own_after(lines, quoted)
    inline = [block for block in blocks if own_after[block[1]]]
    for block in blocks:
        start, end = block
        keep = own_after[end] and (len(inline) > 1 or _is_question(lines[start:end]))
        for at in range(start, end):
            drop[at] = not keep
        for at in _intro(lines, start):
            drop[at] = True
    kept = [line for line, gone in zip(lines, drop, strict=True) if not gone]
    return kept


def _blocks(lines: Sequence[str], quoted: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of quoted lines, blank ones between them included."""
    blocks: list[tuple[int, int]] = []
    start = last = None
    for n, is_quoted in enumerate(quoted):
        if is_quoted:
            start = n if start is None else start
            last = n
        elif lines[n].strip() and start is not None and last is not None:
            # A long line that a program broke without marking its end still belongs to the quote.
            blocks.append((start, last + 1))
            start = last = None
    if start is not None and last is not None:
        blocks.append((start, last + 1))
    return blocks


def _own_after(lines: Sequence[str], quoted: Sequence[bool]) -> list[bool]:
    """For each place, whether the sender wrote anything from there on, a signature or notice apart."""
    end = len(lines)
    for n, line in enumerate(lines):
        if line.rstrip() == "--" and end - n <= LONGEST_SIGNATURE:
            end = n
            break
    own = "\n".join("" if quoted[n] else line for n, line in enumerate(lines[:end]))
    end = _without_notices(own).count("\n") + 1
    found = [False] * (len(lines) + 1)
    seen = False
    for n in range(len(lines) - 1, -1, -1):
        seen = seen or (
            n < end and not quoted[n] and bool(lines[n].strip()) and not _ROW.fullmatch(lines[n][:200])
        )
        found[n] = seen
    return found


def _is_question(block: Sequence[str]) -> bool:
    words = [line.lstrip(" \t>").strip() for line in block]
    words = [word for word in words if word]
    return len(words) <= 8 and any(word.endswith(("?", ":")) for word in words)


def _intro(lines: Sequence[str], start: int) -> range:
    """The lines that introduce a quote: On such a day, somebody wrote:, often broken over two or three."""
    at = start - 1
    while at >= 0 and not lines[at].strip():
        at -= 1
    if at < 0 or not lines[at].rstrip().endswith(":"):
        return range(0)
    for first in range(at, max(-1, at - INTRO_LINES), -1):
        joined = " ".join(line.strip() for line in lines[first : at + 1])
        if not lines[first].strip():
            break
        told = _INTRO_START.match(lines[first]) or _DATE.search(joined[:600]) or "@" in joined or first == at
        if told and _WROTE.fullmatch(joined[:600]):
            before = lines[first - 1] if first else ""
            dated = _INTRO_START.match(before) and _DATE.search(before[:300])
            return range(first - 1 if dated and not _INTRO_START.match(lines[first]) else first, start)
    return range(0)


def _without_trailing_intro(lines: list[str]) -> list[str]:
    """A text whose quote was cut off still ends with the line that introduced it."""
    return [line for n, line in enumerate(lines) if n not in _intro(lines, len(lines))] if lines else lines


def _without_signature(lines: Sequence[str]) -> list[str]:
    for n, line in enumerate(lines):
        if line.rstrip(" \t\u00a0") == "--" and len(lines) - n <= LONGEST_SIGNATURE:
            return list(lines[:n])
    return list(lines)


_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n|[ \t]*[-_=*~#+]{5,}[ \t]*(?=\n|\Z))+")


def _without_notices(text: str) -> str:
    """The text without the notices at its end, and without the rows of stars around them."""
    ends = [0, *(found.end() for found in _PARAGRAPH.finditer(text))]
    starts = [*(found.start() for found in _PARAGRAPH.finditer(text)), len(text)]
    paragraphs = list(zip(ends, starts, strict=True))
    cut = len(paragraphs)
    at = len(paragraphs) - 1
    missed = 0
    while at >= 1 and missed < 3:
        words = text[paragraphs[at][0] : paragraphs[at][1]].strip()
        if not words or _ROW.fullmatch(words[:200]):
            pass
        elif _NOTICE.search(words[:3_000]):
            cut, missed = at, 0
        elif len(words) <= SHORT_PARAGRAPH and not _ANSWERS.search(words) and not words.endswith("?"):
            missed += 1
        else:
            break
        at -= 1
    if cut == len(paragraphs):
        return text
    kept = text[: paragraphs[cut][0]].rstrip()
    lines = kept.split("\n")
    while lines and (not lines[-1].strip() or _ROW.fullmatch(lines[-1][:200])):
        lines.pop()
    return "\n".join(lines)
