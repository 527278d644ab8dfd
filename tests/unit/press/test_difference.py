"""The difference of a pair: a token for each body, counts that sum to those asked, as measures count."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.answers import Status
from answerable.core.measures.pairs import Hours, paired_hours, paired_states
from answerable.core.study.model import Study
from answerable.press.difference import TOKENS, difference
from answerable.press.explorer import explorer
from answerable.press.view.build import build_view
from answerable.press.view.model import KindView
from tests.factories import make_round, make_study, question

SAID = ["yes", "no", "in_development", *(str(status) for status in Status if status is not Status.ANSWERED)]
OPTIONS = ["yes", "no", "in_development"]


def study(said: dict[str, tuple[str, str]]) -> Study:
    """One pair put to some bodies."""
    asked = [
        question("nursing", options=OPTIONS),
        question("at_night", pair_of="nursing", options=OPTIONS),
    ]
    rows = {body: {"nursing": day, "at_night": night} for body, (day, night) in said.items()}
    return make_study(sorted(said), [make_round("2016", {"ccg": asked}, rows)])


def kind_of(made: Study) -> KindView:
    return build_view(made, prefix="").round("2016").kinds["ccg"]


@cache
def every_kind() -> tuple[Study, KindView]:
    """A body for every two things that can be said."""
    pairs = [(day, night) for day in SAID for night in SAID]
    made = study({f"B{n:03}": pair for n, pair in enumerate(pairs)})
    return made, kind_of(made)


def test_difference_says_of_each_body_what_measures_say() -> None:
    made, kind = every_kind()
    found = difference(kind, list(kind.questions.values()))
    assert found is not None
    states = dict(paired_states(made, "2016", "ccg", "nursing").iter_rows())
    assert found.shades == {body: TOKENS[Hours(state)] for body, state in states.items()}
    assert len(found.shades) == len(kind.bodies) - 1, "the body that was asked neither has no token"


@given(st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from(SAID)), min_size=1, max_size=9))
def test_difference_counts_are_those_of_measures_and_sum_to_bodies_asked(said: list[tuple[str, str]]) -> None:
    made = study({f"B{n}": pair for n, pair in enumerate(said)})
    kind = kind_of(made)
    row = paired_hours(made).row(0, named=True)
    found = difference(kind, list(kind.questions.values()))
    if not row["n_both_answered"]:
        assert found is None
        return
    assert found is not None
    assert {segment.token: segment.n for segment in found.segments} == {
        token: row[str(hours)] for hours, token in TOKENS.items()
    }
    assert (found.n_asked, found.n_answered) == (row["n_asked"], row["n_both_answered"])


def test_in_development_is_not_yes_and_not_missing() -> None:
    kind = kind_of(study({"A": ("yes", "in_development"), "B": ("in_development", "in_development")}))
    found = difference(kind, list(kind.questions.values()))
    assert found is not None and found.shades == {"A": "hours_only", "B": "neither"}


def test_one_question_has_no_difference() -> None:
    _, kind = every_kind()
    assert difference(kind, [kind.questions["nursing"]]) is None


def test_without_boundaries_the_difference_is_drawn_on_equal_cells() -> None:
    _, kind = every_kind()
    made = explorer(kind, list(kind.questions.values()), "Caption.")
    assert made is not None
    assert re.findall(r'<svg id="([a-z]+-\d)"', made.html) == ["hex-0", "hex-1", "difference-2"]
    values = re.findall(r'value="([a-z]+)"', made.html)
    assert values == ["hex", "difference"]
    drawn = made.html.partition('id="difference-2"')[2]
    assert drawn.count("<use ") == len(kind.bodies)
    assert 'data-apart="{&quot;' in drawn
    assert "never counts as neither" in made.html


@pytest.mark.parametrize("name", ["In hours", "Out of hours", "Difference"])
def test_legends_of_the_explorer_sum_to_the_bodies_asked(name: str) -> None:
    _, kind = every_kind()
    made = explorer(kind, list(kind.questions.values()), "Caption.")
    assert made is not None
    legend = re.findall(rf'<ul class="legend" aria-label="{name}">(.*?)</ul>', made.html)[0]
    counts = [int(n) for n in re.findall(r"<b>(\d+)</b>", legend)]
    asked = re.search(r"= (\d+) ", legend)
    assert asked and sum(counts) == int(asked[1]) > 0
