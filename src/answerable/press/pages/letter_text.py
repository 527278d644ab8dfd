"""The words of letters about a body: to those who sit for its people, and to the body itself.

Courteous and factual: what it said, with nothing added, and what the writer asks for. A letter is kept
short enough for a link that opens a mail program, so its lists are cut, with how many more there are.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.pages.letter_said import Part, Said
from answerable.press.words import listed, number

MOST_WORDS = 299
LONGEST_LINK = 1_900
"""Mail programs on some systems cut a link short that is longer than about 2,000 characters."""
UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
AROUND = "mailto:?subject=&body="
PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "..."), ("\xa0", " "))


@dataclass(frozen=True)
class Cut:
    """How many a letter names of what was said no to and of other lists, and how much it says of them."""

    no: int
    others: int
    duties: int
    compared: bool


CUTS = (
    Cut(8, 4, 8, True),
    Cut(5, 3, 5, True),
    Cut(5, 3, 2, True),
    Cut(4, 2, 2, True),
    Cut(4, 2, 1, True),
    Cut(3, 1, 1, True),
    Cut(3, 1, 1, False),
    Cut(2, 1, 0, False),
    Cut(0, 0, 0, False),
)
"""From the fullest letter to the shortest: none is longer than the one before it."""


@dataclass(frozen=True)
class Matter:
    """What a letter is about. `heirs` are the bodies of today where the one that answered is gone.

    `page` is where its answers stand, in full where the site's own address is known; `compared` is what
    others said to the first thing it said no to; `example` is told first where all of it is invented.
    """

    name: str
    what: str
    heirs: tuple[str, ...]
    ended: str
    survey: str
    round: str
    said: Said
    compared: str
    page: str
    correct: str
    example: str


@dataclass(frozen=True)
class Letter:
    """A letter as it stands before anyone changes it; `link` is blank where it is too long for one."""

    subject: str
    text: str
    link: str


def to_representative(matter: Matter, name: str) -> Letter:
    """The letter to somebody who sits for the people of the body; `name` is to be put in by the writer."""
    subject = _("What {body} says it does").format(body=matter.name)
    return _fitted("", subject, lambda cut: _representative(matter, name, cut))


def to_body(matter: Matter, email: str) -> Letter:
    """The letter to the body itself, or to the bodies that serve its area today."""
    lead = _("Your answers in {round}: {survey}")
    if matter.heirs:
        lead = _("What {body} answered in {round}: {survey}")
    subject = lead.format(body=matter.name, round=matter.round, survey=matter.survey)
    return _fitted(email, subject, lambda cut: _own(matter, cut))


def mail_link(email: str, subject: str, text: str) -> str:
    """A link that opens a mail program with the letter in it (RFC 6068)."""
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(email, safe='')}?subject={quote(subject, safe='')}&body={body}"


def quoted_length(text: str) -> int:
    """How long a text is within a link."""
    data = text.replace("\n", "\r\n").encode()
    return len(data) + 2 * len(data.translate(None, UNRESERVED))


def _fitted(email: str, subject: str, write: Callable[[Cut], Iterator[str]]) -> Letter:
    """The fullest letter that fits a link; where none does, the fullest of few words, without a link."""
    subject = plain(subject)
    around = sum(map(quoted_length, (email, subject))) + len(AROUND)
    texts: dict[int, str] = {}

    def text(place: int) -> str:
        if place not in texts:
            texts[place] = plain("\n\n".join(write(CUTS[place])))
        return texts[place]

    def is_long(place: int) -> bool:
        return len(text(place).split()) > MOST_WORDS

    def is_too_long(place: int) -> bool:
        return is_long(place) or quoted_length(text(place)) + around > LONGEST_LINK

    found = bisect_left(range(len(CUTS)), True, key=lambda place: not is_too_long(place))
    if found < len(CUTS):
        return Letter(subject, text(found), mail_link(email, subject, text(found)))
    found = bisect_left(range(len(CUTS) - 1), True, key=lambda place: not is_long(place))
    return Letter(subject, text(found), "")


def plain(text: str) -> str:
    """A text in the marks that every mail program shows, and that a link holds in one letter each."""
    if text.isascii():
        return text
    for mark, simple in PLAIN:
        text = text.replace(mark, simple)
    return text


def _representative(matter: Matter, name: str, cut: Cut) -> Iterator[str]:
    """The paragraphs of the letter to a representative."""
    yield from filter(None, [matter.example])
    yield _("Dear {name},").format(name=name)
    yield _about(matter)
    yield from _asked(matter, you=False)
    yield from _said(matter, cut, you=False)
    if matter.said.yes:
        yield _yes(matter, cut, you=False)
    yield _("Every answer, with its words and date: {page}").format(page=matter.page)
    ask = _("Would you please ask {bodies}:").format(bodies=listed(matter.heirs) if matter.heirs else _("it"))
    yield "\n".join([ask, *_wishes(matter)])
    yield _("I would be glad to hear what the answer is.")
    yield _ended(_("Yours sincerely,"))


def _own(matter: Matter, cut: Cut) -> Iterator[str]:
    """The paragraphs of the letter to the body, or to those that came after it."""
    you = not matter.heirs
    yield from filter(None, [matter.example])
    yield _("Dear {name},").format(name=listed(matter.heirs) if matter.heirs else matter.name)
    if matter.heirs:
        yield _("You serve the area of {body}, whose last day was {day}.").format(
            body=matter.name, day=matter.ended
        )
    yield from _asked(matter, you=you)
    yield from _said(matter, cut, you=you)
    if matter.said.yes:
        yield _yes(matter, cut, you=you)
    yield _("Every answer, with its words and date: {page}").format(page=matter.page)
    yield "\n".join([_("Would you please tell me:"), *_wishes(matter)])
    to = _("If any of this is wrong, the publisher of the survey corrects it: {address}")
    at = _("If any of this is wrong, the publisher of the survey corrects it; that page says how.")
    yield to.format(address=matter.correct) if matter.correct else at
    yield _ended(_("Yours faithfully,"))


def _ended(close: str) -> str:
    return "\n".join([close, _("[your name]"), _("[your address and postcode]")])


def _about(matter: Matter) -> str:
    if not matter.heirs:
        return _("I am writing to you about {body}, {what}.").format(body=matter.name, what=matter.what)
    return _(
        "I am writing to you about {body}, whose last day was {day}. Its area is now served by {heirs}."
    ).format(body=matter.name, day=matter.ended, heirs=listed(matter.heirs))


def _asked(matter: Matter, *, you: bool) -> Iterator[str]:
    """That it was asked, how much, and how much of it was answered."""
    said, words = matter.said, {"round": matter.round, "survey": matter.survey}
    put = (
        ngettext(
            'In {round} the survey "{survey}" put {n} question to you under freedom of information law.',
            'In {round} the survey "{survey}" put {n} questions to you under freedom of information law.',
            said.n_put,
        )
        if you
        else ngettext(
            'In {round} the survey "{survey}" put {n} question to it under freedom of information law.',
            'In {round} the survey "{survey}" put {n} questions to it under freedom of information law.',
            said.n_put,
        )
    ).format(n=number(said.n_put), **words)
    if said.n_answered == said.n_put:
        answered = (
            _("You answered all of them (follow-up questions are not counted).")
            if you
            else _("It answered all of them (follow-up questions are not counted).")
        )
    elif said.n_answered:
        answered = _("You answered {n} of them.") if you else _("It answered {n} of them.")
    elif you:
        answered = _("You answered none of them by the end of the count, which is neither yes nor no.")
    else:
        answered = _("It answered none of them by the end of the count, which is neither yes nor no.")
    yield f"{put} {answered.format(n=number(said.n_answered))}"


def _said(matter: Matter, cut: Cut, *, you: bool) -> Iterator[str]:
    """What it said no to, what is in development, and where there is no answer: a list each."""
    said = matter.said
    if said.no:
        n = _questions(said.no)
        head = (
            ngettext("You said no to {n} question", "You said no to {n} questions", n)
            if you
            else ngettext("It said no to {n} question", "It said no to {n} questions", n)
        )
        yield _list(head.format(n=number(n)), said.no, cut.no, cut.duties)
        if cut.compared and matter.compared:
            yield matter.compared
    if said.later:
        n = _questions(said.later)
        head = (
            ngettext("You said that {n} thing is in development",
                     "You said that {n} things are in development", n)
            if you
            else ngettext("It said that {n} thing is in development",
                          "It said that {n} things are in development", n)
        )  # fmt: skip
        yield _list(head.format(n=number(n)), said.later, cut.others)
    if said.silent and said.n_answered:
        n = _questions(said.silent)
        head = (
            ngettext("You gave no answer, which is neither yes nor no, to {n} question",
                     "You gave no answer, which is neither yes nor no, to {n} questions", n)
            if you
            else ngettext("It gave no answer, which is neither yes nor no, to {n} question",
                          "It gave no answer, which is neither yes nor no, to {n} questions", n)
        )  # fmt: skip
        yield _list(head.format(n=number(n)), said.silent, cut.others)


def _questions(parts: Sequence[Part]) -> int:
    return sum(part.n for part in parts)


def _list(head: str, parts: Sequence[Part], most: int, duties: int = 0) -> str:
    """A sentence, and under it the first few it is about; of the first of these what the duty is."""
    if not most:
        return f"{head}."
    lead = _("{head}, among them:") if len(parts) > most else _("{head}:")
    lines = [
        f"- {part.words} ({part.duty})" if part.duty and place < duties else f"- {part.words}"
        for place, part in enumerate(parts[:most])
    ]
    return "\n".join([lead.format(head=head), *lines])


def _yes(matter: Matter, cut: Cut, *, you: bool) -> str:
    """Thanks for what it said yes to."""
    n, named = _questions(matter.said.yes), [part.words for part in matter.said.yes[: cut.others]]
    head = (
        ngettext("You said yes to {n} question", "You said yes to {n} questions", n)
        if you
        else ngettext("It said yes to {n} question", "It said yes to {n} questions", n)
    ).format(n=number(n))
    if named:
        lead = (
            _("{head}, among them: {named}.") if len(named) < len(matter.said.yes) else _("{head}: {named}.")
        )
        head = lead.format(head=head, named="; ".join(named))
    else:
        head = f"{head}."
    thanks = _("Thank you for that.") if you else _("Thanks are due for that.")
    return f"{head} {thanks}"


def _wishes(matter: Matter) -> list[str]:
    """What the writer asks for, by what was said."""
    said, wishes = matter.said, []
    if said.no or said.later:
        wishes.append(_("- what has been done since about these, and where people can turn meanwhile;"))
    if said.silent or said.n_answered < said.n_put:
        wishes.append(_("- what the answers are where there is none;"))
    wishes.append(
        _("- whether what was said still holds.") if said.n_answered else _("- why there are none.")
    )
    return wishes
