"""What releases changed, in words: answers and counts before and after, each with its body and question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from answerable.core.measures.percent import percent_half_up
from answerable.core.release.comparing import COMPARED
from answerable.core.release.history import AnswerChange, FigureChange, Step, steps
from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.paging import link
from answerable.press.render import Frame
from answerable.press.view.cells import ANSWERED, missing_words, value_words
from answerable.press.view.model import BodyView, QuestionView
from answerable.press.words import moment, number, option_words

MAIN = ("status", "answer", "value", "unit", "period")
"""What an answer says; the rest says what it rests on."""
LONGEST = 300


@dataclass(frozen=True)
class Changes:
    """The releases of a study, newest first, and the names of what they changed."""

    frame: Frame

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every release up to this one; none of a working copy."""
        release = self.frame.view.study.release
        return steps(release) if release else ()

    @cached_property
    def _bodies(self) -> Mapping[tuple[str, str], BodyView]:
        return {
            (a_round.id, body.id): body
            for a_round in self.frame.view.rounds
            for kind in a_round.kinds.values()
            for body in kind.bodies
        }

    def body(self, change: AnswerChange) -> BodyView | None:
        """The body of a changed answer; None where it is in the study no longer."""
        found = self._bodies.get((change.round, change.body_id))
        if found is None:
            others = self.frame.view.by_id.get(change.body_id, ())
            return others[0] if others else None
        return found

    def question(self, round_id: str, kind: str, question: str) -> QuestionView | None:
        """A question; None where it is in the study no longer."""
        a_round = self.frame.view.by_round.get(round_id)
        of_kind = a_round.kinds.get(kind) if a_round else None
        return of_kind.questions.get(question) if of_kind else None

    def asked(self, change: AnswerChange) -> QuestionView | None:
        """The question of a changed answer."""
        body = self.body(change)
        return self.question(change.round, body.kind, change.question_id) if body else None

    def said(self, change: AnswerChange) -> tuple[str, str]:
        """What an answer said before and says now; equal answers are told apart by what they rest on."""
        question = self.asked(change)
        before, after = answer_words(change.before, question), answer_words(change.after, question)
        moved = [name for name in COMPARED if change.before.get(name) != change.after.get(name)]
        beside = [name for name in moved if name not in MAIN]
        if change.change == "changed" and beside:
            before = "; ".join((before, *side_words(change.before, beside)))
            after = "; ".join((after, *side_words(change.after, beside)))
        if change.change == "removed":
            after = _("No answer")
        return before, after


def answer_words(side: Mapping[str, object], question: QuestionView | None) -> str:
    """One state of an answer in words, with unit and period of a number."""
    status, answer, value = str(side.get("status") or ""), side.get("answer"), side.get("value")
    if not status:
        return _("No answer")
    if status != ANSWERED:
        return missing_words(status)
    if answer is not None:
        plain = question is not None and not question.question.has_options
        return shortened(str(answer) if plain else option_words(str(answer)))
    if not isinstance(value, int | float):
        return _("Answered in words")
    unit = str(side.get("unit") or "")
    words = value_words(value, question.question, unit) if question else f"{number(value)} {unit}".rstrip()
    period = side.get("period")
    return f"{words} ({period})" if period else words


FIELDS = ("note", "evidence", "evidence_url", "remarks", "statement")


def side_words(side: Mapping[str, object], names: list[str]) -> Iterator[str]:
    """Notes, evidence and the like of one state of an answer."""
    words = {
        "note": _("note: {words}"),
        "evidence": _("evidence: {words}"),
        "evidence_url": _("link: {words}"),
        "remarks": _("remarks: {words}"),
        "statement": _("statement: {words}"),
    }
    for name in names:
        yield words[name].format(words=shortened(str(side.get(name) or _("none"))))


def shortened(text: str) -> str:
    """A text that fits into a cell; the file has it whole."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]}…"


def figure_words(counts: Mapping[str, int], question: QuestionView | None) -> str:
    """A published figure with its counts: the share of yes where there is one, else who answered."""
    if not counts:
        return _("Not asked")
    asked, answered = counts.get("n_asked", 0), counts.get("n_answered", 0)
    yes, no = counts.get("n_yes", 0), counts.get("n_no", 0)
    of = _("{answered} of {asked} answered").format(answered=number(answered), asked=number(asked))
    has_yes = yes + no > 0 or (question is not None and "yes" in question.question.coded_options)
    if not has_yes or not answered:
        return of
    share = _("{percent}% yes ({yes} of {answered})").format(
        percent=percent_half_up(yes, answered), yes=number(yes), answered=number(answered)
    )
    return f"{share}; {of}"


def figure_names(change: FigureChange, changes: Changes) -> tuple[str, QuestionView | None]:
    """What a figure is called, and its question where it is still in the study."""
    view = changes.question(change.round, change.kind, change.question)
    return (view.question.name if view else change.question), view


def summary(step: Step) -> str:
    """What one release changed, in a sentence."""
    if step.since is None:
        return _("The first release: there is nothing before it to compare with.")
    counted = [
        (step.n_changed, ngettext("{n} answer changed", "{n} answers changed", step.n_changed)),
        (step.n_removed, ngettext("{n} answer taken back", "{n} answers taken back", step.n_removed)),
        (step.n_added, ngettext("{n} answer added", "{n} answers added", step.n_added)),
    ]
    n_figures, n_stars = len(step.figures), len(step.stars)
    figures = ngettext("the counts of {n} question moved", "the counts of {n} questions moved", n_figures)
    stars = ngettext("the stars of {n} body moved", "the stars of {n} bodies moved", n_stars)
    counted += [(n_figures, figures), (n_stars, stars)]
    parts = [words.format(n=number(n)) for n, words in counted if n]
    since = _("Since version {version}").format(version=step.since)
    return f"{since}: {', '.join(parts)}." if parts else _("{since}: no answer changed.").format(since=since)


def since_last(frame: Frame, path: str) -> Markup:
    """One line for the front page and the page of data; blank where there is nothing to compare with."""
    release = frame.view.study.release
    if release is None or release.since is None:
        return Markup()
    step = steps(release)[0]
    where = link(path, frame.view.path(addresses.corrections_page()))
    head = _("Version {version}, as at {as_at}.").format(version=step.version, as_at=moment(step.as_at))
    return Markup('{} {} <a href="{}">{}</a>').format(
        head, summary(step), where, _("What changed since the last release")
    )


def step_anchor(version: str) -> str:
    """The part of the page of corrections that tells of one version."""
    return addresses.version_folder(version).replace("/", "-").strip("-")
