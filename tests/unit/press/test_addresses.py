"""Addresses of pages: none of them can be that of a round."""

import inspect

import pytest

from answerable.core.study.section import RESERVED
from answerable.press import addresses
from answerable.press.errors import RoundMisnamed
from answerable.press.view.build import build_view
from tests.factories import make_round, make_study

OF_A_ROUND = "a-round"


def first_words() -> set[str]:
    """The first part of every address that a function here makes."""
    words = set()
    for name, make in inspect.getmembers(addresses, inspect.isfunction):
        if make.__module__ != addresses.__name__ or name in ("table_page", "card", "answer_anchor"):
            continue
        given = inspect.signature(make).parameters
        made = make(**{each: OF_A_ROUND if each in ("round_id", "page") else "x" for each in given})
        words.add(str(made).partition("/")[0])
    return words


def test_addresses_beside_those_of_rounds_are_reserved() -> None:
    words = first_words()
    assert {"bodies", "data", OF_A_ROUND} <= words
    assert {word for word in words - {OF_A_ROUND} if "." not in word} <= RESERVED


@pytest.mark.parametrize("round_id", ["bodies", "Find"])
def test_view_of_a_study_refuses_a_round_named_as_other_pages_are(round_id: str) -> None:
    study = make_study(["E1"], [make_round(round_id, {"ccg": ["ccn"]}, {"E1": {"ccn": "yes"}})])
    with pytest.raises(RoundMisnamed, match="Give the round another id"):
        build_view(study)
