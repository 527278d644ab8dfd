"""Consistency flags (method.md): each pattern by its name; a flag never edits, and missing is not no."""

from collections.abc import Iterable
from typing import Any

import polars as pl
import pytest

from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.measures.flags import FlagRule, flags
from answerable.core.measures.grid import answer_grid
from answerable.core.questions import ConsistencyRule, Question
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question, questionnaire

MISSING = ["refused", "no_reply", "not_held", "referred", "unclear", "not_applicable", "not_asked"]


def study_of(
    questions: Iterable[Question | str], said: dict[str, dict[str, Any]], *rules: ConsistencyRule
) -> Study:
    form = questionnaire("ccg", questions, consistency=rules)
    return make_study(sorted(said), [make_round("2017", {"ccg": form}, said)])


def flagged(study: Study, rule: FlagRule) -> list[str]:
    found = flags(study)
    assert set(found["rule"]) <= {str(rule)}
    return found["body_id"].to_list()


OPTIONS = ("yes", "no", "in_development")
ELEMENTS = [question(name, options=OPTIONS) for name in ("overall", "nurses", "doctors")]


def test_flag_overall_yes_no_element() -> None:
    rule = ConsistencyRule("overall_yes_no_element", "overall", ("nurses", "doctors"))
    said = {
        "A": {"overall": "yes", "nurses": "no", "doctors": "no"},
        "B": {"overall": "yes", "nurses": "no", "doctors": "yes"},
        "C": {"overall": "no", "nurses": "no", "doctors": "no"},
        "D": {"overall": "yes", "nurses": "no", "doctors": "in_development"},
    }
    said |= {f"M{i}": {"overall": "yes", "nurses": "no", "doctors": word} for i, word in enumerate(MISSING)}
    study = study_of(ELEMENTS, said, rule)
    assert flagged(study, FlagRule.OVERALL_YES_NO_ELEMENT) == ["A"]
    assert flags(study).row(0) == (
        "2017",
        "A",
        "overall_yes_no_element",
        "overall;nurses;doctors",
        "Says yes to “About overall?” and no to each of its 2 elements.",
    )


def test_flag_overall_no_with_element() -> None:
    rule = ConsistencyRule("overall_no_with_element", "overall", ("nurses", "doctors"))
    said = {
        "A": {"overall": "no", "nurses": "yes", "doctors": "no"},
        "B": {"overall": "no", "nurses": "no", "doctors": "no"},
        "C": {"overall": "in_development", "nurses": "yes", "doctors": "yes"},
        "D": {"overall": "no", "nurses": "refused", "doctors": "yes"},
        "E": {"overall": "refused", "nurses": "yes", "doctors": "yes"},
    }
    study = study_of(ELEMENTS, said, rule)
    assert flagged(study, FlagRule.OVERALL_NO_WITH_ELEMENT) == ["A", "D"]
    assert flags(study)["questions"].to_list() == ["overall;nurses", "overall;doctors"]


def test_flag_needs_without_number() -> None:
    asked = [
        "needs",
        question("children", answer="count", parent="needs", condition="yes"),
        question("gives", derived={"gives_number": "children"}),
    ]
    said: dict[str, dict[str, Any]] = {
        "A": {"needs": "yes", "children": "not_held"},
        "B": {"needs": "yes", "children": 12},
        "C": {"needs": "no"},
        "D": {"needs": "yes", "children": {"status": "answered", "note": "between 10 and 20"}},
        "E": {"needs": "refused"},
        "F": {"needs": "yes", "children": "refused"},
        "G": {"needs": "yes"},
        "H": {"needs": "yes", "children": 0},
    }
    assert flagged(study_of(asked, said), FlagRule.NEEDS_WITHOUT_NUMBER) == ["A", "F", "G"]


def test_flag_out_of_hours_without_in_hours() -> None:
    asked = ["ccn", question("ccn__ooh", pair_of="ccn")]
    said = {
        "A": {"ccn": "no", "ccn__ooh": "yes"},
        "B": {"ccn": "yes", "ccn__ooh": "yes"},
        "C": {"ccn": "refused", "ccn__ooh": "yes"},
        "D": {"ccn": "no", "ccn__ooh": "no"},
    }
    study = study_of(asked, said)
    assert flagged(study, FlagRule.OUT_OF_HOURS_WITHOUT_IN_HOURS) == ["A"]
    assert flags(study)["questions"].to_list() == ["ccn;ccn__ooh"]


