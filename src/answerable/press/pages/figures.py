"""Figures with permanent addresses, to be cited in evidence: what each says, of whom, when, and what not."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from answerable.core.questions import Comparability
from answerable.press.data.stamp import stamp_of
from answerable.press.figures import ANSWERED, Figure, figures, path_of
from answerable.press.findings import REASONS, bodies_words, reasons
from answerable.press.language import gettext as _
from answerable.press.pages.printed_parts import printed_faults, printed_rows
from answerable.press.pages.question_parts import COMPARABILITY_WORDS
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame, version_words
from answerable.press.slugs import segment
from answerable.press.view.model import KindView, QuestionView, RoundState, RoundView
from answerable.press.words import capital, day, lower, number, per_cent, stop

DATA = "figure.json"
SCHEMA = "answerable-figure-1"
LINKS = "links between rounds"


def pages(frame: Frame) -> Iterable[Page]:
    """A page and a small file for every figure of every round that was sent."""
    for a_round in frame.view.rounds:
        if a_round.state is RoundState.READY:
            continue
        for kind in a_round.kinds.values():
            for view in kind.questions.values():
                for figure in figures(kind, view):
                    path = path_of(frame.view, figure)
                    yield Page(path, partial(render, frame, a_round, figure))
                    yield Page(f"{path}{DATA}", partial(as_json, frame, a_round, figure))


def render(frame: Frame, a_round: RoundView, figure: Figure) -> str:
    """One figure."""
    path, question = path_of(frame.view, figure), figure.view.question
    cite = citations(frame, a_round, figure)
    said = statement(a_round, figure)
    return frame.render(
        "figure.html",
        path,
        title=f"{headline(a_round, figure)} ({bodies_words(figure.kind.kind)})",
        description=said,
        crumbs=[
            Crumb(a_round.title, a_round.path),
            Crumb(capital(question.name.rstrip("?.")), figure.view.path),
            Crumb(figure.name),
        ],
        headline=headline(a_round, figure),
        value=value_words(figure),
        statement=said,
        facts=facts(frame, a_round, figure),
        limits=limits(figure),
        wording=question.wording,
        number=question.number,
        cite=cite,
        others=others(frame, path, figure),
        printed=printed_once(figure),
        faults=printed_faults(figure.printed),
        agrees=agreement(figure),
        page=figure.view.path,
        data=f"{path}{DATA}",
        frozen=frozen_copy(frame, path),
    )


def headline(a_round: RoundView, figure: Figure) -> str:
    """The question, the answer and the value, in a line."""
    name = capital(figure.view.question.name.rstrip("?."))
    values = {"question": name, "answer": lower(figure.name), "round": a_round.title}
    if figure.percent:
        return _("{question}: {percent} {answer}, {round}").format(percent=figure.percent, **values)
    return _("{question}: {answer}, {value}, {round}").format(value=value_words(figure), **values)


def cited_as(a_round: RoundView, figure: Figure) -> str:
    """The line as it is cited, away from its page: with the counts behind a percentage."""
    name = capital(figure.view.question.name.rstrip("?."))
    values = {"question": name, "answer": lower(figure.name), "round": a_round.title}
    return _("{question}: {answer}, {value}, {round}").format(value=value_words(figure), **values)


def value_words(figure: Figure) -> str:
    """The value with its counts; without a base, that there is none."""
    if not figure.is_share:
        return figure.amount or _("no number was given")
    if not figure.base:
        return _("no base, so no percentage")
    return _("{percent} ({n} of {base})").format(
        percent=figure.percent, n=number(figure.n), base=number(figure.base)
    )


def statement(a_round: RoundView, figure: Figure) -> str:
    """The sentence to quote: value, counts, base, non-response, date."""
    kind = figure.kind.kind
    values = {
        "round": a_round.title,
        "n": number(figure.n),
        "base": f"{number(figure.base)} {figure.base_words}",
        "percent": figure.percent,
        "question": capital(figure.view.question.name.rstrip("?.")),
        "answer": lower(figure.name),
        "amount": figure.amount,
        "bodies": bodies_words(kind, figure.n_asked),
        "when": as_at(a_round),
    }
    if not figure.n_asked:
        said = _("“{question}”, {round}: nobody was asked{when}.")
    elif not figure.base:
        said = _("“{question}”, {round}: none of the {bodies} asked can be counted{when}.")
    elif not figure.is_share:
        said = _("“{question}”, {round}: {answer} {amount}, of the {base}{when}.")
    elif figure.measure == ANSWERED:
        said = _("“{question}”, {round}: {n} of the {base} answered ({percent}){when}.")
    else:
        said = _("“{question}”, {round}: {n} of the {base} ({percent}) said {answer}{when}.")
    sentence = said.format(**values)
    if figure.n_outside and figure.base:
        more = _("{asked} were asked; {outside} cannot be counted.")
        asked = bodies_words(kind, figure.n_asked)
        sentence = f"{sentence} {more.format(asked=asked, outside=number(figure.n_outside))}"
    return sentence


def as_at(a_round: RoundView) -> str:
    """The moment for which it holds, at the end of a sentence."""
    cut_off = a_round.round.cut_off
    return _(", as at {day}").format(day=day(cut_off)) if cut_off else ""


def facts(frame: Frame, a_round: RoundView, figure: Figure) -> list[tuple[str, str]]:
    """What belongs to the value: counts, base, non-response, bounds, date, release, licence."""
    study, kind = frame.view.study, figure.kind.kind
    made = [
        (_("Value"), value_words(figure)),
        (_("Base"), f"{number(figure.base)} {figure.base_words}"),
        (_("Asked"), bodies_words(kind, figure.n_asked)),
        (_("Not counted"), not_counted(figure)),
    ]
    if figure.bounds:
        low, high = (
            f"{per_cent(n, figure.n_asked)} ({number(n)} of {number(figure.n_asked)})" for n in figure.bounds
        )
        made.append((_("Of all asked"), _("between {low} and {high}").format(low=low, high=high)))
    if figure.is_printed:
        made.append((_("Counts"), _("as printed elsewhere; the answers of each body are not in this study")))
    if a_round.round.cut_off:
        made.append((_("As at"), day(a_round.round.cut_off)))
    made += [
        (_("Release"), version_words(frame.view)),
        (_("Published by"), study.publisher),
        (_("Licence"), study.licence),
    ]
    return made


def not_counted(figure: Figure) -> str:
    """How many of those asked are not in the base, and why where that is known of them."""
    why = reasons(figure.view.missing)
    said = number(figure.n_outside)
    is_of_the_answers = figure.n_outside == sum(figure.view.missing.get(each, 0) for each in REASONS)
    return f"{said} ({why})" if why and is_of_the_answers else said


def limits(figure: Figure) -> list[str]:
    """What the figure does not say."""
    made = []
    if figure.n_outside:
        made.append(
            _(
                "It says nothing of the {n} bodies that are not counted: no reply, refused, not held, "
                "referred and unclear are no answer, never a no."
            ).format(n=number(figure.n_outside))
        )
    if figure.bounds:
        low, high = figure.bounds
        made.append(
            _(
                "It is no share of all that were asked: that lies somewhere between {low} ({n_low} of {n}) "
                "and {high} ({n_high} of {n})."
            ).format(
                n=number(figure.n_asked),
                low=per_cent(low, figure.n_asked),
                high=per_cent(high, figure.n_asked),
                n_low=number(low),
                n_high=number(high),
            )
        )
    if not figure.is_share:
        made.append(_("It is no estimate for bodies that gave no number: nothing was added for them."))
    made.append(_("It is what bodies answered. Whether it is so was not inspected."))
    meaning = figure.view.question.meaning.get(figure.measure)
    if meaning:
        made.append(_("“{answer}” means: {meaning}").format(answer=figure.name, meaning=stop(meaning)))
    return made


def printed_once(figure: Figure) -> list[dict[str, str]]:
    """What was printed, each value once, with all the places where it stands."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in printed_rows(figure.printed):
        said = (
            f"{row['source']} ({row['note']})"
            if row["source"] and row["note"]
            else row["source"] or row["note"]
        )
        found.setdefault((row["printed"] or row["counts"], row["counts"]), []).append(said)
    return [
        {"value": value, "counts": counts, "where": "; ".join(filter(None, dict.fromkeys(where)))}
        for (value, counts), where in found.items()
    ]


