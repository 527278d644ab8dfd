"""The table of every answer to a question, or to a pair: what the maps show, in words."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from answerable.press.addresses import answer_anchor
from answerable.press.language import gettext as _
from answerable.press.paging import link
from answerable.press.view.cells import Cells
from answerable.press.view.model import BodyView, KindView, QuestionView

LONGEST_NOTE = 160
MOST_LINKS = 180
"""Links to the words of bodies that a page of two large maps has room for."""
CELL_CLASS = {"yes": "y", "missing": "x"}


def answers_table(path: str, kind: KindView, views: Sequence[QuestionView], caption: str) -> Markup:
    """One row per body asked: body, region, each answer or why there is none, note and evidence.

    Exactly one column says that the table is sorted by it; scripts move the mark when they sort.
    """
    heads = row_heads(kind, path.count("/"))
    columns = [column(view) for view in views]
    notes = note_column(path, kind, views)
    if links_by_name(kind, views):
        heads = linked_heads(heads, kind, views)
        caption = f"{caption} {_('A name leads to what the body said, in its words.')}"
    titles = [_("Answer")] if len(views) == 1 else [_("In hours"), _("Out of hours")]
    marks = [column_mark(view, title) for view, title in zip(views, titles, strict=True)]
    if any(notes):
        titles, marks = [*titles, _("Note and evidence")], [*marks, ""]
        columns.append(notes)
    rows = [f"<tr{head}{''.join(cells)}</tr>" for head, *cells in zip(heads, *columns, strict=True)]
    head = "".join(
        f'<th scope="col"{mark}>{escape(title)}</th>' for title, mark in zip(titles, marks, strict=True)
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="answers sortable">'
        "<caption>{}</caption><thead><tr>"
        '<th scope="col" aria-sort="ascending">{}</th><th scope="col" data-filter>{}</th>{}</tr></thead>'
        "<tbody>\n{}\n</tbody></table></div>"
    ).format(_("Every answer"), caption, kind.kind.short, _("Region"), Markup(head), Markup("\n".join(rows)))


def column_mark(view: QuestionView, title: str) -> str:
    """Tells scripts to show a column beside the map; of a number, too, what its column is called in CSV.

    Numbers are too many to choose one of them from a list.
    """
    if not view.question.is_numeric:
        return " data-filter"
    return f' data-filter="no" data-sort="{escape(_("{column}, as a number").format(column=title))}"'


def row_heads(kind: KindView, depth: int) -> list[str]:
    """The first cells of every row: the body with a link, and its region. Pages of one depth share them."""
    key = f"heads {depth}"
    if key not in kind.kept:
        here = "/" * depth
        kind.kept[key] = [
            f' data-code="{escape(body.id)}"><th scope="row">'
            f'<a href="{escape(link(here, body.path))}">{escape(body.name)}</a></th>'
            f"<td>{escape(body.region)}</td>"
            for body in kind.bodies
        ]
    made: list[str] = kind.kept[key]
    return made


def column(view: QuestionView) -> list[str]:
    """The cells of one question, with the answer or the reason in words."""
    assert view.cells is not None
    cells, question, made = view.cells, view.question, []
    known: dict[tuple[object, ...], str] = {}
    for i, key in enumerate(zip(cells.status, cells.answer, cells.value, cells.unit, strict=True)):
        cell = known.get(key)
        if cell is None:
            css = CELL_CLASS.get(cells.states[i])
            if question.is_numeric and key[2] is not None:
                css = "num"
            sort = f' data-sort="{key[2]:g}"' if isinstance(key[2], float) and question.is_numeric else ""
            mark = f' class="{css}"' if css else ""
            cell = known[key] = f"<td{mark}{sort}>{escape(cells.words(i, question))}</td>"
        made.append(cell)
    return made


def note_column(path: str, kind: KindView, views: Sequence[QuestionView]) -> list[str]:
    """Notes and where the answer can be read, for each body; nothing at all where no body has either."""
    columns = [view.cells for view in views if view.cells is not None]
    if not any(any(part) for cells in columns for part in (cells.note, cells.evidence, cells.evidence_url)):
        return []
    in_names = links_by_name(kind, views)
    labels = (_("in its words"),) if len(views) == 1 else (_("its words by day"), _("its words at night"))
    made = []
    for i, body in enumerate(kind.bodies):
        said = [
            _note(path, body, view, i, "" if in_names else words)
            for view, words in zip(views, labels, strict=True)
        ]
        words = " ".join(filter(None, said))
        # A cell at the end of a row may be left out; on a map page every element counts.
        made.append(f"<td>{words}</td>" if words else "")
    return made


def has_source(cells: Cells | None, i: int) -> bool:
    """Whether the table can say where an answer can be read."""
    return cells is not None and bool(cells.evidence[i] or cells.evidence_url[i])


def links_by_name(kind: KindView, views: Sequence[QuestionView]) -> bool:
    """Whether so many answers can be read that the names must lead to them: beside maps elements are few."""
    places = range(len(kind.bodies))
    return sum(has_source(view.cells, i) for view in views for i in places) > MOST_LINKS


def linked_heads(heads: Sequence[str], kind: KindView, views: Sequence[QuestionView]) -> list[str]:
    """The first cells of every row, with a link to where the body's own page has its words."""
    made = []
    for i, head in enumerate(heads):
        said = next((view for view in views if has_source(view.cells, i)), None)
        if said:
            part = answer_anchor(said.round_id, said.id)
            words = "-words" if said.cells and said.cells.evidence[i] else ""
            head = head.replace('index.html">', f'index.html#{part}{words}">', 1)
        made.append(head)
    return made


def _note(path: str, body: BodyView, view: QuestionView, i: int, words: str) -> str:
    cells, parts = view.cells, []
    if cells is None:
        return ""
    note, url = cells.note[i], cells.evidence_url[i]
    if note:
        parts.append(str(escape(shortened(note))))
    if not words:
        return " ".join(parts)
    if cells.evidence[i]:
        # The page of the body has the words, their date and the link to the reply.
        where = link(path, f"{body.path}#{answer_anchor(view.round_id, view.id)}-words")
        words = str(escape(words))
        label = f"{words}: {escape(body.name)}"
        parts.append(f'<a href="{escape(where)}" aria-label="{label}">{words}</a>')
    elif url and url.startswith(("https://", "http://")):
        label = _("Reply of {body}").format(body=body.name)
        parts.append(f'<a href="{escape(url)}" aria-label="{escape(label)}">{escape(_("reply"))}</a>')
    return " ".join(parts)


def shortened(text: str) -> str:
    """A text cut at a word when it is long; the body's page has it whole."""
    if len(text) <= LONGEST_NOTE:
        return text
    return f"{text[:LONGEST_NOTE].rpartition(' ')[0] or text[:LONGEST_NOTE]}…"
