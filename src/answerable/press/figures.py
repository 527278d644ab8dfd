"""Every figure that can be cited: which measures a question has, with their counts, bases and bounds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answerable.core.answers import AnswerType
from answerable.core.measures.pairs import Hours
from answerable.core.measures.published import ANSWERED_N
from answerable.press import addresses
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.view.model import KindView, QuestionView, Record, StudyView
from answerable.press.words import money, number, option_words, per_cent

ANSWERED, MEDIAN, TOTAL = "answered", "median", "total"
PAIRS = (Hours.BOTH, Hours.HOURS_ONLY, Hours.OUT_OF_HOURS_ONLY, Hours.NEITHER)
RESERVED = {ANSWERED, MEDIAN, TOTAL, *map(str, PAIRS)}


@dataclass(frozen=True)
class Figure:
    """One figure of one question: `n` of the `base` bodies that can be counted, of `n_asked` asked.

    `value` is the amount of a number question, which has no share. `printed` are the rows of
    `check_published` about the same measure. Without a base there is no percentage. `is_printed` says that
    the counts were printed elsewhere and not made from answers.
    """

    view: QuestionView
    kind: KindView
    measure: str
    name: str
    n: int
    base: int
    n_asked: int
    base_words: str
    value: float | None = None
    amount: str = ""
    printed: Sequence[Record] = ()
    is_printed: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is a share of bodies, and not an amount."""
        return self.measure not in (MEDIAN, TOTAL)

    @property
    def percent(self) -> str:
        """The share in whole percents; blank where there is no base, or no share."""
        return per_cent(self.n, self.base) if self.is_share and self.base else ""

    @property
    def n_outside(self) -> int:
        """Bodies asked that are not in the base: what they would have said is not known."""
        return self.n_asked - self.base

    @property
    def bounds(self) -> tuple[int, int] | None:
        """How many of all asked it is at least and at most; None for an amount, or if all are counted."""
        if not self.is_share or not self.n_outside or not self.base:
            return None
        return self.n, self.n + self.n_outside


def path_of(view: StudyView, figure: Figure) -> str:
    """The permanent address of a figure."""
    question = figure.view
    return view.path(addresses.figure_page(question.round_id, question.kind, question.id, figure.measure))


def figures(kind: KindView, view: QuestionView) -> list[Figure]:
    """The figures that pages show of a question: shares of every option, numbers, day and night together."""
    return [
        *_shares(kind, view),
        *_numbers(kind, view),
        *_pairs(kind, view),
    ]


def question_figures(kind: KindView, view: QuestionView) -> list[Figure]:
    """The figures of a question with a page, and of its follow-ups, which stand on the same page."""
    below = [kind.questions[each.id] for each in kind.questionnaire.follow_ups(view.id)]
    return [figure for each in (view, *below) for figure in figures(kind, each)]


def _shares(kind: KindView, view: QuestionView) -> Iterator[Figure]:
    tally = view.shown_tally
    if tally is None:
        return
    printed = view.tally is None
    bodies = bodies_words(kind.kind)
    for option in tally.options:
        measure = f"option-{option}" if option in RESERVED else option
        yield Figure(
            view,
            kind,
            measure,
            option_words(option),
            tally.given.get(option, 0),
            tally.n_answered,
            tally.n_asked,
            _("{bodies} that answered").format(bodies=bodies),
            printed=_printed(view, option),
            is_printed=printed,
        )
    yield Figure(
        view,
        kind,
        ANSWERED,
        _("Answered"),
        tally.n_answered,
        tally.n_asked,
        tally.n_asked,
        _("{bodies} asked").format(bodies=bodies),
        printed=_printed(view, ANSWERED_N),
        is_printed=printed,
    )


def _numbers(kind: KindView, view: QuestionView) -> Iterator[Figure]:
    row = next((row for row in view.numbers if row["as_asked"]), None)
    if row is None:
        return
    bodies = _("{bodies} that gave a number").format(bodies=bodies_words(kind.kind))
    for measure, name in ((MEDIAN, _("Median")), (TOTAL, _("Total"))):
        value = row[measure] if row["n_reporting"] else None
        n = row["n_reporting"]
        amount = amount_words(view, row, value) if value is not None else ""
        yield Figure(view, kind, measure, name, n, n, row["n_asked"], bodies, value, amount)


def amount_words(view: QuestionView, row: Record, value: float) -> str:
    """An amount as people read it, with its unit and the period it is for."""
    is_money = view.question.answer is AnswerType.MONEY and (row["unit"] or "GBP") == "GBP"
    shown = money(value) if is_money else " ".join(filter(None, (number(value), row["unit"])))
    return f"{shown} ({row['period']})" if row["period"] else shown


def _pairs(kind: KindView, view: QuestionView) -> Iterator[Figure]:
    pair = view.pair
    if pair is None or view.question.pair_of:
        return
    base = _("{bodies} that answered both").format(bodies=bodies_words(kind.kind))
    for hours in PAIRS:
        yield Figure(
            view, kind, str(hours), pair_words()[hours], pair[str(hours)], pair["n_both_answered"],
            pair["n_asked"], base,
        )  # fmt: skip


def pair_words() -> Mapping[Hours, str]:
    """What the states of a pair are called."""
    return {
        Hours.BOTH: _("Yes in hours and out of hours"),
        Hours.HOURS_ONLY: _("Yes in hours only"),
        Hours.OUT_OF_HOURS_ONLY: _("Yes out of hours only"),
        Hours.NEITHER: _("Yes at neither time"),
    }


def _printed(view: QuestionView, measure: str) -> tuple[Record, ...]:
    return tuple(row for row in view.printed if row["measure"] == measure)
