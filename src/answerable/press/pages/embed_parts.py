"""In which ways a question can be shown on other sites, and what to paste there."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from answerable.press import addresses, findings
from answerable.press.difference import difference
from answerable.press.language import gettext as _
from answerable.press.render import Frame
from answerable.press.view.model import KindView, QuestionView
from answerable.press.words import capital

MAP, HEX, DIFFERENCE_VIEW, BAR = "map", "hex", "difference", "bar"


def address(frame: Frame, view: QuestionView, way: str) -> str:
    """Where a question is shown in one way."""
    return frame.view.path(addresses.embed_page(view.round_id, view.kind, view.id, way))


def ways(kind: KindView, view: QuestionView, shown: Sequence[QuestionView]) -> Iterator[str]:
    """How a question can be shown elsewhere; its out-of-hours twin is shown beside it and not apart.

    `shown` are the question and its twin.
    """
    if view.question.pair_of and view.question.pair_of in kind.questions:
        return
    if kind.maps is not None and kind.bodies and all(each.cells is not None for each in shown):
        if kind.maps.geography is not None:
            yield MAP
        yield HEX
        if difference(kind, shown) is not None:
            yield DIFFERENCE_VIEW
    if any(each.shown_tally for each in shown):
        yield BAR


def way_words(way: str) -> str:
    """What a way to show a question is called."""
    words = {MAP: _("Map"), HEX: _("Equal areas"), DIFFERENCE_VIEW: _("Difference"), BAR: _("Answer bar")}
    return words[way]


def embed_codes(frame: Frame, kind: KindView, shown: Sequence[QuestionView]) -> list[tuple[str, str, str]]:
    """What to paste into another site, for each way to show a question: its name, its page, the code.

    Without a known address of the site the code has a mark in its place.
    """
    view = shown[0]
    site = frame.site.address or "https://…"
    # A title is read alone: it names the figure and leaves the finding, with its base, to the page within.
    title = f"{capital(view.question.name.rstrip('?.'))} ({findings.bodies_words(kind.kind)})"
    made = []
    for way in ways(kind, view, shown):
        path = address(frame, view, way)
        code = Markup(
            '<iframe src="{}/{}" title="{}" width="100%" height="{}" style="border:0" loading="lazy">'
            "</iframe>"
        ).format(site, path, title, 300 if way == BAR else 900)
        made.append((way_words(way), path, str(code)))
    return made
