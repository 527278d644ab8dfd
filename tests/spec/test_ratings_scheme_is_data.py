"""Ratings: a scheme is a versioned definition (items, weights, bands, denominators, minimum coverage)."""

from fractions import Fraction

from answerable.core.ratings.model import Band, ItemSet
from answerable.core.ratings.rating import ratings
from tests.factories import make_round, make_study
from tests.unit.core.ratings.makers import form, item_set, rated_study, scheme


def test_scheme_of_another_audit_brings_its_own_bands() -> None:
    three = (Band(1, Fraction(1, 3)), Band(2, Fraction(2, 3)), Band(3, Fraction(1)))
    study = rated_study({"E1": {"a": "no"}, "E2": {"a": "yes", "b": "no"}}, scheme(bands=three))
    assert ratings(study).filter(variant="default")["stars"].to_list() == ["1", "2"]


def test_scheme_of_another_audit_brings_its_own_weights() -> None:
    weighed = {"reported": (item_set("ab", {"a": Fraction(4)}),)}
    study = rated_study(
        {"E1": {"a": "yes", "b": "no"}, "E2": {"a": "no", "b": "yes"}}, scheme(item_sets=weighed)
    )
    found = ratings(study).filter(variant="default")
    assert found["stars"].to_list() == ["4", "1"]  # 4/5 and 1/5
    assert found["n_yes"].to_list() == [1, 1]


def test_scheme_of_another_audit_brings_its_own_coverage() -> None:
    answers = {"E1": {"a": "yes", "b": "no", "c": "no"}}
    for least, is_provisional in ((Fraction(1, 2), False), (Fraction(3, 4), False), (Fraction(1), True)):
        found = ratings(rated_study(answers, scheme(minimum_coverage=least)))
        assert found["note"].item(0).startswith("provisional") is is_provisional


def test_scheme_is_named_in_every_row_and_carries_a_version() -> None:
    a_scheme = scheme()
    assert set(ratings(rated_study({"E1": {}}, a_scheme))["scheme"]) == {a_scheme.id}
    assert a_scheme.version == "1"


def test_scheme_rates_as_many_rounds_as_it_lists() -> None:
    rounds = [
        make_round(name, {"ccg": form()}, {"E1": {"a": said}}, sent_on=f"{name}-04-01")
        for name, said in (("2016", "no"), ("2017", "yes"))
    ]
    lists = (ItemSet("2016", "ccg", ("a",)), ItemSet("2017", "ccg", ("a", "b")))
    study = make_study(["E1"], rounds, schemes=[scheme(item_sets={"reported": lists})])
    found = ratings(study, "stars").filter(variant="fixed")
    assert found.select("round", "stars", "n_counted").rows() == [("2016", "0", 1), ("2017", "3", 2)]
