"""Long tables in parts, so that no page is heavier than its budget, however many bodies a study has.

The first part stays where the table always stood; the others have addresses below it. Every part says how
many rows there are, which of them it shows, and leads to each of the others by the names it holds. The
sizes follow from the budget of a map page, 3,500 elements: up to eight to a row beside what else a page
holds. A table that fits is not touched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeVar

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.paging import link
from answerable.press.view.cells import Cells
from answerable.press.view.model import KindView, QuestionView
from answerable.press.words import number

WHOLE_BESIDE_MAPS, BESIDE_MAPS = 215, 60
"""Rows of a table that stands whole beside maps of bodies, and rows to a page where it does not fit."""
ROWS = 350
"""Rows to a page without maps of bodies."""
WHOLE_LIST = 480
"""Rows of a table with few cells that stands whole."""
MOST_INDEXED = 150
SHORT = 22
FIRST_STRONG, POP = "\u2068", "\u2069"

T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """One page of a table: rows `start` to `stop` of `of`; `first` and `last` name its ends."""

    number: int
    start: int
    stop: int
    of: int
    first: str
    last: str

    def cut(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows of this page."""
        return rows[self.start : self.stop]


@dataclass(frozen=True)
class Paged:
    """A table in parts. `page` is where the first stands; the others stand below it, under `name`."""

    page: str
    name: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, page: str, name: str, names: Sequence[str], size: int, whole: int | None = None) -> "Paged":
        """A table with these row names, in pages of about equal length; whole up to `whole` rows."""
        n = len(names)
        count = 1 if n <= (size if whole is None else whole) else ceil(n / size)
        rows = max(1, ceil(n / count))
        parts = []
        for place in range(count):
            start, stop = place * rows, min(n, (place + 1) * rows)
            ends = (names[start], names[stop - 1]) if start < stop else ("", "")
            parts.append(Part(place + 1, start, stop, n, *ends))
        return cls(page, name, tuple(part for part in parts if part.start < part.stop or n == 0))

    @property
    def is_whole(self) -> bool:
        """Whether there is one part only."""
        return len(self.parts) == 1

    @property
    def further(self) -> tuple[Part, ...]:
        """All parts but the first."""
        return self.parts[1:]

    def address(self, part: Part) -> str:
        """Where a part stands."""
        return self.page if part.number == 1 else addresses.table_page(self.page, self.name, part.number)

    def status(self, part: Part, bodies: str) -> Markup:
        """How many rows there are and which are shown; what scripts say when they hide some of this page."""
        if self.is_whole:
            return Markup('<p role="status">{}</p>').format(_("{bodies}, all shown").format(bodies=bodies))
        said = _("{bodies}; {first} to {last} on this page, in order of name")
        return Markup('<p role="status" data-shown="{}">{}</p>').format(
            _("{n} of the {all} on this page shown"),
            said.format(bodies=bodies, first=number(part.start + 1), last=number(part.stop)),
        )

    def nav(self, part: Part, anchor: str = "") -> Markup:
        """The ways to the other parts: first, previous, next and last, then all by the names they hold."""
        if self.is_whole:
            return Markup()
        here, last = self.address(part), self.parts[-1]
        steps = [
            (_("First page"), self.parts[0] if part.number > 1 else None),
            (_("Previous page"), self.parts[part.number - 2] if part.number > 1 else None),
            (_("Next page"), self.parts[part.number] if part != last else None),
            (_("Last page"), last if part != last else None),
        ]
        shown = Markup().join(
            Markup('<li><a href="{}">{}</a> <span class="quiet">{}</span></li>').format(
                self._link(here, each, anchor), words, span_words(each)
            )
            for words, each in steps
            if each is not None
        )
        return Markup(
            '<nav class="pages small noprint" aria-label="{}"><p>{}</p><ul>{}</ul>'
            "<details><summary>{}</summary><ol>{}</ol></details></nav>"
        ).format(
            _("Pages of this table"),
            _("Page {page} of {pages}: {span}").format(
                page=number(part.number), pages=number(len(self.parts)), span=span_words(part)
            ),
            shown,
            _("All pages by name"),
            self._index(part, here, anchor),
        )

    def _index(self, part: Part, here: str, anchor: str) -> Markup:
        """Every part by its names; of very many every second, third and so on, and always this one."""
        step = ceil(len(self.parts) / MOST_INDEXED)
        listed = [each for each in self.parts if each == part or (each.number - 1) % step == 0]
        return Markup().join(
            Markup('<li value="{}"><a href="{}"{}>{}</a></li>').format(
                each.number,
                self._link(here, each, anchor),
                Markup(' aria-current="page"') if each == part else "",
                span_words(each),
            )
            for each in listed
        )

    def _link(self, here: str, part: Part, anchor: str) -> str:
        # The first part stands on a longer page: the way back leads to the table, not to the headline.
        return link(here, f"{self.address(part)}{f'#{anchor}' if part.number == 1 and anchor else ''}")


def span_words(part: Part) -> str:
    """The names at the ends of a part, cut short: “Ashford to Barnet”."""
    return _("{first} to {last}").format(first=_brief(part.first), last=_brief(part.last))


def _brief(name: str) -> str:
    short = name if len(name) <= SHORT else f"{name[: SHORT - 1].rstrip()}…"
    # A name written from right to left must not turn round what stands beside it.
    return short if short.isascii() else f"{FIRST_STRONG}{short}{POP}"


def answer_pages(kind: KindView, page: str) -> Paged:
    """The table of every answer to a question, as its page can hold it."""
    key = "names"
    if key not in kind.kept:
        kind.kept[key] = [body.name for body in kind.bodies]
    if kind.maps is not None:
        return Paged.of(page, "answers", kind.kept[key], BESIDE_MAPS, WHOLE_BESIDE_MAPS)
    return Paged.of(page, "answers", kind.kept[key], ROWS)


def cut_kind(kind: KindView, part: Part) -> KindView:
    """A kind with the bodies of one part only."""
    whole = len(kind.bodies) == part.stop - part.start
    return kind if whole else replace(kind, bodies=tuple(part.cut(kind.bodies)))


def cut_view(view: QuestionView, part: Part) -> QuestionView:
    """A question with the answers of one part only; its counts stay those of all."""
    cells = view.cells
    if cells is None or len(cells.status) == part.stop - part.start:
        return view
    columns = {name: part.cut(getattr(cells, name)) for name in Cells.__slots__}
    return replace(view, cells=Cells(**columns))


def rows_of(part: Part, rows: Sequence[T], make: Callable[[T], str]) -> Markup:
    """The rows of a part as HTML, one to a line; only these are made."""
    return Markup("\n".join(make(row) for row in part.cut(rows)))
