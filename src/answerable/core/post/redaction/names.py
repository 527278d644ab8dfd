"""What can be a person's name, and where known names stand in a text, in whichever form they are written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from answerable.core.post.people import Person
from answerable.core.post.redaction.folding import fold
from answerable.core.post.redaction.words import (
    AMBIGUOUS,
    GIVEN,
    NOT_NAMES,
    ORGANISED,
    PARTICLES,
    PLACED,
    PLACES,
    POSTNOMINALS,
    ROLES,
    SURNAMES,
    TITLES,
)

NO_SURNAMES = NOT_NAMES | ORGANISED
NEVER_ALONE = NO_SURNAMES | PLACES
PLAIN_GIVEN = GIVEN - AMBIGUOUS
PLAINLY_GIVEN = PLAIN_GIVEN - NOT_NAMES
MOST_WORDS = 4
MOST_NAMES = 2_000
MOST_PEOPLE = 500
LONGEST_GAP = 3
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
PIECE = re.compile(r"[^\W\d_]+")
_TITLE = re.compile(rf"^\W*(?:{TITLES})\b\.?\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"[\[(<{][^\[\](){{}}<>]{0,200}[\])>}]")
WRAPPED = 50
_BETWEEN = re.compile(r"\.?(?:[ \t]{1,3}|[ \t]?\n[ \t>]{0,4}(?=[A-Z]))|\.(?=[A-Z])")
_GAP = re.compile(r"[\s.,_'()+-]*")


@dataclass(frozen=True)
class Names:
    """Names that are known: whole ones by their pieces in small letters, and words that mean one alone."""

    whole: frozenset[tuple[str, ...]] = frozenset()
    alone: frozenset[str] = frozenset()

    def __or__(self, other: "Names") -> "Names":
        return Names(self.whole | other.whole, self.alone | other.alone)

    def __bool__(self) -> bool:
        return bool(self.whole or self.alone)


def could_be_surname(word: str) -> bool:
    """Whether a word can be the last word of a name in running text."""
    plain = word.lower()
    return len(plain) > 1 and plain not in NO_SURNAMES and not (word.isupper() and len(word) < 4)


def name_in(phrase: str, *, strict: bool = True) -> tuple[str, ...] | None:
    """The words of a phrase that is a person's name and nothing else; None where it is not.

    Without `strict` small letters do (as in an address) and one word is enough.
    """
    plain = _TITLE.sub("", _BRACKETS.sub(" ", phrase).strip())
    if "," in plain:
        last, _, first = plain.partition(",")
        rest = [each for each in PIECE.findall(first.lower()) if each not in POSTNOMINALS]
        # What follows a comma is the given name, or letters after a name, or something else altogether.
        if not rest:
            plain = last
        elif len(WORD.findall(last)) == 1 and "," not in first:
            plain = f"{first} {last}"
    words = [each for each in WORD.findall(plain) if each.lower() not in POSTNOMINALS]
    if not words or len(words) > MOST_WORDS or re.search(r"[\d@/:;?!=%£|]", plain):
        return None
    shouted = plain.isupper()
    named = words[0].lower() in GIVEN
    for n, word in enumerate(words):
        if strict and not word[0].isupper() and not (n and word.lower() in PARTICLES):
            return None
        if _is_no_name(word, named=named and n > 0 and len(words) < 4, shouted=shouted or not strict):
            return None
    if all(len(word) == 1 for word in words) or (strict and len(words) == 1 and not named):
        return None
    return tuple(words)


def _is_no_name(word: str, *, named: bool, shouted: bool) -> bool:
    plain = word.lower()
    if plain in ROLES or (plain in NOT_NAMES and not named and plain not in GIVEN):
        return True
    return word.isupper() and 1 < len(word) < 5 and not shouted and plain not in GIVEN


def name_of_local(local: str) -> tuple[str, ...] | None:
    """The name that the part of an address before the @ spells: jane.doe; None where it spells none."""
    words = [each for each in re.split(r"[\W\d_]+", local.partition("+")[0]) if each]
    if not 1 <= len(words) <= 3 or any(each.lower() in NO_SURNAMES for each in words):
        return None
    if "-" in local and words[0].lower() not in GIVEN:
        return None
    if len(words) == 1:
        return tuple(words) if words[0].lower() in PLAIN_GIVEN else None
    return tuple(words) if len(words[-1]) > 2 and words[-1].isalpha() else None


def known_from(words: Sequence[str], *, alone: bool = False) -> Names:
    """What a name that was found makes known: the whole of it, and its given name where that is plainly one.

    With `alone` a single word is known too: whoever signs with it is called so.
    """
    plain = [word.removesuffix("'s").removesuffix("'S") for word in words]
    pieces = tuple(piece.lower() for word in plain for piece in PIECE.findall(word))
    single: set[str] = set()
    if pieces and pieces[0] in PLAINLY_GIVEN and len(pieces) > 1:
        single.add(pieces[0])
    if pieces and pieces[-1] in SURNAMES:
        single.add(pieces[-1])
    if len(pieces) > 1 and alone and len(pieces[0]) > 2 and pieces[0] not in NEVER_ALONE:
        single.add(pieces[0])
    if len(pieces) == 1 and alone and len(pieces[0]) > 1 and pieces[0] not in NOT_NAMES:
        single.add(pieces[0])
    return Names(frozenset([pieces]) if len(pieces) > 1 else frozenset(), frozenset(single))


def names_of(people: Iterable[Person | str]) -> Names:
    """The names of people whom headers or the desk name, as far as they are persons and not offices."""
    found = Names()
    for n, each in enumerate(people):
        if n >= MOST_PEOPLE:
            break
        name, address = (each, None) if isinstance(each, str) else (each.name, each.address)
        words = name_in(fold(name[:200]).text, strict=False) if name and "@" not in name else None
        if words:
            is_person = isinstance(each, str) or words[0].lower() in GIVEN
            found |= known_from(words, alone=is_person)
            # Of somebody who is known to have written, the surname is enough, however rare it is.
            last = PIECE.findall(words[-1].lower()) if is_person and len(words) > 1 else []
            found |= Names(
                alone=frozenset(word for word in last[-1:] if len(word) > 2 and word not in NEVER_ALONE)
            )
        local = name_of_local(fold(address[:200]).text.partition("@")[0]) if address else None
        if local:
            found |= known_from(local)
    return found


def known_in(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Where known names stand in a folded text: whole, turned round, with initials, joined, or alone.

    Time grows with the text and not with the number of names.
    """
    forms = _forms(names)
    pieces = [(each[0], each.start(), each.end()) for each in PIECE.finditer(text)]
    lower = [each[0].lower() for each in pieces]
    past = -1
    for at, (word, start, end) in enumerate(pieces):
        if start < past:
            continue
        stop = _whole(text, pieces, lower, at, forms)
        if stop is None and lower[at] in names.alone and word[0].isupper():
            stop = end
        if stop is not None:
            yield start, stop
            past = stop


