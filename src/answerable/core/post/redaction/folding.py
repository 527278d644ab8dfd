"""A text as an eye reads it: no invisible letters, no accents, look-alikes of other scripts as Latin letters.

What hides an address from a search must not hide it from redaction. The folded text is searched; each place
in it leads back to the text as it was written.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ALIKE = dict(
    zip(
        "аеорсхуіјѕһԁԛԝгпкмнтвАВЕКМНОРСТУХІЈЅԌԚԜҮ" + "αειοκνρτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ıɑɡɩʏᴏłŁøØđĐðħĦ",
        "aeopcxyijshdqwrnkmhtbABEKMHOPCTYXIJSGQWY" + "aeiokvptuxwABEZHIKMNOPTYX" + "iagiyolLoOdDdhH",
        strict=True,
    )
)
_DASHES = "‐‑‒–—―−﹘﹣－⁃"
_PUNCTUATION = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys("‘’‚‛ʼ′´`＇", "'"),
    **dict.fromkeys("“”„‟″", '"'),
}
_PUNCTUATION |= {
    "。": ".",
    "․": ".",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\r": "\n",
    "\x85": "\n",
}
_TWO_LETTERS = {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "þ": "th", "Þ": "Th"}
_ODD = re.compile(r"[^\x20-\x7e\n\t]")


@dataclass(frozen=True)
class Folded:
    """A folded text. `offsets` lead back to the text it was made from; None where the two are the same."""

    text: str
    original: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that a stretch of the folded text came from, with marks on its end."""
        if self.offsets is None or start >= end:
            return start, end
        last = self.offsets[end - 1] + 1
        while last < len(self.original) and not folded_letter(self.original[last]):
            last += 1
        return self.offsets[start], last


def fold(text: str) -> Folded:
    """The text as an eye reads it."""
    if text.isascii() and "\r" not in text:
        return Folded(text, text)
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for odd in _ODD.finditer(text):
        start = odd.start()
        parts.append(text[at:start])
        offsets.extend(range(at, start))
        letters = folded_letter(text[start])
        parts.append(letters)
        offsets.extend([start] * len(letters))
        at = start + 1
    parts.append(text[at:])
    offsets.extend(range(at, len(text)))
    return Folded("".join(parts), text, tuple(offsets))


@lru_cache(maxsize=20_000)
def folded_letter(letter: str) -> str:
    """What a letter looks like; nothing for a mark on another letter and for what cannot be seen."""
    if (letter.isascii() and letter.isprintable()) or letter in "\n\t":
        return letter
    if letter in _PUNCTUATION:
        return _PUNCTUATION[letter]
    if letter in _ALIKE:
        return _ALIKE[letter]
    if letter in _TWO_LETTERS:
        return _TWO_LETTERS[letter]
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Mn", "Me", "Cc", "Cs") or letter in "\u115f\u1160\u3164\uffa0\u034f":
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind == "Zs":
        return " "
    plain = "".join(
        _ALIKE.get(each, each)
        for each in unicodedata.normalize("NFKD", letter)
        if unicodedata.category(each) not in ("Mn", "Me", "Cf")
    )
    return plain or letter
