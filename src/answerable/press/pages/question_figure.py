"""The map of a question as a picture of its own, the same as on its page."""

from collections.abc import Sequence

from answerable.press import findings
from answerable.press.explorer import Painted, paint_views, why_missing
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.maps import Layer, standalone
from answerable.press.pages.question_parts import caption_line
from answerable.press.pages.questions import shown_views
from answerable.press.render import Frame
from answerable.press.view.model import KindView, QuestionView, RoundView
from answerable.press.words import capital, number

WHEN = (N_("In hours"), N_("Out of hours"))


def has_figure(kind: KindView, view: QuestionView) -> bool:
    """Whether there is a map of a question: it has a page, and answers of bodies."""
    return bool(kind.bodies) and kind.maps is not None and view.cells is not None and not view.question.parent


def figure(frame: Frame, a_round: RoundView, kind: KindView, view: QuestionView) -> str:
    """The maps of a question or a pair as an SVG file, with finding, legend, caption and source."""
    assert kind.maps is not None
    study = frame.view.study
    views = shown_views(kind, view)
    drawing = kind.maps.geography or kind.maps.hexes
    scheme, painted = paint_views(kind, views)
    layers = [
        Layer(f"map-{n}", name, each.shades, why_missing(kind, shown))
        for n, (name, shown, each) in enumerate(zip(names(views), views, painted, strict=True))
    ]
    source = [study.title, study.publisher, frame.site.address and f"{frame.site.address}/{view.path}"]
    return standalone(
        drawing,
        scheme,
        layers,
        title=findings.headline(kind, view),
        caption=caption_line(frame, a_round, view),
        attribution=_("Source: {source}").format(source=", ".join(part for part in source if part)),
        simulated=study.simulated,
        counts=[counted(each) for each in painted],
    )


def names(views: Sequence[QuestionView]) -> Sequence[str]:
    """What each map is called: by the hours where there are two, else by its question."""
    return [_(when) for when in WHEN] if len(views) > 1 else [capital(views[0].question.name.rstrip("?."))]


def counted(painted: Painted) -> str:
    """The counts of a map's legend, as on the page: bodies that were not asked this are named apart."""
    said = [f"{segment.words}: {number(segment.n)}" for segment in painted.segments if segment.n]
    others = len(painted.shades) - sum(segment.n for segment in painted.segments)
    if others:
        said.append(_("not asked this, and hatched too: {n}").format(n=others))
    return ", ".join(said)