def _forms(names: Names) -> dict[str, list[tuple[str, ...]]]:
    """Each way to write the known names, by its first piece, the longest first."""
    made: dict[str, set[tuple[str, ...]]] = {}
    for whole in sorted(names.whole)[:MOST_NAMES]:
        first, last = whole[0], whole[-1]
        ways = {whole, (first, *whole[-1:]), whole[-1:] + whole[:-1]}
        if len(first) > 1 and len(last) > 1:
            ways |= {(first[0], last), (last, first[0])}
            if len(first) > 2 and len(last) > 2:
                ways |= (
                    {(first + last,), (last + first,), (first[0] + last,)}
                    if len(last) > 4
                    else {(first + last,)}
                )
        for way in ways:
            made.setdefault(way[0], set()).add(way)
    return {first: sorted(ways, key=len, reverse=True) for first, ways in made.items()}


def _whole(
    text: str,
    pieces: Sequence[tuple[str, int, int]],
    lower: Sequence[str],
    at: int,
    forms: dict[str, list[tuple[str, ...]]],
) -> int | None:
    for way in forms.get(lower[at], ()):
        place = at
        matched = True
        for n, piece in enumerate(way):
            if n:
                place += 1
                # An initial or a second name may stand between.
                if (
                    place + 1 < len(lower)
                    and n == len(way) - 1
                    and lower[place] != piece
                    and len(lower[place]) == 1
                ):
                    place += 1
                if place >= len(lower) or not _near(text, pieces, place):
                    matched = False
                    break
            if lower[place] != piece:
                matched = False
                break
        if matched and not (len(way[0]) == 1 and not pieces[at][0].isupper()):
            return pieces[place][2]
    return None


def _near(text: str, pieces: Sequence[tuple[str, int, int]], place: int) -> bool:
    gap = text[pieces[place - 1][2] : pieces[place][1]]
    return len(gap) <= LONGEST_GAP * 2 and _GAP.fullmatch(gap) is not None and gap.count("\n") < 2


def taken(
    text: str, start: int, most: int = MOST_WORDS, *, first_may_be_plain: bool = False
) -> tuple[int, list[str]]:
    """The capitalised words from a place on that can be a name, and where they end."""
    words: list[str] = []
    at = end = start
    while len(words) < most:
        found = WORD.match(text, at)
        if not found:
            break
        word, plain = found[0], found[0].lower()
        is_particle = plain in PARTICLES and word.islower() and bool(words or first_may_be_plain)
        if not is_particle and not word[0].isupper():
            break
        blocked = plain in ROLES or (
            plain in NOT_NAMES and not (first_may_be_plain and not words) and plain not in GIVEN
        )
        if blocked or (word.isupper() and 1 < len(word) < 4 and bool(words) and not words[-1].isupper()):
            break
        words.append(word)
        if not is_particle:
            end = found.end()
        gap = _BETWEEN.match(text, found.end())
        if gap and "\n" in gap[0] and found.end() - text.rfind("\n", 0, start) < WRAPPED:
            break  # A short line ends where its writer ended it; only a long one was broken.
        # A full stop ends a sentence, unless what it follows is an initial.
        if not gap or (gap[0].startswith(".") and len(word) > 2):
            break
        at = gap.end()
    while words and words[-1].lower() in PARTICLES and words[-1].islower():
        words.pop()
    return end, words


def is_placed(words: Sequence[str], after: str) -> bool:
    """Whether words like a person's name are that of a house, an organisation, a street or an act."""
    plain = tuple(each.lower() for each in words)
    if any(plain[n : n + 2] in PLACED for n in range(len(plain) - 1)) or plain[-1] in ORGANISED:
        return True
    follows = re.match(r"(?:'s)?\s{1,2}(?:(?:and|&|[A-Z][\w']{1,20})\s){0,2}?([A-Z][a-z]+)\b", after[:80])
    return bool(follows and follows[1].lower() in ORGANISED)
