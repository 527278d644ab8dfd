"""Law: ask for CSV or the reply form (s.11), and for help with narrowing (s.16)."""

import pytest

from answerable.core.law.asking import worth_asking
from answerable.core.law.regimes import regime_named


@pytest.mark.parametrize(
    ("name", "sections"),
    [("foia", ["s.11", "s.16"]), ("eir", ["reg.6(1)", "reg.9(1)"]), ("foisa", ["s.11", "s.15"])],
)
def test_form_preference_and_help_have_their_sections(name: str, sections: list[str]) -> None:
    form, narrowing = worth_asking(regime_named(name))
    assert [form.section, narrowing.section] == sections
    assert "CSV" in form.words and "reply form" in form.words
    assert "narrowed" in narrowing.words
