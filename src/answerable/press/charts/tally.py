"""The exact counts behind a bar, and the segments that follow from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from answerable.core.answers import IN_DEVELOPMENT, NO, YES
from answerable.press.colours import ANSWERS, MISSING, Scheme, answer_scheme
from answerable.press.language import gettext as _
from answerable.press.words import option_label

FIRST, LAST = (YES, IN_DEVELOPMENT), (NO,)


@dataclass(frozen=True)
class Segment:
    """One piece of a bar: the token that paints it, what it is called, and how many bodies it stands for."""

    token: str
    words: str
    n: int


@dataclass(frozen=True)
class Tally:
    """How many of the bodies asked gave each answer; everything drawn or said of a question follows.

    `given` counts by option; what is missing from it was given by nobody. Without options the answers are
    numbers or words, and only whether there is one is drawn.

    Raises: ValueError when the counts do not add up, as nothing true could be drawn from them
    """

    n_asked: int
    n_answered: int
    given: Mapping[str, int] = field(default_factory=dict)
    options: tuple[str, ...] = (YES, NO)

    def __post_init__(self) -> None:
        """Refuses counts that cannot be."""
        counts = [self.n_asked, self.n_answered, *self.given.values()]
        known = set(self.given) <= set(self.options)
        adds_up = sum(self.given.values()) == self.n_answered if self.options else not self.given
        if min(counts) < 0 or self.n_answered > self.n_asked or not adds_up or not known:
            raise ValueError(f"these counts do not add up: {self}")

    @property
    def scheme(self) -> Scheme:
        """The colours of its map: plain where yes, no and in development are all there is."""
        if set(self.options) <= {YES, NO, IN_DEVELOPMENT} and self.options:
            return ANSWERS
        return answer_scheme(self.options)

    @property
    def has_yes(self) -> bool:
        """Whether a share of yes can be formed."""
        return YES in self.options

    @property
    def n_yes(self) -> int:
        """Bodies that said yes."""
        return self.given.get(YES, 0)

    @property
    def n_in_development(self) -> int:
        """Bodies that said it is in development."""
        return self.given.get(IN_DEVELOPMENT, 0)

    @property
    def n_rest(self) -> int:
        """Bodies asked that gave no answer to this question."""
        return self.n_asked - self.n_answered

    @property
    def n_yes_at_most(self) -> int:
        """Yes answers there could be, had every other body asked said yes."""
        return self.n_yes + self.n_rest

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The pieces in the order in which they are drawn: yes, in development, others, no, no answer."""
        scheme = self.scheme
        middle = tuple(option for option in self.options if option not in (*FIRST, *LAST))
        order = [option for option in (*FIRST, *middle, *LAST) if option in self.options]
        made = [Segment(scheme.of_answer[o], option_label(o), self.given.get(o, 0)) for o in order]
        if not self.options:
            made = [Segment("answered", _("answered"), self.n_answered)]
        return (*made, Segment(MISSING, _("no answer"), self.n_rest))
