"""Distribution, sensitivity and the overall answer beside the stars, against counting rows of `ratings`."""

from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.ratings.comparison import (
    distribution,
    overall_against_stars,
    sensitivity,
    sensitivity_counts,
)
from answerable.core.ratings.rating import ratings
from tests.unit.core.ratings.makers import ITEMS, item_set, rated_study, scheme

TWO_SETS = {"reported": (item_set(ITEMS[:4]),), "printed": (item_set(ITEMS[:2]),)}
sheets = st.lists(
    st.dictionaries(st.sampled_from(("overall", *ITEMS[:4])), st.sampled_from(("yes", "no", "refused"))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30)
@given(sheets)
def test_comparisons_agree_with_the_table_of_ratings(given: list[dict[str, str]]) -> None:
    bodies = {f"E{i}": sheet for i, sheet in enumerate(given)}
    study = rated_study(bodies, scheme(item_sets=TWO_SETS))
    table = list(ratings(study).iter_rows(named=True))
    stars = {(row["variant"], row["body_id"]): row["stars"] for row in table}

    counted = Counter((row["variant"], row["stars"]) for row in table)
    for row in distribution(study).iter_rows(named=True):
        assert row["n"] == counted[row["variant"], row["stars"]]
        assert row["n_asked"] == len(bodies)
        assert row["n_rated"] == len(bodies) - counted[row["variant"], "not rated"]

    differing = {
        (variant, body, stars["default", body], found)
        for (variant, body), found in stars.items()
        if found != stars["default", body]
    }
    listed = sensitivity(study).select("variant", "body_id", "default_stars", "stars").rows()
    assert set(listed) == differing and len(listed) == len(differing)
    for row in sensitivity_counts(study).iter_rows(named=True):
        assert row["n_asked"] - row["n_same"] == sum(v == row["variant"] for v, *_ in differing)
        assert row["n_same"] + row["n_more"] + row["n_fewer"] + row["n_rated_otherwise"] == row["n_asked"]

    cases = set()
    for (variant, body), found in stars.items():
        says = bodies[body].get("overall")
        if says == "no" and found not in ("0", "not rated"):
            cases.add((variant, body, "says_no_has_stars"))
        if says == "yes" and found == "0":
            cases.add((variant, body, "says_yes_has_none"))
    assert set(overall_against_stars(study).select("variant", "body_id", "case").rows()) == cases


def test_distribution_has_a_row_for_stars_that_nobody_has() -> None:
    found = distribution(rated_study({"E1": {"a": "yes", "b": "yes"}})).filter(pl.col("variant") == "default")
    assert found["stars"].to_list() == ["0", "1", "2", "3", "4", "5", "not rated"]
    assert found["n"].to_list() == [0, 0, 0, 0, 0, 1, 0]


def test_overall_against_stars_without_an_overarching_question_has_no_rows() -> None:
    study = rated_study({"E1": {"a": "yes", "overall": "no"}}, scheme(overall={}))
    assert overall_against_stars(study).is_empty()
    assert "case" in overall_against_stars(study).columns
