"""What two rounds say of one question, in words and numbers: shares, panel, and what divides them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from answerable.core.answers import YES
from answerable.core.measures.difference import CAUSES, CHANGE, RESPONDENTS, SUCCESSION, WORDING
from answerable.core.measures.mcnemar import McNemarTest, p_words
from answerable.core.measures.percent import percent_half_up
from answerable.core.questions import Comparability
from answerable.press.charts.slopes import End, Slope
from answerable.press.findings import bodies_words, printed_share
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.language import noop as N_
from answerable.press.pages.wording_marks import marked
from answerable.press.paging import link
from answerable.press.view.comparisons import ComparisonView
from answerable.press.view.model import BodyView, QuestionView
from answerable.press.words import capital, number, per_cent, stop

COMPARABILITY_WORDS = {
    Comparability.IDENTICAL: N_("Put in the same words in both rounds: the two can be compared."),
    Comparability.SOFT: N_("The question changed a little: compare with care."),
    Comparability.HARD: N_(
        "The question changed too much for a trend: two results, and no line between them."
    ),
}
GROUPS = {
    Comparability.IDENTICAL: N_("In the same words"),
    Comparability.SOFT: N_("To be compared with care"),
    Comparability.HARD: N_("Not to be compared: the question changed too much"),
}
CAUSE_WORDS = {
    CHANGE: N_("once the bodies that answered both times have changed their answer"),
    SUCCESSION: N_("once mergers, divisions and moved boundaries have taken place"),
    RESPONDENTS: N_("once other bodies answer than before"),
    WORDING: N_("with the question as it was put then"),
}


def end_of(view: QuestionView) -> End | None:
    """The share of yes as the end of a line: from counts, or as it was printed without any."""
    counts = _counts(view)
    if counts:
        return End.of(*counts)
    for figure in view.printed:
        if figure["measure"] == YES and figure["percent"] is not None:
            percent = Fraction(str(figure["percent"]))
            return End(percent / 100, f"{number(figure['percent'])}%")
    return None


def _counts(view: QuestionView) -> tuple[int, int] | None:
    tally = view.shown_tally
    if tally is None or not tally.has_yes or not tally.n_answered:
        return None
    return tally.n_yes, tally.n_answered


def share_of(view: QuestionView) -> str | None:
    """The share of yes as a percentage, counted or printed; None where neither is known."""
    end = end_of(view)
    return end.label if end else None


def headline(view: ComparisonView) -> str:
    """What the two rounds say, in a sentence; across a hard break, that they say two things."""
    name = capital(view.now.question.name.rstrip("?."))
    words = {
        "question": name,
        "bodies": bodies_words(view.after.kind),
        "then": view.then.round_id,
        "now": view.now.round_id,
        "before": share_of(view.then),
        "after": share_of(view.now),
    }
    if words["before"] is None or words["after"] is None:
        return _("{question} ({bodies}): {then} and {now}").format(**words)
    if not view.is_trend:
        return _("{question} ({bodies}): {before} in {then} and {after} in {now} cannot be compared").format(
            **words
        )
    return _("{question}: {before} of {bodies} that answered said yes in {then}, {after} in {now}").format(
        **words
    )


def base_sentence(view: QuestionView, bodies: str) -> str:
    """One cross-section with its counts: “In 2016, 169 of the 179 that answered said yes; 209 were asked.”"""
    tally = view.shown_tally
    if tally is not None and tally.has_yes and tally.n_answered:
        words = {
            "round": view.round_id,
            "n": number(tally.n_yes),
            "answered": number(tally.n_answered),
            "bodies": bodies,
            "share": per_cent(tally.n_yes, tally.n_answered),
            "asked": number(tally.n_asked),
        }
        if view.tally:
            return _(
                "In {round}, {n} of the {answered} {bodies} that answered said yes ({share}); "
                "{asked} were asked."
            ).format(**words)
        return _(
            "In {round}, {n} of the {answered} {bodies} that answered said yes "
            "({share}, by the printed figures); {asked} were asked."
        ).format(**words)
    said = printed_share(view)
    if said:
        return _(
            "In {round}, {said}, as printed without counts: it can be neither checked nor bounded."
        ).format(round=view.round_id, said=said)
    return _("Of {round} no result is known.").format(round=view.round_id)


def panel_sentence(view: ComparisonView) -> str:
    """The matched panel and its exact test, by the words of the test itself; blank without a panel."""
    row = view.row
    if row is None or row["n_matched"] is None:
        return ""
    if row["gained"] is None:
        n = row["n_matched"]
        return ngettext(
            "{n} matched body answered in both rounds.", "{n} matched bodies answered in both rounds.", n
        ).format(n=number(n))
    return capital(McNemarTest(row["gained"], row["lost"], row["n_matched"]).verdict())


def short_panel(view: ComparisonView) -> str:
    """The panel in a line: “4 gained, 7 lost of 150 matched (exact McNemar p = 0.55)”."""
    row = view.row
    if row is None or row["gained"] is None:
        return ""
    if not row["n_matched"]:
        return _("no body answered both")
    test = McNemarTest(row["gained"], row["lost"], row["n_matched"])
    return _("{gained} gained, {lost} lost of {matched} matched ({test} {p})").format(
        gained=number(test.gained),
        lost=number(test.lost),
        matched=number(test.n_matched),
        test=test.name,
        p=p_words(test.p_value),
    )


def is_significant(view: ComparisonView) -> bool:
    """Whether the exact McNemar test of the panel finds a change at its level."""
    row = view.row
    if row is None or row["gained"] is None or not row["n_matched"]:
        return False
    return McNemarTest(row["gained"], row["lost"], row["n_matched"]).is_significant


def slopes(view: ComparisonView, *, with_panel: bool) -> list[Slope]:
    """The lines of one question: everyone who answered, and if wanted the matched bodies alone."""
    start, end = end_of(view.then), end_of(view.now)
    if not view.is_trend or start is None or end is None:
        return []
    made = [Slope(_("all that answered"), start, end)]
    row = view.row
    if with_panel and row is not None and row["n_matched"] and row["gained"] is not None:
        was = view.moves.get((True, True), 0) + view.moves.get((True, False), 0)
        now = view.moves.get((True, True), 0) + view.moves.get((False, True), 0)
        n = row["n_matched"]
        made.append(Slope(_("matched bodies only"), End.of(was, n), End.of(now, n), dashed=True))
    return made


def panel_table(view: ComparisonView) -> list[tuple[str, str, str, str]]:
    """Matched bodies by what they said then and now, with sums; nothing where nobody is matched."""
    row = view.row
    if row is None or not row["n_matched"] or row["gained"] is None:
        return []
    n = {(was, now): view.moves.get((was, now), 0) for was in (True, False) for now in (True, False)}
    made = []
    for was, words in ((True, _("Yes")), (False, _("Not yes"))):
        made.append((words, n[was, True], n[was, False], n[was, True] + n[was, False]))
    totals = (n[True, True] + n[False, True], n[True, False] + n[False, False], sum(n.values()))
    made.append((_("Together"), *totals))
    return [(words, number(a), number(b), number(c)) for words, a, b, c in made]


def outside_panel(view: ComparisonView) -> list[str]:
    """Who is not in the panel and why, and what is special about some that are."""
    row = view.row
    if row is None or row["n_matched"] is None:
        return []
    then, now = view.then.round_id, view.now.round_id
    counted = (
        ("n_earlier_only", _("{n} answered in {then} only")),
        ("n_later_only", _("{n} answered in {now} only")),
        (
            "n_unmatched",
            _("{n} answered both times but cannot be matched, for what became of them in between"),
        ),
        ("n_merged", _("{n} of the matched were formed by a merger of bodies that agreed")),
        (
            "n_boundary",
            _("{n} of the matched had their boundary moved, with at least 90% of their people staying"),
        ),
    )
    return [words.format(n=number(row[name]), then=then, now=now) for name, words in counted if row[name]]


def steps(view: ComparisonView) -> list[dict[str, str]]:
    """The way from the earlier to the later share, stage by stage, in counts and points of a percentage.

    Nothing is divided across a hard break, nor where a stage has no base.
    """
    row = view.row
    if row is None or not view.is_trend or not row["from_n_answered"] or not row["to_n_answered"]:
        return []
    if row["from_share"] is None or row["to_share"] is None:
        return []
    yes, answered = row["from_n_yes"], row["from_n_answered"]
    start = _("In {round}, all that answered").format(round=view.then.round_id)
    made = [_stage(start, yes, answered, None)]
    for cause in CAUSES:
        if row[f"{cause}_yes"] is None:
            continue
        before = Fraction(yes, answered)
        yes, answered = yes + row[f"{cause}_yes"], answered + row[f"{cause}_answered"]
        if not answered:
            return []
        made.append(_stage(_(CAUSE_WORDS[cause]), yes, answered, Fraction(yes, answered) - before))
    made[-1]["what"] = _("{stage}: {round}, all that answered").format(
        stage=made[-1]["what"], round=view.now.round_id
    )
    return made


def _stage(what: str, yes: int, answered: int, step: Fraction | None) -> dict[str, str]:
    return {
        "what": what,
        "counts": _("{n} of {base}").format(n=number(yes), base=number(answered)),
        "share": f"{percent_half_up(yes, answered, 1)}%",
        "step": "" if step is None else points(step),
    }


def points(step: Fraction) -> str:
    """A difference of two shares in points of a percentage, to one place: “+2.4”, “−0.3”, “0”."""
    size = percent_half_up(abs(step), 1, 1)
    if not size:
        return "0.0" if step else "0"
    return f"{'+' if step > 0 else '−'}{size}"


def body_links(path: str, bodies: Sequence[BodyView]) -> Markup:
    """Names of bodies, each with the way to its page."""
    return Markup().join(
        Markup('<li><a class="quietly" href="{}">{}</a></li>').format(link(path, body.path), body.name)
        for body in bodies
    )


def reason(view: ComparisonView) -> str:
    """How far the two may be compared, and why."""
    return f"{_(COMPARABILITY_WORDS[view.link.comparability])} {stop(view.link.because)}".strip()


def wordings(view: ComparisonView) -> list[dict[str, Any]]:
    """Both wordings, the earlier first, with the words that changed marked and what a reader must know."""
    texts = marked(view.then.question.wording, view.now.question.wording)
    return [
        {
            "round": each.round_id,
            "number": each.question.number,
            "text": text,
            "note": each.question.note,
            "view": each,
        }
        for each, text in zip((view.then, view.now), texts, strict=True)
    ]
