"""Day and night in one map: where a service is there by both, by one of them, or by neither."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answerable.core.answers import YES, Status
from answerable.core.measures.pairs import Hours
from answerable.press.charts.tally import Segment
from answerable.press.colours import MISSING
from answerable.press.language import gettext as _
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import KindView, QuestionView

TOKENS = {
    Hours.BOTH: "both",
    Hours.HOURS_ONLY: "hours_only",
    Hours.OUT_OF_HOURS_ONLY: "ooh_only",
    Hours.NEITHER: "neither",
    Hours.UNKNOWN: MISSING,
}
NOT_ASKED = str(Status.NOT_ASKED)


@dataclass(frozen=True)
class Difference:
    """How a pair is painted with `colours.DIFFERENCE`: a token for each body asked, and what they count.

    A body to which neither question was put has no token: a map hatches it, and no count holds it.
    """

    shades: Mapping[str, str]
    segments: Sequence[Segment]
    words: Mapping[str, str]

    @property
    def n_asked(self) -> int:
        """Bodies to which either question was put."""
        return sum(segment.n for segment in self.segments)

    @property
    def n_answered(self) -> int:
        """Bodies that answered both."""
        return sum(segment.n for segment in self.segments if segment.token != MISSING)


def difference(kind: KindView, views: Sequence[QuestionView]) -> Difference | None:
    """What each body says of a pair, in hours first; None where nothing can be compared.

    An answer other than yes, such as in development, is not yes; unknown is a body without either answer,
    as in `core.measures.pairs`.
    """
    if len(views) != 2 or not all(view.cells and view.tally and view.tally.has_yes for view in views):
        return None
    day, night = (view.cells for view in views)
    assert day is not None and night is not None
    columns = zip(kind.bodies, day.status, day.answer, night.status, night.answer, strict=True)
    shades = {
        body.id: TOKENS[hours_of(by_day == ANSWERED, said, at_night == ANSWERED, said_at_night)]
        for body, by_day, said, at_night, said_at_night in columns
        if by_day != NOT_ASKED or at_night != NOT_ASKED
    }
    counts, words = Counter(shades.values()), state_words()
    segments = [Segment(token, words[token], counts[token]) for token in TOKENS.values()]
    made = Difference(shades, segments, words)
    return made if made.n_answered else None


def hours_of(by_day: bool, said: str | None, at_night: bool, said_at_night: str | None) -> Hours:
    """What one body says: whether it answered by day and at night, and what."""
    if not (by_day and at_night):
        return Hours.UNKNOWN
    if said == YES:
        return Hours.BOTH if said_at_night == YES else Hours.HOURS_ONLY
    return Hours.OUT_OF_HOURS_ONLY if said_at_night == YES else Hours.NEITHER


def state_words() -> dict[str, str]:
    """What each token is called."""
    return {
        TOKENS[Hours.BOTH]: _("both"),
        TOKENS[Hours.HOURS_ONLY]: _("in hours only"),
        TOKENS[Hours.OUT_OF_HOURS_ONLY]: _("out of hours only"),
        TOKENS[Hours.NEITHER]: _("neither"),
        TOKENS[Hours.UNKNOWN]: _("unknown"),
    }


def difference_note() -> str:
    """How the states of a difference are told apart, for all that draw one."""
    return _(
        "“Both” is a yes in hours and a yes out of hours. Any other answer, such as in development, counts "
        "as not yes; a body that has not answered both questions is unknown, and never counts as neither."
    )
