"""Who a message is from and to: display names and addresses, read from fields that people typed by hand.

Source: RFC 5322 s.3.4, and what programs write instead
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answerable.core.post.charsets import clean, decode
from answerable.core.post.encoded import decode_words

MOST_PEOPLE = 1_000
MOST_NOTES = 20
LONGEST_ADDRESS = 320
LONGEST_FIELD = 100_000
LONGEST_GROUP = 300
_ADDRESS = re.compile(r"[^\s<>@]{1,250}@[^\s<>@]{1,255}")
_ANGLE = re.compile(r"<([^<>]{0,400})(?:>|\Z)")
_SPACE = re.compile(r"[ \t\r\n]+")
_QUOTED = re.compile(r'(?:(?<=[\s,;:(<])|\A)"(?>(?:[^"\\]|\\.)*)"(?=[\s<>,;:@)(]|\Z)')
_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=")
_TWO = re.compile(r"(?<=>)\s*(?=[^<>,;()]{0,200}<)")
_ESCAPED = re.compile(r"\\(.)")


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
    if plain[:7].lower() == "mailto:":
        plain = plain[7:]
    if plain.startswith("@") and ":" in plain:
        # A route (@one,@two:user@host): what counts stands behind it.
        plain = plain.rpartition(":")[2]
    if len(plain) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(plain):
        return None
    return plain


def people(value: bytes | None) -> tuple[list[Person], list[str]]:
    """The parties in a field, in order, and notes on what is none.

    What does not parse is left out and takes no readable neighbour with it. A field of words only is one
    party without an address.
    """
    if value is None or not value.strip():
        return [], []
    text = clean(_SPACE.sub(" ", decode(value[:LONGEST_FIELD])[0])).strip()
    found, unread = _read(text)
    if not found and "=?" in text:
        # Some programs encode a whole field, addresses and all.
        again, left = _read(_SPACE.sub(" ", decode_words(text)))
        found, unread = (again, left) if again else (found, unread)
    if not found and unread and "@" not in text and not text.rstrip("; ").endswith(":"):
        words = _name(text.strip("<> "))
        return ([Person(words, None)], []) if words and words.strip("<>()\"' ,;:") else ([], [])
    notes = [f"An address could not be read: {decode_words(part)[:80]}" for part in unread[:MOST_NOTES]]
    if len(found) > MOST_PEOPLE:
        notes.append(f"Only the first {MOST_PEOPLE} of {len(found)} addresses were kept.")
    return found[:MOST_PEOPLE], notes


def sender(value: bytes | None) -> tuple[Person | None, list[str]]:
    """Whom a message is from: the first who has an address; a field of words only has no address."""
    found, notes = people(value)
    for person in found:
        if person.address:
            return person, notes
    if found:
        return found[0], notes
    words = decode_words(value[:LONGEST_FIELD]) if value else ""
    plain = words.strip("\"' <>,;")
    is_group = plain.rstrip("; ").endswith(":")
    return (Person(plain, None) if plain.strip("():@.") and not is_group else None), notes


def _read(text: str) -> tuple[list[Person], list[str]]:
    """The parties in a text and the parts of it that are none."""
    found: list[Person] = []
    unread: list[str] = []
    waiting = ""
    for part, mark in _parts(text):
        whole = f"{waiting}{part}" if waiting else part
        if _is_words(part) and mark == ",":
            # A name may hold a comma: wait for the address.
            waiting = f"{whole},"
            continue
        some = list(_persons(whole)) if waiting else []
        if waiting and not (len(some) == 1 and "<" in part):
            unread.append(waiting.strip(" ,"))
            some = []
        some = some or list(_persons(part))
        waiting = ""
        found += some
        if not some and part.strip(" ,;"):
            unread.append(part.strip())
    if waiting.strip(" ,"):
        unread.append(waiting.strip(" ,"))
    return found, unread


def _is_words(part: str) -> bool:
    """Whether a part can only be words of a name: an @ between blanks is one of them."""
    blank = _blanked(part)
    return "<" not in blank and "@" not in blank.replace(" @ ", " ") and bool(part.strip())


def _persons(part: str) -> Iterator[Person]:
    text = part.strip()
    angles = list(_ANGLE.finditer(_blanked(text)))
    for angle in reversed(angles):
        address = address_of(text[angle.start(1) : angle.end(1)])
        if address:
            name = _name(text[: angle.start()]) or _name(_comment(text[angle.end() :]))
            yield Person(name, address)
            return
    if angles:
        # <not an address>, perhaps with one before it.
        before = address_of(text[: angles[0].start()])
        if before and not angles[0][1].strip():
            yield Person(None, before)
        return
    bare, comment = _before_comment(text)
    address = address_of(bare)
    if address:
        yield Person(_name(comment), address)
        return
    # Words with addresses among them, and neither brackets nor commas to part them.
    words = bare.split()
    inside = [address for word in words if (address := address_of(word.strip("()[]\"',;:")))]
    if len(inside) == 1:
        rest = " ".join(word for word in words if inside[0] not in word)
        yield Person(_name(rest) or _name(comment), inside[0])
    elif len(inside) == len(words):
        yield from (Person(None, each) for each in inside)


def _name(text: str) -> str | None:
    plain = text.strip()
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        plain = plain[1:-1]
    if '"' in text or "\\" in plain:
        plain = _ESCAPED.sub(r"\1", plain)
    words = decode_words(plain).strip()
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = words[1:-1].strip()
    return words.strip('"').strip().removesuffix(",").rstrip() or None


def _comment(text: str) -> str:
    plain = text.strip()
    return plain[1:-1] if plain.startswith("(") and plain.endswith(")") else ""


def _before_comment(text: str) -> tuple[str, str]:
    """An address and the name in brackets after it: foi@authority.example (FOI team)."""
    if text.endswith(")") and "(" in text:
        at = text.index("(")
        return text[:at].strip(), text[at + 1 : -1]
    return text, ""


def _blanked(text: str) -> str:
    """The text with everything inside quotes and encoded words blanked: no mark in there is one."""
    if '"' in text:
        text = _QUOTED.sub(_same_length, text)
    return _WORD.sub(_same_length, text) if "=?" in text else text


def _same_length(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The field at its commas and semicolons, each part with its mark; not within quotes or brackets."""
    blank = _blanked(text)
    start = depth = 0
    last_bracket, last_semicolon = blank.rfind(")"), blank.rfind(";")
    for found in re.finditer(r"[(),;:]", blank):
        at, letter = found.start(), found[0]
        if letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(0, depth - 1)
        elif letter == ":":
            if not depth and _opens_group(blank, start, at, last_semicolon):
                start = at + 1
        elif (depth == 0 or at > last_bracket) and not _in_route(blank, start, at):
            yield from _unmixed(text, blank, start, at, letter)
            start, depth = at + 1, 0
    yield from _unmixed(text, blank, start, len(text), "")


