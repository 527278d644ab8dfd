"""Comparisons of rounds as the pages hold them, against the table of trends."""

from answerable.core.measures.movers import matched_states
from answerable.core.measures.panel import matched_panel
from answerable.core.measures.trends import trends
from answerable.core.questions import Comparability
from answerable.press.view.build import build_view
from tests.lived_study import CARE, HARD, lived_study

STUDY = lived_study()
VIEW = build_view(STUDY)


def test_every_comparison_of_the_questionnaires_is_there_once() -> None:
    found = {(view.now.round_id, view.now.id) for view in VIEW.extras.comparisons}
    expected = {
        (each.id, question.id)
        for each in STUDY.rounds
        for form in each.questionnaires.values()
        for question in form.questions
        if question.compares_with
    }
    assert found == expected
    assert len(VIEW.extras.comparisons) == len(expected)


def test_bodies_that_moved_are_as_many_as_the_trend_says() -> None:
    rows = {row["question"]: row for row in trends(STUDY).to_dicts()}
    for view in VIEW.extras.comparisons:
        row = rows[view.now.id]
        if view.link.comparability is Comparability.HARD:
            assert (view.gained, view.lost, dict(view.moves)) == ((), (), {})
        else:
            assert (len(view.gained), len(view.lost)) == (row["gained"], row["lost"])
            assert sum(view.moves.values()) == row["n_matched"]


def test_matched_states_are_those_of_the_matched_panel() -> None:
    panel = matched_panel(STUDY, "2016", "2017", "ccg").filter(pairing="matched")
    columns = ("question", "body_id", "earlier_state", "later_state")
    assert sorted(matched_states(STUDY).select(columns).rows()) == sorted(panel.select(columns).rows())


def test_no_line_may_be_drawn_across_a_break() -> None:
    is_trend = {view.now.id: view.is_trend for view in VIEW.extras.comparisons}
    assert is_trend[CARE] and not is_trend[HARD]


def test_what_a_body_said_before_is_known_for_matched_bodies_only() -> None:
    matched = {(row["question"], row["body_id"]) for row in matched_states(STUDY).to_dicts()}
    known = {(question, body) for _, question, body in VIEW.extras.before}
    assert known == matched