def agreement(figure: Figure) -> str:
    """Whether what was printed elsewhere is the same; blank where nothing was, or nothing can be compared."""
    said = [row["agrees"] for row in figure.printed if row["agrees"] is not None]
    if not said:
        return ""
    if all(said):
        return _("It agrees with the figure that was printed.")
    return _("It does not agree with a figure that was printed.")


def frozen_copy(frame: Frame, path: str) -> str:
    """The address of this page in the copy of its release, which never changes; blank for a working copy."""
    release, site = frame.view.study.release, frame.site.address
    kept = next((each for each in frame.kept if release and each.version == release.version), None)
    return f"{site}/{kept.folder}{path}" if kept and site else ""


def citations(frame: Frame, a_round: RoundView, figure: Figure) -> dict[str, str]:
    """How to cite it: in words, for BibTeX, and for reference managers."""
    study, stamp = frame.view.study, stamp_of(frame.view, a_round)
    path = path_of(frame.view, figure)
    address = frozen_copy(frame, path) or (f"{frame.site.address}/{path}" if frame.site.address else "")
    title = cited_as(a_round, figure)
    year = stamp.as_at[:4]
    version = stamp.release
    simulated = _("Simulated data.") if study.simulated else ""
    plain = [f"{stop(study.publisher)}", f"{stop(title)}", stop(study.title), simulated]
    plain += [_("Version: {version}.").format(version=version)]
    plain += [_("As at {as_at}.").format(as_at=stamp.as_at)] if stamp.as_at else []
    plain += [stop(study.licence), address]
    note = " ".join(filter(None, (version, simulated, study.licence)))
    fields = {"title": title, "author": study.publisher, "year": year, "howpublished": study.title}
    fields |= {"note": note}
    key = segment("-".join((study.id, a_round.id, figure.view.id, figure.measure)))
    lines = [f"  {name} = {{{_braced(value)}}}" for name, value in fields.items() if value]
    body = ",\n".join([*lines, f"  url = {{{address}}}"] if address else lines)
    ris = {"TY": "DATA", "TI": title, "AU": study.publisher, "PY": year, "T2": study.title}
    ris |= {"ET": version, "N1": note, "UR": address}
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in ris.items() if value]
    return {
        "plain": " ".join(filter(None, plain)),
        "bibtex": f"@misc{{{key},\n{body}\n}}",
        "ris": "\n".join([*lines, "ER  - "]),
    }


