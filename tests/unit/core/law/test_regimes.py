"""Regimes and regulators as data."""

import pytest

from answerable.core.errors import UnknownName
from answerable.core.law.regimes import Regulator, read_regulators, regime_named, regimes, regulator_on
from tests.unit.core.law.makers import day


def test_regimes_all_load_with_a_section_for_every_rule() -> None:
    for regime in regimes().values():
        sections = [
            regime.time_section,
            regime.working_day_section,
            regime.clarification.section,
            regime.fees_notice.section,
            regime.review.section,
            regime.complaint.section,
            regime.needs.section,
            regime.form.section,
            regime.help.section,
            regime.not_held_section,
            *(
                rule.section
                for rule in (regime.extension, regime.schools, regime.cost, regime.aggregation)
                if rule
            ),
            *regime.refusals,
        ]
        assert all(section.startswith(("s.", "reg.", "SI ", "SSI ")) for section in sections), regime.id


def test_regime_of_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(UnknownName, match="foia, eir, foisa"):
        regime_named("gdpr")


def test_refusal_of_an_unknown_section_lists_the_known() -> None:
    with pytest.raises(UnknownName, match=r"s\.43\(2\)"):
        regime_named("foia").refusal("s.99")


def test_regulator_has_the_name_of_the_day() -> None:
    known = read_regulators(
        "uk:\n- {name: Old Name, short: ON}\n- {name: New Name, short: NN, from: 2027-04-01}\n"
        "scotland: [{name: Other, short: O}]\n"
    )
    foia = regime_named("foia")
    assert regulator_on(foia, day("2027-03-31"), known) == Regulator("Old Name", "ON")
    assert regulator_on(foia, day("2027-04-01"), known).name == "New Name"
    assert regulator_on(regime_named("foisa"), day("2027-04-01"), known).name == "Other"
