"""Figures printed elsewhere: as a table, with the bounds that silence puts around them; what disagrees."""

from collections.abc import Container, Iterable, Sequence

from answerable.core.measures.published import OWN
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.view.model import Record
from answerable.press.words import capital, listed, number, per_cent

MEASURE_WORDS = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "in_development": N_("In development"),
    "answered_n": N_("Answered"),
}


def printed_rows(figures: Iterable[Record]) -> list[dict[str, str]]:
    """Printed figures as rows of a table; a percentage says how it stands to its counts."""
    return [
        {
            "measure": measure_words(figure),
            "printed": f"{number(figure['percent'])}%" if figure["percent"] is not None else "",
            "counts": counts_words(figure),
            "bounds": printed_bounds(figure),
            "source": figure["source"] or "",
            "note": figure["note"] or "",
        }
        for figure in figures
    ]


def measure_words(figure: Record) -> str:
    """What a figure measures."""
    return _(MEASURE_WORDS.get(figure["measure"], capital(figure["measure"].replace("_", " "))))


def counts_words(figure: Record) -> str:
    """The counts behind a printed figure, and where they are from when they were not printed beside it."""
    n, base = figure["basis_numerator"], figure["basis_denominator"]
    if n is not None and base:
        said = _("{n} of {base} ({share})")
        if figure["basis"] != OWN:
            said = _("{n} of {base} ({share}, {source})")
        return said.format(n=number(n), base=number(base), share=per_cent(n, base), source=figure["basis"])
    if figure["numerator"] is not None:
        return number(figure["numerator"])
    if figure["denominator"] is not None:
        return _("of {base}").format(base=number(figure["denominator"]))
    return _("not printed")


def printed_bounds(figure: Record) -> str:
    """Between which ends the share of all asked lies, whatever the silent ones would have said."""
    low, high, asked = figure["n_low"], figure["n_high"], figure["n_asked"]
    if low is None or high is None or not asked:
        return ""
    return _("{low_share} ({n_low} of {n_asked}) to {high_share} ({n_high} of {n_asked})").format(
        low_share=per_cent(low, asked),
        high_share=per_cent(high, asked),
        n_low=number(low),
        n_high=number(high),
        n_asked=number(asked),
    )


def printed_faults(figures: Sequence[Record]) -> list[str]:
    """What contradicts printed figures, each thing once: their counts, each other, what is counted here."""
    found = [*_not_following(figures), *_disagreeing(figures), *_not_as_counted(figures)]
    return list(dict.fromkeys(found))


def _not_following(figures: Sequence[Record]) -> Iterable[str]:
    for figure in figures:
        # Counts printed elsewhere beside another percentage are told as a disagreement.
        if figure["follows"] is False and (figure["basis"] == OWN or not figure["contradicted_by"]):
            n, base = figure["basis_numerator"], figure["basis_denominator"]
            yield _("{measure} is printed as {printed}, but {n} of {base} is {share}.").format(
                measure=measure_words(figure),
                printed=f"{number(figure['percent'])}%",
                n=number(n),
                base=number(base),
                share=per_cent(n, base),
            )


def _disagreeing(figures: Sequence[Record]) -> Iterable[str]:
    for measure in dict.fromkeys(figure["measure"] for figure in figures if figure["contradicted_by"]):
        places: dict[str, list[str]] = {}
        for figure in figures:
            if figure["measure"] == measure:
                places.setdefault(value_words(figure), []).append(figure["source"] or _("a source not named"))
        said = [f"{value} ({listed(list(dict.fromkeys(sources)))})" for value, sources in places.items()]
        first = next(figure for figure in figures if figure["measure"] == measure)
        yield _("{measure} is printed as {figures}.").format(
            measure=measure_words(first), figures=listed(said)
        )


def value_words(figure: Record) -> str:
    """A printed figure without its name: “19%, 24 of 130”."""
    percent, n, base = figure["percent"], figure["numerator"], figure["denominator"]
    parts = [f"{number(percent)}%"] if percent is not None else []
    if n is not None:
        parts.append(_("{n} of {base}").format(n=number(n), base=number(base)) if base else number(n))
    return ", ".join(parts) or _("no number")


def _not_as_counted(figures: Sequence[Record]) -> Iterable[str]:
    for figure in figures:
        # A percentage that its own counts contradict has been said already.
        if figure["agrees"] is False and figure["follows"] is not False:
            n, base = figure["study_numerator"], figure["study_denominator"]
            counted = number(n)
            if base:
                counted = _("{n} of {base} ({share})").format(
                    n=number(n), base=number(base), share=per_cent(n, base)
                )
            yield _("{measure} is printed as {printed}; the answers here give {counted}.").format(
                measure=measure_words(figure), printed=value_words(figure), counted=counted
            )


def other_figures(
    figures: Iterable[Record], known: Container[tuple[str | None, str]]
) -> list[dict[str, str]]:
    """Figures about something other than a question: response rates, populations, stars, remarks.

    `known` are kinds and ids of questions, whose figures stand on their own pages.
    """
    made = []
    for figure in figures:
        if (figure["kind"], figure["question"]) in known:
            continue
        [row] = printed_rows([figure])
        about = capital(figure["question"].replace("_", " "))
        kind = f" ({figure['kind']})" if figure["kind"] else ""
        made.append(row | {"about": f"{about}{kind}", "value": value_words(figure)})
    return made
