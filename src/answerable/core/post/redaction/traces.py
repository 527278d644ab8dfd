"""Whether something that was removed is still to be found in a copy."""

import re
from collections.abc import Iterable, Sequence

from answerable.core.post.redaction.folding import fold

SHORTEST = 2
_WORD = re.compile(r"\w+")


def traces_of(removed: Iterable[str], text: str, keep: Sequence[str] = ()) -> list[str]:
    """Those of the removed strings whose words still follow each other in a text, blanks and signs apart.

    What was told to be kept does not count. Time grows with the text and with the number of strings.
    """
    plain = _plain(text)
    for phrase in keep:
        kept = _plain(phrase).strip()
        if kept:
            plain = plain.replace(f" {kept} ", "  ")
    found = []
    for each in dict.fromkeys(removed):
        words = _plain(each)
        if len(words.strip()) >= SHORTEST and words in plain:
            found.append(each)
    return found


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text).text.casefold()))} "
