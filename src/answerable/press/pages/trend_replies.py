"""Who answered this time: response by what was said before, and early against late replies."""

from typing import Any

from answerable.core.answers import Status
from answerable.core.measures.response import EARLY, LATE, NOT_IN_EARLIER_ROUND
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.view.comparisons import ComparisonView
from answerable.press.view.extras import Extras
from answerable.press.view.model import Record
from answerable.press.words import capital, number, option_words, per_cent, status_words

Row = tuple[str, str, str, str]


def who_answered(extras: Extras, view: ComparisonView) -> dict[str, Any] | None:
    """Of the bodies that said each thing before, how many replied this time and answered this question.

    None where the bodies of the two rounds are not the same, or nothing was said before.
    """
    rows = [
        row
        for row in extras.previous.get((view.now.round_id, view.now.kind, view.now.id), ())
        if row["from_round"] == view.then.round_id and row["n_asked"]
    ]
    known = [row for row in rows if row["previous"] != NOT_IN_EARLIER_ROUND]
    if not known:
        return None
    order = [*view.then.question.coded_options, *map(str, Status), NOT_IN_EARLIER_ROUND]
    rows.sort(key=lambda row: order.index(row["previous"]) if row["previous"] in order else -1)
    return {"sentence": answered_sentence(view, known), "rows": [previous_row(row) for row in rows]}


def answered_sentence(view: ComparisonView, rows: list[Record]) -> str:
    """Whether those that said no last time replied as often as those that said yes, in counts."""
    by_word = {row["previous"]: row for row in rows}
    said = []
    for word in ("yes", "no"):
        row = by_word.get(word)
        if row is not None:
            said.append(
                _("{n} of the {bodies} that said {answer} in {then} replied in {now} ({share}).").format(
                    bodies=bodies_words(view.after.kind, row["n_asked"]),
                    answer=option_words(word).lower(),
                    then=view.then.round_id,
                    n=number(row["n_replied"]),
                    now=view.now.round_id,
                    share=per_cent(row["n_replied"], row["n_asked"]),
                )
            )
    return " ".join(said)


def previous_row(row: Record) -> Row:
    """One line of the table: what was said, how many of them were asked, replied, and answered this."""
    said = row["previous"]
    if said == NOT_IN_EARLIER_ROUND:
        words = _("Not the same body in that round")
    elif said in Status._value2member_map_:
        words = capital(status_words(said))
    else:
        words = option_words(said)
    return words, number(row["n_asked"]), of_asked(row, "n_replied"), of_asked(row, "n_answered")


def of_asked(row: Record, name: str) -> str:
    """A count with its share of those asked."""
    share = per_cent(row[name], row["n_asked"])
    return _("{n} of {base} ({share})").format(n=number(row[name]), base=number(row["n_asked"]), share=share)


def early_and_late(extras: Extras, view: ComparisonView) -> dict[str, Any] | None:
    """What early repliers said beside late ones, in the later round; None unless some of each answered."""
    found = {
        row["replied"]: row
        for row in extras.early_late.get((view.now.round_id, view.now.kind, view.now.id), ())
        if row["yes_share"] is not None
    }
    if not {EARLY, LATE} <= set(found):
        return None
    words = {EARLY: _("In time"), LATE: _("Late")} if extras.has_due_dates else {
        EARLY: _("Earlier half"), LATE: _("Later half"),
    }  # fmt: skip
    return {
        "sentence": _(
            "Those that replied late are the nearest thing to those that never did: where the two differ, "
            "silence may hide something."
        ),
        "rows": [
            (
                words[name],
                number(found[name]["n_replied"]),
                number(found[name]["n_answered"]),
                _("{n} of {base} ({share})").format(
                    base=number(found[name]["n_answered"]),
                    n=number(found[name]["n_yes"]),
                    share=per_cent(found[name]["n_yes"], found[name]["n_answered"]),
                ),
            )
            for name in (EARLY, LATE)
        ],
    }
