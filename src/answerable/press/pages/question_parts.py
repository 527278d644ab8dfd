"""Parts of a question page below its maps and table."""

from typing import Any

from markupsafe import Markup

from answerable.core.questions import Comparability
from answerable.press import addresses, findings
from answerable.press.charts.answer_bar import answer_row
from answerable.press.charts.histogram import histogram
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.paging import link
from answerable.press.render import Frame, version_in_caption
from answerable.press.view.cells import ANSWERED, value_words
from answerable.press.view.model import KindView, QuestionView, Record, RoundView
from answerable.press.words import day, money, number

COMPARABILITY_WORDS = {
    Comparability.IDENTICAL: N_("The question was put in the same words, so the two rounds can be compared."),
    Comparability.SOFT: N_("The question changed a little, so read the comparison with care."),
    Comparability.HARD: N_(
        "The question changed too much for a trend: here are both results and both wordings."
    ),
}
ENDINGS = (("csv", "CSV"), ("json", "JSON"), ("svg", N_("map as SVG")), ("png", N_("map as PNG")))


def caption_line(frame: Frame, a_round: RoundView, view: QuestionView) -> str:
    """The caption of a figure: question, base, date, version, licence."""
    study = frame.view.study
    number_ = f"{view.question.number}. " if view.question.number else ""
    said = [_("Question: {question}").format(question=f"{number_}{view.question.wording}")]
    if view.counts:
        answered, asked = number(view.counts["n_answered"]), number(view.counts["n_asked"])
        base = _("Base: {n} that answered, of {n_asked} asked.").format(n=answered, n_asked=asked)
        said.append(base if view.counts["n_asked"] else _("Nobody was asked."))
    if a_round.round.cut_off:
        said.append(_("Answers as at {day}.").format(day=day(a_round.round.cut_off)))
    said += [version_in_caption(frame.view), _("Licence: {licence}.").format(licence=study.licence)]
    if study.simulated:
        said.append(_("Simulated study."))
    return " ".join(said)


def follow_ups(kind: KindView, view: QuestionView) -> list[dict[str, Any]]:
    """What was asked next, and what came of it: “reported by n of N”, median and range of numbers."""
    made = []
    for question in kind.questionnaire.follow_ups(view.id):
        each = kind.questions[question.id]
        made.append(
            {
                "item": each,
                "question": question,
                "result": number_words(each),
                "chart": number_chart(kind, each),
            }
        )
    return made


def number_words(view: QuestionView) -> str:
    """What came of a number or text question, with how many gave it."""
    counts = view.counts
    if counts is None:
        return ""
    asked, answered = counts["n_asked"], counts["n_answered"]
    if not asked:
        return _("Nobody was asked this.")
    said = _("Reported by {n} of the {n_asked} that were asked.")
    parts = [said.format(n=number(answered), n_asked=number(asked))]
    parts += [number_line(view, row) for row in view.numbers if row["n_reporting"]]
    return " ".join(parts)


def number_chart(kind: KindView, view: QuestionView) -> Markup:
    """How the numbers in the unit and period asked for are spread; blank where there are too few."""
    row = next((row for row in view.numbers if row["as_asked"] and row["n_reporting"]), None)
    if row is None or view.cells is None:
        return Markup()
    cells, question = view.cells, view.question
    values = [
        value
        for status, value, unit, period in zip(
            cells.status, cells.value, cells.unit, cells.period, strict=True
        )
        if status == ANSWERED
        and value is not None
        and unit in (None, question.unit)
        and period in (None, question.period)
    ]
    what = _("{bodies} gave a number").format(bodies=bodies_words(kind.kind, len(values)))
    return histogram(values, row["median"], lambda value: value_words(value, question), what)


def number_line(view: QuestionView, row: Record) -> str:
    """Median, range and total of the numbers in one unit and period, with how many gave one."""
    amount = view.question.answer == "money" and (row["unit"] or "GBP") == "GBP"
    show = money if amount else number
    unit = "" if amount or not row["unit"] else f" {row['unit']}"
    said = _("In numbers, {reported}: median {median}, from {least} to {most}, together {total}.")
    if row["period"]:
        said = _(
            "In numbers for {period}, {reported}: median {median}, from {least} to {most}, together {total}."
        )
    return said.format(
        period=row["period"],
        reported=_("reported by {n} of {n_asked}").format(
            n=number(row["n_reporting"]), n_asked=number(row["n_asked"])
        ),
        median=f"{show(row['median'])}{unit}",
        least=show(row["minimum"]),
        most=show(row["maximum"]),
        total=show(row["total"]),
    )


def compared(frame: Frame, view: QuestionView, path: str) -> dict[str, Any] | None:
    """The earlier question beside this one, with how far the two may be compared."""
    earlier = view.question.compares_with
    if earlier is None or earlier.round not in frame.view.by_round:
        return None
    before = frame.view.round(earlier.round).kinds.get(earlier.kind or view.kind)
    if before is None or earlier.question not in before.questions:
        return None
    then = before.questions[earlier.question]
    row = next((row for row in view.trends if row["from_round"] == earlier.round), None)
    rows = [
        answer_row(
            each.shown_tally,
            Markup("{}").format(each.round_id),
            href=link(path, each.path) if each is not view else None,
            twin=n > 0,
        )
        for n, each in enumerate((then, view))
        if each.shown_tally
    ]
    return {
        "round": earlier.round,
        "then": then,
        "words": _(COMPARABILITY_WORDS[earlier.comparability]),
        "because": earlier.because,
        "bars": Markup().join(rows),
        "panel": findings.trend_sentence(row, findings.bodies_words(before.kind)) if row else "",
        "page": frame.view.path(addresses.trend_page(view.kind, view.id, earlier.round, view.round_id)),
    }


def downloads(frame: Frame, view: QuestionView, path: str) -> list[tuple[str, str]]:
    """Files with the answers to this question."""
    if view.cells is None:
        return []
    kind = frame.view.round(view.round_id).kinds[view.kind]
    drawn = 4 if frame.site.options.images else 3
    endings = ENDINGS[:drawn] if kind.bodies and kind.maps else ENDINGS[:2]
    where = frame.view.path
    return [
        (_(words), link(path, where(addresses.question_file(view.round_id, view.kind, view.id, ending))))
        for ending, words in endings
    ]
