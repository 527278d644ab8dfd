"""How a round was done, written from its definitions: every sentence follows from the study's own files."""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from answerable.core.errors import UnknownName
from answerable.core.law.regimes import regime_named
from answerable.core.questions import Comparability, Question
from answerable.press import findings
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.language import noop as N_
from answerable.press.pages.printed_parts import printed_faults
from answerable.press.paging import link
from answerable.press.render import Frame
from answerable.press.view.comparisons import ComparisonView
from answerable.press.view.model import KindView, Record, RoundState, RoundView
from answerable.press.words import capital, day, joined, listed, number, option_label, per_cent, stop

DEGREES = {
    Comparability.IDENTICAL: N_("Yes, in the same words"),
    Comparability.SOFT: N_("With care"),
    Comparability.HARD: N_("No: it changed too much"),
}
STATUS_MEANINGS = (
    (N_("No reply"), N_("nothing came back, or nothing to this question")),
    (N_("Refused"), N_("it said that it will not answer")),
    (N_("Information not held"), N_("it says that it does not have the information")),
    (N_("Referred elsewhere"), N_("it says that another body should be asked")),
    (N_("Answer unclear"), N_("what it wrote cannot be read as one of the answers")),
    (N_("Not applicable"), N_("it says that the question does not apply to it")),
    (N_("Not asked"), N_("the question was not put to it; such a body is no part of the base")),
)
SUCCESSION_RULES = (
    (N_("The same body in both rounds"), N_("is matched with itself.")),
    (N_("A new code or a new name"), N_("is matched: the body is the same.")),
    (
        N_("A moved boundary"),
        N_("is matched where at least 90% of the people stay, and the page says so; else not."),
    ),
    (
        N_("A merger"),
        N_("is matched where all the bodies merged answered and agree; else it is mixed, and not matched."),
    ),
    (N_("A division"), N_("is not matched: a part does not speak for the whole.")),
    (N_("A merger with a division"), N_("is mixed, and not matched.")),
)
CHANGE_WORDS = {
    "merger": N_("mergers"),
    "split": N_("divisions"),
    "merger_and_split": N_("mergers with a division"),
    "recode": N_("new codes"),
    "boundary_change": N_("moved boundaries"),
    "rename": N_("new names"),
}


def law_words(frame: Frame, a_round: RoundView) -> str:
    """The law that the requests were made under, and by when it asked for an answer."""
    try:
        name = regime_named(a_round.round.regime).name
    except UnknownName:
        return a_round.round.regime
    sent = a_round.round.sent_on
    due = frame.view.extras.tables.due.get(sent) if sent else None
    if sent is None or due is None:
        return _(name)
    said = _("{law}; a request received on {received} had to be answered by {due}")
    return said.format(law=_(name), received=day(sent), due=day(due))


def asked_sentence(a_round: RoundView, kind: KindView, not_eligible: int) -> str:
    """Who was asked, and how many questions."""
    form = kind.questionnaire
    printed = [question for question in form.asked if question.parent is None]
    more = [question for question in form.asked if question.parent is not None]
    n = len(printed)
    questions = ngettext("{n} question", "{n} questions", n).format(n=number(n))
    if more:
        n = len(more)
        follow_ups = ngettext("{n} follow-up", "{n} follow-ups", n).format(n=number(n))
        questions = _("{questions} with {follow_ups}").format(questions=questions, follow_ups=follow_ups)
    if a_round.state is RoundState.READY:
        said = _("{bodies}: {questions}. Nobody has been asked yet.")
        return said.format(bodies=capital(kind.kind.plural), questions=questions)
    sent = a_round.round.sent_on
    assert sent is not None
    said = _("All {n} {bodies} that were there on {day}: {questions}.")
    if not_eligible:
        said = ngettext(
            "All {n} {bodies} that were there on {day}: {questions}; {n_gone} more was withdrawn or "
            "abolished, and no part of any base.",
            "All {n} {bodies} that were there on {day}: {questions}; {n_gone} more were withdrawn or "
            "abolished, and no part of any base.",
            not_eligible,
        )
    return said.format(
        n=number(len(kind.bodies)),
        bodies=kind.kind.plural,
        day=day(sent),
        questions=questions,
        n_gone=number(not_eligible),
    )


def recodes(kind: KindView) -> list[dict[str, str]]:
    """Questions whose answers were coded otherwise than they were offered."""
    made = []
    for question in kind.questionnaire.questions:
        if question.recoded:
            options = [option_label(option) for option in question.recoded.options]
            coded = _("coded as {options} since {day}.").format(
                options=listed(options), day=day(question.recoded.on)
            )
            made.append(
                {
                    "name": capital(question.name),
                    "words": f"{coded} {stop(question.recoded.because)}",
                }
            )
    return made


def derived(kind: KindView) -> list[dict[str, str]]:
    """Questions nobody asked, with the rule that works them out."""
    return [
        {"name": capital(question.name), "words": derived_words(kind, question)}
        for question in kind.questionnaire.questions
        if question.derived
    ]


