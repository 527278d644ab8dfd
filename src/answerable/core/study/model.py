"""A study in memory: YAML as frozen dataclasses, tables as polars frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from answerable.core.bodies.model import BodyKind
from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.questions import Questionnaire
from answerable.core.ratings.model import RatingScheme
from answerable.core.study.schema import REPRESENTATIVES


@dataclass(frozen=True, eq=False)
class Round:
    """One round of a study: when it was sent, under which law, who was asked what, what they answered.

    `sent_on` is None for a round that is ready but not sent: nobody has been asked yet.
    `answers` is None where the folder has no answers file: the answers are not in this study, which
    is not the same as silence. `statements` are what bodies say of their own answers. `asked` maps a kind
    of body to its questionnaire file.
    """

    id: str
    sent_on: date | None
    cut_off: date | None
    regime: str
    asked: Mapping[str, str]
    questionnaires: Mapping[str, Questionnaire]
    requests: pl.DataFrame | None = None
    answers: pl.DataFrame | None = None
    statements: pl.DataFrame | None = None
    title: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    def questionnaire(self, kind: str) -> Questionnaire:
        """The questionnaire put to a kind of body. Raises: UnknownName"""
        try:
            return self.questionnaires[kind]
        except KeyError:
            raise UnknownName("kind of body in this round", kind, self.questionnaires) from None


@dataclass(frozen=True)
class Release:
    """What a frozen study says of itself: version, moment, hashes, and what changed since the last one.

    `history` holds the same of every release before it, newest first, as `core.release.history` reads it.
    """

    version: str
    as_at: date | datetime
    sha256: Mapping[str, str]
    changes: Mapping[str, object]
    since: str | None = None
    history: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, eq=False)
class Study:
    """A study: its bodies through time, its rounds in order of sending, its schemes and its prose.

    Shape: frames have the columns of `core.study.schema`; `bodies` may carry declared attributes after them
    """

    id: str
    title: str
    publisher: str
    licence: str
    simulated: bool
    body_kinds: Mapping[str, BodyKind]
    bodies: pl.DataFrame
    successions: pl.DataFrame
    overlaps: pl.DataFrame
    populations: pl.DataFrame
    published: pl.DataFrame
    rounds: tuple[Round, ...]
    schemes: Mapping[str, RatingScheme] = field(default_factory=dict)
    default_scheme: str | None = None
    boundaries: Mapping[str, bytes] = field(default_factory=dict)
    report: Mapping[str, str] = field(default_factory=dict)
    postcodes: pl.DataFrame | None = None
    representatives: pl.DataFrame = field(default_factory=REPRESENTATIVES.empty)
    body_attributes: Mapping[str, str] = field(default_factory=dict)
    release: Release | None = None
    summary: str = ""
    contact: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    def round(self, round_id: str) -> Round:
        """The round of that id. Raises: UnknownName"""
        for a_round in self.rounds:
            if a_round.id == round_id:
                return a_round
        raise UnknownName("round", round_id, [a_round.id for a_round in self.rounds])

    def kind(self, kind_id: str) -> BodyKind:
        """The kind of body of that id. Raises: UnknownName"""
        try:
            return self.body_kinds[kind_id]
        except KeyError:
            raise UnknownName("kind of body", kind_id, self.body_kinds) from None

    def scheme(self, scheme_id: str | None = None) -> RatingScheme:
        """The named rating scheme, else the study's default, else its only one. Raises: UnknownName"""
        if not self.schemes:
            raise AnswerableError(
                f"The study “{self.id}” has no rating scheme. Add one as ratings/<id>.yaml, such as the one "
                "that `answerable new` writes."
            )
        wanted = scheme_id or self.default_scheme or next(iter(self.schemes))
        try:
            return self.schemes[wanted]
        except KeyError:
            raise UnknownName("rating scheme", wanted, self.schemes) from None
