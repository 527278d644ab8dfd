"""What was found, in sentences: headlines, the lines under them, and why there is no answer.

A headline may round to a percentage only because the line under it, which always goes with it, gives
the counts: how many said yes, of how many that answered, of how many asked.
"""

from collections.abc import Mapping

from answerable.core.answers import MISSING, Status
from answerable.core.bodies.model import BodyKind
from answerable.core.questions import Question
from answerable.press.charts.tally import Tally
from answerable.press.language import SOURCE, ngettext, spoken
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.view.model import KindView, QuestionView, Record
from answerable.press.words import (
    capital,
    listed,
    lower,
    number,
    option_words,
    per_cent,
    status_words,
    stop,
)

# A body that was not asked a question is no part of its base, so it is no reason for silence either.
REASONS = tuple(str(status) for status in MISSING if status is not Status.NOT_ASKED)
SHORTER = {
    str(Status.NOT_HELD): N_("not held"),
    str(Status.REFERRED): N_("referred"),
    str(Status.UNCLEAR): N_("unclear"),
}
"""Reasons in a list of counts, where the words of their own are too long."""
PRINTED = {
    "yes": (N_("{share} say yes"), N_("{share} of {base} say yes")),
    "no": (N_("{share} say no"), N_("{share} of {base} say no")),
    "in_development": (
        N_("{share} say it is in development"),
        N_("{share} of {base} say it is in development"),
    ),
}
"""What a printed share says, without its base and with it."""


def bodies_words(kind: BodyKind, n: int | None = None) -> str:
    """The kind in the short plural, or a number of them: “CCGs”, “1 council”."""
    short = kind.short
    many = short if short.endswith("s") and len(short) > 3 else _plural(kind)
    if n is None:
        return many
    # A language may use the singular after any number, as Welsh does.
    return ngettext("{n} {body}", "{n} {bodies}", n).format(n=number(n), body=short, bodies=many)


def _plural(kind: BodyKind) -> str:
    word = kind.short
    # Only English plurals are made by rule; elsewhere the study's own plural stands.
    if not spoken().startswith(SOURCE):
        return kind.plural
    if word[-1:] == "y" and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def headline(kind: KindView, view: QuestionView) -> str:
    """The finding of a question in one sentence, with its out-of-hours twin where it has one."""
    return _("{question}: {finding}").format(
        question=capital(view.question.name.rstrip("?.")), finding=finding(kind, view)
    )


def finding(kind: KindView, view: QuestionView) -> str:
    """What was found, as the second half of a headline."""
    tally, bodies = view.shown_tally, bodies_words(kind.kind)
    if tally is None:
        return printed_finding(kind, view)
    if not tally.n_asked:
        return _("nobody was asked")
    if not tally.n_answered:
        asked = bodies_words(kind.kind, tally.n_asked)
        return _("none of the {bodies} asked gave an answer").format(bodies=asked)
    if not tally.has_yes:
        return other_finding(kind, view, tally)
    twin = kind.twin(view.id)
    night = twin.shown_tally if twin else None
    share = per_cent(tally.n_yes, tally.n_answered)
    if night and night.n_answered:
        at_night = per_cent(night.n_yes, night.n_answered)
        said = _("{share} of {bodies} that answered say yes, {at_night} out of hours")
        if not view.tally:
            said = _(
                "{share} of {bodies} that answered say yes, {at_night} out of hours, by the printed figures"
            )
        return said.format(share=share, bodies=bodies, at_night=at_night)
    said = _("{share} of {bodies} that answered say yes")
    if not view.tally:
        said = _("{share} of {bodies} that answered say yes, by the printed figures")
    return said.format(share=share, bodies=bodies)


def other_finding(kind: KindView, view: QuestionView, tally: Tally) -> str:
    """The finding of a question without a yes: the commonest option, or how many answered."""
    if tally.options:
        option, n = most_given(tally)
        base = bodies_words(kind.kind, tally.n_answered)
        return _("{n} of the {bodies} that answered say “{option}”").format(
            n=number(n), bodies=base, option=option_words(option)
        )
    said = _("{n} of the {bodies} asked answered")
    if view.question.is_numeric:
        said = _("{n} of the {bodies} asked gave a number")
    return said.format(n=number(tally.n_answered), bodies=bodies_words(kind.kind, tally.n_asked))


def most_given(tally: Tally) -> tuple[str, int]:
    """The option given most often, the first listed where several are, with its count."""
    counted = [(option, tally.given.get(option, 0)) for option in tally.options]
    return max(counted, key=lambda pair: pair[1])


def printed_finding(kind: KindView, view: QuestionView) -> str:
    """What was printed of a question without counts: a bare percentage, said to be one."""
    said = printed_share(view)
    if said is None:
        return _("no result was printed")
    twin = kind.twin(view.id)
    night = first_printed(twin) if twin else None
    if night:
        at_night = f"{number(night['percent'])}%"
        return _("{said}, {at_night} out of hours, as printed").format(said=said, at_night=at_night)
    return _("{said}, as printed").format(said=said)


def printed_share(view: QuestionView) -> str | None:
    """The first percentage printed for an answer, with its base if it has one: “93% of 164 say yes”."""
    figure = first_printed(view)
    if figure is None:
        return None
    bare, based = PRINTED[figure["measure"]]
    share = f"{number(figure['percent'])}%"
    if figure["denominator"]:
        return _(based).format(share=share, base=number(figure["denominator"]))
    return _(bare).format(share=share)


def first_printed(view: QuestionView) -> Record | None:
    """The first percentage printed for an answer."""
    return next(
        (row for row in view.printed if row["percent"] is not None and row["measure"] in PRINTED), None
    )