def _in_route(blank: str, start: int, at: int) -> bool:
    """Whether a comma stands in a route: <@one.example,@two.example:user@host.example>."""
    opened = blank.find("<@", start, at)
    return opened >= 0 and blank.find(">", opened, at) < 0 and blank[at + 1 : at + 3].lstrip()[:1] == "@"


def _unmixed(text: str, blank: str, start: int, end: int, mark: str) -> Iterator[tuple[str, str]]:
    """Neighbours without a comma between them: one@a.example> Two <two@a.example>."""
    if blank.count("<", start, end) > 1:
        for found in _TWO.finditer(blank, start, end):
            # <J> in a name is no address: what follows belongs to it.
            if _ADDRESS.search(blank, max(start, found.start() - LONGEST_ADDRESS), found.start()):
                yield text[start : found.start()], ""
                start = found.end()
    yield text[start:end], mark


def _opens_group(blank: str, start: int, at: int, last_semicolon: int) -> bool:
    """Whether a colon ends the name of a group (undisclosed-recipients:;) and is not part of an address."""
    if at - start > LONGEST_GROUP or "@" in blank[start:at] or "<" in blank[start:at]:
        return False
    if blank[start:at].strip().lower() == "mailto":
        return False
    return last_semicolon > at or not blank[at + 1 : at + 50].strip()