def derived_words(kind: KindView, question: Question) -> str:
    """The rule of a derived question in words."""
    assert question.derived is not None
    names = [f"“{kind.questionnaire.question(part).name}”" for part in question.derived.parts]
    if question.derived.any_of:
        return _(
            "yes if any of {questions} is yes; in development or no if all are answered and none is; "
            "else without an answer, for the reason they share, or as unclear."
        ).format(questions=listed(names))
    return _(
        "yes if {question} was answered with a number; no if it is not held, or was not asked for after "
        "another answer; unclear if it was answered without a number; else without an answer, for the same "
        "reason."
    ).format(question=names[0])


def remark_rows(figures: Iterable[Record]) -> list[dict[str, str]]:
    """What bodies said unasked, counted against those that answered the question they said it under."""
    made = []
    for row in figures:
        base = row["n_base"]
        counts = number(row["n_remarked"])
        if base and row["n_remarked"] <= base:
            counts = _("{n} of the {base} that answered ({share})").format(
                n=counts, base=number(base), share=per_cent(row["n_remarked"], base)
            )
        elif base is not None:
            counts = _("{n} of the {base} that answered").format(n=counts, base=number(base))
        made.append({"text": row["text"], "counts": counts})
    return made


def comparison_rows(path: str, found: Sequence[ComparisonView]) -> list[dict[str, Any]]:
    """Which questions compare with which of an earlier round, how far, and why."""
    return [
        {
            "name": Markup('<a class="quietly" href="{}">{}</a> ({})').format(
                link(path, view.path), capital(view.now.question.name), findings.bodies_words(view.after.kind)
            ),
            "then": f"{view.then.round_id}: {capital(view.then.question.name)}",
            "degree": _(DEGREES[view.link.comparability]),
            "because": stop(view.link.because),
        }
        for view in found
    ]


def fault_rows(path: str, a_round: RoundView, figures: Sequence[Record]) -> list[dict[str, Any]]:
    """Printed figures that contradict their counts, each other, or the answers here, by what they say."""
    grouped: dict[tuple[str | None, str], list[Record]] = {}
    for row in figures:
        grouped.setdefault((row["kind"], row["question"]), []).append(row)
    made = []
    for (kind_id, question_id), rows in grouped.items():
        faults = printed_faults(rows)
        if faults:
            made.append({"name": about(path, a_round, kind_id, question_id), "faults": faults})
    return made


def about(path: str, a_round: RoundView, kind_id: str | None, question_id: str) -> Markup:
    """What a printed figure is about: a question with its page, else its name."""
    kind = a_round.kinds.get(kind_id or "")
    if kind is None:
        return Markup("{}").format(capital(question_id.replace("_", " ")))
    view = kind.questions.get(question_id)
    bodies = findings.bodies_words(kind.kind)
    if view is None:
        remark = next((each for each in kind.questionnaire.remarks if each.id == question_id), None)
        name = remark.text.rstrip(".") if remark else capital(question_id.replace("_", " "))
        return Markup("{} ({})").format(name, bodies)
    return Markup('<a class="quietly" href="{}">{}</a> ({})').format(
        link(path, view.path), capital(view.question.name), bodies
    )


def unreported(path: str, kind: KindView) -> dict[str, Markup]:
    """What was asked and not printed, and what was printed and not asked; blank where nothing was printed."""
    views = [view for view in kind.questions.values() if view.question.derived is None]
    if not any(view.printed for view in views):
        return {}

    def links(found: Iterable[Any]) -> Markup:
        made = [
            Markup('<a class="quietly" href="{}">{}</a>').format(
                link(path, view.path), capital(view.question.name)
            )
            for view in found
        ]
        return joined(made)

    top = [view for view in views if view.question.parent is None]
    return {
        "asked": links(view for view in views if view.question.number and not view.printed),
        "follow_ups": links(view for view in views if view.question.parent and not view.printed),
        "printed": links(view for view in top if not view.question.number and view.printed),
    }


def flag_counts(frame: Frame, a_round: RoundView) -> list[tuple[str, int]]:
    """Each pattern of answers that does not fit together, with how many bodies show it, most first."""
    counts: dict[str, int] = {}
    for key, rows in frame.view.extras.flags.items():
        if key[0] == a_round.id:
            for words in dict.fromkeys(row["words"] for row in rows):
                counts[words] = counts.get(words, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def change_counts(frame: Frame, found: Sequence[ComparisonView]) -> str:
    """What happened to bodies between the rounds that are compared."""
    spans = {(view.before.round_id, view.after.round_id) for view in found}
    counts: dict[str, int] = {}
    rounds = frame.view.by_round
    for before, after in spans:
        start, end = rounds[before].round.sent_on, rounds[after].round.sent_on
        if start is None or end is None:
            continue
        for when, change in frame.view.extras.changes:
            if start < when <= end:
                counts[change] = counts.get(change, 0) + 1
    if not counts:
        return _("Between the rounds compared, no body of the register changed.")
    said = [
        _("{n} rows of {changes}").format(n=number(n), changes=_(CHANGE_WORDS.get(change, change)))
        for change, n in counts.items()
    ]
    return _("Between the rounds compared the register has {changes}.").format(changes=listed(said))
