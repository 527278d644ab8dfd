"""The sender's own words: a text without the thread it quotes, its signature and the notices systems add.

Everything here goes by lines and paragraphs, so its time grows with the text and no faster.
"""

import re
from collections.abc import Sequence

from answerable.core.post.notices import is_row, without_notices
from answerable.core.post.threads import thread_start

MOST_LINES = 200_000
LONGEST_SIGNATURE = 40
INTRO_LINES = 4
MOST_INTROS = 3_000
SHORT_QUESTION = 8

_DATE = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th"
    r"|\.)? ?(?:of )?[A-Z][a-zé]{2,9}\.?,? \d{4}\b|\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b"
)
_WROTE = re.compile(
    r".{0,400}\b(?:wrote|writes|said|ysgrifennodd|schrieb|a .crit|schreef|skrev|escribi.|ha scritto"
    r"|napisał)\b[^:]{0,120}:[ \t]*",
    re.I,
)
_INTRO_START = re.compile(r"[\s>*-]{0,20}(?:on|ar|le|am|op|den|el|il|at|\d{4}-\d\d-\d\d|---)\b", re.I)
_NAMES_SENDER = re.compile(r"[<\[(][^\s<>@]{1,100}@[^\s<>@]{1,200}[>\])]:\s*\Z")
_YOU = re.compile(r"\b(?:you|i|we)\s+(?:wrote|said)\b", re.I)


def own_words(text: str) -> str:
    """What the sender wrote this time; questions quoted between answers stay."""
    lines = text.split("\n", MOST_LINES)[:MOST_LINES]
    lines = lines[: thread_start(lines)]
    lines = lines[: _unmarked_thread(lines)]
    lines = without_signature(_without_quotes(lines))
    kept = without_notices(_trimmed(lines))
    # A signature that a notice kept from being seen as one.
    return without_notices(_trimmed(without_signature(kept.split("\n"))))


def _trimmed(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()


def is_quoted(line: str) -> bool:
    """Whether a line is marked as quoted."""
    return line[:9].lstrip(" \t").startswith(">")


def _unmarked_thread(lines: Sequence[str]) -> int:
    """Where a thread begins that a line introduces (On such a day, somebody wrote:) and nothing marks."""
    looked = 0
    for n, line in enumerate(lines):
        if not line.rstrip().endswith(":") or len(line) > 400:
            continue
        looked += 1
        if looked > MOST_INTROS:
            break
        found = _intro(lines, n + 1)
        if not found:
            continue
        told = " ".join(each.strip() for each in lines[found.start : n + 1])
        follows = next((each for each in lines[n + 1 : n + 40] if each.strip()), "")
        dated = _DATE.search(told) and ("@" in told or _INTRO_START.match(told))
        if dated and follows and not is_quoted(follows) and not _YOU.search(told):
            if not any(is_quoted(each) for each in lines[n + 1 :]):
                return found.start
            return len(lines)
    return len(lines)


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """The lines without quoted blocks, but for questions that stand between answers."""
    quoted = [is_quoted(line) for line in lines]
    if True not in quoted:
        return _without_trailing_intro(list(lines))
    _take_in_wrapped(lines, quoted)
    drop = [False] * len(lines)
    blocks = _blocks(lines, quoted)
    own_after = _own_after(lines, quoted)
    inline = sum(1 for _, end in blocks if own_after[end])
    for start, end in blocks:
        keep = own_after[end] and (inline > 1 or _is_question(lines[start:end]))
        if not keep:
            drop[start:end] = [True] * (end - start)
        for at in _intro(lines, start):
            drop[at] = True
    return [line for line, gone in zip(lines, drop, strict=True) if not gone]


def _take_in_wrapped(lines: Sequence[str], quoted: list[bool]) -> None:
    """Marks as quoted the end of a long line that a program broke without marking what it broke off."""
    for n in range(1, len(lines) - 1):
        if quoted[n] or not (quoted[n - 1] and quoted[n + 1]) or not lines[n].strip():
            continue
        before = lines[n - 1].rstrip()
        if len(before) >= 65 and len(lines[n]) < 40 and not before.endswith(("?", ".", ":", "!")):
            quoted[n] = True


def _blocks(lines: Sequence[str], quoted: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of quoted lines, blank ones between them included."""
    blocks: list[tuple[int, int]] = []
    start = last = -1
    for n, is_marked in enumerate(quoted):
        if is_marked:
            start = n if start < 0 else start
            last = n
        elif start >= 0 and lines[n].strip():
            blocks.append((start, last + 1))
            start = -1
    if start >= 0:
        blocks.append((start, last + 1))
    return blocks


def _own_after(lines: Sequence[str], quoted: Sequence[bool]) -> list[bool]:
    """For each place, whether the sender wrote anything from there on, a signature or notice apart."""
    own = ["" if marked else line for line, marked in zip(lines, quoted, strict=True)]
    # A greeting and a name below the whole of a quote are a signature without a mark.
    kept = without_notices("\n".join(without_signature(own)).rstrip()).split("\n")
    end = len(kept)
    found = [False] * (len(lines) + 1)
    seen = False
    for n in range(len(lines) - 1, -1, -1):
        if not seen and n < end and not quoted[n]:
            line = lines[n]
            seen = bool(line.strip()) and not is_row(line)
        found[n] = seen
    return found


def _is_question(block: Sequence[str]) -> bool:
    words = [word for line in block[:200] if (word := line.lstrip(" \t>").strip())]
    return 0 < len(words) <= SHORT_QUESTION and words[-1].endswith(("?", ":"))


def _intro(lines: Sequence[str], start: int) -> range:
    """The lines that introduce a quote: On such a day, somebody wrote:, often broken over two or three."""
    at = start - 1
    while at >= max(0, start - 6) and not lines[at].strip():
        at -= 1
    if at < 0 or not lines[at].rstrip().endswith(":") or len(lines[at]) > 600:
        return range(0)
    for first in range(at, max(-1, at - INTRO_LINES), -1):
        if not lines[first].strip() or len(lines[first]) > 600:
            break
        joined = " ".join(line.strip() for line in lines[first : at + 1])
        named = _NAMES_SENDER.search(joined)
        told = _INTRO_START.match(lines[first]) or _DATE.search(joined) or "@" in joined or first == at
        if (told and _WROTE.fullmatch(joined)) or (named and _DATE.search(joined)):
            return range(_higher(lines, first), start)
    return range(0)


def _higher(lines: Sequence[str], first: int) -> int:
    """The line above, where the day stands on a line of its own."""
    if _INTRO_START.match(lines[first]):
        return first
    for above in range(first - 1, max(-1, first - 3), -1):
        line = lines[above][:300]
        if not line.strip():
            break
        if _INTRO_START.match(line) and _DATE.search(line):
            return above
    return first


def _without_trailing_intro(lines: list[str]) -> list[str]:
    """A text whose quote was cut off still ends with the line that introduced it."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    found = _intro(lines, last)
    told = " ".join(lines[at] for at in found)
    return lines[: found.start] if found and (_DATE.search(told) or "@" in told) else lines


def without_signature(lines: Sequence[str]) -> list[str]:
    """The lines up to the mark of a signature: two dashes alone, not far from the end."""
    near, below = len(lines), 0
    while near and below < LONGEST_SIGNATURE:
        near -= 1
        below += bool(lines[near].strip())
    for n, line in enumerate(lines):
        if line[:2] == "--" and (line == "-- " or n >= near) and line.rstrip(" \t\u00a0") == "--":
            return list(lines[:n])
    return list(lines)
