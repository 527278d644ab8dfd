"""Parts of a question page below its maps and table."""

from typing import Any

from markupsafe import Markup

from answerable.core.questions import Comparability
from answerable.press import addresses, findings
from answerable.press.charts.answer_bar import answer_row
from answerable.press.charts.histogram import histogram
from answerable.press.findings import bodies_words
from answerable.press.paging import link
from answerable.press.render import Frame, version_in_caption
from answerable.press.view.cells import ANSWERED, value_words
from answerable.press.view.model import KindView, QuestionView, Record, RoundView
from answerable.press.words import day, money, number

COMPARABILITY_WORDS = {
    Comparability.IDENTICAL: "The question was put in the same words, so the two rounds can be compared.",
    Comparability.SOFT: "The question changed a little, so read the comparison with care.",
    Comparability.HARD: "The question changed too much for a trend: here are both results and both wordings.",
}
ENDINGS = (("csv", "CSV"), ("json", "JSON"), ("svg", "map as SVG"))


def caption_line(frame: Frame, a_round: RoundView, view: QuestionView) -> str:
    """The caption of a figure: question, base, date, version, licence."""
    study, base = frame.view.study, ""
    if view.counts:
        answered, asked = number(view.counts["n_answered"]), number(view.counts["n_asked"])
        base = f" Base: {answered} that answered, of {asked} asked."
    cut_off = a_round.round.cut_off
    when = f" Answers as at {day(cut_off)}." if cut_off else ""
    number_ = f"{view.question.number}. " if view.question.number else ""
    simulated = " Simulated study." if study.simulated else ""
    made_of = f"{version_in_caption(frame.view)} Licence: {study.licence}.{simulated}"
    return f"Question: {number_}{view.question.wording}{base}{when} {made_of}"


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
        return "Nobody was asked this."
    parts = [f"Reported by {number(answered)} of the {number(asked)} that were asked."]
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
    what = f"{bodies_words(kind.kind, len(values))} gave a number"
    return histogram(values, row["median"], lambda value: value_words(value, question), what)


def number_line(view: QuestionView, row: Record) -> str:
    """Median, range and total of the numbers in one unit and period, with how many gave one."""
    amount = view.question.answer == "money" and (row["unit"] or "GBP") == "GBP"
    show = money if amount else number
    unit = "" if amount or not row["unit"] else f" {row['unit']}"
    period = f" for {row['period']}" if row["period"] else ""
    return (
        f"In numbers{period}, {row['reported_by']}: median {show(row['median'])}{unit}, "
        f"from {show(row['minimum'])} to {show(row['maximum'])}, together {show(row['total'])}."
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
        "words": COMPARABILITY_WORDS[earlier.comparability],
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
    endings = ENDINGS if kind.bodies and kind.maps else ENDINGS[:2]
    where = frame.view.path
    return [
        (words, link(path, where(addresses.question_file(view.round_id, view.kind, view.id, ending))))
        for ending, words in endings
    ]
