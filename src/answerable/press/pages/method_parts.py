"""How a round was done, written from its definitions: every sentence follows from the study's own files."""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from answerable.core.errors import UnknownName
from answerable.core.law.regimes import regime_named
from answerable.core.questions import Comparability, Question
from answerable.press import findings
from answerable.press.pages.printed_parts import printed_faults
from answerable.press.paging import link
from answerable.press.render import Frame
from answerable.press.view.comparisons import ComparisonView
from answerable.press.view.model import KindView, Record, RoundState, RoundView
from answerable.press.words import capital, day, joined, listed, number, per_cent, plural, stop

DEGREES = {
    Comparability.IDENTICAL: "Yes, in the same words",
    Comparability.SOFT: "With care",
    Comparability.HARD: "No: it changed too much",
}
STATUS_MEANINGS = (
    ("No reply", "nothing came back, or nothing to this question"),
    ("Refused", "it said that it will not answer"),
    ("Information not held", "it says that it does not have the information"),
    ("Referred elsewhere", "it says that another body should be asked"),
    ("Answer unclear", "what it wrote cannot be read as one of the answers"),
    ("Not applicable", "it says that the question does not apply to it"),
    ("Not asked", "the question was not put to it; such a body is no part of the base"),
)
SUCCESSION_RULES = (
    ("The same body in both rounds", "is matched with itself."),
    ("A new code or a new name", "is matched: the body is the same."),
    ("A moved boundary", "is matched where at least 90% of the people stay, and the page says so; else not."),
    (
        "A merger",
        "is matched where all the bodies merged answered and agree; else it is mixed, and not matched.",
    ),
    ("A division", "is not matched: a part does not speak for the whole."),
    ("A merger with a division", "is mixed, and not matched."),
)
CHANGE_WORDS = {
    "merger": "mergers",
    "split": "divisions",
    "merger_and_split": "mergers with a division",
    "recode": "new codes",
    "boundary_change": "moved boundaries",
    "rename": "new names",
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
        return name
    return f"{name}; a request received on {day(sent)} had to be answered by {day(due)}"


def asked_sentence(a_round: RoundView, kind: KindView, not_eligible: int) -> str:
    """Who was asked, and how many questions."""
    form = kind.questionnaire
    printed = [question for question in form.asked if question.parent is None]
    more = [question for question in form.asked if question.parent is not None]
    questions = plural(len(printed), "question", "questions")
    follow = f" with {plural(len(more), 'follow-up', 'follow-ups')}" if more else ""
    if a_round.state is RoundState.READY:
        return f"{capital(kind.kind.plural)}: {questions}{follow}. Nobody has been asked yet."
    sent = a_round.round.sent_on
    assert sent is not None
    gone = ""
    if not_eligible:
        were = "was" if not_eligible == 1 else "were"
        gone = f"; {number(not_eligible)} more {were} withdrawn or abolished, and no part of any base"
    who = f"all {number(len(kind.bodies))} {kind.kind.plural} that were there on {day(sent)}"
    return f"{capital(who)}: {questions}{follow}{gone}."


def recodes(kind: KindView) -> list[dict[str, str]]:
    """Questions whose answers were coded otherwise than they were offered."""
    made = []
    for question in kind.questionnaire.questions:
        if question.recoded:
            options = [option.replace("_", " ") for option in question.recoded.options]
            made.append(
                {
                    "name": capital(question.name),
                    "words": f"coded as {listed(options)} since {day(question.recoded.on)}. "
                    f"{stop(question.recoded.because)}",
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
        return (
            f"yes if any of {listed(names)} is yes; in development or no if all are answered and none is; "
            "else without an answer, for the reason they share, or as unclear."
        )
    return (
        f"yes if {names[0]} was answered with a number; no if it is not held, or was not asked for after "
        "another answer; unclear if it was answered without a number; else without an answer, for the same "
        "reason."
    )


def remark_rows(figures: Iterable[Record]) -> list[dict[str, str]]:
    """What bodies said unasked, counted against those that answered the question they said it under."""
    made = []
    for row in figures:
        base = row["n_base"]
        share = f" ({per_cent(row['n_remarked'], base)})" if base and row["n_remarked"] <= base else ""
        of = (
            f"{number(row['n_remarked'])} of the {number(base)} that answered{share}"
            if base is not None
            else ""
        )
        made.append({"text": row["text"], "counts": of or number(row["n_remarked"])})
    return made


def comparison_rows(path: str, found: Sequence[ComparisonView]) -> list[dict[str, Any]]:
    """Which questions compare with which of an earlier round, how far, and why."""
    return [
        {
            "name": Markup('<a class="quietly" href="{}">{}</a> ({})').format(
                link(path, view.path), capital(view.now.question.name), findings.bodies_words(view.after.kind)
            ),
            "then": f"{view.then.round_id}: {capital(view.then.question.name)}",
            "degree": DEGREES[view.link.comparability],
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
    for (round_id, _), rows in frame.view.extras.flags.items():
        if round_id == a_round.id:
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
        return "Between the rounds compared, no body of the register changed."
    said = [f"{number(n)} rows of {CHANGE_WORDS.get(change, change)}" for change, n in counts.items()]
    return f"Between the rounds compared the register has {listed(said)}."
