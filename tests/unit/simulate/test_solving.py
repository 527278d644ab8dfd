"""The integer program and the numbers it starts from."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies.simulate.solve import Sheet, solve
from studies.simulate.targets import Target, read_targets

from answerable.core.answers import NO, YES
from answerable.core.measures.percent import percent_half_up
from answerable.core.questions import Question, Questionnaire

HEADER = "round,kind,question,measure,numerator,denominator,percent,source,note\n"


def sheet(seed: int, targets: list[Target], bodies: int = 4, **more: object) -> Sheet:
    rng = np.random.default_rng(seed)
    shape = (bodies, len(targets))
    lean, ready = rng.normal(size=shape).round(3), rng.normal(size=shape).round(3)
    return Sheet(targets, lean, ready, least_answers=1, **more)  # type: ignore[arg-type]


def best_by_trying_all(a_sheet: Sheet) -> float:
    """The greatest gain over all ways to answer: the obvious and slow way."""
    bodies, items = a_sheet.leaning.shape
    best = -np.inf
    for choice in product((YES, NO, None), repeat=bodies * items):
        answers = np.array(choice, dtype=object).reshape(bodies, items)
        if fits(a_sheet, answers):
            best = max(best, gain(a_sheet, answers))
    return best


def gain(a_sheet: Sheet, answers: np.ndarray) -> float:
    worth = np.where(answers == YES, a_sheet.leaning, -a_sheet.leaning) + a_sheet.readiness
    return float(np.where(answers == None, 0.0, worth).sum())  # noqa: E711


def fits(a_sheet: Sheet, answers: np.ndarray) -> bool:
    for i, target in enumerate(a_sheet.items):
        for option, count in target.counts.items():
            if (answers[:, i] == option).sum() != count:
                return False
    enough = ((answers != None).sum(axis=1) >= a_sheet.least_answers).all()  # noqa: E711
    late = all(
        not ((answers[:, late] == YES) & (answers[:, early] == NO)).any() for late, early in a_sheet.pairs
    )
    return bool(enough) and late


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
def test_solve_finds_the_best_answers_there_are(seed: int, yes: int, no: int, late: int) -> None:
    targets = [
        Target("day", yes + no, {YES: yes, NO: no}),
        Target("night", late + 1, {YES: late, NO: 1}),
    ]
    a_sheet = sheet(seed, targets, pairs=[(1, 0)])
    expected = best_by_trying_all(a_sheet)
    if expected == -np.inf:
        with pytest.raises(ValueError, match="No answers fit"):
            solve(a_sheet)
    else:
        answers = solve(a_sheet)
        assert fits(a_sheet, answers)
        assert gain(a_sheet, answers) == pytest.approx(expected, abs=1e-3)


def test_solve_keeps_stars_within_their_bands() -> None:
    targets = [Target(f"q{i}", 6, {YES: 3, NO: 3}) for i in range(5)]
    bands = [(Fraction(-1), Fraction(1, 5))] * 3 + [(Fraction(4, 5), Fraction(1))] * 3
    answers = solve(sheet(1, targets, bodies=6, rated=list(range(5)), bands=bands))
    shares = [Fraction(int((row == YES).sum()), int((row != None).sum())) for row in answers]  # noqa: E711
    assert all(share <= Fraction(1, 5) for share in shares[:3])
    assert all(share > Fraction(4, 5) for share in shares[3:])


def test_solve_keeps_what_was_settled_beforehand() -> None:
    targets = [Target("day", 4, {YES: 3, NO: 1}), Target("night", 4, {YES: 2, NO: 2})]
    answers = solve(sheet(2, targets, pairs=[(1, 0)], fixed={(1, 2): YES, (0, 2): NO}))
    assert answers[2].tolist() == [NO, YES]


def form(*questions: Question) -> Questionnaire:
    return Questionnaire("ccg", questions)


def targets_of(rows: str, *questions: Question, seed: int = 1) -> dict[str, Target]:
    lines = "2017,ccg,any_question,response_rate,197,207,93,,\n" + rows
    found = read_targets((HEADER + lines).encode(), "2017", form(*questions), np.random.default_rng(seed))
    return dict(found.questions)


def test_counts_win_over_percentages_printed_later() -> None:
    rows = "2017,ccg,q,yes,24,130,19,,\n2017,ccg,q,yes,,,21,,\n"
    assert targets_of(rows, Question("q", "?"))["q"] == Target("q", 130, {YES: 24, NO: 106})


def test_of_two_percentages_the_last_wins() -> None:
    target = targets_of("2017,ccg,q,yes,,,52,,\n2017,ccg,q,yes,,,53,,\n", Question("q", "?"))["q"]
    assert percent_half_up(target.counts[YES], target.n_answered) == 53


def test_of_two_numbers_of_replies_the_last_wins_and_the_other_is_told() -> None:
    rows = "2017,ccg,any_question,response_rate,199,,94,,\n2017,ccg,any_question,response_rate,197,207,93,,\n"
    found = read_targets((HEADER + rows).encode(), "2017", form(), np.random.default_rng(1))
    assert (found.n_replied, found.other_replied) == (197, (199,))


def test_a_base_alone_gives_a_count_that_rounds_to_the_percentage() -> None:
    target = targets_of("2017,ccg,q,yes,,132,60,,\n", Question("q", "?"))["q"]
    assert (target.counts[YES], target.n_answered) == (79, 132)


@settings(max_examples=40)
@given(st.integers(0, 100), st.integers(0, 50))
def test_every_percentage_comes_back_from_some_number_of_answers(percent: int, seed: int) -> None:
    row = f"2017,ccg,q,no,,,{percent},,\n"
    target = targets_of(row, Question("q", "?"), seed=seed)["q"]
    assert target.n_answered <= 197 and sum(target.counts.values()) == target.n_answered
    assert percent_half_up(target.counts[NO], target.n_answered) == Decimal(percent)


def test_three_answers_that_add_up_to_a_hundred_all_come_back() -> None:
    rows = "".join(f"2017,ccg,q,{m},,,{p},,\n" for m, p in (("yes", 35), ("in_development", 19), ("no", 46)))
    question = Question("q", "?", options=("yes", "no", "in_development"))
    target = targets_of(rows, question)["q"]
    shares = {m: percent_half_up(n, target.n_answered) for m, n in target.counts.items()}
    assert shares == {"yes": 35, "no": 46, "in_development": 19}


def test_percentages_no_number_of_answers_gives_are_refused() -> None:
    rows = "2017,ccg,q,yes,,,30,,\n2017,ccg,q,no,,,30,,\n"
    with pytest.raises(ValueError, match="No number of answers"):
        targets_of(rows, Question("q", "?"))