def test_flag_spend_without_service() -> None:
    asked = ["ccn", question("spend", answer="money", parent="ccn", condition="yes", unit="GBP")]
    said: dict[str, dict[str, Any]] = {
        "A": {"ccn": "no", "spend": 1200},
        "B": {"ccn": "no", "spend": 0},
        "C": {"ccn": "yes", "spend": 1200},
        "D": {"ccn": "refused", "spend": 1200},
        "E": {"ccn": "no", "spend": "not_held"},
    }
    study = study_of(asked, said)
    assert flagged(study, FlagRule.SPEND_WITHOUT_SERVICE) == ["A"]
    assert flags(study)["words"].to_list() == [
        "Says no to “About ccn?” yet gives 1,200 GBP for “About spend?”."
    ]
    # In the measures the same cell counts as not asked.
    cell = answer_grid(study, "2017", "ccg").filter(body_id="A", question_id="spend")
    assert cell["status"].to_list() == ["not_asked"]


def test_flag_spend_without_service_is_found_where_everyone_is_asked_to_spend() -> None:
    asked = ["ccn", question("spend", answer="money", parent="ccn")]
    said: dict[str, dict[str, Any]] = {"A": {"ccn": "no", "spend": 5}, "B": {"ccn": "yes", "spend": 5}}
    assert flagged(study_of(asked, said), FlagRule.SPEND_WITHOUT_SERVICE) == ["A"]


@pytest.mark.parametrize("name", ["yes_without", "home_without_transfer"])
def test_flag_care_at_home_without_rapid_transfer(name: str) -> None:
    rule = ConsistencyRule(name, "home", other="transfer", words="Home without transfer.")
    said = {
        "A": {"home": "yes", "transfer": "no"},
        "B": {"home": "yes", "transfer": "refused"},
        "C": {"home": "no", "transfer": "no"},
        "D": {"home": "yes", "transfer": "yes"},
    }
    study = study_of(["home", "transfer"], said, rule)
    assert flagged(study, FlagRule(name)) == ["A"]
    assert flags(study)["words"].to_list() == ["Home without transfer."]


def test_flags_never_edit_an_answer() -> None:
    asked = ["ccn", question("ccn__ooh", pair_of="ccn")]
    study = study_of(asked, {"A": {"ccn": "no", "ccn__ooh": "yes"}})
    before = study.rounds[0].answers
    assert before is not None
    kept = before.clone()
    assert flags(study).height == 1
    assert study.rounds[0].answers is before and before.equals(kept)


def test_flags_are_not_raised_by_missing_answers() -> None:
    rules = (
        ConsistencyRule("overall_yes_no_element", "overall", ("nurses", "doctors")),
        ConsistencyRule("overall_no_with_element", "overall", ("nurses", "doctors")),
        ConsistencyRule("yes_without", "overall", other="nurses"),
    )
    for word in MISSING:
        for overall in ("yes", "no", word):
            said = {"A": {"overall": overall, "nurses": word, "doctors": word}}
            assert flags(study_of(ELEMENTS, said, *rules)).is_empty()


def test_flags_of_a_round_whose_answers_are_elsewhere_are_none() -> None:
    form = questionnaire("ccg", ["q"])
    printed = {"round": "2017", "question": "q", "measure": "yes"}
    study = make_study("A", [make_round("2017", {"ccg": form})], published=[printed])
    assert flags(study).is_empty()
    assert flags(study).schema == pl.Schema(
        dict.fromkeys(("round", "body_id", "rule", "questions", "words"), pl.String)
    )


def test_flags_refuse_a_rule_they_do_not_know() -> None:
    with pytest.raises(UnknownName, match="overall_yes_no_element"):
        flags(study_of(["q"], {"A": {}}, ConsistencyRule("overall_yes_no_elements", "q")))
    with pytest.raises(AnswerableError, match="names no other question"):
        flags(study_of(["q"], {"A": {}}, ConsistencyRule("yes_without", "q")))
