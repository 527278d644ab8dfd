"""Who a message is from and to: display names and addresses, read from fields that people typed by hand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.core.post.headers import decode_words

MOST_PEOPLE = 500
LONGEST_ADDRESS = 320
_ADDRESS = re.compile(r"[^\s<>@]{1,250}@[^\s<>@]{1,255}")
_ANGLE = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True)
class Person:
    """A party to a message: a decoded name, an address as written; None for what is not there."""

    name: str | None
    address: str | None

    @property
    def domain(self) -> str:
        """The part of the address after the @, in lower case; blank where there is none."""
        return self.address.rpartition("@")[2].lower() if self.address else ""


def address_of(text: str) -> str | None:
    """The text as an address: one @ with something on each side, no blank and no angle bracket; else None."""
    plain = text.strip().strip("<>").strip()
    plain = plain.removeprefix("mailto:") if plain.lower().startswith("mailto:") else plain
    if len(plain) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(plain):
        return None
    return plain


def people(value: bytes | None) -> tuple[list[Person], list[str]]:
    """The parties in a field, in order, and notes on what is none.

    What does not parse is left out and takes no readable neighbour with it.
    """
    if value is None or not value.strip():
        return [], []
    found: list[Person] = []
    notes = []
    for part in _parts(value):
        person = _person(part)
        if person is not None:
            found.append(person)
        elif part.strip(" \t\r\n;,"):
            notes.append(f"An address could not be read: {decode_words(part.encode('latin-1'))[:80]}")
    if len(found) > MOST_PEOPLE:
        notes.append(f"Only the first {MOST_PEOPLE} of {len(found)} addresses were kept.")
    return found[:MOST_PEOPLE], notes[:20]


def sender(value: bytes | None) -> tuple[Person | None, list[str]]:
    """Whom a message is from: the first who has an address; a field of words only has no address."""
    found, notes = people(value)
    for person in found:
        if person.address:
            return person, notes
    if found:
        return found[0], notes
    words = decode_words(value) if value else ""
    return (Person(words.strip("\"'") or None, None) if words.strip("\"' <>,;") else None), notes


def _person(part: str) -> Person | None:
    text = part.strip()
    angles = list(_ANGLE.finditer(_without_quotes(text)))
    for angle in reversed(angles):
        address = address_of(_raw(text[angle.start(1) : angle.end(1)]))
        if address:
            name = _name(text[: angle.start()]) or _name(_comment(text[angle.end() :]))
            return Person(name, address)
    if angles and not _outside(text, angles):
        return None
    bare, comment = _before_comment(text)
    address = address_of(_raw(bare))
    if address:
        return Person(_name(comment), address)
    # Words with an address among them, and neither brackets nor a comma to part them.
    inside = [address for word in bare.split() if (address := address_of(word.strip("()[]\"',;:")))]
    if len(inside) == 1:
        return Person(_name(" ".join(w for w in bare.split() if inside[0] not in w)), inside[0])
    return None


def _raw(text: str) -> str:
    return text.encode("latin-1").decode("utf-8", "replace")


def _outside(text: str, angles: Sequence[re.Match[str]]) -> str:
    return text[: angles[0].start()].strip() if "@" in text[: angles[0].start()] else ""


def _name(text: str) -> str | None:
    plain = text.strip()
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        plain = re.sub(r"\\(.)", r"\1", plain[1:-1])
    words = decode_words(plain.encode("latin-1")).strip()
    if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
        words = words[1:-1].strip()
    return words.strip('"') or None


def _comment(text: str) -> str:
    plain = text.strip()
    return plain[1:-1] if plain.startswith("(") and plain.endswith(")") else ""


def _before_comment(text: str) -> tuple[str, str]:
    """An address and the name in brackets after it: foi@authority.example (FOI team)."""
    if text.endswith(")") and "(" in text:
        at = text.index("(")
        return text[:at].strip(), text[at + 1 : -1]
    return text, ""


def _without_quotes(text: str) -> str:
    """The text with everything inside quotes blanked, so that brackets in a name are none."""
    if '"' not in text:
        return text
    quoted, made, skip = False, [], False
    for letter in text:
        inside = quoted
        if skip:
            skip = False
        elif letter == "\\" and quoted:
            skip = True
        elif letter == '"':
            quoted = not quoted
        made.append(" " if inside or quoted else letter)
    # A quote that never closes is a letter of the name.
    return "".join(made) if not quoted else text


def _parts(value: bytes) -> Iterator[str]:
    """The field at its commas and semicolons, as latin-1; not within quotes, brackets or encoded words."""
    text = _SPACE.sub(" ", value.decode("latin-1"))
    blank = _without_quotes(text)
    start = depth = 0
    angle, last_bracket = False, blank.rfind(")")
    for at, letter in enumerate(blank):
        if letter == "<":
            angle = True
        elif letter == ">":
            angle = False
        elif letter == "(" and not angle:
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif letter in ",;" and not angle and (depth == 0 or at > last_bracket):
            yield from _unmixed(text[start:at])
            start, depth = at + 1, 0
        elif letter == ":" and not angle and not depth and _opens_group(blank, start, at):
            start = at + 1
    yield from _unmixed(text[start:])


_SPACE = re.compile(r"[ \t\r\n]+")
_TWO = re.compile(r"(?<=>)\s+(?=[^<>,;()]*<)")


def _unmixed(text: str) -> Iterator[str]:
    """Neighbours without a comma between them: one@a.example> Two <two@a.example>."""
    yield from _TWO.split(text) if text.count("<") > 1 else [text]


def _opens_group(text: str, start: int, at: int) -> bool:
    """Whether a colon ends the name of a group (undisclosed-recipients:;) and is not part of an address."""
    head = text[start:at]
    return "@" not in head and "<" not in head and not head.strip().lower().startswith("mailto")
