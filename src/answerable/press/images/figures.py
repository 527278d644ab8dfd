"""The map of every question as a PNG: the same picture as the SVG file beside it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from answerable.press import addresses
from answerable.press.images.making import Picture
from answerable.press.pages.question_figure import has_figure
from answerable.press.render import Frame

WIDTH = 1200


def figures(frame: Frame, folder: Path) -> Iterator[Picture]:
    """The pictures of a study's maps, from the SVG files that are in `folder` already."""
    for a_round in frame.view.rounds:
        for kind in a_round.kinds.values():
            for view in kind.questions.values():
                if has_figure(kind, view):
                    png, svg = (
                        frame.view.path(addresses.question_file(a_round.id, kind.kind.id, view.id, ending))
                        for ending in ("png", "svg")
                    )
                    yield Picture(png, WIDTH, partial(to_be_drawn, folder / svg))


def to_be_drawn(svg: Path) -> str:
    """An SVG file of maps so that it is drawn in half the time: nothing lies beyond a map to be cut off."""
    return svg.read_text(encoding="utf-8").replace("<svg id=", '<svg overflow="visible" id=')
