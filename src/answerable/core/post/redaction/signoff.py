"""The end of a letter: who signed it, where they sit and how to reach them. Only the role stays."""

import re
from collections.abc import Iterator, Sequence

from answerable.core.post.redaction.model import What
from answerable.core.post.redaction.names import name_in
from answerable.core.post.redaction.words import GIVEN, NOT_NAMES, ROLES

MOST_LINES = 25
LONGEST_LINE = 120
LONGEST_ROLE = 12
_FORMAL = (
    r"yours (?:sincerely|faithfully|truly)|sincerely yours|(?:kind(?:est)?|best|warm(?:est)?|with"
    r"|many)?\s?(?:kind\s|best\s)?regards|"
    r"(?:with )?(?:best|kind|good) wishes|yn gywir|yr eiddoch yn gywir|cofion(?: (?:cynnes|gorau"
    r"|caredig))?|sincerely|rgds|signed"
    r"|yours(?: ever)?|(?:all the )?best|warmly"
)
_INFORMAL = r"(?:many )?thanks(?: again| very much)?|thank you|thx|cheers|diolch(?: yn fawr)?"
_QUOTE = re.compile(r"(?m)^[ \t]{0,8}>[> \t]{0,40}")
_CLOSING = re.compile(
    rf"[ \t>*_]{{0,8}}(?:(?P<formal>{_FORMAL})|{_INFORMAL})\b[\s,.!*_-]{{0,6}}(?P<name>[^\n]{{0,50}})",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"--[ \t]?|_{5,40}")
_STOP = re.compile(
    r"[ \t]*(?:>|-{2,}[ \t]?original|-{5,}|_{5,}|(?:from|sent|subject|date)[ \t]?:|on .{5,120}wrote:"
    r"|q(?:uestion)?[ .]?\d|\d{1,2}[.)][ \t]"
    r"|[^\n]{0,20}\bwrote:|begin forwarded|\[?(?:cid|image)|\[(?:header|footer|footnote|endnote)\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:\S+\s+){5,}\S+[.?!:]\s*")
_ANSWER = re.compile(
    r"\W*(?:yes|no(?!\.?\s*\d)|none|nil|not held|n/a|not applicable|ydym|nac ydym)\b", re.IGNORECASE
)
_PIECES = re.compile(r"\s*(?:[|•·;]|\s-\s|\s/\s|,\s)\s*")
_MARK = re.compile(r"\W*(?:\[[a-z ]{4,30} removed\]\W*)+")
_PIECE_WORD = re.compile(r"[A-Za-z'-]+")
_ADDRESS_LIKE = re.compile(
    r"\d|@|www\.|https?:|\b(?:tel|phone|mobile|email|e-mail|fax|web|address|street|road|house|floor"
    r"|building|council|trust|nhs|"
    r"office|centre|team|department|directorate|service|services|hall)\b",
    re.IGNORECASE,
)

Signed = tuple[What, int, int, tuple[str, ...], bool]


def signoffs_in(text: str) -> Iterator[Signed]:
    """What to remove of each sign-off: names and contact lines, with the words of the names."""
    lines = _QUOTE.sub(lambda mark: " " * len(mark[0]), text).split("\n")
    quoted = [bool(_QUOTE.match(line)) for line in text.split("\n")]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    at = 0
    while at < len(lines):
        closing = _CLOSING.fullmatch(lines[at][:LONGEST_LINE]) if len(lines[at]) <= LONGEST_LINE else None
        opened = closing is not None
        if closing and closing["name"].strip():
            found = _name(lines[at], closing.start("name"), starts[at], informal=not closing["formal"])
            opened = found is not None
            if found:
                yield found
        if not opened and not _is_block(lines, at):
            at += 1
            continue
        first = at + 1 if closing or _DELIMITER.fullmatch(lines[at]) else at
        thanked = closing and not closing["formal"] and not closing["name"].strip()
        if thanked and not _begins(lines, first) and not _signs_alone(lines, first):
            at += 1
            continue
        end = _end(lines, quoted, first)
        yield from _in_block(lines[first:end], starts[first:])
        at = max(end, at + 1)


def _name(line: str, start: int, offset: int, *, informal: bool) -> Signed | None:
    phrase = line[start:].rstrip(" ,.*_\t")
    words = name_in(phrase) or (
        name_in(phrase, strict=False) if not informal and len(phrase.split()) < 3 else None
    )
    if not words or (informal and words[0].lower() not in GIVEN):
        return None
    return What.NAME, offset + start, offset + start + len(phrase), words, words[0].lower() in GIVEN


