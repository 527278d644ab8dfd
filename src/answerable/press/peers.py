"""The peers of a body: those of its kind and region that were asked, and what they said."""

from collections import Counter
from dataclasses import dataclass

from answerable.press.charts.tally import Tally
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import BodyView, KindView, QuestionView

FEWEST = 5
"""A region with fewer bodies says little: then all of the kind are the peers."""


@dataclass(frozen=True)
class Peers:
    """Bodies to be compared with one of them: their places in the kind, and what to call them."""

    kind: KindView
    key: str
    words: str
    places: tuple[int, ...]

    def tally(self, view: QuestionView) -> Tally | None:
        """What they said to one question; None where there is nothing to draw."""
        cells, question = view.cells, view.question
        if cells is None or not question.has_options:
            return None
        name = f"peers {self.key} {view.id}"
        if name not in self.kind.kept:
            statuses = [cells.status[place] for place in self.places]
            given = Counter(
                cells.answer[place]
                for place, status in zip(self.places, statuses, strict=True)
                if status == ANSWERED
            )
            n_asked = sum(status != "not_asked" for status in statuses)
            known = {option: n for option, n in given.items() if option}
            self.kind.kept[name] = Tally(n_asked, sum(known.values()), known, question.coded_options)
        made: Tally = self.kind.kept[name]
        return made


def peers_of(kind: KindView, body: BodyView) -> Peers:
    """The bodies of its region, itself among them; all of its kind where the region is unknown or small."""
    key = f"region {body.region}" if body.region else "all"
    name = f"who {key}"
    if name not in kind.kept:
        kind.kept[name] = _of_region(kind, body.region)
    made: Peers = kind.kept[name]
    return made


def _of_region(kind: KindView, region: str) -> Peers:
    places = tuple(place for place, body in enumerate(kind.bodies) if body.region == region)
    if not region or len(places) < FEWEST or len(places) == len(kind.bodies):
        everyone = tuple(range(len(kind.bodies)))
        said = _("All {bodies} asked").format(bodies=bodies_words(kind.kind, len(everyone)))
        return Peers(kind, "all", said, everyone)
    said = _("The {bodies} of {region} asked").format(
        bodies=bodies_words(kind.kind, len(places)), region=region
    )
    return Peers(kind, region, said, places)