def _braced(text: str) -> str:
    """A text as BibTeX reads it."""
    return "".join(f"\\{letter}" if letter in "%&#_$" else letter for letter in text if letter not in "{}\\")


def others(frame: Frame, path: str, figure: Figure) -> list[dict[str, str]]:
    """The same measure in earlier and later rounds, with how far the two may be compared."""
    made = []
    for kind, view, how in linked(frame).get((figure.view.round_id, figure.view.kind, figure.view.id), ()):
        for other in figures(kind, view):
            if other.measure == figure.measure:
                made.append(
                    {
                        "round": view.round_id,
                        "value": value_words(other),
                        "href": link(path, path_of(frame.view, other)),
                        "how": _(COMPARABILITY_WORDS[how]),
                    }
                )
    return made


Linked = Mapping[tuple[str, str, str], list[tuple[KindView, QuestionView, Comparability]]]


def linked(frame: Frame) -> Linked:
    """For every question those of other rounds that it is compared with, either way; worked out once."""
    if LINKS not in frame.view.kept:
        found: dict[tuple[str, str, str], list[tuple[KindView, QuestionView, Comparability]]] = {}
        for before, then, after, now, how in _comparisons(frame):
            found.setdefault((now.round_id, now.kind, now.id), []).append((before, then, how))
            found.setdefault((then.round_id, then.kind, then.id), []).append((after, now, how))
        frame.view.kept[LINKS] = found
    known: Linked = frame.view.kept[LINKS]
    return known


def _comparisons(
    frame: Frame,
) -> Iterator[tuple[KindView, QuestionView, KindView, QuestionView, Comparability]]:
    for view in frame.view.extras.comparisons:
        yield view.before, view.then, view.after, view.now, view.link.comparability


def as_json(frame: Frame, a_round: RoundView, figure: Figure) -> str:
    """One figure for machines; `schema` names the shape, which docs/study-folder.md describes."""
    question, path = figure.view.question, path_of(frame.view, figure)
    record = {
        "schema": SCHEMA,
        **stamp_of(frame.view, a_round).record,
        "round": figure.view.round_id,
        "kind": figure.view.kind,
        "question": {"id": question.id, "number": question.number or None, "text": question.text or None},
        "measure": figure.measure,
        "numerator": figure.n if figure.is_share else None,
        "denominator": figure.base if figure.is_share else None,
        "percent": figure.percent.rstrip("%") or None,
        "value": figure.value,
        "unit": question.unit if not figure.is_share else None,
        "n_asked": figure.n_asked,
        "n_counted": figure.base,
        "n_not_counted": figure.n_outside,
        "least_of_all_asked": figure.bounds[0] if figure.bounds else None,
        "most_of_all_asked": figure.bounds[1] if figure.bounds else None,
        "counted_from": "printed" if figure.is_printed else "answers",
        "statement": statement(a_round, figure),
        "page": f"{frame.site.address}/{path}" if frame.site.address else path,
    }
    if record["percent"] is not None:
        record["percent"] = int(str(record["percent"]))
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def figure_links(frame: Frame, path: str, found: Iterable[Figure]) -> list[tuple[str, str, str]]:
    """Figures as a list on another page: name, value, address."""
    return [
        (
            _("{question}: {answer}").format(
                question=capital(each.view.question.name.rstrip("?.")), answer=each.name
            )
            if each.view.question.parent
            else each.name,
            value_words(each),
            link(path, path_of(frame.view, each)),
        )
        for each in found
    ]
