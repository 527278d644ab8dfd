"""In and out of hours (method.md): both, hours only, out of hours only, neither, unknown; and the gap."""

import pytest

from answerable.core.measures.pairs import paired_hours, paired_states
from tests.factories import make_round, make_study, question


def one(said: dict[str, tuple[str, str]]) -> dict[str, object]:
    asked = [question("nursing"), question("at_night", pair_of="nursing")]
    rows = {body: {"nursing": a, "at_night": b} for body, (a, b) in said.items()}
    study = make_study(sorted(said), [make_round("2016", {"ccg": asked}, rows)])
    return paired_hours(study).row(0, named=True)


def test_hours_are_paired_by_key_and_not_by_id() -> None:
    row = one({"A": ("yes", "yes")})
    assert (row["question"], row["pair"], row["both"]) == ("nursing", "at_night", 1)


def test_hours_each_body_is_in_one_of_five_states() -> None:
    row = one(
        {
            "A": ("yes", "yes"),
            "B": ("yes", "no"),
            "C": ("no", "yes"),
            "D": ("no", "no"),
            "E": ("yes", "refused"),
            "F": ("no_reply", "no"),
        }
    )
    counts = [row[state] for state in ("both", "hours_only", "out_of_hours_only", "neither", "unknown")]
    assert counts == [1, 1, 1, 1, 2]
    assert sum(counts) == row["n_asked"] == 6


def test_hours_gap_is_taken_among_bodies_that_answered_both() -> None:
    row = one({"A": ("yes", "no"), "B": ("yes", "yes"), "C": ("yes", "refused"), "D": ("no_reply", "no")})
    assert (row["n_both_answered"], row["n_yes_in"], row["n_yes_out"]) == (2, 2, 1)
    assert row["gap_share"] == pytest.approx(0.5)


def test_hours_gap_is_missing_where_nobody_answered_both() -> None:
    row = one({"A": ("yes", "refused")})
    assert (row["gap_share"], row["unknown"]) == (None, 1)


def test_hours_unknown_is_never_counted_as_no_service() -> None:
    asked = [question("q"), question("q_ooh", pair_of="q")]
    study = make_study("AB", [make_round("2016", {"ccg": asked}, {"A": {"q": "yes"}})])
    assert dict(paired_states(study, "2016", "ccg", "q").iter_rows()) == {"A": "unknown", "B": "unknown"}
