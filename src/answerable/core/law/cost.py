"""The cost limit: what counts towards it, and which requests can be costed together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from answerable.core.law.calendar import Calendar
from answerable.core.law.due import check_calendar
from answerable.core.law.regimes import AggregationRule, Regime


class Activity(StrEnum):
    """Work that a request makes; which of it counts towards the limit is the regime's matter."""

    DETERMINING = "determining"
    LOCATING = "locating"
    RETRIEVING = "retrieving"
    EXTRACTING = "extracting"
    CONSIDERING = "considering"
    REDACTING = "redacting"
    REPLYING = "replying"


@dataclass(frozen=True)
class CostLimit:
    """What one request may cost, in pounds and in hours at the regime's rate."""

    gbp: int
    hours: Fraction
    hourly_gbp: int
    section: str


@dataclass(frozen=True)
class CostEstimate:
    """An estimate measured against the limit; `ignored` is work that was named but does not count."""

    hours: Fraction
    gbp: Fraction
    is_over: bool
    ignored: tuple[Activity, ...]


@dataclass(frozen=True)
class PlacedRequest:
    """A request sent or about to be sent; equal `topic` means the same or similar information."""

    id: str
    body_id: str
    requester: str
    topic: str
    received_on: date
    campaign: str | None = None


@dataclass(frozen=True)
class AggregationWarning:
    """A request that a body may cost together with earlier ones, in words for whoever is about to send it."""

    request_id: str
    body_id: str
    with_ids: tuple[str, ...]
    words: str


def cost_limit_or_none(regime: Regime, *, central_government: bool) -> CostLimit | None:
    """The cost limit of a body, or None where the regime has none.

    Source: FOIA 2000 s.12 and SI 2004/3244 reg.3, reg.4(4); FOISA 2002 s.12 and SSI 2004/467 reg.5
    """
    rule = regime.cost
    if rule is None:
        return None
    gbp = rule.central_gbp if central_government else rule.other_gbp
    return CostLimit(gbp, Fraction(gbp, rule.hourly_gbp), rule.hourly_gbp, rule.section)


def estimate_cost(
    hours: Mapping[Activity, Fraction | int], regime: Regime, *, central_government: bool
) -> CostEstimate | None:
    """What work costs that counts, and whether it exceeds the limit; None where the regime has no limit.

    Deciding on exemptions and redacting do not count.

    Source: FOIA 2000 s.12; SI 2004/3244 reg.4(3)
    """
    limit = cost_limit_or_none(regime, central_government=central_government)
    if limit is None or regime.cost is None:
        return None
    counted = sum((Fraction(h) for a, h in hours.items() if a in regime.cost.counts), Fraction(0))
    gbp = counted * limit.hourly_gbp
    ignored = tuple(activity for activity in hours if activity not in regime.cost.counts)
    return CostEstimate(counted, gbp, gbp > limit.gbp, ignored)


def aggregation_warnings(
    proposed: Iterable[PlacedRequest], earlier: Iterable[PlacedRequest], regime: Regime, calendar: Calendar
) -> tuple[AggregationWarning, ...]:
    """Warns before follow-ups and supporters' copies that a body may cost together with earlier requests.

    Proposed requests are held against the earlier ones and against one another.

    Raises: LawDoesNotApply, OutsideCalendar
    Source: FOIA 2000 s.12(4); SI 2004/3244 reg.5; SSI 2004/467 reg.6
    """
    check_calendar(regime, calendar)
    rule, warnings = regime.aggregation, []
    if rule is None:
        return ()
    alike: dict[tuple[str, str], list[PlacedRequest]] = defaultdict(list)
    for placed in earlier:
        alike[placed.body_id, placed.topic].append(placed)
    for request in sorted(proposed, key=lambda r: (r.received_on, r.id)):
        others = alike[request.body_id, request.topic]
        together = tuple(
            other.id
            for other in others
            if other.id != request.id and _go_together(request, other, rule, calendar)
        )
        if together:
            words = (
                f"The body may add the cost of this request to that of {', '.join(together)}: the same or "
                f"similar information within {rule.working_days} working days ({rule.section})."
            )
            warnings.append(AggregationWarning(request.id, request.body_id, together, words))
        others.append(request)
    return tuple(warnings)


def _go_together(one: PlacedRequest, other: PlacedRequest, rule: AggregationRule, calendar: Calendar) -> bool:
    """Whether two requests to one body for similar information may be costed together."""
    same_requester = one.requester == other.requester
    if rule.who == "different_persons":
        together = not same_requester
    else:
        together = same_requester or (one.campaign is not None and one.campaign == other.campaign)
    first, last = sorted((one.received_on, other.received_on))
    return together and calendar.has_at_most(rule.working_days, first, last)
