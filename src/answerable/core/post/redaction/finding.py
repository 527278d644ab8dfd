"""Where people are named in a text by the words around them: titles, salutations, labels, roles, threads."""

import re
from collections.abc import Callable, Iterator
from itertools import chain

from answerable.core.post.redaction.contacts import contacts_in
from answerable.core.post.redaction.cues import cued
from answerable.core.post.redaction.model import What
from answerable.core.post.redaction.names import (
    NEVER_ALONE,
    PLAINLY_GIVEN,
    Names,
    could_be_surname,
    is_placed,
    known_from,
    known_in,
    name_in,
    name_of_local,
    taken,
)
from answerable.core.post.redaction.shapes import listed_after, shaped
from answerable.core.post.redaction.signoff import signoffs_in
from answerable.core.post.redaction.words import AMBIGUOUS, GIVEN, NOT_NAMES, ROLES, TITLES

LONGEST_FIELD = 1_000
Found = tuple[What, int, int]
_TITLE = re.compile(rf"(?<![\w'-])({TITLES})\b\.?(?:\s?(?:&|and|/)\s?(?:{TITLES})\b\.?)?[ \t\n]{{1,3}}")
_STRICT_TITLES = frozenset(
    ("Nurse", "Sister", "Judge", "Lord", "Lady", "Sir", "Miss", "PC", "DC", "DI", "DS", "MS", "MR", "MISS")
) | {"Canon", "Dame", "Y"}
_AND = re.compile(r"\s(?:and|&)\s(?=[A-Z])")
_SALUTATION = re.compile(
    r"(?im)^[ \t>*]{0,12}(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|annwyl|helo|fao|attn|"
    r"for the attention of)\b[ \t,:]{1,4}([^\n,:;!?]{1,60}?)[ \t]*(?:[,:;!-]|$)"
)
_LABELS = re.compile(
    r"(?i)(?:\b(?:my|our) colleagues?|\bspeak (?:to|with)|\bspoke (?:to|with)|\bask(?:ing)? for"
    r"|\b(?:contact|case|link|lead)[ -]?"
    r"(?:officer|worker|handler|person|name|manager)(?:'s name)?|\bofficer'?s? name|\bsigned(?: by)?"
    r"|\b(?:minutes|notes|decision|statement) (?:taken|written|made) by|"
    r"(?m:^)[ \t>*]{0,8}(?:(?:prepared|completed|approved|reviewed|authorised|sent) by))"
    r"\b[*]{0,2}(?:\s{0,3}[:=|-]\s{0,4}|,?\s{1,3})(?:is\s)?"
)
_SIGNED_LABELS = re.compile(
    # A single word is a label only with the sign of one: Contact Merthyr Tydfil names nobody.
    r"(?i)(?:(?m:^)|[\t|])[ \t>*]{0,8}(?:(?:full |officer )?name"
    r"|author|contact|officer|handler|owner|attendees"
    r"|present|apologies|decision[ -]?maker|(?:project )?sponsor"
    r"|councillors|interviewe[der]{1,2}|reviewer|approver|assigned(?: to)?"
    r"|(?:case ?worker|officer) assigned)\b[*]{0,2}(?:\s{0,3}[:=|]\s{0,4}|\s-\s)(?:is\s)?"
)
_CONTACT = re.compile(
    r"(?i)\b(?:contact|email|call|telephone|phone|ring|write to|via|through|from|by|to|with|of|and|cc)\s{1,3}"
)
_REACHED = re.compile(
    r"\s{0,3}(?:\(|(?:on|at|via|by|directly|using)\b)[\s:]{0,3}(?:ext|tel|0|\+|\[|[\w.+-]{1,64}\s?@"
    r"|email|e-mail|phone)"
)
_FIELD = re.compile(
    r"(?i)[ \t>|*]{0,10}(?:from|to|cc|bcc|sent by|oddi wrth|at)\b[*]{0,2}[ \t]?:[*]{0,2}[ \t]{0,4}"
)
_TURNED = re.compile(r"([A-Z][\w'-]{1,30}(?: [A-Z][\w'-]{1,30}){0,2}), [A-Z][\w'-]{1,30}\b")
_ADDRESS = re.compile(r"[ \t]{0,3}[<\[](?:mailto:)?[\w.+-]{1,64}@")
_NAME_BEFORE = re.compile(r"[^\n<>\[\]:;,\"']{3,60}$|\"[^\"\n]{3,60}\"$|'[^'\n]{3,60}'$")
_WROTE = re.compile(
    r"(?:,|\d|\bon\b|^)[ \t]{0,3}([^\n<>,\d]{3,60}?)[ \t]{0,3}(?:<[^<>\n]{0,200}>"
    r"|\[[^\]\n]{0,200}\])?[ \t]?\n?wrote:",
    re.M,
)
_ROLE = "|".join(sorted(ROLES, key=len, reverse=True))
_AFTER_ROLE = re.compile(
    rf"(?i)\b(?:{_ROLE})\b[)]?"
    r"(?:\s{0,2}[:|(]\s{0,2}|\s-\s|,?\s(?:is|was|being|called|named)\s)(?=[A-Z])"
)
_BEFORE_ROLE = re.compile(
    rf"(?:\s?,\s|\s?\(|\s[-|]\s|\s?:\s)(?:the |our |a |an )?(?:[A-Z&][\w&'/-]*\s(?:and |of |for "
    rf"|& )?){{0,6}}(?i:{_ROLE})\b"
)
_CAPITAL = re.compile(
    r"(?<![\w'-])[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?=[ \t\n.])"
    r"|(?<![\w'-])[A-Z]{2,}(?:-[A-Z]+)?(?=[ \t][A-Z]['A-Z])"
)
_FIRST_WORDS = frozenset(("saint", "st", "the", "a", "an"))


