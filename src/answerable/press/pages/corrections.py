"""What every release corrected, with before and after: as a page, as a feed, and as a file."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.core.release.history import AnswerChange, FigureChange, StarChange, Step
from answerable.press import addresses
from answerable.press.changes import (
    Changes,
    figure_names,
    figure_words,
    step_anchor,
    summary,
)
from answerable.press.feed import atom
from answerable.press.language import gettext as _
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame, report_error, version_words
from answerable.press.view.model import QuestionView
from answerable.press.words import capital, moment, number

MOST_ROWS = 200


def pages(frame: Frame) -> Iterable[Page]:
    """The page and its feed; there always, also where nothing was corrected yet."""
    changes = Changes(frame)
    path = frame.view.path(addresses.corrections_page())
    yield Page(path, partial(render, frame, path, changes))
    yield Page(frame.view.path(addresses.corrections_feed()), partial(atom, frame, path, changes))


def render(frame: Frame, path: str, changes: Changes) -> str:
    """The page."""
    study = frame.view.study
    n = sum(step.is_correction for step in changes.steps)
    headline = title(changes.steps)
    return frame.render(
        "corrections.html",
        path,
        title=headline,
        description=_(
            "Every change of a published answer or figure of “{title}”: before, after, why."
        ).format(title=study.title),
        crumbs=[Crumb(_("Corrections"))],
        headline=headline,
        current=version_words(frame.view),
        is_release=study.release is not None,
        n=n,
        steps=[step_part(frame, path, changes, step) for step in changes.steps],
        feed_link=link(path, frame.view.path(addresses.corrections_feed())),
        file_link=link(path, frame.view.path(addresses.corrections_file())),
        versions=frame.view.path(addresses.versions_page()),
        how=report_error(study.contact, study.publisher, f"{frame.site.address}/{path}", headline),
    )


def title(steps: Sequence[Step]) -> str:
    """What there was to correct, in a sentence."""
    n_answers = sum(step.n_changed + step.n_removed for step in steps)
    if not n_answers:
        return _("Nothing has been corrected so far")
    return (
        _("{n} published answers were corrected").format(n=number(n_answers))
        if n_answers > 1
        else _("One published answer was corrected")
    )


def step_part(frame: Frame, path: str, changes: Changes, step: Step) -> dict[str, Any]:
    """One release: why, which figures moved, which answers, whose stars."""
    # By way of the list of versions, which a kept copy has too: from within it no other copy can be reached.
    versions = frame.view.path(addresses.versions_page())
    is_kept = any(each.version == step.version for each in frame.kept)
    heading = _("Version {version}, as at {as_at}").format(version=step.version, as_at=moment(step.as_at))
    return {
        "id": step_anchor(step.version),
        "heading": heading,
        "summary": summary(step),
        "because": step.because,
        "needs_reason": step.is_correction and not step.because,
        "as_published": link(path, f"{versions}#{step_anchor(step.version)}") if is_kept else "",
        "figures": [figure_row(path, changes, each) for each in step.figures[:MOST_ROWS]],
        "answers": [answer_row(path, changes, each) for each in step.answers[:MOST_ROWS]],
        "stars": [star_row(path, changes, each) for each in step.stars[:MOST_ROWS]],
        "more": more_words(step),
    }


def more_words(step: Step) -> str:
    """What a page leaves to the file."""
    rest = sum(max(0, len(rows) - MOST_ROWS) for rows in (step.figures, step.answers, step.stars))
    return _("{n} more rows of this version stand in the file.").format(n=number(rest)) if rest else ""


def round_title(changes: Changes, round_id: str) -> str:
    """What a round is called."""
    found = changes.frame.view.by_round.get(round_id)
    return found.title if found else round_id


def named(path: str, view: QuestionView | None, plain: str, there: str | None = None) -> Markup:
    """A question with a link to where it is shown."""
    if view is None:
        return Markup("{}").format(plain)
    return Markup('<a href="{}">{}</a>').format(link(path, there or view.path), capital(view.question.name))


def beneath(first: Markup, second: Markup | str) -> Markup:
    """Two lines in one cell, so that before and after still stand beside it on a phone."""
    return Markup('{}<br><span class="quiet">{}</span>').format(first, second)


def figure_row(path: str, changes: Changes, change: FigureChange) -> list[Markup | str]:
    """One question whose counts moved."""
    name, view = figure_names(change, changes)
    kind = changes.frame.view.study.body_kinds.get(change.kind)
    where = f"{round_title(changes, change.round)}, {kind.plural if kind else change.kind}"
    return [
        beneath(named(path, view, name), where),
        figure_words(change.before, view),
        figure_words(change.after, view),
    ]


def answer_row(path: str, changes: Changes, change: AnswerChange) -> list[Markup | str]:
    """One answer that was changed or taken back."""
    body, view = changes.body(change), changes.asked(change)
    anchor = addresses.answer_anchor(change.round, change.question_id)
    who = (
        Markup('<a href="{}">{}</a>').format(link(path, body.path), body.name)
        if body
        else Markup("{}").format(change.body_id)
    )
    there = f"{body.path}#{anchor}" if body else None
    what = named(path, view, change.question_id, there)
    where = Markup("{}, {}").format(what, round_title(changes, change.round))
    return [beneath(who, where), *changes.said(change)]


def star_row(path: str, changes: Changes, change: StarChange) -> list[Markup | str]:
    """One body whose stars moved."""
    bodies = changes.frame.view.by_id.get(change.body_id, ())
    who = (
        Markup('<a href="{}">{}</a>').format(link(path, bodies[0].path), bodies[0].name)
        if bodies
        else Markup("{}").format(change.body_id)
    )
    where = round_title(changes, change.round)
    return [beneath(who, where), star_words(change.before), star_words(change.after)]


def star_words(stars: str) -> str:
    """Stars as text: a number, or that there are none."""
    if not stars:
        return _("Not in the rating")
    return capital(stars) if not stars.isdigit() else _("{n} stars").format(n=stars)