def _is_block(lines: Sequence[str], at: int) -> bool:
    """Whether a signature begins here without a closing: a delimiter, or a name with a role below it."""
    if _DELIMITER.fullmatch(lines[at]):
        return _begins(lines, at + 1)
    return (
        len(lines[at]) < 60
        and _named(lines[at]) is not None
        and at + 1 < len(lines)
        and _is_role(lines[at + 1])
    )


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether the first line that says something is a name or a role."""
    for line in lines[at : at + 4]:
        if line.strip():
            return _named(line) is not None or _is_role(line) or bool(_MARK.fullmatch(line))
    return False


def _signs_alone(lines: Sequence[str], at: int) -> bool:
    """Whether a letter ends here with one word in capitals or small letters that can be a name."""
    line = next((each.strip() for each in lines[at : at + 3] if each.strip()), "")
    return bool(re.fullmatch(r"[A-Z][a-z'-]{1,20}\.?", line)) and name_in(line, strict=False) is not None


def _named(line: str) -> tuple[str, ...] | None:
    plain = line.strip(" \t*_>,.")
    words = name_in(plain)
    return words if words and (len(words) > 1 or words[0].lower() in GIVEN) else None


def _is_role(line: str) -> bool:
    words = [each.lower() for each in _PIECE_WORD.findall(line[:LONGEST_LINE])]
    return (
        0 < len(words) <= LONGEST_ROLE
        and not ROLES.isdisjoint(words)
        and not line.rstrip().endswith((".", "?", ":"))
    )


def _end(lines: Sequence[str], quoted: Sequence[bool], first: int) -> int:
    """Where a signature ends: at a thread below it, at a sentence, or where it has gone on for too long."""
    blank = 0
    for n in range(first, min(len(lines), first + MOST_LINES)):
        line = lines[n]
        blank = blank + 1 if not line.strip() else 0
        if not line.strip():
            continue
        goes_on = len(line) <= LONGEST_LINE and not _SENTENCE.fullmatch(line)
        if _STOP.match(line) or not goes_on or quoted[n] != quoted[first - 1 if first else 0]:
            return n
        if n > first and not lines[n - 1].strip() and _goes_on(line):
            return n
    return min(len(lines), first + MOST_LINES)


def _goes_on(line: str) -> bool:
    """Whether a line below a signature is the letter's own again: a sentence, or a short answer."""
    words = line.split()
    if _ANSWER.match(line) or (len(words) > 7 and not _ADDRESS_LIKE.search(line)):
        return True
    small = sum(each[0].islower() for each in words)
    return (
        len(words) > 2
        and line.rstrip()[-1] in ".?!"
        and 2 * small >= sum(each[0].isalpha() for each in words)
    )


def _in_block(lines: Sequence[str], starts: Sequence[int]) -> Iterator[Signed]:
    run: tuple[int, int] | None = None
    named = False
    for line, start in zip(lines, starts, strict=False):
        bare = line.strip()
        if not bare:
            continue
        if _MARK.fullmatch(bare):
            if run:
                yield What.CONTACT, *run, (), False
                run = None
            continue
        at = start + line.index(bare)
        words = _named(bare) or (name_in(bare, strict=False) if not named and len(bare.split()) < 3 else None)
        if words or _is_role(bare):
            if run:
                yield What.CONTACT, *run, (), False
                run = None
            named = True
            if words and not _is_role(bare):
                yield What.NAME, at, at + len(bare), words, True
            else:
                yield from _beside_role(bare, at)
        else:
            run = (run[0] if run else at, at + len(bare))
    if run:
        yield What.CONTACT, *run, (), False


def _beside_role(line: str, offset: int) -> Iterator[Signed]:
    """A line with a role in it: the role stays, and what stands beside it goes."""
    at = 0
    for gap in [*_PIECES.finditer(line), None]:
        end = gap.start() if gap else len(line)
        piece = line[at:end]
        words = _named(piece)
        if words:
            yield What.NAME, offset + at, offset + end, words, True
        elif _is_role(piece):
            yield from _before_role(piece, offset + at)
        elif _ADDRESS_LIKE.search(piece) and any(each.isdigit() or each == "@" for each in piece):
            yield What.CONTACT, offset + at, offset + end, (), False
        at = gap.end() if gap else end


def _before_role(piece: str, offset: int) -> Iterator[Signed]:
    """Jane Doe FOI Officer: the words before the first that belongs to a role."""
    words: list[re.Match[str]] = []
    for word in _PIECE_WORD.finditer(piece):
        plain = word[0].lower()
        if plain in NOT_NAMES and not (words and len(words) == 1 and words[0][0].lower() in GIVEN):
            break
        words.append(word)
    names = name_in(" ".join(each[0] for each in words)) if 2 <= len(words) <= 3 else None
    if names and names[0].lower() in GIVEN:
        yield What.NAME, offset + words[0].start(), offset + words[-1].end(), names, False