def people_in(text: str) -> tuple[list[Found], Names]:
    """Where a folded text names people by the words around them, and the names that were found so."""
    found: list[Found] = []
    names = Names()
    for finder in _FINDERS:
        for what, start, end, known in finder(text):
            found.append((what, start, end))
            names |= known
    return found, names


def everything_in(text: str, names: Names) -> tuple[list[Found], Names]:
    """All that points to a person in a folded text, by its own words or because it is known from
    elsewhere."""
    found, own = people_in(text)
    for what, start, end in contacts_in(text):
        found.append((what, start, end))
        local = name_of_local(text[start:end].partition("@")[0]) if what is What.EMAIL else None
        if local:
            own |= known_from(local)
    names |= own
    found += [(What.NAME, start, end) for start, end in known_in(text, names)]
    return found, names


Step = tuple[What, int, int, Names]


def _titled(text: str) -> Iterator[Step]:
    for title in _TITLE.finditer(text):
        plain = title[1] not in _STRICT_TITLES
        end, words = taken(text, title.end(), first_may_be_plain=plain)
        if words and not (words[0].lower() in NOT_NAMES and (not plain or words[0].lower() in ROLES)):
            yield What.NAME, title.start(), end, known_from(words)
            also = _AND.match(text, end) if title[1] in ("Drs", "Messrs") else None
            if also:
                end, words = taken(text, also.end(), first_may_be_plain=True)
                yield What.NAME, also.end(), end, known_from(words)


def _saluted(text: str) -> Iterator[Step]:
    for each in _SALUTATION.finditer(text):
        phrase = each[1]
        words = name_in(re.split(r"\s(?:and|&|/)\s", phrase)[0], strict=False)
        if words and len(words) <= 3:
            yield What.NAME, each.start(1), each.end(1), known_from(words, alone=words[0].lower() in GIVEN)


def _labelled(text: str) -> Iterator[Step]:
    for label in chain(_LABELS.finditer(text), _SIGNED_LABELS.finditer(text)):
        end, words = taken(text, label.end(), first_may_be_plain=False)
        strong = words and (len(words) > 1 or words[0].lower() in GIVEN) and words[0].lower() not in NOT_NAMES
        if strong and not is_placed(words, text[end : end + 100]):
            yield What.NAME, label.end(), end, known_from(words, alone=words[0].lower() in GIVEN)
            yield from listed_after(text, end)
        else:
            yield from _turned_after(text, label.end())
    for label in _CONTACT.finditer(text):
        end, words = taken(text, label.end())
        if words and words[0].lower() not in NOT_NAMES and _REACHED.match(text, end):
            named = len(words) > 1 or words[0].lower() in GIVEN
            if named and not is_placed(words, text[end : end + 100]):
                yield What.NAME, label.end(), end, known_from(words, alone=words[0].lower() in GIVEN)


def _turned_after(text: str, at: int) -> Iterator[Step]:
    """QUILLFEATHER, Petra: after a label."""
    turned = _TURNED.match(text, at)
    words = name_in(turned[0]) if turned else None
    if turned and words and (words[0].lower() in GIVEN or turned[1].isupper()):
        yield What.NAME, turned.start(), turned.end(), known_from(words)


