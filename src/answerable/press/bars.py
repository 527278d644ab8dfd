"""Rows of answer bars as pages list them: a question with its link, or a pair of day and night."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from answerable.press.charts.answer_bar import answer_row
from answerable.press.findings import first_printed, printed_share
from answerable.press.language import gettext as _
from answerable.press.paging import link
from answerable.press.view.model import QuestionView
from answerable.press.words import capital, number


def question_bar(
    path: str, view: QuestionView, *, when: str = "", twin: bool = False, name: str | None = None
) -> Markup:
    """The bar of one question, linked to its page; a line of words where there is nothing to draw."""
    title = capital(view.question.name) if name is None else name
    href = link(path, view.path)
    tally = view.shown_tally
    if tally is not None:
        return answer_row(tally, title, href=href, when=when, twin=twin)
    return Markup(
        '<div class="row{}"><p class="what"><a class="quietly" href="{}">{}</a>{}</p>'
        '<p class="say">{}</p></div>'
    ).format(
        " twin" if twin else "",
        href,
        title,
        Markup(' <span class="when">{}</span>').format(when) if when else "",
        other_words(view),
    )


def other_words(view: QuestionView) -> Markup:
    """What there is to say of a question without a bar: a printed percentage, or that there is none."""
    said, figure = printed_share(view), first_printed(view)
    if said is None or figure is None:
        return Markup('<span class="quiet">{}</span>').format(_("no result was printed"))
    share = f"{number(figure['percent'])}%"
    return Markup('{} <span class="quiet">({})</span>').format(
        escape(said).replace(share, Markup("<b>{}</b>").format(share), 1), _("no count printed")
    )


def pair_bars(path: str, day: QuestionView, night: QuestionView) -> Markup:
    """Day and night of one question, one above the other."""
    return Markup('<div class="pair">{}{}</div>').format(
        question_bar(path, day, when=_("in hours")),
        question_bar(path, night, twin=True, name=_("out of hours")),
    )


def kind_bars(path: str, views: Iterable[QuestionView]) -> Markup:
    """Bars one under the other."""
    return Markup().join(question_bar(path, view) for view in views)
