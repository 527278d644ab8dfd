"""Who replied: the box of response rates in the terms of AAPOR, and the bars of the regions."""

from typing import Any

from markupsafe import Markup

from answerable.core.measures.replies import Response
from answerable.press.charts.answer_bar import answer_bar
from answerable.press.charts.tally import Tally
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.language import noop as N_
from answerable.press.view.model import KindView, Record
from answerable.press.words import number, per_cent

RESPONSE_WORDS = {
    Response.COMPLETE: (N_("Complete"), N_("every question answered")),
    Response.PARTIAL: (N_("Partial"), N_("some questions answered")),
    Response.REFUSAL: (N_("Refusal"), N_("nothing answered, something refused")),
    Response.OTHER: (
        N_("Other"),
        N_("replied without an answer: not held, or sent on to another body"),
    ),
    Response.NON_CONTACT: (N_("No contact"), N_("no reply, or the request bounced")),
    Response.UNRESOLVED: (N_("Unresolved"), N_("still open when the count closed")),
}


def response_rows(kind: KindView) -> list[tuple[str, str, str]]:
    """How the requests ended: name, meaning and count, and those that were not eligible last."""
    row = kind.response
    if row is None:
        return []
    made = [(_(name), _(meaning), number(row[str(each)])) for each, (name, meaning) in RESPONSE_WORDS.items()]
    if row["not_eligible"]:
        meaning = _("abolished or withdrawn, and no part of any rate")
        made.append((_("Not eligible"), meaning, number(row["not_eligible"])))
    return made


def rates(kind: KindView) -> list[tuple[str, str]]:
    """The response rates as their counts: RR1, RR2, and how many replied in time."""
    row = kind.response
    if row is None or not row["n_asked"]:
        return []
    asked, complete, partial = row["n_asked"], row["complete"], row["partial"]
    made = [
        (
            _("Response rate 1"),
            rate(complete, asked, _("{n} complete replies of {n_asked} asked ({share})")),
        ),
        (
            _("Response rate 2"),
            rate(
                complete + partial, asked, _("{n} complete and partial replies of {n_asked} asked ({share})")
            ),
        ),
        (
            _("Replied at all"),
            rate(row["n_replied"], asked, _("{n} replies of any kind of {n_asked} asked ({share})")),
        ),
    ]
    if row["n_on_time"] is not None:
        made.append((_("Replied in time"), on_time(row)))
    return made


def rate(n: int, asked: int, said: str) -> str:
    """One rate in the words given, which have places for n, n_asked and share: counts first."""
    return said.format(n=number(n), n_asked=number(asked), share=per_cent(n, asked))


def on_time(row: Record) -> str:
    """How many replied by the due date; a range where some replies have no date."""
    asked, known, undated = row["n_asked"], row["n_on_time"], row["n_undated"]
    if not undated:
        return rate(known, asked, _("{n} by the due date of {n_asked} asked ({share})"))
    if undated == row["n_replied"]:
        return _("not known: none of the {n} replies has a date").format(n=number(undated))
    most = known + undated
    said = ngettext(
        "between {n_low} of {n_asked} asked ({low_share}) and {n_high} of {n_asked} ({high_share}): "
        "{n_undated} reply has no date",
        "between {n_low} of {n_asked} asked ({low_share}) and {n_high} of {n_asked} ({high_share}): "
        "{n_undated} replies have no date",
        undated,
    )
    return said.format(
        n_low=number(known),
        n_high=number(most),
        n_asked=number(asked),
        low_share=per_cent(known, asked),
        high_share=per_cent(most, asked),
        n_undated=number(undated),
    )


def response_sentence(kind: KindView) -> str:
    """“197 of the 207 CCGs asked replied (95%), 10 did not.”"""
    row = kind.response
    if row is None or not row["n_asked"]:
        return ""
    asked, replied = row["n_asked"], row["n_replied"]
    said = _("{n} of the {bodies} asked replied ({share}).")
    if asked > replied:
        said = _("{n} of the {bodies} asked replied ({share}), {n_silent} did not.")
    return said.format(
        n=number(replied),
        bodies=bodies_words(kind.kind, asked),
        share=per_cent(replied, asked),
        n_silent=number(asked - replied),
    )


def region_bars(kind: KindView) -> list[dict[str, Any]]:
    """Replies by region as bars to all asked there, least response first; none for a single region."""
    rows = [row for row in kind.by_region if row["n_asked"]]
    if len(rows) < 2:
        return []
    rows.sort(key=lambda row: (row["n_replied"] / row["n_asked"], row["region"]))
    return [region_row(row) for row in rows]


def region_row(row: Record) -> dict[str, Any]:
    """One region: its bar, and its counts in words."""
    asked, replied = row["n_asked"], row["n_replied"]
    tally = Tally(asked, replied, {}, ())
    words = _("{n} of {n_asked} replied ({share})").format(
        n=number(replied), n_asked=number(asked), share=per_cent(replied, asked)
    )
    return {
        "name": row["region"],
        "bar": answer_bar(tally, label=f"{row['region']}: {words}"),
        "words": Markup(words),
    }
