"""The root of a site with several studies: what each one is, and what it found."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.press import findings
from answerable.press.bars import pair_bars, question_bar
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.language import spoken
from answerable.press.leading import lead
from answerable.press.pages.home import round_line
from answerable.press.paging import Page, link
from answerable.press.render import (
    CARD_SIZE,
    LOCALES,
    Frame,
    environment,
    error_link,
    plain_defs,
    shortened,
    simulated_words,
    version_words,
)

TITLE = N_("What public bodies answered")


def pages(frames: Sequence[Frame]) -> Iterable[Page]:
    """The index of studies, where there are several; one study has the root to itself."""
    if len(frames) > 1:
        yield Page("", partial(render, frames))


def render(frames: Sequence[Frame]) -> str:
    """The index."""
    names = "; ".join(frame.view.study.title for frame in frames)
    return (
        environment()
        .get_template("studies.html")
        .render(
            lang=spoken(),
            locale=LOCALES["en"],
            title=_(TITLE),
            finding=_(TITLE),
            description=shortened(_("Studies published here: {names}.").format(names=names)),
            link=partial(link, ""),
            path="",
            canonical=f"{frames[0].site.address}/" if frames[0].site.address else "",
            home="",
            house=_(TITLE),
            card="",
            card_size=CARD_SIZE,
            structured="",
            feed="",
            foot=(),
            nav=(),
            section=None,
            crumbs=(),
            simulated=simulated_words() if all(frame.view.study.simulated for frame in frames) else "",
            imprint=[],
            report_error=report_lines(frames),
            defs=plain_defs(),
            studies=[study_part(frame) for frame in frames],
        )
    )


def report_lines(frames: Sequence[Frame]) -> Markup:
    """How to report an error on the index: to whom each study says."""
    address = f"{frames[0].site.address}/"
    lines = []
    for frame in frames:
        study = frame.view.study
        act = error_link(study.contact, _("Error on {address}").format(address=address), address)
        said = act or study.contact or study.publisher
        lines.append(Markup("{}: {}").format(study.title, said))
    where = Markup('<span class="address">{}</span>').format(address)
    head = Markup("<b>{}</b>").format(_("Report an error on this page"))
    return Markup("{} {}<br>{}").format(head, where, Markup("<br>").join(lines))


def study_part(frame: Frame) -> dict[str, Any]:
    """One study: its title, its finding with a bar, its rounds."""
    view = frame.view
    found = lead(view)
    values: dict[str, Any] = {
        "title": view.study.title,
        "home": view.path(""),
        "summary": view.study.summary,
        "simulated": simulated_words() if view.study.simulated else "",
        "rounds": [round_line(each) for each in reversed(view.rounds)],
        "version": version_words(view),
        "publisher": view.study.publisher,
        "finding": "",
        "bars": "",
    }
    if found:
        a_round, kind, question = found
        twin = kind.twin(question.id)
        values["finding"] = f"{a_round.title}. {findings.headline(kind, question)}"
        values["deck"] = findings.deck(kind, question)
        values["bars"] = pair_bars("", question, twin) if twin else question_bar("", question)
    return values
