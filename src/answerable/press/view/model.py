"""What the pages are made from: the study, its measures and its answers, as plain Python values.

Paths here are addresses from the root of the site, such as "2017/questions/ccn/ccg/"; a page turns them
into links with `press.paging.link`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from answerable.core.bodies.model import BodyKind
from answerable.core.questions import Question, Questionnaire
from answerable.core.study.model import Round, Study
from answerable.press.addresses import region_page
from answerable.press.charts.tally import Tally
from answerable.press.maps import PreparedMaps, RegionMaps
from answerable.press.slugs import unique_slugs
from answerable.press.view.cells import Cells

if TYPE_CHECKING:
    from answerable.press.postcodes import Finder
    from answerable.press.view.extras import Extras

Record = Mapping[str, Any]


class RoundState(StrEnum):
    """What there is to show of a round.

    answers: the answers of named bodies; printed: only figures printed elsewhere;
    ready: not sent yet; waiting: sent, and nothing came back yet.
    """

    ANSWERS = "answers"
    PRINTED = "printed"
    READY = "ready"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, eq=False)
class BodyView:
    """One row of the register: a body with its dates. `path` is its page."""

    id: str
    kind: str
    name: str
    slug: str
    path: str
    opened: date | None
    closed: date | None
    region: str
    row: Record


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of one round and kind, with everything known of its answers.

    `path` is its page; follow-ups have a place on their parent's page instead, and questions of a round
    that was not sent yet have theirs on the round's. `tally` is what bars are drawn from and `counts` holds
    the columns of `answerable measures`: both None where the answers are not in the study. `missing`
    counts why there is no answer; `cells` are aligned with the bodies of its kind in the round. `printed`
    are the rows of `check_published` about it, `printed_tally` the counts printed, where they were.
    """

    question: Question
    round_id: str
    kind: str
    path: str
    tally: Tally | None = None
    counts: Record | None = None
    missing: Mapping[str, int] = field(default_factory=dict)
    cells: Cells | None = None
    numbers: tuple[Record, ...] = ()
    pair: Record | None = None
    trends: tuple[Record, ...] = ()
    printed: tuple[Record, ...] = ()
    printed_tally: Tally | None = None

    @property
    def shown_tally(self) -> Tally | None:
        """The counts to draw: of the answers, else of figures printed elsewhere."""
        return self.tally or self.printed_tally

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id


@dataclass(frozen=True, eq=False)
class KindView:
    """One kind of body in one round: who was asked, in order of name, and every question put to them.

    `region_maps` stand in for `maps` where there are too many bodies to draw each.
    """

    kind: BodyKind
    round_id: str
    questionnaire: Questionnaire
    bodies: tuple[BodyView, ...]
    questions: Mapping[str, QuestionView]
    response: Record | None
    by_region: tuple[Record, ...] = ()
    maps: PreparedMaps | None = None
    region_maps: RegionMaps | None = None

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each body asked stands in `bodies` and in every question's cells, by its path."""
        return {body.path: place for place, body in enumerate(self.bodies)}

    @cached_property
    def kept(self) -> dict[str, Any]:
        """Pieces of pages that several pages share, kept so that each is made once."""
        return {}

    @property
    def pages(self) -> tuple[QuestionView, ...]:
        """Questions that have a page of their own: all but follow-ups."""
        return tuple(view for view in self.questions.values() if view.question.parent is None)

    def twin(self, question_id: str) -> QuestionView | None:
        """The out-of-hours twin of a question, or None."""
        twin = self.questionnaire.twin(question_id)
        return self.questions[twin.id] if twin else None


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round and what there is to show of it."""

    round: Round
    state: RoundState
    path: str
    kinds: Mapping[str, KindView]

    @property
    def id(self) -> str:
        """The round's id."""
        return self.round.id

    @property
    def title(self) -> str:
        """The round's title, else its id."""
        return self.round.title or self.round.id


@dataclass(frozen=True)
class StudyView:
    """A study made ready for its pages; `prefix` is where they live: blank, or the study's id and a slash.

    `extras` holds what is known of single bodies and of ratings, flags and comparisons; `finder` leads from
    postcodes to bodies, where there are postcodes.
    """

    study: Study
    prefix: str
    rounds: tuple[RoundView, ...]
    bodies: tuple[BodyView, ...]
    warnings: tuple[str, ...]
    extras: "Extras"
    siblings: Sequence[tuple[str, str]] = ()
    finder: "Finder | None" = None

    def path(self, rest: str) -> str:
        """The address of a page of this study from the site's root."""
        return f"{self.prefix}{rest}"

    def round(self, round_id: str) -> RoundView:
        """The round of that id."""
        return self.by_round[round_id]

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What several kinds of pages share, kept so that it is made once."""
        return {}

    @cached_property
    def by_round(self) -> Mapping[str, RoundView]:
        """Rounds by id."""
        return {view.id: view for view in self.rounds}

    @cached_property
    def region_paths(self) -> Mapping[str, str]:
        """The page of each region that bodies lie in, by its name and in that order."""
        return {name: self.path(region_page(slug)) for name, slug in self.region_slugs.items()}

    @cached_property
    def region_slugs(self) -> Mapping[str, str]:
        """The part of an address that stands for each region, by its name."""
        names = sorted({body.region for body in self.bodies if body.region})
        return dict(zip(names, unique_slugs(names, names), strict=True))

    @cached_property
    def by_id(self) -> Mapping[str, tuple[BodyView, ...]]:
        """Bodies by id: several where a code was used again."""
        found: dict[str, list[BodyView]] = {}
        for body in self.bodies:
            found.setdefault(body.id, []).append(body)
        return {key: tuple(rows) for key, rows in found.items()}
