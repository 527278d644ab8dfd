"""What a letter can tell of one body's answers: no, in development, no answer and yes, each kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from answerable.core.answers import IN_DEVELOPMENT, NO, STATUS_WORDS, YES, Status
from answerable.press.charts.tally import Tally
from answerable.press.findings import bodies_words, name_in_sentence
from answerable.press.language import gettext as _
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import KindView, QuestionView
from answerable.press.words import number

NO_REPLY, NOT_ASKED = str(Status.NO_REPLY), str(Status.NOT_ASKED)
FORCES = ("must", "should")
ITEMS = "items of letters"  # key among the pieces that pages of a kind share


@dataclass(frozen=True)
class Item:
    """A question with a yes, and its out-of-hours twin: what a letter calls them, and the duty behind them.

    `names` has one for each of `views`; `whole` is for both together.
    """

    whole: str
    names: tuple[str, ...]
    views: tuple[QuestionView, ...]
    duty: str
    rank: int


@dataclass(frozen=True)
class Part:
    """One thing a body said, about an item or one half of it; `view` and `name` are what to compare it by.

    `n` counts questions: two where it is the same by day and by night.
    """

    words: str
    duty: str
    name: str
    view: QuestionView
    n: int


@dataclass(frozen=True)
class Said:
    """What one body said in one round, in the order in which a letter tells it: duties first.

    `n_put` and `n_answered` count every question that was put to it, as its page does. Whatever is no
    answer stands in `silent`, with its reason, and nowhere else.
    """

    n_put: int
    n_answered: int
    no: list[Part] = field(default_factory=list)
    later: list[Part] = field(default_factory=list)
    silent: list[Part] = field(default_factory=list)
    yes: list[Part] = field(default_factory=list)


def said_by(kind: KindView, place: int) -> Said:
    """What the body at a place among those of its kind said."""
    statuses = [
        view.cells.status[place] for view in kind.pages if view.cells and view.question.derived is None
    ]
    made = Said(sum(status != NOT_ASKED for status in statuses), statuses.count(ANSWERED))
    for item in items_of(kind):
        states = [_state(view, place) for view in item.views]
        for state in dict.fromkeys(states):
            halves = [n for n, each in enumerate(states) if each == state]
            first = halves[0]
            words = _words(item, halves, state)
            part = Part(words, item.duty, item.names[first], item.views[first], len(halves))
            if state == NO:
                made.no.append(part)
            elif state == IN_DEVELOPMENT:
                made.later.append(part)
            elif state == YES:
                made.yes.append(part)
            elif state in STATUS_WORDS and state not in (ANSWERED, NOT_ASKED):
                made.silent.append(part)
    return made


def items_of(kind: KindView) -> tuple[Item, ...]:
    """The questions that letters tell of, what the law requires before what guidance asks for."""
    if ITEMS not in kind.kept:
        found = [
            _item(kind, view)
            for view in kind.pages
            if YES in view.question.coded_options
            and view.question.derived is None
            and view.cells is not None
            and view.question.pair_of not in kind.questions
        ]
        kind.kept[ITEMS] = tuple(sorted(found, key=lambda item: item.rank))
    made: tuple[Item, ...] = kind.kept[ITEMS]
    return made


def _item(kind: KindView, view: QuestionView) -> Item:
    twin, duty = kind.twin(view.id), view.question.duty
    words = ""
    if duty:
        lead = _("required by law: {source}") if duty.force == "must" else _("national guidance: {source}")
        words = lead.format(source=duty.source)
    force = duty.force if duty else ""
    rank = FORCES.index(force) if force in FORCES else len(FORCES)
    name = name_in_sentence(view.question)
    if twin is None:
        return Item(name, (name,), (view,), words, rank)
    both = _("{name}, in hours and out of hours").format(name=name)
    halves = _("{name}, in hours").format(name=name), _("{name}, out of hours").format(name=name)
    return Item(both, halves, (view, twin), words, rank)


def _state(view: QuestionView, place: int) -> str:
    """The option a body chose, or the reason why it chose none."""
    cells = view.cells
    assert cells is not None
    status = cells.status[place]
    return status if status != ANSWERED else cells.answer[place] or ""


def _words(item: Item, halves: Sequence[int], state: str) -> str:
    """An item in a list: its name, by day, by night or both, and why there is no answer."""
    words = item.whole if len(halves) == len(item.views) else item.names[halves[0]]
    if state in STATUS_WORDS and state not in (ANSWERED, NO_REPLY):
        return f"{words} ({_(STATUS_WORDS[Status(state)])})"
    return words


def comparison(kind: KindView, part: Part) -> str:
    """What the others of its kind said to one question, in counts; blank where nobody answered it."""
    key = f"letter comparison {part.view.id}"
    if key not in kind.kept:
        tally = part.view.tally
        kind.kept[key] = _compared(kind, tally, part.name) if tally and tally.n_answered else ""
    made: str = kind.kept[key]
    return made


def _compared(kind: KindView, tally: Tally, name: str) -> str:
    return _("Of the {bodies} that answered on {name}, {yes} said yes; {asked} were asked.").format(
        bodies=bodies_words(kind.kind, tally.n_answered),
        name=name,
        yes=number(tally.n_yes),
        asked=number(tally.n_asked),
    )
