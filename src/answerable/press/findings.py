"""What was found, in sentences: headlines, the lines under them, and why there is no answer.

A headline may round to a percentage only because the line under it, which always goes with it, gives
the counts: how many said yes, of how many that answered, of how many asked.
"""

from collections.abc import Mapping

from answerable.core.answers import MISSING, STATUS_WORDS, Status
from answerable.core.bodies.model import BodyKind
from answerable.core.questions import Question
from answerable.press.charts.tally import Tally
from answerable.press.view.model import KindView, QuestionView, Record
from answerable.press.words import capital, listed, lower, number, option_words, per_cent, plural, stop

# A body that was not asked a question is no part of its base, so it is no reason for silence either.
REASONS = tuple(str(status) for status in MISSING if status is not Status.NOT_ASKED)
REASON_WORDS = {each: STATUS_WORDS[Status(each)] for each in REASONS} | {
    str(Status.NOT_HELD): "not held",
    str(Status.REFERRED): "referred",
    str(Status.UNCLEAR): "unclear",
}
ANSWER_WORDS = {"yes": "yes", "no": "no", "in_development": "it is in development"}


def bodies_words(kind: BodyKind, n: int | None = None) -> str:
    """The kind in the short plural, or a number of them: “CCGs”, “1 council”."""
    short = kind.short
    many = short if short.endswith("s") and len(short) > 3 else _plural(short)
    return many if n is None else plural(n, short, many)


def _plural(word: str) -> str:
    if word[-1:] == "y" and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def headline(kind: KindView, view: QuestionView) -> str:
    """The finding of a question in one sentence, with its out-of-hours twin where it has one."""
    return f"{capital(view.question.name.rstrip('?.'))}: {finding(kind, view)}"


def finding(kind: KindView, view: QuestionView) -> str:
    """What was found, as the second half of a headline."""
    tally, bodies = view.shown_tally, bodies_words(kind.kind)
    if tally is None:
        return printed_finding(kind, view)
    if not tally.n_asked:
        return "nobody was asked"
    if not tally.n_answered:
        return f"none of the {bodies_words(kind.kind, tally.n_asked)} asked gave an answer"
    if not tally.has_yes:
        return other_finding(kind, view, tally)
    source = "" if view.tally else ", by the printed figures"
    said = f"{per_cent(tally.n_yes, tally.n_answered)} of {bodies} that answered say yes"
    twin = kind.twin(view.id)
    night = twin.shown_tally if twin else None
    if night and night.n_answered:
        return f"{said}, {per_cent(night.n_yes, night.n_answered)} out of hours{source}"
    return f"{said}{source}"


def other_finding(kind: KindView, view: QuestionView, tally: Tally) -> str:
    """The finding of a question without a yes: the commonest option, or how many answered."""
    bodies = bodies_words(kind.kind)
    if tally.options:
        option, n = most_given(tally)
        base = f"{number(tally.n_answered)} {bodies} that answered"
        return f"{number(n)} of the {base} say “{option_words(option)}”"
    what = "gave a number" if view.question.is_numeric else "answered"
    return f"{number(tally.n_answered)} of the {bodies_words(kind.kind, tally.n_asked)} asked {what}"


def most_given(tally: Tally) -> tuple[str, int]:
    """The option given most often, the first listed where several are, with its count."""
    counted = [(option, tally.given.get(option, 0)) for option in tally.options]
    return max(counted, key=lambda pair: pair[1])


def printed_finding(kind: KindView, view: QuestionView) -> str:
    """What was printed of a question without counts: a bare percentage, said to be one."""
    said = printed_share(view)
    if said is None:
        return "no result was printed"
    twin = kind.twin(view.id)
    night = printed_share(twin) if twin else None
    if night:
        return f"{said}, {night.partition(' ')[0]} out of hours, as printed"
    return f"{said}, as printed"


def printed_share(view: QuestionView) -> str | None:
    """The first percentage printed for an answer, with its base if it has one: “93% of 164 say yes”."""
    for figure in view.printed:
        if figure["percent"] is not None and figure["measure"] in ANSWER_WORDS:
            base = f" of {number(figure['denominator'])}" if figure["denominator"] else ""
            return f"{number(figure['percent'])}%{base} say {ANSWER_WORDS[figure['measure']]}"
    return None


