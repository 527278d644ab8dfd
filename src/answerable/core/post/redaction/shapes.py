"""Names by their own shape, whatever stands around them: surnames that are nothing else, initials, lists."""

import re
from collections.abc import Iterator

from answerable.core.post.redaction.model import What
from answerable.core.post.redaction.names import (
    PLAIN_GIVEN,
    Names,
    could_be_surname,
    is_placed,
    known_from,
    name_in,
    taken,
)
from answerable.core.post.redaction.words import (
    GIVEN,
    NOT_NAMES,
    ORGANISED,
    PLACES,
    ROLES,
    SURNAMES,
)

Step = tuple[What, int, int, Names]
MOST_BEFORE = 3
_OFFICES = ROLES | ORGANISED
_FAMILY = re.compile(
    r"(?<![\w'-])(?:O'[A-Z][a-z]{2,}|O'[A-Z]{3,}|Mc[A-Z][a-z]{2,}|Mac[A-Z][a-z]{2,}|Fitz[A-Z][a-z]{2,}"
    r"|Al-[A-Z][a-z]{2,}|(?:van(?: de[rn]?)?|von|de la|Ni|Mac|ap|ab|ferch|bin|binti|El)[ ][A-Z][a-z]{2,}"
    r"|[A-Z][\w]{0,30}(?:-[A-Z][a-z]{2,})?)(?![\w-])"
)
_STRUCTURED = re.compile(
    r"(?:O'|Mc|Mac|Fitz|Al-)[A-Z]|(?:van|von|de la|Ni|Mac|ap|ab|ferch|bin|binti|El)[ ]?(?:de[rn]?[ ])?[A-Z]"
)
_FIRMS = frozenset(
    ("mcafee", "mckinsey", "mcdonald", "mcdonalds", "macdonald", "macbook", "mcvitie", "mccarthy")
)
_BEFORE = re.compile(r"(?<![\w'-])([A-Z][a-z'-]+|[A-Z]{2,}(?:-[A-Z]+)?|[A-Z]\.?)[ \t]?$")
_TURNED = re.compile(
    r"(?m)(?:^|(?<=[\t|;:]))[ >*]{0,6}(?P<last>[A-Z][\w'-]{1,30}(?: [A-Z][\w'-]{1,30})?)"
    r", (?P<first>[A-Z][\w'-]{1,30})(?: [A-Z]\b\.?)?(?=[ ]{0,3}(?:$|[\t|;(<.]))"
)
_INITIALS = re.compile(
    r"(?<![\w.'&-])(?P<letters>[A-Z]\.[ ]?(?:[A-Z]\.[ ]?){0,2})(?P<last>[A-Z][a-z]{2,}(?:[-'][A-Z][a-z]+)?"
    r"|O'[A-Z][a-z]{2,}|M(?:ac|c)[A-Z][a-z]{2,})(?![\w@-])"
)
_LETTERED = re.compile(r"(?m)^[ \t>(]{0,8}([A-Z])[.)]")
_AND = re.compile(r"[ ]?(?:,|;|&|\band\b|/)[ ](?:and[ ])?(?=[A-Z])")


def shaped(text: str) -> Iterator[Step]:
    """Every name of a shape that only names have."""
    for finder in (_with_surname, _turned, _with_initials):
        yield from finder(text)


def listed_after(text: str, end: int) -> Iterator[Step]:
    """More names after one that was found, as in a list: Jane Doe, Odo Brindle and R. Vexley."""
    while joint := _AND.match(text, end):
        stop, words = taken(text, joint.end())
        named = len(words) > 1 and words[0].lower() not in NOT_NAMES and could_be_surname(words[-1])
        if not named or is_placed(words, text[stop : stop + 100]):
            return
        yield What.NAME, joint.end(), stop, known_from(words)
        end = stop


def _with_surname(text: str) -> Iterator[Step]:
    """A surname that is hardly ever anything else, with a word or an initial before it that can be a name."""
    for family in _FAMILY.finditer(text):
        word = family[0]
        plain = word.lower()
        structured = bool(_STRUCTURED.match(word)) and plain not in _FIRMS
        double = plain.rpartition("-")[2] in SURNAMES
        if not (structured or plain in SURNAMES or double):
            continue
        start, before = _words_before(text, family.start())
        given = bool(before) and before[0].lower() in GIVEN
        if not before or (structured and not given and not _goes_on(text, start)):
            continue
        words = [*before, *word.split()]
        if not is_placed(words, text[family.end() : family.end() + 100]):
            yield What.NAME, start, family.end(), known_from(words)


def _words_before(text: str, at: int) -> tuple[int, list[str]]:
    """Up to three words before a place that can be names, and where the first of them begins."""
    found: list[str] = []
    while len(found) < MOST_BEFORE:
        before = _BEFORE.search(text, max(0, at - 40), at)
        if not before or before.end(1) == at:
            break
        plain = before[1].lower().strip(".")
        office = plain in _OFFICES or (plain in NOT_NAMES and plain not in GIVEN)
        if office and len(plain) > 1:
            break
        found.insert(0, before[1])
        at = before.start(1)
    return at, found


def _goes_on(text: str, start: int) -> bool:
    """Whether a place is in the middle of a sentence, where a capital letter says something."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    return bool(before) and (before[-1].islower() or before[-1] in ",(:")


def _turned(text: str) -> Iterator[Step]:
    """Brindle, Odo: alone in a line or a cell."""
    for found in _TURNED.finditer(text):
        last, first = found["last"], found["first"].lower()
        known = first in PLAIN_GIVEN or last.lower() in SURNAMES
        words = name_in(f"{found['first']} {last}")
        if known and words and could_be_surname(last.split()[-1]):
            yield What.NAME, found.start("last"), found.end("first"), known_from(words)


def _with_initials(text: str) -> Iterator[Step]:
    """P. Quillfeather: an initial and a word that can be a surname; not an item of a list."""
    lettered = {each[1] for each in _LETTERED.finditer(text)}
    for found in _INITIALS.finditer(text):
        last, letters = found["last"], [each for each in found["letters"] if each.isalpha()]
        sure = last.lower() in SURNAMES or bool(_STRUCTURED.match(last))
        if not sure:
            follows = text[found.end() : found.end() + 3].strip(" ")[:1]
            inside = _goes_on(text, found.start())
            begins = not _is_listed(letters[0], lettered) and (follows.islower() or follows in (",", "("))
            surname = could_be_surname(last) and last.lower() not in PLACES
            if not surname or not (inside or begins or letters[1:]):
                continue
        words = [*letters, last]
        if not is_placed(words, text[found.end() : found.end() + 100]):
            yield What.NAME, found.start(), found.end(), known_from(words)


def _is_listed(letter: str, lettered: set[str]) -> bool:
    """Whether a letter at the start of a line counts the items of a list: its neighbour is there too."""
    return chr(ord(letter) - 1) in lettered or chr(ord(letter) + 1) in lettered
