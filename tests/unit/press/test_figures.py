"""Figures that can be cited: which there are, from which counts, and that silence makes no percentage."""

from collections.abc import Mapping

import pytest

from answerable.press.figures import Figure, figures, path_of, question_figures
from answerable.press.view.build import build_view
from tests.factories import make_round, make_study, question
from tests.made_site import CHILDREN, FORM, OOH, PLAN, SERVICE, WHY, made_study


@pytest.fixture(scope="module")
def found() -> Mapping[str, dict[str, Figure]]:
    kind = build_view(made_study()).round("2017").kinds["ccg"]
    return {key: {each.measure: each for each in figures(kind, view)} for key, view in kind.questions.items()}


def counted(question_id: str, answer: str, round_place: int = 1) -> int:
    """The slow way: rows of the answers that hold one answer."""
    answers = made_study().rounds[round_place].answers
    assert answers is not None
    rows = answers.filter(question_id=question_id, status="answered", answer=answer)
    return rows.height


def test_every_option_has_a_figure_and_so_has_the_response(
    found: Mapping[str, dict[str, Figure]],
) -> None:
    assert list(found[PLAN]) == ["yes", "no", "in_development", "answered"]
    assert list(found[FORM]) == ["block", "spot", "answered"]
    assert list(found[SERVICE]) == [
        "yes", "no", "answered", "both", "hours_only", "out_of_hours_only", "neither",
    ]  # fmt: skip
    assert list(found[OOH]) == ["yes", "no", "answered"]
    assert list(found[WHY]) == ["answered"]
    assert list(found[CHILDREN]) == ["answered", "median", "total"]


@pytest.mark.parametrize(
    ("question_id", "answer"), [(SERVICE, "yes"), (PLAN, "in_development"), (FORM, "spot")]
)
def test_counts_are_those_of_the_answers(
    found: Mapping[str, dict[str, Figure]], question_id: str, answer: str
) -> None:
    figure = found[question_id][answer]
    assert figure.n == counted(question_id, answer)
    assert figure.base == found[question_id]["answered"].n
    assert (
        figure.n
        + sum(
            found[question_id][other].n
            for other in found[question_id]
            if other != answer and (other in ("yes", "no", "in_development", "block", "spot"))
        )
        == figure.base
    )


def test_bounds_put_the_silent_on_either_side(found: Mapping[str, dict[str, Figure]]) -> None:
    figure = found[SERVICE]["yes"]
    assert figure.bounds == (figure.n, figure.n + figure.n_asked - figure.base)


def test_states_of_a_pair_add_up_to_its_base(found: Mapping[str, dict[str, Figure]]) -> None:
    parts = [found[SERVICE][name] for name in ("both", "hours_only", "out_of_hours_only", "neither")]
    assert {part.base for part in parts} == {sum(part.n for part in parts)}


def test_numbers_have_an_amount_and_no_share(found: Mapping[str, dict[str, Figure]]) -> None:
    figure = found[CHILDREN]["median"]
    assert figure.value is not None
    assert (figure.percent, figure.bounds) == ("", None)
    assert "children" in figure.amount


def test_nobody_answered_makes_no_percentage() -> None:
    view = build_view(make_study(["E1"], [make_round("1", {"ccg": ["a"]}, {})]))
    kind = view.round("1").kinds["ccg"]
    made = figures(kind, kind.questions["a"])
    assert [(each.measure, each.percent) for each in made] == [("yes", ""), ("no", ""), ("answered", "0%")]


def test_option_called_like_a_measure_has_an_address_of_its_own() -> None:
    asked = [question("a", answer="choice", options=["both", "answered"]), question("b", pair_of="a")]
    view = build_view(make_study(["E1"], [make_round("1", {"ccg": asked}, {"E1": {"a": "both"}})]))
    kind = view.round("1").kinds["ccg"]
    paths = [path_of(view, each) for each in question_figures(kind, kind.questions["a"])]
    assert "figures/1/ccg/a/option-both/" in paths
    assert len(set(paths)) == len(paths)


def test_printed_counts_are_said_to_be_printed() -> None:
    published = [
        {"round": "1", "kind": "ccg", "question": "a", "measure": "yes", "numerator": 1, "denominator": 2,
         "percent": 50.0, "source": "Report"},
        {"round": "1", "kind": "ccg", "question": "b", "measure": "yes", "percent": 50.0, "source": "Report"},
    ]  # fmt: skip
    study = make_study(["E1", "E2", "E3"], [make_round("1", {"ccg": ["a", "b"]}, None)], published=published)
    kind = build_view(study).round("1").kinds["ccg"]
    yes = figures(kind, kind.questions["a"])[0]
    assert (yes.n, yes.base, yes.n_asked, yes.is_printed) == (1, 2, 3, True)
    # A bare percentage has no counts, so nothing can be cited as a figure of this study.
    assert figures(kind, kind.questions["b"]) == []
