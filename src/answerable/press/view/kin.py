"""What became of each body, and of which bodies it was made: predecessors and successors as views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answerable.core.bodies.steps import Relation
from answerable.core.bodies.succession import Kin, Lineage
from answerable.core.study.model import Study
from answerable.press.view.model import BodyView

ONE_TO_ONE = (Relation.RECODE, Relation.RENAME)


@dataclass(frozen=True, slots=True)
class KinView:
    """A body before or after another: from which day, by what change, and how much of the people.

    `share` is the share of the earlier body's people that are in the later one; `is_last` marks the ends
    of the line: the bodies of today, or the first ones.
    """

    body: BodyView
    on: date
    relation: Relation
    share: float
    is_last: bool


@dataclass(frozen=True, slots=True)
class Family:
    """The bodies before one body and those after it; of the latter those of today come first."""

    before: tuple[KinView, ...] = ()
    after: tuple[KinView, ...] = ()

    @property
    def today(self) -> tuple[KinView, ...]:
        """Bodies that serve its area now, as far as the register goes."""
        return tuple(kin for kin in self.after if kin.is_last)

    @property
    def goes_on(self) -> bool:
        """Whether it lives on under another name or code only."""
        return bool(self.after) and all(kin.relation in ONE_TO_ONE for kin in self.after)


NOBODY = Family()


def families(study: Study, bodies: Sequence[BodyView]) -> Mapping[str, Family]:
    """The kin of each body that has any, by the address of its page.

    Shape:  bodies are views of the rows of the register, in its order
    """
    if study.successions.is_empty():
        return {}
    lineage = Lineage(study)
    found = {}
    for row, body in enumerate(bodies):
        before, after = lineage.before(row), lineage.after(row)
        if before or after:
            found[body.path] = Family(_views(before, bodies), _views(after, bodies))
    return found


def _views(found: Sequence[Kin], bodies: Sequence[BodyView]) -> tuple[KinView, ...]:
    return tuple(KinView(bodies[kin.row], kin.on, kin.relation, kin.share, kin.is_last) for kin in found)
