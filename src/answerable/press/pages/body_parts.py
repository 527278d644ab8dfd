"""What is said of a body before its answers: what it is, what became of it, its stars, what does not fit."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from markupsafe import Markup

from answerable.core.bodies.steps import Relation
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.language import noop as N_
from answerable.press.paging import link
from answerable.press.render import Frame
from answerable.press.view.cells import ANSWERED
from answerable.press.view.kin import Family, KinView
from answerable.press.view.model import BodyView, KindView, Record
from answerable.press.view.ratings import BodyStars, RatingView
from answerable.press.words import day, joined, listed, number, stop

CHANGES = {
    Relation.SAME: N_("the same body"),
    Relation.RENAME: N_("the same body under a new name"),
    Relation.RECODE: N_("the same body under a new code"),
    Relation.BOUNDARY_CHANGE: N_("by a change of boundary"),
    Relation.MERGER: N_("by merger"),
    Relation.SPLIT: N_("by division"),
    Relation.MERGER_AND_SPLIT: N_("by merger and division"),
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
            _("<b>This body is no more.</b> Its last day was {day}; the register names no successor.")
        ).format(day=day(body.closed))
    named = [_named(path, kin, with_share=len(ends) > 1) for kin in ends[:MOST_KIN]]
    if len(ends) > MOST_KIN:
        named.append(Markup(_("{n} more")).format(n=number(len(ends) - MOST_KIN)))
    who = joined(named)
    over = all(kin.body.closed is not None for kin in ends)
    if family.goes_on:
        return Markup(
            _("<b>This body goes on under another name or code:</b> since {day} it is {bodies}.")
        ).format(day=day(ends[0].on), bodies=who)
    said = (
        _("<b>This body was abolished on {day}.</b> Its area was then served by {bodies}.")
        if over
        else _("<b>This body was abolished on {day}.</b> Its area is now served by {bodies}.")
    )
    return Markup(said).format(day=day(body.closed), bodies=who)


def people_share(share: float) -> str:
    """A share of people in whole percents, half up; the register knows it no better than that."""
    percent = (Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{percent}%" if percent else _("less than 1%")


def _named(path: str, kin: KinView, *, with_share: bool) -> Markup:
    named = Markup('<a href="{}">{}</a>').format(link(path, kin.body.path), kin.body.name)
    if not with_share or kin.share >= 1:
        return named
    return Markup(_("{body} ({share} of its people)")).format(body=named, share=people_share(kin.share))


def kin_rows(path: str, found: Sequence[KinView], *, forward: bool) -> list[dict[str, Any]]:
    """Bodies before or after as rows: name with link, day, change, and how many of the people."""
    when = _("since {day}") if forward else _("until {day}")
    whose = _("{share} of this body’s people") if forward else _("{share} of its people came here")
    return [
        {
            "body": Markup('<a href="{}">{}</a>').format(link(path, kin.body.path), kin.body.name),
            "when": when.format(day=day(kin.on)),
            "how": _(CHANGES[kin.relation]),
            "share": "" if kin.share >= 1 else whose.format(share=people_share(kin.share)),
        }
        for kin in found
    ]


def star_line(path: str, rating: RatingView, stars: BodyStars, title: str) -> Markup:
    """The stars of one round in glyphs and words, their counts, the rank, and how far they could move."""
    glyphs = star_glyphs(stars.stars, rating.most)
    said = [_("It answered none of the rated items")]
    if stars.is_rated:
        yes = ngettext(
            "Yes to {yes} of the {n} rated item it answered",
            "Yes to {yes} of the {n} rated items it answered",
            stars.n_counted,
        )
        said = [yes.format(yes=number(stars.n_yes), n=number(stars.n_counted))]
    if stars.rank:
        rank = _("rank {rank} {bodies} rated")
        said.append(rank.format(rank=stars.rank, bodies=bodies_words(rating.kind.kind)))
    moved = open_words(stars, rating.most)
    return Markup(
        '<p class="stars"><a class="quietly" href="{}">{}</a> {} <b>{}</b>{}</p><p class="small">{}.{}</p>'
    ).format(
        link(path, rating.path),
        title,
        glyphs,
        stars_words(stars.stars, rating.most),
        Markup(' <span class="tag">{}</span>').format(_("provisional")) if stars.is_provisional else "",
        "; ".join(said),
        f" {moved}" if moved else "",
    )


def stars_words(stars: str, most: int) -> str:
    """Stars in words: “3 of 5”, “not rated”."""
    return _("{stars} of {most}").format(stars=stars, most=most) if stars.isdigit() else _(stars)


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
    items = ngettext("{n} rated item has no answer", "{n} rated items have no answer", stars.n_open)
    items = items.format(n=number(stars.n_open))
    if stars.low == stars.high:
        return _("{items}; whatever it were, the stars would stay.").format(items=items)
    moved = _("{items}; had all been no or yes, it would have {low} or {high} of {most} stars.")
    return moved.format(items=items, low=stars.low, high=stars.high, most=most)


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
        return _("No question was put to it.")
    of, silent = number(len(asked)), len(asked) - n_answered
    if not n_answered:
        return ngettext(
            "It answered none of the {of} question put to it.",
            "It answered none of the {of} questions put to it.",
            len(asked),
        ).format(of=of)
    counted = [
        said.format(n=number(answers.count(option)))
        for option, said in (
            ("yes", _("{n} yes")),
            ("in_development", _("{n} in development")),
            ("no", _("{n} no")),
        )
        if answers.count(option)
    ]
    in_words = n_answered - sum(answers.count(option) for option in ("yes", "in_development", "no"))
    if in_words:
        counted.append(_("{n} otherwise").format(n=number(in_words)) if counted else _("in its own words"))
    said = listed(counted)
    if silent:
        said = _("{said}; {n} without an answer").format(said=said, n=number(silent))
    elif len(asked) > 1:
        return _("It answered all {of} questions put to it, follow-up questions apart: {said}.").format(
            of=of, said=said
        )
    return ngettext(
        "It answered {n} of the {of} question put to it: {said}.",
        "It answered {n} of the {of} questions put to it: {said}.",
        len(asked),
    ).format(n=number(n_answered), of=of, said=said)


def request_words(reply: Record | None) -> str:
    """How the request went: sent, replied, by when the law asked for it."""
    if reply is None:
        return ""
    outcome = OUTCOMES.get(reply["outcome"] or "", "")
    parts = [_("Sent {day}").format(day=day(reply["sent_on"]))] if reply["sent_on"] else []
    if reply["replied_on"]:
        replied = _("replied {day}")
        if reply["on_time"] is not None:
            replied = _("replied {day}, in time") if reply["on_time"] else _("replied {day}, late")
        parts.append(replied.format(day=day(reply["replied_on"])))
        if reply["due_on"]:
            parts[-1] += " " + _("(due by {day})").format(day=day(reply["due_on"]))
    elif reply["replied"] is False:
        parts.append(_("no reply"))
    if outcome:
        parts.append(_(outcome))
    return stop("; ".join(parts))


OUTCOMES = {
    "partly_answered": N_("answered in part"),
    "refused": N_("refused"),
    "not_held": N_("said that it holds nothing"),
    "transferred": N_("sent the request on to another body"),
    "bounced": N_("the request could not be delivered"),
    "withdrawn": N_("the request was withdrawn, so it counts as not asked"),
    "abolished": N_("it was abolished before it could reply, so it counts as not asked"),
    "unresolved": N_("still open when the count closed"),
}


def contact_sentence(contact: str, publisher: str) -> Markup:
    """Whom to write to, as a sentence with a link where there is an address."""
    contact = contact.strip()
    if "@" in contact and " " not in contact:
        return Markup(_('Write to <a href="mailto:{address}">{address}</a>.')).format(address=contact)
    if contact.startswith(("https://", "http://")):
        return Markup(_('Write through <a href="{address}">{address}</a>.')).format(address=contact)
    return Markup("{}").format(stop(contact) or _("Write to {publisher}.").format(publisher=publisher))


def voice(row: Record | None, question: str = "") -> Markup:
    """What a body says itself, word for word as text, with its day and where it stands; blank if nothing."""
    if row is None:
        return Markup()
    said = _("The body’s own statement") if not question else _("The body adds")
    if row["given_on"]:
        said = _("{said}, {day}").format(said=said, day=day(row["given_on"]))
    first, *more = [block.strip() for block in row["statement"].split("\n\n") if block.strip()]
    made = Markup("<p><b>{}:</b> {}</p>").format(said, first)
    made += Markup().join(Markup("<p>{}</p>").format(block) for block in more)
    if row["url"] and row["url"].startswith(("https://", "http://")):
        read = _("Read it where the body published it")
        made += Markup('<p class="quiet"><a href="{}" rel="nofollow">{}{}</a></p>').format(
            row["url"], read, Markup('<span class="hide">: {}</span>').format(question) if question else ""
        )
    return made
