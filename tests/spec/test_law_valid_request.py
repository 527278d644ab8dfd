"""Law: a request needs writing, a real name and an address, an email suffices (s.8); under EIR none of it."""

from typing import Any

import pytest

from answerable.core.errors import Severity
from answerable.core.law.asking import Draft, draft_faults
from answerable.core.law.regimes import regime_named


def faults(under: str = "foia", **given: Any) -> list[tuple[str, Severity]]:
    fields = {"describes": "Spending", "name": "A Campaigner", "email": "a@example.org", **given}
    return [(fault.rule, fault.severity) for fault in draft_faults(Draft(**fields), regime_named(under))]


def test_valid_request_by_email_has_all_it_needs() -> None:
    for under in ("foia", "eir", "foisa"):
        assert faults(under) == []


def test_valid_request_by_letter_has_all_it_needs() -> None:
    assert faults(email="", postal_address="1 High Street") == []


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"form": "oral"}, "request_in_writing"),
        ({"form": "recorded"}, "request_in_writing"),
        ({"name": ""}, "request_names_requester"),
        ({"name": "a@example.org"}, "request_names_requester"),
        ({"email": ""}, "request_has_address"),
        ({"describes": " "}, "request_describes"),
    ],
)
def test_valid_request_under_foia_lacks(given: dict[str, str], rule: str) -> None:
    assert faults(**given) == [(rule, Severity.ERROR)]


def test_valid_request_under_one_name_alone_is_doubtful() -> None:
    assert faults(name="Zorro") == [("request_names_requester", Severity.WARNING)]


def test_valid_request_lists_everything_it_lacks() -> None:
    assert len(faults(form="oral", name="", email="", describes="")) == 4


def test_valid_request_under_eir_may_be_oral_and_nameless() -> None:
    assert faults("eir", form="oral", name="", email="") == []
    assert faults("eir", describes="") == [("request_describes", Severity.ERROR)]


def test_valid_request_under_the_scottish_act_may_be_recorded() -> None:
    assert faults("foisa", form="recorded") == []
    assert faults("foisa", form="oral") == [("request_in_writing", Severity.ERROR)]


def test_valid_request_faults_cite_the_section() -> None:
    (fault,) = draft_faults(Draft("Spending", name="A Campaigner"), regime_named("foia"))
    assert "(s.8)" in fault.message and "email" in fault.remedy
