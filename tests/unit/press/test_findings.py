"""Sentences about findings: right with ordinary counts, and with none, one or all."""

import pytest

from answerable.core.bodies.model import BodyKind
from answerable.core.questions import Question
from answerable.press.charts.tally import Tally
from answerable.press.findings import (
    bodies_words,
    bounds_sentence,
    headline,
    p_words,
    reasons,
    share_sentence,
    trend_sentence,
)
from answerable.press.leading import lead, pairs
from answerable.press.view.build import build_view
from answerable.press.view.model import KindView, StudyView
from tests.factories import make_round, make_study, question

CCG = BodyKind("ccg", "NHS clinical commissioning group", "NHS clinical commissioning groups", "CCG")
NURSES = Tally(207, 179, {"yes": 167, "no": 12})


def made(
    questions: list[Question], said: list[dict[str, object]], **given: object
) -> tuple[StudyView, KindView]:
    codes = [f"E{n}" for n in range(len(said))]
    a_round = make_round("2016", {"ccg": questions}, dict(zip(codes, said, strict=True)))
    view = build_view(make_study(codes, [a_round], **given))  # type: ignore[arg-type]
    return view, view.rounds[0].kinds["ccg"]


@pytest.mark.parametrize(
    ("short", "many"),
    [
        ("CCG", "CCGs"),
        ("council", "councils"),
        ("body", "bodies"),
        ("board", "boards"),
        ("branch", "branches"),
    ],
)
def test_findings_bodies_have_a_plural(short: str, many: str) -> None:
    kind = BodyKind("k", short, short, short)
    assert bodies_words(kind) == many
    assert bodies_words(kind, 1) == f"1 {short}"
    assert bodies_words(kind, 1234) == f"1,234 {many}"


def test_findings_share_sentence_names_every_count() -> None:
    _, kind = made([question("ccn")], [{"ccn": "yes"}])
    assert share_sentence(kind, NURSES) == (
        "167 of the 179 CCGs that answered said yes (93%); 207 were asked, 28 gave no answer."
    )
    assert share_sentence(kind, Tally(1, 1, {"yes": 1})) == (
        "1 of the 1 CCG that answered said yes (100%); 1 was asked, and all answered."
    )
    assert share_sentence(kind, Tally(3, 0, {})) == "None of the 3 CCGs asked gave an answer."
    assert share_sentence(kind, Tally(0, 0, {}), "out of hours") == "Out of hours, nobody was asked."


def test_findings_bounds_are_silent_when_all_answered() -> None:
    assert bounds_sentence(NURSES) == (
        "Whatever the 28 without an answer would have said, the share of all asked lies between "
        "81% (167 of 207) and 94% (195 of 207)."
    )
    assert bounds_sentence(Tally(3, 3, {"yes": 1, "no": 2})) == ""
    assert bounds_sentence(Tally(3, 0, {})) == ""


def test_findings_headlines_of_every_kind_of_question() -> None:
    questions = [
        question("ccn", label="Nurses"),
        question("ccn__ooh", pair_of="ccn"),
        question("form", label="Form?", answer="choice", options=["block", "spot"]),
        question("n", label="Children", answer="count"),
        question("why", label="Why", answer="text"),
        question("silent", label="Silent"),
    ]
    said: list[dict[str, object]] = [
        {"ccn": "yes", "ccn__ooh": "no", "form": "spot", "n": 3.0, "why": {"answer": "Because."}},
        {"ccn": "yes", "ccn__ooh": "yes", "form": "spot", "n": "not_held"},
        {"ccn": "no", "form": "block"},
    ]
    _, kind = made(questions, said)
    found = {view.id: headline(kind, view) for view in kind.pages}
    assert found["ccn"] == "Nurses: 67% of CCGs that answered say yes, 50% out of hours"
    assert found["form"] == "Form: 2 of the 3 CCGs that answered say “Spot”"
    assert found["n"] == "Children: 1 of the 3 CCGs asked gave a number"
    assert found["why"] == "Why: 1 of the 3 CCGs asked answered"
    assert found["silent"] == "Silent: none of the 3 CCGs asked gave an answer"


def test_findings_reasons_leave_out_who_was_not_asked() -> None:
    counts = {"not_held": 5, "no_reply": 20, "refused": 1, "not_asked": 7, "unclear": 0}
    assert reasons(counts) == "20 no reply, 1 refused and 5 not held"
    assert reasons({}) == ""


def test_findings_a_p_value_is_never_zero() -> None:
    assert [p_words(p) for p in (1.0, 0.143463, 0.0512, 0.00001)] == [
        "1.00",
        "0.14",
        "0.051",
        "less than 0.001",
    ]


def test_findings_a_trend_names_its_test_and_a_hard_break_has_none() -> None:
    row = {"n_matched": 150, "gained": 12, "lost": 5, "p_value": 0.143463}
    assert trend_sentence(row, "CCGs") == (
        "Of the 150 CCGs that answered in both rounds, 12 went to yes and 5 from yes to another answer "
        "(exact McNemar test, p = 0.14)."
    )
    assert trend_sentence({"n_matched": None}, "CCGs") == ""


def test_leading_is_the_widest_gap_among_those_that_answered_both() -> None:
    questions = [
        question("a"),
        question("a__ooh", pair_of="a"),
        question("b"),
        question("b__ooh", pair_of="b"),
        question("c"),
        question("c__ooh", pair_of="c"),
    ]
    said: list[dict[str, object]] = [
        {"a": "yes", "a__ooh": "yes", "b": "yes", "b__ooh": "no", "c": "no"},
        {"a": "yes", "a__ooh": "no", "b": "yes", "b__ooh": "no", "c": "yes"},
        # Only by day: no part of any gap.
        {"a": "yes", "b": "no"},
    ]
    view, kind = made(questions, said)
    assert [pair.day.id for pair in pairs(kind)] == ["b", "a", "c"]
    assert [pair.gap for pair in pairs(kind)] == [1, 0.5, None]
    found = lead(view)
    assert found is not None and found[2].id == "b"


def test_leading_is_nothing_where_nobody_was_asked() -> None:
    study = make_study(["E1"], [make_round("2026", {"ccg": ["ccn"]}, None, sent_on=None)])
    assert lead(build_view(study)) is None