def share_sentence(kind: KindView, tally: Tally, when: str = "") -> str:
    """“167 of the 179 CCGs that answered said yes (93%); 207 were asked.”"""
    lead = f"{capital(when)}, " if when else ""
    if not tally.n_asked:
        return f"{lead}nobody was asked."
    asked = f"{number(tally.n_asked)} {'was' if tally.n_asked == 1 else 'were'} asked"
    if not tally.n_answered:
        return f"{lead}none of the {bodies_words(kind.kind, tally.n_asked)} asked gave an answer."
    said = (
        f"{lead}{number(tally.n_yes)} of the {bodies_words(kind.kind, tally.n_answered)} that answered"
        f" said yes ({per_cent(tally.n_yes, tally.n_answered)})"
    )
    if tally.n_in_development:
        said += (
            f", {number(tally.n_in_development)} said it is in development"
            f" ({per_cent(tally.n_in_development, tally.n_answered)})"
        )
    silent = f", {number(tally.n_rest)} gave no answer" if tally.n_rest else ", and all answered"
    return f"{said}; {asked}{silent}."


def bounds_sentence(tally: Tally, when: str = "") -> str:
    """What the share would be at its lowest and highest, had every body asked answered; blank if all did."""
    if not tally.has_yes or not tally.n_rest or not tally.n_answered:
        return ""
    lead = f"{capital(when)}: whatever" if when else "Whatever"
    low, high, asked = tally.n_yes, tally.n_yes_at_most, tally.n_asked
    return (
        f"{lead} the {number(tally.n_rest)} without an answer would have said, the share of all asked lies "
        f"between {per_cent(low, asked)} ({number(low)} of {number(asked)}) and "
        f"{per_cent(high, asked)} ({number(high)} of {number(asked)})."
    )


def deck(kind: KindView, view: QuestionView) -> str:
    """The line under a headline: counts, base and non-response of every percentage in it."""
    parts = [part_of_deck(kind, view)]
    twin = kind.twin(view.id)
    if twin:
        parts.append(part_of_deck(kind, twin, "out of hours"))
    if view.tally is None:
        parts.append(f"The answers of each {kind.kind.short} are not in this study.")
    return " ".join(part for part in parts if part)


def part_of_deck(kind: KindView, view: QuestionView, when: str = "") -> str:
    """The sentence on one question, or on its twin."""
    tally = view.shown_tally
    if tally is not None:
        return share_sentence(kind, tally, when) if tally.has_yes else answered_sentence(kind, tally)
    if printed_share(view) is None or when:
        return ""
    return (
        f"{capital(bodies_words(kind.kind, len(kind.bodies)))} were asked; the share was printed without the "
        "number that answered, so it can be neither checked nor bounded."
    )


def answered_sentence(kind: KindView, tally: Tally) -> str:
    """“180 of the 207 CCGs asked answered (87%).”"""
    if not tally.n_asked:
        return "Nobody was asked."
    return (
        f"{number(tally.n_answered)} of the {bodies_words(kind.kind, tally.n_asked)} asked answered "
        f"({per_cent(tally.n_answered, tally.n_asked)}), {number(tally.n_rest)} did not."
    )


def reasons(missing: Mapping[str, int]) -> str:
    """Why there is no answer, with counts: “20 no reply, 3 refused and 5 not held”."""
    said = [f"{number(missing[each])} {REASON_WORDS[each]}" for each in REASONS if missing.get(each)]
    return listed(said)


def meaning_lines(question: Question) -> list[tuple[str, str]]:
    """What each answer means in plain words, as pairs of answer and meaning."""
    return [(option_words(option), stop(words)) for option, words in question.meaning.items()]


def trend_sentence(row: Record, bodies: str) -> str:
    """What the bodies that answered in both rounds did between them, with the test by name."""
    if row["n_matched"] is None:
        return ""
    gained, lost = number(row["gained"]), number(row["lost"])
    said = (
        f"Of the {number(row['n_matched'])} {bodies} that answered in both rounds, {gained} went to yes and "
        f"{lost} from yes to another answer"
    )
    p = row["p_value"]
    return f"{said} (exact McNemar test, p = {p_words(p)})." if p is not None else f"{said}."


def p_words(p: float) -> str:
    """A p value to two digits that matter, never as 0."""
    if p < 0.001:
        return "less than 0.001"
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def name_in_sentence(question: Question) -> str:
    """A question's label within a sentence."""
    return lower(question.name.rstrip("?."))
