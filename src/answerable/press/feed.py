"""The corrections as an Atom feed: an entry for every release, dated by its moment and not by a clock.

Source: RFC 4287, The Atom Syndication Format
"""

import re
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup, escape

from answerable.core.release.history import Step
from answerable.core.release.order import first_instant
from answerable.press import addresses
from answerable.press.changes import Changes, figure_names, figure_words, step_anchor, summary
from answerable.press.language import gettext as _
from answerable.press.render import Frame
from answerable.press.words import capital, moment, number

MOST_ROWS = 40
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""A feed must say when it was updated; a study that names no day at all has nothing better."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def atom(frame: Frame, path: str, changes: Changes) -> str:
    """The feed of a study; `path` is the page of corrections, which every entry leads to."""
    study, address = frame.view.study, frame.site.address
    page = f"{address}/{path}" if address else "index.html"
    itself = f"{address}/{frame.view.path(addresses.corrections_feed())}" if address else "feed.atom"
    entries = [entry(frame, page, changes, step) for step in changes.steps]
    newest = max((_instant(step.as_at) for step in changes.steps), default=_last_day(frame))
    made = Markup(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}">\n'
        "<title>{}</title>\n<subtitle>{}</subtitle>\n<id>{}</id>\n<updated>{}</updated>\n"
        '<author><name>{}</name></author>\n<link rel="self" type="application/atom+xml" href="{}"/>\n'
        '<link rel="alternate" type="text/html" href="{}"/>\n{}</feed>\n'
    ).format(
        frame.language,
        _("Corrections: {title}").format(title=study.title),
        _("Every change of a published answer or figure: before, after, why."),
        _id(frame, "corrections"),
        _stamp(newest),
        study.publisher,
        itself,
        page,
        Markup().join(entries),
    )
    return _NOT_XML.sub("", str(made))


def entry(frame: Frame, page: str, changes: Changes, step: Step) -> Markup:
    """One release as an entry."""
    what = _("Version {version}, as at {as_at}").format(version=step.version, as_at=moment(step.as_at))
    told = summary(step)
    return Markup(
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n"
        '<link rel="alternate" type="text/html" href="{}"/>\n<summary>{}</summary>\n'
        '<content type="html">{}</content>\n</entry>\n'
    ).format(
        f"{what}. {told}",
        _id(frame, f"version {step.version}"),
        _stamp(_instant(step.as_at)),
        f"{page}#{step_anchor(step.version)}",
        told,
        # The content is HTML, written as text: it is escaped once as HTML and once more as XML.
        escape(str(content(changes, step))),
    )


def content(changes: Changes, step: Step) -> Markup:
    """What one release changed, as HTML."""
    parts = [Markup("<p>{}</p>").format(summary(step))]
    if step.because:
        parts.append(Markup("<p>{} {}</p>").format(_("Why:"), step.because))
    lines = []
    for figure in step.figures[:MOST_ROWS]:
        name, view = figure_names(figure, changes)
        before, after = figure_words(figure.before, view), figure_words(figure.after, view)
        lines.append(f"{figure.round}, {capital(name)}: {before} → {after}")
    for answer in step.answers[:MOST_ROWS]:
        body, asked = changes.body(answer), changes.asked(answer)
        name = asked.question.name if asked else answer.question_id
        before, after = changes.said(answer)
        lines.append(f"{body.name if body else answer.body_id}, {capital(name)}: {before} → {after}")
    if lines:
        items = Markup().join(Markup("<li>{}</li>").format(line) for line in lines)
        parts.append(Markup("<ul>{}</ul>").format(items))
    rest = sum(max(0, len(rows) - MOST_ROWS) for rows in (step.figures, step.answers))
    if rest:
        parts.append(Markup("<p>{}</p>").format(_("{n} more on the page.").format(n=number(rest))))
    return Markup().join(parts)


def _id(frame: Frame, what: str) -> str:
    """An id that stays when the site moves: made from whose it is and what it is."""
    study = frame.view.study
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'answerable|{study.publisher}|{study.id}|{what}')}"


def _instant(value: date | datetime) -> datetime:
    return first_instant(value)


def _stamp(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _last_day(frame: Frame) -> datetime:
    days = [day for each in frame.view.study.rounds for day in (each.sent_on, each.cut_off) if day]
    return datetime.combine(max(days), time.min, tzinfo=UTC) if days else NO_MOMENT
