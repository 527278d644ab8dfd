"""Up to four bodies of a kind beside each other, question by question.

The page holds the rows of every questionnaire; a script fills in the columns from the pages of the bodies
themselves, so that there is one place where an answer stands. Without it the page says where to look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.colours import ANSWERS
from answerable.press.language import gettext as _
from answerable.press.maps import swatch
from answerable.press.pages.body_ledger import sections
from answerable.press.pages.search import can_compare, has_cells, search_box
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.view.model import KindView, RoundView
from answerable.press.words import capital


@dataclass(frozen=True, slots=True)
class Row:
    """One question by day or by night: where its answer stands on the page of a body."""

    name: str
    when: str
    address: str
    id: str
    column: int
    sub: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one questionnaire, by section, and the other rounds that this kind was asked in."""

    kind: KindView
    round: RoundView
    sections: tuple[tuple[str, tuple[Row, ...]], ...]
    others: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """The round, as the pages of bodies and addresses name it."""
        return segment(self.round.id)


def pages(frame: Frame) -> Iterable[Page]:
    """The page; nothing where no round has answers of single bodies."""
    if can_compare(frame.view):
        path = frame.view.path(addresses.compare_page())
        yield Page(path, partial(render, frame, path))


def render(frame: Frame, path: str) -> str:
    """The page with the rows of every questionnaire, unseen until bodies are chosen."""
    view = frame.view
    told = [each for each in reversed(view.rounds) if any(map(has_cells, each.kinds.values()))]
    title = _("Up to four bodies beside each other")
    return frame.render(
        "compare.html",
        path,
        title=title,
        description=_("Choose up to four bodies of one kind and see what each of them answered."),
        crumbs=[Crumb(_("Compare"))],
        headline=title,
        box=search_box(view, path),
        folder=f"../{addresses.bodies_page()}",
        sheets=list(sheets(frame, path)),
        key=key(),
        bodies_page=view.path(addresses.bodies_page()),
        rounds=[(each.title, each.path) for each in told],
        workbooks=[(each.title, view.path(addresses.workbook_file(view.study.id, each.id))) for each in told],
    )


def key() -> list[tuple[str, str, Markup]]:
    """Each state with its swatch, as on the maps."""
    words = {
        "yes": _("yes"),
        "in_development": _("in development"),
        "no": _("no"),
        "missing": _("no answer, with the reason in words"),
    }
    return [
        (shade.token, words[shade.token], Markup(swatch(ANSWERS, shade, 22, 14))) for shade in ANSWERS.shades
    ]


def sheets(frame: Frame, path: str) -> Iterator[Sheet]:
    """The rows of every questionnaire with answers, the latest round first."""
    asked = [
        (a_round, kind)
        for a_round in reversed(frame.view.rounds)
        for kind in a_round.kinds.values()
        if kind.bodies and has_cells(kind)
    ]
    for a_round, kind in asked:
        others = tuple((segment(r.id), r.title) for r, k in asked if k.kind.id == kind.kind.id)
        yield Sheet(kind, a_round, tuple(rows_of(a_round, kind, path)), others if len(others) > 1 else ())


def rows_of(a_round: RoundView, kind: KindView, path: str) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The questions of each section in printed order, those with a twin by day and by night."""
    for section in sections(kind, path):
        rows = []
        for line in section.lines:
            anchor = addresses.answer_anchor(a_round.id, line.view.id)
            times = (_("in hours"), _("out of hours")) if line.twin else ("",)
            for n, when in enumerate(times):
                view = line.parts[n][0]
                name = capital(line.view.question.name)
                rows.append(Row(name, when, link(path, view.path), anchor, n + 1, line.sub))
        yield section.title or _("Questions"), tuple(rows)
