"""Law: the cost limit is 600 or 450 pounds, 24 or 18 hours at 25 pounds (s.12); redaction does not count."""

from fractions import Fraction

import pytest

from answerable.core.law.cost import Activity, cost_limit_or_none, estimate_cost
from answerable.core.law.regimes import regime_named

FOIA = regime_named("foia")


@pytest.mark.parametrize(("central", "gbp", "hours"), [(True, 600, 24), (False, 450, 18)])
def test_cost_limit_of_central_government_and_of_others(central: bool, gbp: int, hours: int) -> None:
    limit = cost_limit_or_none(FOIA, central_government=central)
    assert limit and (limit.gbp, limit.hours, limit.hourly_gbp) == (gbp, hours, 25)


def test_cost_limit_counts_locating_retrieving_extracting_and_determining() -> None:
    hours = {
        Activity.DETERMINING: 1,
        Activity.LOCATING: 2,
        Activity.RETRIEVING: 3,
        Activity.EXTRACTING: 4,
    }
    found = estimate_cost(hours, FOIA, central_government=False)
    assert found and (found.hours, found.gbp, found.is_over) == (10, 250, False)


@pytest.mark.parametrize("activity", [Activity.REDACTING, Activity.CONSIDERING, Activity.REPLYING])
def test_cost_limit_does_not_count_redaction_or_deciding(activity: Activity) -> None:
    found = estimate_cost({Activity.LOCATING: 18, activity: 100}, FOIA, central_government=False)
    assert found and (found.hours, found.is_over, found.ignored) == (18, False, (activity,))


def test_cost_limit_is_passed_only_above_it() -> None:
    just, above = Fraction(18), Fraction(1081, 60)
    for hours, is_over in ((just, False), (above, True)):
        found = estimate_cost({Activity.EXTRACTING: hours}, FOIA, central_government=False)
        assert found and found.is_over is is_over


def test_cost_limit_under_eir_there_is_none() -> None:
    eir = regime_named("eir")
    assert cost_limit_or_none(eir, central_government=True) is None
    assert estimate_cost({Activity.LOCATING: 1000}, eir, central_government=True) is None


def test_cost_limit_under_the_scottish_act_is_600_for_all() -> None:
    foisa = regime_named("foisa")
    for central in (True, False):
        limit = cost_limit_or_none(foisa, central_government=central)
        assert limit and limit.gbp == 600
