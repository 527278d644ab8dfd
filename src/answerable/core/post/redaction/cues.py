"""Names that no list knows, by what only persons do or are asked: Zorblatt Vexley dealt with this."""

import re
from collections.abc import Iterator, Sequence

from answerable.core.post.redaction.model import What
from answerable.core.post.redaction.names import Names, could_be_surname, is_placed, known_from, taken
from answerable.core.post.redaction.words import NOT_NAMES, PLACES, ROLES

Step = tuple[What, int, int, Names]
_ROLE = "|".join(sorted(ROLES, key=len, reverse=True))
_BEFORE = re.compile(
    r"(?i:\b(?:ask(?:ed)?|e-?mailed|told|thanked|consulted|copied in|contact|contacted|copying|phoned"
    r"|rang|dismissed|appointed|interviewed|met|cc'd|on behalf of|prepared for|employs|employed|namely|called"
    r"|named|known as|(?:written|drafted|signed|agreed|approved|authorised|compiled|collated|redacted|sent"
    r"|made|taken|handled|dealt with|answered|carried out|reviewed|reached) by"
    r"|emails between|thank you to|thanks to|falls to|post ?holder is|line manager (?:is|was)"
    r"|(?:meeting|email|call|letter|conversation|correspondence) (?:with|from|to)))[ \n]{1,2}|\bI, "
    rf"|(?i:\b(?:{_ROLE}))(?:[ ](?:of|for)[ ][A-Z][a-z]+(?:[ ](?:and|&|of)[ ][A-Z][a-z]+){{0,2}})?[,:]?[ ]"
    r"|\((?=[A-Z][\w'-]+ [A-Z][\w' -]{1,40}\))|\[(?=[A-Z][^\[\]]{2,40}\] wrote)"
)
_DONE = (
    r"(?:has |have |had |will |would |can |is |was |also |then |may |did |does ){0,4}"
    r"(?:deal(?:t|s|ing)? with|repl(?:y|ied)|respond(?:ed)?|wrote|writes?|said|says|confirm(?:ed|s)?"
    r"|advis(?:ed|es)|agreed|explain(?:ed|s)|sign(?:ed|s)|left|leaves|joined|attended|approved|drafted|told"
    r"|emailed|phoned|retir(?:ed|es)|resigned|chaired|on leave|away|no longer|my line manager|our|the officer"
    r"|employed|responsible|in touch|who|counted|checked|looked|answer(?:ed)?|be able|happy to|contact you"
    r"|get back|get in touch|manages?|managed|leads?|led|mentioned|noted|stated"
    r"|asked|requested|oversees|runs)\b"
)
_AFTER = re.compile(
    rf"[ ]{_DONE}|'s? (?:diary|calendar|inbox|mailbox|e-?mails?|mobile|phone|laptop|salary|role|post"
    r"|replacement|successor|line manager|team leader|contract|absence|leave|resignation|appointment"
    r"|letter|reply|response|notes?)\b|, (?:who|whose|our|my|then|now|confirm)\b|\) |\] wrote"
    rf"|\t(?i:(?:[\w&]{{1,20}} ){{0,4}}(?:{_ROLE}))\b"
)
_PAIR = re.compile(r"(?<![\w'-])(?=[A-Z][\w'-]*\.? (?:[a-z]{2,3} ){0,2}[A-Z])")


def cued(text: str) -> Iterator[Step]:
    """Two or more capitalised words that are no place and no office, beside what only goes with a person."""
    for before in _BEFORE.finditer(text):
        end, words = _owner(text, *taken(text, before.end()))
        said = before[0].rstrip(" ,:\n").lower()
        # After a role or a bracket a name alone is not enough: something must follow it too.
        sure = said not in ("(", "[") and ROLES.isdisjoint(said.split())
        if _is_person(words) and (sure or _AFTER.match(text, end) or text[end : end + 1] in (",", ")")):
            yield from _named(text, before.end(), end, words)
    past = 0
    for pair in _PAIR.finditer(text):
        if pair.start() < past:
            continue
        end, words = _owner(text, *taken(text, pair.start()))
        past = end
        if _is_person(words) and _AFTER.match(text, end) and not text.startswith(") ", end):
            yield from _named(text, pair.start(), end, words)


def _owner(text: str, end: int, words: list[str]) -> tuple[int, list[str]]:
    """Words that were taken without the sign of what is theirs: Odo Brindle's."""
    if words and words[-1].endswith("'s"):
        return end - 2, [*words[:-1], words[-1][:-2]]
    return end, words


def _is_person(words: Sequence[str]) -> bool:
    """Whether words that no list knows can be a name: none of them is a place or stands in letters."""
    plain = [each.lower() for each in words]
    if len(plain) < 2 or any(each in PLACES or each in NOT_NAMES or len(each) == 1 for each in plain):
        return False
    return could_be_surname(words[-1]) and could_be_surname(words[0])


def _named(text: str, start: int, end: int, words: Sequence[str]) -> Iterator[Step]:
    if not is_placed(words, text[end : end + 100]):
        yield What.NAME, start, end, known_from(words)
