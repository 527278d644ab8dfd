"""What is said of a body before its answers: what it is, what became of it, its stars, what does not fit."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from markupsafe import Markup

from answerable.core.bodies.steps import Relation
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.paging import link
from answerable.press.render import Frame
from answerable.press.view.cells import ANSWERED
from answerable.press.view.kin import Family, KinView
from answerable.press.view.model import BodyView, KindView, Record
from answerable.press.view.ratings import BodyStars, RatingView
from answerable.press.words import day, joined, listed, number, plural, stop

CHANGES = {
    Relation.SAME: "the same body",
    Relation.RENAME: "the same body under a new name",
    Relation.RECODE: "the same body under a new code",
    Relation.BOUNDARY_CHANGE: "by a change of boundary",
    Relation.MERGER: "by merger",
    Relation.SPLIT: "by division",
    Relation.MERGER_AND_SPLIT: "by merger and division",
}
MOST_KIN = 12


def what_it_is(frame: Frame, body: BodyView) -> str:
    """One plain sentence: the kind, the region and the years."""
    what = a_kind(frame, body)
    if body.opened and body.closed:
        what = _("{what}, from {first} to {last}").format(
            what=what, first=day(body.opened), last=day(body.closed)
        )
    elif body.opened:
        what = _("{what}, since {first}").format(what=what, first=day(body.opened))
    elif body.closed:
        what = _("{what}, until {last}").format(what=what, last=day(body.closed))
    said = _("{body} is {what}.") if body.closed is None else _("{body} was {what}.")
    return said.format(body=body.name, what=what)


def a_kind(frame: Frame, body: BodyView) -> str:
    """Its kind with an article, and its region: “a local group in North”."""
    kind = frame.view.study.body_kinds.get(body.kind)
    name = kind.name if kind else body.kind
    spelled = name[:3].isupper() and name[:1] in "AEFHILMNORSX"
    is_vowel = spelled or name[:1].lower() in "aeiou"
    what = (_("an {kind}") if is_vowel else _("a {kind}")).format(kind=name)
    if not body.region:
        return what
    return _("{what} in {region}").format(what=what, region=body.region)


def what_became(path: str, body: BodyView, family: Family) -> Markup:
    """Which bodies of today serve its area, first of all that is said of a body that is gone; blank else."""
    if body.closed is None:
        return Markup()
    ends = family.today
    if not ends:
        return Markup(
            "<b>This body is no more.</b> Its last day was {}; the register names no successor."
        ).format(day(body.closed))
    named = [_named(path, kin, with_share=len(ends) > 1) for kin in ends[:MOST_KIN]]
    if len(ends) > MOST_KIN:
        named.append(Markup("{} more").format(number(len(ends) - MOST_KIN)))
    who = joined(named)
    over = all(kin.body.closed is not None for kin in ends)
    if family.goes_on:
        return Markup("<b>This body goes on under another name or code:</b> since {} it is {}.").format(
            day(ends[0].on), who
        )
    verb = "was then served by" if over else "is now served by"
    return Markup("<b>This body was abolished on {}.</b> Its area {} {}.").format(day(body.closed), verb, who)


def people_share(share: float) -> str:
    """A share of people in whole percents, half up; the register knows it no better than that."""
    percent = (Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{percent}%" if percent else "less than 1%"


def _named(path: str, kin: KinView, *, with_share: bool) -> Markup:
    share = f" ({people_share(kin.share)} of its people)" if with_share and kin.share < 1 else ""
    return Markup('<a href="{}">{}</a>{}').format(link(path, kin.body.path), kin.body.name, share)


def kin_rows(path: str, found: Sequence[KinView], *, forward: bool) -> list[dict[str, Any]]:
    """Bodies before or after as rows: name with link, day, change, and how many of the people."""
    whose = "of this body’s people" if forward else "of its people came here"
    return [
        {
            "body": Markup('<a href="{}">{}</a>').format(link(path, kin.body.path), kin.body.name),
            "when": f"{'since' if forward else 'until'} {day(kin.on)}",
            "how": CHANGES[kin.relation],
            "share": "" if kin.share >= 1 else f"{people_share(kin.share)} {whose}",
        }
        for kin in found
    ]


def star_line(path: str, rating: RatingView, stars: BodyStars, title: str) -> Markup:
    """The stars of one round in glyphs and words, their counts, the rank, and how far they could move."""
    glyphs = star_glyphs(stars.stars, rating.most)
    said = ["It answered none of the rated items"]
    if stars.is_rated:
        items = plural(stars.n_counted, "rated item", "rated items")
        said = [f"Yes to {number(stars.n_yes)} of the {items} it answered"]
    if stars.rank:
        said.append(f"rank {stars.rank} {bodies_words(rating.kind.kind)} rated")
    moved = open_words(stars, rating.most)
    return Markup(
        '<p class="stars"><a class="quietly" href="{}">{}</a> {} <b>{}</b>{}</p><p class="small">{}.{}</p>'
    ).format(
        link(path, rating.path),
        title,
        glyphs,
        stars_words(stars.stars, rating.most),
        Markup(' <span class="tag">provisional</span>') if stars.is_provisional else "",
        "; ".join(said),
        f" {moved}" if moved else "",
    )


def stars_words(stars: str, most: int) -> str:
    """Stars in words: “3 of 5”, “not rated”."""
    return f"{stars} of {most}" if stars.isdigit() else stars


def star_glyphs(stars: str, most: int) -> Markup:
    """Stars as glyphs, silent for those who hear the words beside them; nothing for a body not rated."""
    if not stars.isdigit():
        return Markup()
    n = int(stars)
    return Markup('<span class="glyphs" aria-hidden="true">{}{}</span>').format("★" * n, "☆" * (most - n))


def open_words(stars: BodyStars, most: int) -> str:
    """Between which stars the unanswered items leave a body; blank where there are none."""
    if not stars.n_open or not stars.is_rated:
        return ""
    items = plural(stars.n_open, "rated item has no answer", "rated items have no answer")
    if stars.low == stars.high:
        return f"{items}; whatever it were, the stars would stay."
    return f"{items}; had all been no or yes, it would have {stars.low} or {stars.high} of {most} stars."


def tally_sentence(kind: KindView, index: int) -> str:
    """How many questions a body answered and how: counts, without a percentage."""
    statuses, answers = [], []
    for view in kind.pages:
        if view.cells is not None and view.question.derived is None:
            statuses.append(view.cells.status[index])
            answers.append(view.cells.answer[index] if view.question.has_options else None)
    asked = [status for status in statuses if status != "not_asked"]
    n_answered = asked.count(ANSWERED)
    if not asked:
        return "No question was put to it."
    if not n_answered:
        return f"It answered none of the {plural(len(asked), 'question', 'questions')} put to it."
    of = plural(len(asked), "question", "questions")
    counted = [
        f"{number(answers.count(option))} {words}"
        for option, words in (("yes", "yes"), ("in_development", "in development"), ("no", "no"))
        if answers.count(option)
    ]
    in_words = n_answered - sum(answers.count(option) for option in ("yes", "in_development", "no"))
    if in_words:
        counted.append(f"{number(in_words)} otherwise" if counted else "in its own words")
    silent = len(asked) - n_answered
    rest = f"; {number(silent)} without an answer" if silent else ""
    lead = f"all {of}" if not silent and len(asked) > 1 else f"{number(n_answered)} of the {of}"
    return f"It answered {lead} put to it: {listed(counted)}{rest}."


def request_words(reply: Record | None) -> str:
    """How the request went: sent, replied, by when the law asked for it."""
    if reply is None:
        return ""
    outcome = OUTCOMES.get(reply["outcome"] or "", "")
    parts = [f"Sent {day(reply['sent_on'])}"] if reply["sent_on"] else []
    if reply["replied_on"]:
        late = "" if reply["on_time"] is None else ", in time" if reply["on_time"] else ", late"
        due = f" (due by {day(reply['due_on'])})" if reply["due_on"] else ""
        parts.append(f"replied {day(reply['replied_on'])}{late}{due}")
    elif reply["replied"] is False:
        parts.append("no reply")
    if outcome:
        parts.append(outcome)
    return stop("; ".join(parts))


OUTCOMES = {
    "partly_answered": "answered in part",
    "refused": "refused",
    "not_held": "said that it holds nothing",
    "transferred": "sent the request on to another body",
    "bounced": "the request could not be delivered",
    "withdrawn": "the request was withdrawn, so it counts as not asked",
    "abolished": "it was abolished before it could reply, so it counts as not asked",
    "unresolved": "still open when the count closed",
}


def contact_sentence(contact: str, publisher: str) -> Markup:
    """Whom to write to, as a sentence with a link where there is an address."""
    contact = contact.strip()
    if "@" in contact and " " not in contact:
        return Markup('Write to <a href="mailto:{0}">{0}</a>.').format(contact)
    if contact.startswith(("https://", "http://")):
        return Markup('Write through <a href="{0}">{0}</a>.').format(contact)
    return Markup("{}").format(stop(contact) or f"Write to {publisher}.")
