"""The ledger of a body: every question of a round with its answer by day and by night, and its own words."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from answerable.core.answers import MISSING, OPTION_TYPES, YES, Status
from answerable.core.questions import Question
from answerable.press import addresses
from answerable.press.charts.answer_bar import answer_bar
from answerable.press.findings import meaning_lines, name_in_sentence
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.pages.body_parts import voice
from answerable.press.paging import link
from answerable.press.peers import Peers
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.view.cells import ANSWERED, missing_words
from answerable.press.view.model import BodyView, KindView, QuestionView, Record, RoundView
from answerable.press.words import capital, day, number, option_words, stop

NOT_ASKED, NO_REPLY = str(Status.NOT_ASKED), str(Status.NO_REPLY)
WHY = {
    str(Status.NO_REPLY): N_("It gave no answer to this."),
    str(Status.REFUSED): N_("It refused to answer this."),
    str(Status.NOT_HELD): N_("It says that it does not hold the information."),
    str(Status.REFERRED): N_("It says that another body should be asked."),
    str(Status.UNCLEAR): N_("What it wrote cannot be read as an answer."),
    str(Status.NOT_APPLICABLE): N_("It says that the question does not apply to it."),
    NOT_ASKED: N_("It was not asked this."),
}
DUTY_TAGS = {"must": N_("a legal duty"), "should": N_("national guidance")}


@dataclass(frozen=True)
class Line:
    """A row of the ledger that is the same for every body: question, twin, and what opens for all of them."""

    view: QuestionView
    twin: QuestionView | None
    name: str
    about: str
    sub: bool = False

    @property
    def parts(self) -> tuple[tuple[QuestionView, str], ...]:
        """The question and its twin, with when each holds."""
        if self.twin is None:
            return ((self.view, ""),)
        return ((self.view, _("In hours")), (self.twin, _("Out of hours")))


@dataclass(frozen=True)
class Section:
    """The lines of one section; `paired` where any of them has a twin."""

    title: str
    lines: tuple[Line, ...]
    paired: bool


@dataclass(frozen=True)
class Place:
    """Where a ledger is written: the page, the round and kind, the body and its place among those asked."""

    frame: Frame
    path: str
    round: RoundView
    kind: KindView
    body: BodyView
    index: int
    replied: str
    peers: Peers


def ledger(place: Place) -> Markup:
    """Every section with the questions that were put to the body, by day and by night."""
    made = []
    for n, section in enumerate(sections(place.kind, place.path)):
        rows = [_row(place, line, section.paired) for line in section.lines if _was_put(place, line)]
        if rows:
            made.append(_table(place, n, section, "\n".join(rows)))
    return Markup("".join(made))


def sections(kind: KindView, path: str) -> tuple[Section, ...]:
    """The lines of a questionnaire by section, in printed order; pages of one depth share them."""
    key = f"ledger {path.count('/')}"
    if key not in kind.kept:
        found: dict[str, list[Line]] = {}
        for view in kind.pages:
            if not view.question.pair_of or view.question.pair_of not in kind.questions:
                found.setdefault(view.question.section, []).extend(_lines(kind, view, path))
        kind.kept[key] = tuple(
            Section(title, tuple(lines), any(line.twin for line in lines)) for title, lines in found.items()
        )
    made: tuple[Section, ...] = kind.kept[key]
    return made


def _lines(kind: KindView, view: QuestionView, path: str) -> list[Line]:
    twin = kind.twin(view.id)
    made = [Line(view, twin, _name(view.question), _about(view, path))]
    for each in (view, twin):
        for question in kind.questionnaire.follow_ups(each.id) if each else ():
            follow_up = kind.questions[question.id]
            made.append(Line(follow_up, None, _name(question), _about(follow_up, path), sub=True))
    return made


def _name(question: Question) -> str:
    """The name of a question, with a tag where there is a duty to do what it asks about."""
    duty = question.duty
    tag = f' <span class="tag">{_(DUTY_TAGS.get(duty.force, duty.force))}</span>' if duty else ""
    return f"{escape(capital(question.name))}{tag}"


def _about(view: QuestionView, path: str) -> str:
    """What holds for every body: how the question was worded, the duty, and the way to all answers."""
    question = view.question
    lead = _("Worked out from other answers: {words}") if question.derived else _("Asked: {words}")
    mark = f"{question.number}. " if question.number and not question.derived else ""
    asked = Markup('<p class="quiet">{}</p>').format(lead.format(words=f"{mark}{question.wording}"))
    anchor = addresses.answer_anchor(view.round_id, view.id)
    onward = Markup('<p><a href="{}">{}</a> · <a href="#{}">{}</a></p>').format(
        link(path, view.path), _("Every answer to this question"), anchor, _("Address of this answer")
    )
    return f"{asked}{coding_words(question)}{duty_words(question)}{onward}"


def coding_words(question: Question) -> Markup:
    """What each answer means in plain words, and when the options were widened after the fact."""
    said = [f"{option}: {words}" for option, words in meaning_lines(question)]
    if question.recoded:
        widened = _("The answers were sorted anew on {day}: {because}")
        because = stop(question.recoded.because)
        said.append(widened.format(day=day(question.recoded.on), because=because))
    return Markup('<p class="quiet">{}</p>').format(" ".join(said)) if said else Markup()


def duty_words(question: Question) -> Markup:
    """The duty that a question asks about, with where it is written."""
    duty = question.duty
    if duty is None:
        return Markup()
    lead = _("The law says it must") if duty.force == "must" else _("Guidance says it should")
    source: Any = duty.source
    if duty.url:
        source = Markup('<a href="{}">{}</a>').format(duty.url, duty.source)
    return Markup("<p>{}. {}: {}.</p>").format(duty.name.rstrip("."), lead, source)


def _table(place: Place, n: int, section: Section, rows: str) -> str:
    name = f"s{segment(place.round.id)}-{n}"
    heads = (_("In hours"), _("Out of hours")) if section.paired else (_("Answer"),)
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f'<h3 id="{name}">{escape(section.title or _("Questions"))}</h3>'
        f'<table class="said{" pairs" if section.paired else ""}" aria-labelledby="{name}"><thead><tr>'
        f'<th scope="col">{_("Question")}</th>{columns}'
        f'<th scope="col" class="peers">{escape(place.peers.words)}</th></tr></thead>'
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _was_put(place: Place, line: Line) -> bool:
    return any(each.cells and each.cells.status[place.index] != NOT_ASKED for each, _ in line.parts)


def _row(place: Place, line: Line, paired: bool) -> str:
    inside = [_opened(place, each, when) for each, when in line.parts]
    bars = [_bar(place, each, when) for each, when in line.parts]
    night = _cell(place, line.twin) if line.twin else '<td class="none"></td>' if paired else ""
    anchor = addresses.answer_anchor(place.round.id, line.view.id)
    speaks = any(each.cells and each.cells.statement[place.index] for each, _when in line.parts)
    tag = f' <span class="tag">{_("with a statement")}</span>' if speaks else ""
    return (
        f'<tr id="{anchor}"{" class=sub" if line.sub else ""}><th scope="row"><details>'
        f"<summary>{line.name}{tag}</summary><div>{''.join(inside)}{line.about}</div></details></th>"
        f'{_cell(place, line.view)}{night}<td class="peers">{"".join(bars)}</td></tr>'
    )


def _cell(place: Place, view: QuestionView) -> str:
    """The answer in a word or two; what it said before stands below, where the two may be compared."""
    cells, i = view.cells, place.index
    assert cells is not None
    status = cells.status[i]
    css = ' class="x"' if status != ANSWERED else ' class="y"' if cells.states[i] == YES else ""
    before = place.frame.view.extras.before.get((place.round.id, view.id, place.body.id))
    then = ""
    if before:
        then = f'<small class="was">{escape(before[0])}: {escape(_state_words(before[1]))}</small>'
    # The page that sets bodies side by side reads the answer and its state from here.
    state = "" if css else f' data-s="{"words" if is_in_words(view, i) else cells.states[i]}"'
    return f"<td{css}{state}>{escape(answer_words(view, i))}{then}</td>"


def answer_words(view: QuestionView, i: int) -> str:
    """What a body said to one question, short enough for a column; longer words are told below it."""
    assert view.cells is not None
    if is_in_words(view, i):
        return _("Answered in words")
    return view.cells.words(i, view.question)


def is_in_words(view: QuestionView, i: int) -> bool:
    """Whether a body answered with neither an option nor a number."""
    cells, question = view.cells, view.question
    assert cells is not None
    if cells.status[i] != ANSWERED or question.answer in OPTION_TYPES:
        return False
    return not question.is_numeric or cells.value[i] is None


def _state_words(state: str) -> str:
    return missing_words(state) if state in MISSING else option_words(state)


def _opened(place: Place, view: QuestionView, when: str) -> str:
    """What opens below a question: the answer in a sentence, the quoted words, the note, date and link."""
    cells, i = view.cells, place.index
    assert cells is not None
    parts = [_sentence(place, view, when)]
    evidence, note, url = cells.evidence[i], cells.note[i], cells.evidence_url[i]
    if evidence:
        anchor = addresses.answer_anchor(place.round.id, view.id)
        parts.append(f'<blockquote id="{anchor}-words">{escape(evidence)}</blockquote>')
    if note:
        parts.append(f"<p>{escape(_('Note: {note}').format(note=stop(note)))}</p>")
    is_safe = bool(url and url.startswith(("https://", "http://")))
    coded = _coded(view, i)
    if is_safe or evidence or coded:
        name = name_in_sentence(view.question)
        read = (
            f'<a href="{escape(url)}">{_("Read the reply")}<span class="hide">: {escape(name)}</span></a>'
            if is_safe
            else ""
        )
        parts.append(f'<p class="quiet">{" ".join(filter(None, (coded, place.replied, read)))}</p>')
    if cells.statement[i]:
        parts.append(voice(_statement(place, view), name_in_sentence(view.question)))
    return "".join(parts)


def _coded(view: QuestionView, i: int) -> str:
    """As what an answer was recorded, and whether the words it was read from are in the study."""
    cells, question = view.cells, view.question
    assert cells is not None
    is_read = cells.status[i] not in (NO_REPLY, NOT_ASKED)
    if question.derived or not is_read or not (question.has_options or cells.evidence[i]):
        return ""
    said = (
        _("Recorded from these words as “{answer}”.")
        if cells.evidence[i]
        else _("Recorded as “{answer}”; the words of the reply are not in this study.")
    )
    return str(escape(said.format(answer=answer_words(view, i))))


def _statement(place: Place, view: QuestionView) -> Record:
    """What the body says of one answer, with its day and address where they are known."""
    assert view.cells is not None
    known = place.frame.view.extras.statements.get((place.round.id, place.body.id, view.id))
    return known or {"statement": view.cells.statement[place.index], "given_on": None, "url": None}


def _sentence(place: Place, view: QuestionView, when: str) -> str:
    """The answer as a sentence: what it means, why there is none, or its own words where it has no option.

    The sentence about a twin carries its anchor, since the row has that of the question it goes with.
    """
    cells, question, i = view.cells, view.question, place.index
    assert cells is not None
    status, answer = cells.status[i], cells.answer[i]
    lead = f"<b>{when}: {escape(answer_words(view, i))}.</b> " if when else ""
    is_twin = question.pair_of in place.kind.questions
    start = f'<p id="{addresses.answer_anchor(place.round.id, view.id)}">' if is_twin else "<p>"
    if status != ANSWERED:
        return f"{start}{lead}{escape(_(WHY[status]))}</p>"
    if answer is not None and question.answer not in OPTION_TYPES:
        return f"<blockquote>{_linked(answer)}</blockquote>"
    means = stop(question.meaning.get(answer or "", ""))
    period = cells.period[i] or (question.period if question.is_numeric else "")
    said = _("For {period}.").format(period=period) if period else means
    return f"{start}{lead}{escape(said)}</p>" if lead or said else ""


def _linked(text: str) -> Markup:
    if text.startswith(("https://", "http://")) and " " not in text.strip():
        return Markup('<a href="{0}" rel="nofollow">{0}</a>').format(text.strip())
    return escape(text)


def _bar(place: Place, view: QuestionView, when: str) -> str:
    """What its peers said, with its own place marked; bodies that said the same share one picture."""
    peers, cells = place.peers, view.cells
    assert cells is not None
    own = cells.states[place.index] if cells.status[place.index] != NOT_ASKED else None
    key = f"peer bar {peers.key} {view.id} {own}"
    made: str | None = place.kind.kept.get(key)
    if made is None:
        tally = peers.tally(view)
        made = ""
        if tally is not None and tally.n_asked:
            told = ", ".join(f"{number(each.n)} {each.words}" for each in tally.segments if each.n)
            told = f"{when.lower()}: {told}" if when else told
            # The words under the bar say what it shows, so that nothing is read aloud twice.
            bar = answer_bar(tally, label="", own=own)
            made = f'{bar}<span class="tally">{escape(told)}</span>'
        place.kind.kept[key] = made
    return made
