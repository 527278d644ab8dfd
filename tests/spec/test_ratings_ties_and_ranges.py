"""Ratings: ranks are ties and ranges, with how far unanswered items could move the body."""

from answerable.core.ratings.ranges import rating_ranges
from tests.unit.core.ratings.makers import rated_study


def test_ties_are_by_exact_share_and_said_as_a_range() -> None:
    study = rated_study(
        {
            "first": {"a": "yes", "b": "yes", "c": "yes", "d": "yes"},
            "half": {"a": "yes", "b": "no"},
            "half_too": {"a": "yes", "b": "yes", "c": "no", "d": "no"},
            "none": {"a": "no"},
        }
    )
    ranked = rating_ranges(study, variant="default")
    assert ranked["words"].to_list() == [
        "1st of 4",
        "joint 2nd to 3rd of 4",
        "joint 2nd to 3rd of 4",
        "4th of 4",
    ]


def test_ties_of_182_bodies_read_as_in_the_rule() -> None:
    above = {f"above{i}": {"a": "yes"} for i in range(13)}
    tied = {f"tied{i}": {"a": "yes", "b": "no"} for i in range(18)}
    below = {f"below{i}": {"a": "no"} for i in range(151)}
    ranked = rating_ranges(rated_study({**above, **tied, **below}), variant="default")
    assert ranked.filter(body_id="tied7")["words"].item() == "joint 14th to 31st of 182"


def test_ranges_say_how_far_unanswered_items_could_move_a_body() -> None:
    study = rated_study(
        {
            "sure": {"a": "yes", "b": "no", "c": "no", "d": "no"},
            "open": {"a": "yes", "b": "no"},
            "full": {"a": "yes", "b": "yes", "c": "yes", "d": "no"},
        }
    )
    ranked = rating_ranges(study, variant="default").filter(body_id="open").row(0, named=True)
    assert (ranked["stars"], ranked["n_open"]) == ("3", 2)
    assert (ranked["stars_low"], ranked["stars_high"]) == ("2", "4")
    assert ranked["words"] == "2nd of 3"
    # With both open items yes it would share the first place, with both no the last.
    assert (ranked["own_rank_best"], ranked["own_rank_worst"]) == (1, 3)


def test_ranges_of_a_body_that_answered_everything_move_only_through_others() -> None:
    study = rated_study({"sure": {"a": "yes", "b": "no", "c": "no", "d": "no"}, "open": {"a": "no"}})
    ranked = rating_ranges(study, variant="default").filter(body_id="sure").row(0, named=True)
    assert ranked["stars_low"] == ranked["stars"] == ranked["stars_high"]
    assert (ranked["own_rank_best"], ranked["own_rank_worst"]) == (1, 1)
    assert (ranked["rank_best"], ranked["rank_worst"]) == (1, 2)


def test_ranges_of_an_item_never_put_to_the_body_are_not_open() -> None:
    study = rated_study({"E1": {"a": "yes", "b": "no", "c": "not_asked", "d": "refused"}})
    ranked = rating_ranges(study, variant="default").row(0, named=True)
    assert ranked["n_open"] == 1