def share_sentence(kind: KindView, tally: Tally, when: str = "") -> str:
    """“167 of the 179 CCGs that answered said yes (93%); 207 were asked.”"""
    said = _share_sentence(kind, tally)
    return _("{when}, {sentence}").format(when=capital(when), sentence=said) if when else capital(said)


def _share_sentence(kind: KindView, tally: Tally) -> str:
    """The sentence in its small letters: what comes before it may be a time of day."""
    if not tally.n_asked:
        return _("nobody was asked.")
    if not tally.n_answered:
        asked = bodies_words(kind.kind, tally.n_asked)
        return _("none of the {bodies} asked gave an answer.").format(bodies=asked)
    said = _("{n_yes} of the {bodies} that answered said yes ({share})")
    if tally.n_in_development:
        said = _(
            "{n_yes} of the {bodies} that answered said yes ({share}), "
            "{n_developing} said it is in development ({developing_share})"
        )
    told = said.format(
        n_yes=number(tally.n_yes),
        bodies=bodies_words(kind.kind, tally.n_answered),
        share=per_cent(tally.n_yes, tally.n_answered),
        n_developing=number(tally.n_in_development),
        developing_share=per_cent(tally.n_in_development, tally.n_answered),
    )
    n = tally.n_asked
    if tally.n_rest:
        silence = ngettext(
            "{said}; {n_asked} was asked, {n_silent} gave no answer.",
            "{said}; {n_asked} were asked, {n_silent} gave no answer.",
            n,
        )
    else:
        silence = ngettext(
            "{said}; {n_asked} was asked, and all answered.",
            "{said}; {n_asked} were asked, and all answered.",
            n,
        )
    return silence.format(said=told, n_asked=number(n), n_silent=number(tally.n_rest))


def bounds_sentence(tally: Tally, when: str = "") -> str:
    """What the share would be at its lowest and highest, had every body asked answered; blank if all did."""
    if not tally.has_yes or not tally.n_rest or not tally.n_answered:
        return ""
    said = _(
        "Whatever the {n_silent} without an answer would have said, the share of all asked lies between "
        "{low_share} ({n_low} of {n_asked}) and {high_share} ({n_high} of {n_asked})."
    )
    if when:
        said = _(
            "{when}: whatever the {n_silent} without an answer would have said, the share of all asked lies "
            "between {low_share} ({n_low} of {n_asked}) and {high_share} ({n_high} of {n_asked})."
        )
    low, high, asked = tally.n_yes, tally.n_yes_at_most, tally.n_asked
    return said.format(
        when=capital(when),
        n_silent=number(tally.n_rest),
        low_share=per_cent(low, asked),
        high_share=per_cent(high, asked),
        n_low=number(low),
        n_high=number(high),
        n_asked=number(asked),
    )


def deck(kind: KindView, view: QuestionView) -> str:
    """The line under a headline: counts, base and non-response of every percentage in it."""
    parts = [part_of_deck(kind, view)]
    twin = kind.twin(view.id)
    if twin:
        parts.append(part_of_deck(kind, twin, _("out of hours")))
    if view.tally is None:
        parts.append(_("The answers of each {body} are not in this study.").format(body=kind.kind.short))
    return " ".join(part for part in parts if part)


def part_of_deck(kind: KindView, view: QuestionView, when: str = "") -> str:
    """The sentence on one question, or on its twin."""
    tally = view.shown_tally
    if tally is not None:
        return share_sentence(kind, tally, when) if tally.has_yes else answered_sentence(kind, tally)
    if printed_share(view) is None or when:
        return ""
    return _(
        "{bodies} were asked; the share was printed without the number that answered, so it can be neither "
        "checked nor bounded."
    ).format(bodies=capital(bodies_words(kind.kind, len(kind.bodies))))


def answered_sentence(kind: KindView, tally: Tally) -> str:
    """“180 of the 207 CCGs asked answered (87%).”"""
    if not tally.n_asked:
        return _("Nobody was asked.")
    return _("{n} of the {bodies} asked answered ({share}), {n_silent} did not.").format(
        n=number(tally.n_answered),
        bodies=bodies_words(kind.kind, tally.n_asked),
        share=per_cent(tally.n_answered, tally.n_asked),
        n_silent=number(tally.n_rest),
    )


def reasons(missing: Mapping[str, int]) -> str:
    """Why there is no answer, with counts: “20 no reply, 3 refused and 5 not held”."""
    said = [
        _("{n} {reason}").format(
            n=number(missing[each]), reason=_(SHORTER[each]) if each in SHORTER else status_words(each)
        )
        for each in REASONS
        if missing.get(each)
    ]
    return listed(said)


def meaning_lines(question: Question) -> list[tuple[str, str]]:
    """What each answer means in plain words, as pairs of answer and meaning."""
    return [(option_words(option), stop(words)) for option, words in question.meaning.items()]


def trend_sentence(row: Record, bodies: str) -> str:
    """What the bodies that answered in both rounds did between them, with the test by name."""
    if row["n_matched"] is None:
        return ""
    p = row["p_value"]
    said = _(
        "Of the {n} {bodies} that answered in both rounds, {gained} went to yes and {lost} from yes to "
        "another answer."
    )
    if p is not None:
        said = _(
            "Of the {n} {bodies} that answered in both rounds, {gained} went to yes and {lost} from yes to "
            "another answer (exact McNemar test, p = {p})."
        )
    return said.format(
        n=number(row["n_matched"]),
        bodies=bodies,
        gained=number(row["gained"]),
        lost=number(row["lost"]),
        p=p_words(p) if p is not None else "",
    )


def p_words(p: float) -> str:
    """A p value to two digits that matter, never as 0."""
    if p < 0.001:
        return _("less than 0.001")
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def name_in_sentence(question: Question) -> str:
    """A question's label within a sentence."""
    return lower(question.name.rstrip("?."))
