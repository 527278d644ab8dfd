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
        ("5 (five) children", "[1 to 7] ([1 to 7]) children"),
        ("two hundred and three children", "[about 205] children"),
        ("a couple of children", "[1 to 7] children"),
        ("4x children, x3 babies", "[1 to 7]x children, x[1 to 7] babies"),
        ("children 2018 3 2019 4", "children 2018 [1 to 7] 2019 [1 to 7]"),
        ("Children: 3 day-case, 2 St Mary's", "Children: [1 to 7] day-case, [1 to 7] St Mary's"),
        ("age 4 - 3 children", "age 4 - [1 to 7] children"),
        ("girls/3 boys/12", "girls/[1 to 7] boys/[about 10]"),
        ("Total no. 5 children", "Total no. [1 to 7] children"),
        ("six-year-olds: 3", "six-year-olds: [1 to 7]"),
        ("3 patients aged under 18", "[1 to 7] patients aged under 18"),
        ("th\u00adree children", "[1 to 7] children"),
        ("tri phlentyn a 4 o blant", "[1 to 7] phlentyn a [1 to 7] o blant"),
        ("Children | 3 | 12\nAdults | 4 | 50", "Children | [1 to 7] | [about 10]\nAdults | [1 to 7] | 50"),
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
        "Children aged 5 to 18; children aged 3, 4 and 5; ages two to five",
        "Children under 5 and under 18 children",
        "1 in 5 children, one in five children and 4 per cent of children",
        "section 17 of the Children Act 1989, s.40(2), regulation 12(4)(b), section 7(1), Schedule 2",
        "Children's team: 020 7946 0123, 01632 960983, +44 1632 960983, a.3@x.example",
        "See https://x.example/3 for children",
        "0-19 children's service, ages 0 to 5, Key Stage 2, Tier 3 and Tier 4 CAMHS, band 6 nurses",
        "For children: 5 January 2019, May 2018, July 5, 2019, 2019-02-01, the financial year 17/18",
        "5 working days, 3 times a week, 2:1 care for children, one-off, £3.5m, £4 million and ISO 27001",
        "3. How many children?",
    ],
)
def test_small_numbers_that_count_no_children_are_left_alone(quoted: str) -> None:
    assert mask_text(quoted) == quoted


def test_small_numbers_in_an_answer_about_children_are_masked_without_the_word() -> None:
    assert mask_text("We counted 3.") == "We counted 3."
    assert mask_text("We counted 3.", all_counts=True) == "We counted [1 to 7]."


@pytest.mark.parametrize(
    ("quoted", "published"),
    [
        ("2 (4%) of 50 children", "[1 to 7] ([share withheld]) of 50 children"),
        ("10% of the 20 children", "[share withheld] of the 20 children"),
        ("90% of the 20 children", "[share withheld] of the 20 children"),
        ("1 in 5 of the 10 children", "[share withheld] of the 10 children"),
        ("five per cent of the 40 children", "[share withheld] of the 40 children"),
        ("50% of the 400 children", "50% of the 400 children"),
    ],
)
def test_small_numbers_cannot_be_had_from_shares(quoted: str, published: str) -> None:
    assert mask_text(quoted) == published
