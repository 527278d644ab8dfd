"""Law: counts of children from 1 to 7 are masked below national level, others rounded to 5, in quotes too."""

import pytest

from answerable.core.law.disclosure import mask_count, mask_text


@pytest.mark.parametrize("count", range(1, 8))
def test_small_numbers_from_1_to_7_are_masked(count: int) -> None:
    found = mask_count(count)
    assert (found.value, found.words, found.masked) == (None, "1 to 7", True)


@pytest.mark.parametrize(
    ("count", "published"), [(0, 0), (8, 10), (10, 10), (12, 10), (13, 15), (1234, 1235), (1237, 1235)]
)
def test_small_numbers_of_other_sizes_are_rounded_to_the_nearest_5(count: int, published: int) -> None:
    assert mask_count(count).value == published


@pytest.mark.parametrize("count", [0, 3, 8, 13, 1234])
def test_small_numbers_of_the_nation_stay_exact(count: int) -> None:
    assert mask_count(count, national=True).value == count
    assert mask_text(f"{count} children", national=True) == f"{count} children"


@pytest.mark.parametrize(
    ("quoted", "published"),
    [
        ("We know of 6 children.", "We know of [1 to 7] children."),
        ("Three children and 12 young people", "[1 to 7] children and [about 10] young people"),
        ("Children supported: 4", "Children supported: [1 to 7]"),
        ("twenty-three children", "[about 25] children"),
        ("fewer than 5 children", "fewer than [1 to 7] children"),
        ("How many children?\n\n3", "How many children?\n\n[1 to 7]"),
        ("6.0 children", "[1 to 7] children"),
        ("5children", "[1 to 7]children"),
        ("7/10 babies", "[1 to 7]/10 babies"),
        ("5,4 children", "[1 to 7],[1 to 7] children"),
        ("In May 3 children died", "In May [1 to 7] children died"),
        ("of whom 3 may be children", "of whom [1 to 7] may be children"),
        ("1. Children: 4\n2. Adults: 9", "1. Children: [1 to 7]\n2. Adults: [about 10]"),
        ("no children; 0 children", "no children; 0 children"),
    ],
)
def test_small_numbers_in_quoted_text(quoted: str, published: str) -> None:
    assert mask_text(quoted) == published


@pytest.mark.parametrize(
    "quoted",
    [
        "Children aged 0 to 19, in 2016/17 and 2016-17",
        "A child of 6 years, on 12 July 2016 and 25/12/2016",
        "24 hours a day, 7 days a week for children",
        "£30,000 and 4% for children, see s.12, question 4 and section 5",
        "one-to-one care for a child; no one else",
        "between 8am and 6.30pm or 18:30 for babies",
        "3 nurses and 2 doctors",
    ],
)
def test_small_numbers_that_count_no_children_are_left_alone(quoted: str) -> None:
    assert mask_text(quoted) == quoted


def test_small_numbers_in_an_answer_about_children_are_masked_without_the_word() -> None:
    assert mask_text("We counted 3.") == "We counted 3."
    assert mask_text("We counted 3.", all_counts=True) == "We counted [1 to 7]."