def _given(text: str) -> Iterator[Step]:
    """A given name and a surname, wherever they stand; not where they are a house, a street or an act."""
    for each in _CAPITAL.finditer(text):
        first = each[0].lower()
        if first.partition("-")[0] not in GIVEN or first in AMBIGUOUS:
            continue
        end, words = taken(text, each.start())
        if len(words) < 2:
            # A surname that is a word too: Jane Green, unless that is a house or a street.
            end, words = _with_plain_surname(text, each)
        if len(words) < 2 and first in PLAINLY_GIVEN:
            end, words = _with_surname_below(text, each)
        initial = len(words) == 2 and len(words[1]) == 1 and not text[end : end + 2].strip(" .").isalpha()
        surname = len(words) > 1 and (could_be_surname(words[-1]) or words[-1].lower() in _WORDS_AND_SURNAMES)
        if not (initial or surname):
            continue
        before = text[max(0, each.start() - 12) : each.start()].split()
        sainted = bool(before) and before[-1].strip(".").lower() in _FIRST_WORDS
        if not sainted and not is_placed(words, text[end : end + 100]):
            yield What.NAME, each.start(), end, known_from(words)


_PLAIN_SURNAMES = (
    "young green west page bell day sharp short long small best good little north brown black white king"
    " price may march law lane hill kent york lord early english welsh"
)
_WORDS_AND_SURNAMES = frozenset(_PLAIN_SURNAMES.split(" "))


def _with_plain_surname(text: str, first: re.Match[str]) -> tuple[int, list[str]]:
    after = re.compile(r"[ \t]([A-Z][a-z]+)\b").match(text, first.end())
    if after and after[1].lower() in _WORDS_AND_SURNAMES:
        return after.end(), [first[0], after[1]]
    return first.end(), [first[0]]


_BELOW = re.compile(r"[ \t]?[\n\t][ \t>]{0,4}([A-Z][\w'-]{2,30})(?=[ \t]*(?:[\n\t,.;)]|$))")


def _with_surname_below(text: str, first: re.Match[str]) -> tuple[int, list[str]]:
    """A surname alone in the next line or cell, as in a narrow column or a table of names."""
    below = _BELOW.match(text, first.end())
    if below and below[1].lower() not in NEVER_ALONE and could_be_surname(below[1]):
        return below.end(1), [first[0], below[1]]
    return first.end(), [first[0]]


def _by_role(text: str) -> Iterator[Step]:
    for role in _AFTER_ROLE.finditer(text):
        end, words = taken(text, role.end())
        if (
            len(words) >= 2
            and words[0].lower() not in NOT_NAMES
            and not is_placed(words, text[end : end + 100])
        ):
            yield What.NAME, role.end(), end, known_from(words)
    for role in _BEFORE_ROLE.finditer(text):
        before = text[max(0, role.start() - 60) : role.start()]
        found = re.search(
            r"(?<![\w'-])([A-Z][\w'.-]*(?:[ \t](?:de|van|von|der|al)?[ \t]?[A-Z][\w'.-]*){1,2})$", before
        )
        named = name_in(found[1]) if found else None
        if found and named and len(named) > 1 and _is_likely(named):
            yield What.NAME, role.start() - len(found[1]), role.start(), known_from(named)


def _is_likely(words: tuple[str, ...]) -> bool:
    return (
        words[0].lower() in GIVEN
        or len(words[0].strip(".")) == 1
        or all(could_be_surname(each) for each in words)
    )


def _in_thread(text: str) -> Iterator[Step]:
    start = 0
    for line in text.split("\n"):
        field = _FIELD.match(line)
        if field:
            yield from _in_field(line[field.end() : field.end() + LONGEST_FIELD], start + field.end())
        start += len(line) + 1
    for address in _ADDRESS.finditer(text):
        before = _NAME_BEFORE.search(text[max(0, address.start() - 60) : address.start()])
        if before:
            yield from _bare_name(before[0], address.start() - len(before[0]))
    for each in _WROTE.finditer(text):
        yield from _bare_name(each[1], each.start(1))


def _in_field(value: str, at: int) -> Iterator[Step]:
    for part in re.split(r"(;)", value):
        bare = re.sub(r"[<\[(].*", "", part).strip(" \t\"'*")
        words = name_in(bare) if bare else None
        if words:
            start = at + part.index(bare)
            yield What.NAME, start, start + len(bare), known_from(words)
        at += len(part)


def _bare_name(phrase: str, at: int) -> Iterator[Step]:
    bare = phrase.strip(" \t\"'*->")
    words = name_in(bare)
    if words:
        start = at + phrase.index(bare)
        yield What.NAME, start, start + len(bare), known_from(words)


def _signed(text: str) -> Iterator[Step]:
    for what, start, end, words, alone in signoffs_in(text):
        yield what, start, end, known_from(words, alone=alone)


_FINDERS: tuple[Callable[[str], Iterator[Step]], ...] = (
    _titled,
    _saluted,
    _labelled,
    _given,
    _by_role,
    _in_thread,
    _signed,
    shaped,
    cued,
)
