"""Two wordings of a question, with the words that only one of them has marked."""

import re
from difflib import SequenceMatcher
from fractions import Fraction

from markupsafe import Markup, escape

from answerable.press.language import gettext as _

LEAST_ALIKE = Fraction(1, 3)
"""Below this share of common words a question was written anew, and marks would cover most of it."""
_PIECES = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")


def marked(then: str, now: str) -> tuple[Markup, Markup]:
    """Both texts: what was taken out marked in the earlier one, what was put in marked in the later one."""
    old, new = _PIECES.findall(then), _PIECES.findall(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if then == now or _share_in_common(matcher, old, new) < LEAST_ALIKE:
        return escape(then), escape(now)
    before, after = [], []
    for what, a, b, c, d in _joined(matcher, old):
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        same = what == "equal"
        before.append(escape(gone) if same else _mark("del", gone, _("taken out:")))
        after.append(escape(come) if same else _mark("ins", come, _("put in:")))
    return Markup().join(before), Markup().join(after)


def is_marked(then: str, now: str) -> bool:
    """Whether any word is marked in either of two texts."""
    return any("<ins>" in text or "<del>" in text for text in marked(then, now))


def _share_in_common(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Fraction:
    """The share of words, blanks and marks left out, that both texts have in the same order."""
    kept = sum(old[i].isalnum() for a, _b, n in matcher.get_matching_blocks() for i in range(a, a + n))
    words = sum(piece.isalnum() for piece in (*old, *new))
    return Fraction(2 * kept, words or 1)


def _joined(matcher: "SequenceMatcher[str]", old: list[str]) -> list[tuple[str, int, int, int, int]]:
    """The steps from one text to the other; blanks alone do not part two changes."""
    made: list[tuple[str, int, int, int, int]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        kind = "equal" if what == "equal" else "change"
        if kind == "equal" and made and not "".join(old[a:b]).strip():
            kind = "change"
        if made and made[-1][0] == kind:
            _what, first, _b, start, _d = made[-1]
            made[-1] = (kind, first, b, start, d)
        else:
            made.append((kind, a, b, c, d))
    return made


def _mark(tag: str, text: str, said: str) -> Markup:
    """A marked piece; its mark is also said aloud, since many readers of screens pass over the tag."""
    bare = text.strip()
    if not bare:
        return escape(text)
    lead, _bare, tail = text.partition(bare)
    return Markup('{0}<{1}><span class="hide">{2} </span>{3}</{1}>{4}').format(
        lead, Markup(tag), said, bare, tail
    )
