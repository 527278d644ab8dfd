"""Ratings as the pages hold them: aligned with the bodies, and the same as `answerable ratings`."""

from answerable.core.ratings.rating import ratings
from answerable.core.ratings.stars import NOT_RATED
from answerable.press.view.build import build_view
from tests.lived_study import SILENT, lived_study

VIEW = build_view(lived_study())


def test_every_round_and_kind_of_the_scheme_has_a_view() -> None:
    assert [(each.kind.round_id, bool(each.bodies)) for each in VIEW.extras.ratings] == [
        ("2015", False),
        ("2016", True),
        ("2017", True),
    ]


def test_stars_stand_by_the_body_they_are_of() -> None:
    frame = ratings(VIEW.study)
    for each in VIEW.extras.ratings:
        mine = frame.filter(round=each.kind.round_id, variant="default")
        expected = {row["body_id"]: (row["stars"], row["n_yes"], row["n_counted"]) for row in mine.to_dicts()}
        held = {
            body.id: (stars.stars, stars.n_yes, stars.n_counted)
            for body, stars in zip(each.kind.bodies if each.bodies else (), each.bodies, strict=True)
        }
        assert held == expected


def test_body_that_said_nothing_is_not_rated_and_has_no_rank() -> None:
    rating = VIEW.extras.ratings_of("2017", "ccg")[0]
    place = next(i for i, body in enumerate(rating.kind.bodies) if body.id == SILENT)
    stars = rating.bodies[place]
    assert (stars.stars, stars.rank, stars.is_rated) == (NOT_RATED, "", False)


def test_counts_add_up_to_the_bodies_asked() -> None:
    for each in VIEW.extras.ratings:
        if each.bodies:
            assert sum(row["n"] for row in each.counts) == each.n_asked == len(each.kind.bodies)
            rated = sum(row["n"] for row in each.counts if row["stars"] != NOT_RATED)
            assert rated == each.n_rated


def test_other_variants_are_told_only_where_they_differ() -> None:
    frame = ratings(VIEW.study)
    for each in VIEW.extras.ratings:
        for body, stars in zip(each.kind.bodies if each.bodies else (), each.bodies, strict=True):
            mine = frame.filter(round=each.kind.round_id, body_id=body.id)
            differing = {
                row["variant"]: row["stars"] for row in mine.to_dicts() if row["stars"] != stars.stars
            }
            assert dict(stars.others) == differing


def test_round_of_which_only_figures_were_printed_has_those() -> None:
    printed = VIEW.extras.ratings_of("2015")[0].printed
    assert [(row["measure"], row["percent"]) for row in printed] == [("stars_4_5", 20.0)]
