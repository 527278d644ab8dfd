"""What the scripts of a map explorer are told: how to cite what is shown, and how to write it down."""

from collections.abc import Sequence

from answerable.press.colours import INK, PAPER
from answerable.press.data.guarding import DANGEROUS
from answerable.press.data.stamp import stamp_of
from answerable.press.language import gettext as _
from answerable.press.maps.standalone import SIMULATED
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.view.model import QuestionView, RoundView
from answerable.press.words import number


def told(
    frame: Frame, path: str, a_round: RoundView, views: Sequence[QuestionView], caption: str
) -> dict[str, object]:
    """All that a download of a view says beyond what the page shows, as values for JSON.

    `guard` finds the text that a spreadsheet would run, by the rule of `data.guarding`.
    """
    stamp = stamp_of(frame.view, a_round)
    first = views[0]
    return {
        "file": "-".join(segment(part) for part in (stamp.study, a_round.id, first.id, first.kind)),
        "address": f"{frame.site.address}/{path}" if frame.site.address else "",
        "cite": citation(frame, views, caption),
        "stamp": {"release": stamp.release, "as_at": stamp.as_at, "simulated": str(stamp.simulated).lower()},
        "note": _(SIMULATED) if stamp.simulated else "",
        "guard": DANGEROUS,
        "ink": INK,
        "paper": PAPER,
    }


def citation(frame: Frame, views: Sequence[QuestionView], caption: str) -> str:
    """Publisher, title, question, base, date, version and licence; a script adds the address of the view."""
    study = frame.view.study
    others = [view for view in views if f" {view.question.wording}" not in caption]
    said = [f"{study.publisher}. {study.title}.", caption]
    for view in others:
        words = _("Beside it: {wording}").format(wording=view.question.wording)
        if view.counts:
            words += " " + _("Base: {answered} that answered, of {asked} asked.").format(
                answered=number(view.counts["n_answered"]), asked=number(view.counts["n_asked"])
            )
        said.append(words)
    return " ".join(said)
