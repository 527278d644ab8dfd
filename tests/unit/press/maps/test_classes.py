"""Classes of a map of numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from answerable.press.maps import number_classes

NUMBERS = st.dictionaries(
    st.integers(0, 300).map(str), st.integers(-5, 400).map(float) | st.floats(-1e6, 1e6), max_size=80
)


def say(value: float) -> str:
    return f"{value:,.0f}"


@given(NUMBERS)
def test_every_number_has_one_class_equal_ones_the_same_and_larger_ones_no_lower(
    values: dict[str, float],
) -> None:
    made = number_classes(values, say)
    assert set(made.shades) == set(values)
    order = [shade.token for shade in made.scheme.shades[:-1]]
    assert len(order) <= 5
    ranked = sorted(values, key=values.__getitem__)
    places = [order.index(made.shades[body]) for body in ranked]
    assert places == sorted(places)
    assert set(places) == set(range(len(order)))
    for body, other in pairwise(ranked):
        if values[body] == values[other]:
            assert made.shades[body] == made.shades[other]


def test_classes_have_as_many_bodies_each_where_numbers_differ() -> None:
    made = number_classes({str(n): float(n) for n in range(1, 101)}, say)
    tokens = list(made.shades.values())
    assert [tokens.count(token) for token in dict.fromkeys(tokens)] == [20] * 5
    assert [s.label for s in made.scheme.shades][:2] == ["1 to 20", "21 to 40"]


def test_zero_stands_alone_and_is_not_the_hatch() -> None:
    made = number_classes({"a": 0.0, "b": 0.0, "c": 5.0, "d": 9.0}, say)
    assert made.scheme.shades[0].label == "0"
    assert made.shades["a"] == made.scheme.shades[0].token != made.scheme.shades[-1].token
    assert made.shades["c"] != made.shades["a"]


def test_no_number_is_no_class() -> None:
    made = number_classes({"a": float("nan"), "b": 3.0}, say)
    assert set(made.shades) == {"b"}
    assert [shade.label for shade in made.scheme.shades] == ["3", "no answer"]
    assert [shade.token for shade in number_classes({}, say).scheme.shades] == ["missing"]
