"""Who replied: the box of response rates in the terms of AAPOR, and the bars of the regions."""

from typing import Any

from markupsafe import Markup

from answerable.core.measures.replies import Response
from answerable.press.charts.answer_bar import answer_bar
from answerable.press.charts.tally import Tally
from answerable.press.findings import bodies_words
from answerable.press.view.model import KindView, Record
from answerable.press.words import number, per_cent

RESPONSE_WORDS = {
    Response.COMPLETE: ("Complete", "every question answered"),
    Response.PARTIAL: ("Partial", "some questions answered"),
    Response.REFUSAL: ("Refusal", "nothing answered, something refused"),
    Response.OTHER: ("Other", "replied without an answer: not held, or sent on to another body"),
    Response.NON_CONTACT: ("No contact", "no reply, or the request bounced"),
    Response.UNRESOLVED: ("Unresolved", "still open when the count closed"),
}


def response_rows(kind: KindView) -> list[tuple[str, str, str]]:
    """How the requests ended: name, meaning and count, and those that were not eligible last."""
    row = kind.response
    if row is None:
        return []
    made = [(name, meaning, number(row[str(each)])) for each, (name, meaning) in RESPONSE_WORDS.items()]
    if row["not_eligible"]:
        made.append(
            ("Not eligible", "abolished or withdrawn, and no part of any rate", number(row["not_eligible"]))
        )
    return made


def rates(kind: KindView) -> list[tuple[str, str]]:
    """The response rates as their counts: RR1, RR2, and how many replied in time."""
    row = kind.response
    if row is None or not row["n_asked"]:
        return []
    asked, complete, partial = row["n_asked"], row["complete"], row["partial"]
    made = [
        ("Response rate 1", rate(complete, asked, "complete replies")),
        ("Response rate 2", rate(complete + partial, asked, "complete and partial replies")),
        ("Replied at all", rate(row["n_replied"], asked, "replies of any kind")),
    ]
    if row["n_on_time"] is not None:
        made.append(("Replied in time", on_time(row)))
    return made


def rate(n: int, asked: int, what: str) -> str:
    """One rate: counts first, then the percentage."""
    return f"{number(n)} {what} of {number(asked)} asked ({per_cent(n, asked)})"


def on_time(row: Record) -> str:
    """How many replied by the due date; a range where some replies have no date."""
    asked, known, undated = row["n_asked"], row["n_on_time"], row["n_undated"]
    if not undated:
        return rate(known, asked, "by the due date")
    if undated == row["n_replied"]:
        return f"not known: none of the {number(undated)} replies has a date"
    most = known + undated
    return (
        f"between {number(known)} of {number(asked)} asked ({per_cent(known, asked)}) and {number(most)} of "
        f"{number(asked)} ({per_cent(most, asked)}): {number(undated)} replies have no date"
    )


def response_sentence(kind: KindView) -> str:
    """“197 of the 207 CCGs asked replied (95%), 10 did not.”"""
    row = kind.response
    if row is None or not row["n_asked"]:
        return ""
    asked, replied = row["n_asked"], row["n_replied"]
    silent = f", {number(asked - replied)} did not" if asked > replied else ""
    share = per_cent(replied, asked)
    return f"{number(replied)} of the {bodies_words(kind.kind, asked)} asked replied ({share}){silent}."


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
    words = f"{number(replied)} of {number(asked)} replied ({per_cent(replied, asked)})"
    return {
        "name": row["region"],
        "bar": answer_bar(tally, label=f"{row['region']}: {words}"),
        "words": Markup(words),
    }
