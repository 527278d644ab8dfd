"""Law: the refusals seen most are named, with the sections that say so."""

from answerable.core.answers import Outcome
from answerable.core.law.life import outcome_after
from answerable.core.law.regimes import regime_named
from tests.unit.core.law.makers import log


def test_refusals_seen_most_under_foia() -> None:
    foia = regime_named("foia")
    assert list(foia.refusals) == ["s.12", "s.14", "s.21", "s.22", "s.40(2)", "s.41", "s.43(2)"]
    assert "cost" in foia.refusal("s.12").name
    assert "commercial" in foia.refusal("s.43(2)").name
    assert foia.not_held_section == "s.1(1)(a)"


def test_refusals_weigh_the_public_interest_only_where_the_exemption_is_qualified() -> None:
    foia = regime_named("foia")
    assert {s for s, refusal in foia.refusals.items() if refusal.public_interest} == {"s.22", "s.43(2)"}


def test_refusals_for_cost_are_told_from_others() -> None:
    foia = regime_named("foia")
    assert foia.is_cost_refusal(("s.43(2)", "s.12"))
    assert not foia.is_cost_refusal(("s.43(2)",)) and not foia.is_cost_refusal(("s.99",))


def test_refusals_are_not_the_same_as_not_held() -> None:
    refused = log(("sent", "2017-06-01"), ("refused", "2017-06-20", {"sections": ("s.41",)}))
    not_held = log(("sent", "2017-06-01"), ("not_held", "2017-06-20"))
    assert outcome_after(refused) is Outcome.REFUSED
    assert outcome_after(not_held) is Outcome.NOT_HELD


def test_refusals_of_other_laws_have_their_own_sections() -> None:
    assert "reg.12(4)(b)" in regime_named("eir").refusals
    assert regime_named("foisa").refusal("s.33(1)(b)").name == "commercial interests"
