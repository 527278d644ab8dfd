"""Faults in study.yaml, round.yaml and the questionnaires, each with its line."""

from pathlib import Path

import pytest

from tests.unit.core.study.changed import CCG, CCG_FILE, LA, ROUND, STUDY, found, swapped

ROUND_FILE = "rounds/2016/round.yaml"
# What hangs on the questions would be told too, so only the questionnaire is looked at.
ALONE = {"rounds/2016/answers.csv": None, "rounds/2016/requests.csv": None}


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("id: tiny\n", "", "missing_key", 1),
        ("id: tiny", "id: other", "id_not_folder_name", 1),
        ("id: tiny", "id: ../x", "bad_id", 1),
        ("title: A tiny study", "title:", "empty_key", 2),
        ("title: A tiny study", "titel: A tiny study\ntitle: x", "unknown_key", 2),
        ("title: A tiny study", "title: x\ntitle: y", "duplicate_key", 3),
        ("title: A tiny study", "title: [a]", "not_text", 2),
        ("title: A tiny study", "title: a: b", "yaml_broken", 2),
        ("simulated: true", "simulated: yes", "not_boolean", 5),
        ("simulated: true", 'simulated: "true"', "not_boolean", 5),
        ("simulated: true", "simulated: True", None, None),
        ("licence: CC-BY-4.0", "licence: whatever you like", None, None),
        ("  ccg: {name", "  CCG: {name", "bad_kind", 7),
        ("  ccg: {name", "  care group: {name", "bad_kind", 7),
        ("publisher: A publisher", "default_scheme: stars\npublisher: x", "unknown_scheme", 3),
    ],
)
def test_study_yaml_with_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str | None, line: int | None
) -> None:
    faults = [f for f in found(tmp_path, {"study.yaml": swapped(STUDY, old, new)}) if f.file == "study.yaml"]
    if rule is None:
        assert faults == []
    else:
        assert (rule, line) in [(f.rule, f.line) for f in faults]


def test_study_yaml_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, {"study.yaml": STUDY + "sumary: x\n"})
    assert fault.rule == "unknown_key" and "“summary”" in fault.remedy


def test_study_yaml_as_yaml_1_1_is_refused_since_yes_would_be_true(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, {"study.yaml": "%YAML 1.1\n---\n" + STUDY})
    assert fault.rule == "yaml_version" and "%YAML" in fault.remedy


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("sent_on: 2016-04-04\n", "", "missing_key", 1),
        ("sent_on: 2016-04-04", "sent_on: 4 April 2016", "not_a_date", 1),
        ("sent_on: 2016-04-04", "sent_on: 2016-02-30", "not_a_date", 1),
        ("sent_on: 2016-04-04", "sent_on: 2016-07-04", "cut_off_before_sent", 2),
        ("regime: foia", "regime: fia", "unknown_regime", 3),
        ("regime: foia", "regime: yes", "unknown_regime", 3),
        ("regime: foia", "regime: true", "yaml_boolean", 3),
        ("asked: {ccg: ccg.yaml, la: la.yaml}", "asked: {cgc: ccg.yaml, la: la.yaml}", "unknown_kind", 4),
        ("ccg: ccg.yaml", "ccg: other.yaml", "missing_file", 4),
        ("ccg: ccg.yaml", "ccg: ../2017/ccg.yaml", "bad_file_name", 4),
        ("ccg: ccg.yaml", "ccg: la.yaml", "two_kinds", 1),
        ("asked: {ccg: ccg.yaml, la: la.yaml}", "asked: [ccg.yaml]", "not_keys", 4),
    ],
)
def test_round_yaml_with_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str, line: int
) -> None:
    faults = found(tmp_path, {**ALONE, ROUND_FILE: swapped(ROUND, old, new)})
    assert (rule, line) in [(f.rule, f.line) for f in faults]


def test_round_folder_without_round_yaml_is_told(tmp_path: Path) -> None:
    faults = found(tmp_path, {**ALONE, "rounds/2017/answers.csv": "body_id,question_id,status\n"})
    assert [(f.rule, f.file) for f in faults] == [("missing_file", "rounds/2017/round.yaml")]


LINK = "answer: link\n    "


def line_of(text: str, piece: str) -> int:
    """The line on which a piece of text stands."""
    return text[: text.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "rule", "at"),
    [
        ("id: ccn__ooh", "id: ccn", "duplicate_question", None),
        ("id: ccn_spend", "id: ccn", "duplicate_question", None),
        ("id: where", "id: wh/ere", "bad_id", None),
        ("text: Where?", "", "missing_key", None),
        ("text: Where?", 'text: "  "', "empty_key", None),
        ("answer: choice", "answer: chioce", "unknown_word", None),
        ("options: [home, hospital]", "options: []", "options_missing", None),
        ("options: [home, hospital]", "options: [home, home]", "duplicate_option", None),
        ("options: [home, hospital]", "options: [true, home]", "yaml_boolean", None),
        ("options: [home, hospital]", "options: home", "not_a_list", None),
        ("options: [home, hospital]", "options: [home]\n    meaning: {hom: x}", "unknown_option", "meaning:"),
        ("answer: link", "answer: link\n    options: [a]", "options_not_used", "options: [a]"),
        ("pair_of: ccn", "options: [yes, maybe]\n    pair_of: ccn", "yes_no_options", "options:"),
        ("pair_of: ccn", "options: [yes, false]\n    pair_of: ccn", "yaml_boolean", "options:"),
        ("pair_of: ccn", "pair_of: cnn", "unknown_question", None),
        ("pair_of: ccn", "pair_of: ccn__ooh", "pair_cycle", None),
        ("answer: link", "answer: yes_no\n    pair_of: ccn", "pair_twice", "pair_of: ccn\n  - id: any"),
        ("if: yes", "if: true", "yaml_boolean", None),
        ("if: yes", "if: maybe", "unknown_option", None),
        ("if: yes", "if: yes, period: 2016-17, unit: GBP, label: Spend", None, None),
        ("if: yes", "ifs: yes", "unknown_key", None),
        ("any_of: [ccn, ccn__ooh]", "any_of: [ccn, cnn]", "unknown_question", None),
        ("any_of: [ccn, ccn__ooh]", "any_of: [ccn, ccn]", "derived_part", None),
        ("any_of: [ccn, ccn__ooh]", "any_of: [ccn, where]", "derived_part", None),
        ("any_of: [ccn, ccn__ooh]", "any_of: [ccn, any_nurses]", "derived_part", None),
        ("any_of: [ccn, ccn__ooh]", "any_of: [ccn], gives_number: ccn_spend", "derived_rule", None),
        ("any_of: [ccn, ccn__ooh]", "", "derived_rule", None),
        ("gives_number: ccn_spend", "gives_number: ccn", "derived_part", None),
        ("of: ccn}", "of: cnn}", "unknown_question", None),
        ("id: ask_nhs", "id: ask nhs", "bad_id", None),
        (
            "answer: link",
            "answer: link\n    duty: {name: x, source: y, force: shall}",
            "unknown_word",
            "duty:",
        ),
        (
            "answer: link",
            "answer: link\n    recoded: {options: [a], on: 2017, because: x}",
            "not_a_date",
            "recoded:",
        ),
        (
            "answer: link",
            "answer: link\n    recoded: {options: [a], on: , because: x}",
            "empty_key",
            "recoded:",
        ),
        ("answer: link", "answer: link\n    number: 12", None, None),
        ("answer: link", "answer: link\n    number: 1.10", None, None),
    ],
)
def test_questionnaire_with_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str | None, at: str | None
) -> None:
    text = swapped(CCG, old, new)
    faults = [f for f in found(tmp_path, {**ALONE, CCG_FILE: text}) if f.file == CCG_FILE]
    if rule is None:
        assert faults == []
        return
    told = [f for f in faults if f.rule == rule]
    assert told, [f.sentence() for f in faults]
    lines = {line_of(text, at)} if at else {line_of(CCG, old), line_of(CCG, old) - 1, line_of(CCG, old) + 1}
    assert told[0].line in lines
    assert told[0].question or rule in ("unknown_question", "bad_id")


def test_questionnaire_without_questions_is_told(tmp_path: Path) -> None:
    faults = found(tmp_path, {**ALONE, "rounds/2016/la.yaml": "kind: la\nquestions: []\n"})
    assert [f.rule for f in faults] == ["no_questions"]


def test_questionnaire_sections_that_are_not_listed_are_warned_of(tmp_path: Path) -> None:
    text = swapped(LA, "questions:", "sections: [Children]\nquestions:").replace(
        "text:", "section: Childs\n    text:"
    )
    (fault,) = found(tmp_path, {"rounds/2016/la.yaml": text})
    assert (fault.rule, fault.severity) == ("unknown_section", "warning")
    assert "“Children”" in fault.remedy


@pytest.mark.parametrize(
    ("rule_text", "rules"),
    [
        ("{rule: yes_without, question: ccn, other: ccn__ooh}", []),
        ("{rule: overall_yes_no_element, question: ccn, elements: [ccn__ooh]}", []),
        ("{rule: joint_one_side, question: ccn, other: children, other_kind: la}", []),
        ("{rule: yes_withuot, question: ccn, other: ccn__ooh}", ["unknown_word"]),
        ("{rule: yes_without, question: cnn, other: ccn__ooh}", ["unknown_question"]),
        ("{rule: yes_without, question: ccn}", ["missing_key"]),
        ("{rule: overall_no_with_element, question: ccn}", ["missing_key"]),
        ("{rule: overall_no_with_element, question: ccn, elements: [x1]}", ["unknown_question"]),
        ("{rule: joint_one_side, question: ccn, other: ccn, other_kind: la}", ["unknown_question"]),
        ("{rule: joint_one_side, question: ccn, other: children, other_kind: icb}", ["unknown_kind"]),
        ("{rule: joint_one_side, question: ccn}", ["missing_key", "missing_key"]),
    ],
)
def test_consistency_rules_name_what_they_need(tmp_path: Path, rule_text: str, rules: list[str]) -> None:
    faults = found(tmp_path, {CCG_FILE: f"{CCG}consistency:\n  - {rule_text}\n"})
    assert [f.rule for f in faults] == rules
    assert all(f.line == CCG.count("\n") + 2 for f in faults)


LATER = {
    "rounds/2017/round.yaml": "sent_on: 2017-06-14\ncut_off:\nregime: foia\nasked: {ccg: ccg.yaml}\n",
}


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ('{round: "2016", question: ccn, comparability: soft, because: x}', None),
        ("{round: 2016, question: ccn, comparability: identical}", None),
        ("{round: 2016, question: children, comparability: hard, kind: la}", None),
        ("{round: 2015, question: ccn, comparability: soft}", "unknown_round"),
        ("{round: 2017, question: ccn, comparability: soft}", "unknown_round"),
        ("{round: 2016, question: cnn, comparability: soft}", "unknown_question"),
        ("{round: 2016, question: children, comparability: soft}", "unknown_question"),
        ("{round: 2016, question: children, comparability: soft, kind: icb}", "unknown_kind"),
        ("{round: 2016, question: ccn, comparability: softish}", "unknown_word"),
        ("{round: 2016, question: ccn}", "missing_key"),
    ],
)
def test_comparisons_name_a_question_of_an_earlier_round(tmp_path: Path, link: str, rule: str | None) -> None:
    form = "kind: ccg\nquestions:\n  - id: ccn\n    text: Nurses?\n    answer: yes_no\n"
    form += f"    compares_with: {link}\n"
    faults = found(tmp_path, {**LATER, "rounds/2017/ccg.yaml": form})
    assert [(f.rule, f.line, f.question) for f in faults] == ([(rule, 6, "ccn")] if rule else [])


def test_comparison_of_the_first_round_has_nothing_before_it(tmp_path: Path) -> None:
    text = swapped(CCG, "pair_of: ccn", "compares_with: {round: 2015, question: x, comparability: soft}")
    faults = found(tmp_path, {CCG_FILE: text})
    assert [f.rule for f in faults] == ["unknown_round"]


SCHEME = """\
id: stars
version: "1"
title: Stars
default_set: all
minimum_coverage: 1/2
bands:
  - {stars: 0, up_to: 0}
  - {stars: 1, up_to: 100}
item_sets:
  all:
    - {round: "2016", kind: ccg, items: [ccn, ccn__ooh]}
"""


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("id: stars", "id: star", ["id_not_file_name"]),
        ("up_to: 100", "up_to: 99", ["rating_bands"]),
        ("up_to: 100", "up_to: most", ["not_a_number", "rating_bands"]),
        ("up_to: 100", "up_to: 1e99999999", ["not_a_number", "rating_bands"]),
        ("up_to: 100", "up_to: 300/3", []),
        ("stars: 1,", "stars: 1.5,", ["not_a_number"]),
        ("default_set: all", "default_set: al", ["rating_default_set"]),
        ("minimum_coverage: 1/2", "minimum_coverage: 3/2", ["rating_coverage"]),
        ("items: [ccn, ccn__ooh]", "items: [cnn]", ["rating_item"]),
        ("items: [ccn, ccn__ooh]", "items: [where]", ["rating_item"]),
        ('round: "2016"', "round: 2015", ["rating_round"]),
        ("item_sets:", "wieghts: x\nitem_sets:", ["unknown_key"]),
        ("  all:\n    - {", "  all:\n    {", ["yaml_broken"]),
    ],
)
def test_schemes_with_a_fault_are_told(tmp_path: Path, old: str, new: str, rules: list[str]) -> None:
    text = swapped(SCHEME, old, new)
    text = text.replace("ccn__ooh]}\n", "ccn__ooh]\n") if rules == ["yaml_broken"] else text
    faults = found(tmp_path, {"ratings/stars.yaml": text})
    assert sorted(f.rule for f in faults) == rules
    assert all(f.file == "ratings/stars.yaml" for f in faults)


def test_schemes_of_the_whole_study_have_no_fault(tmp_path: Path) -> None:
    text = STUDY + "default_scheme: stars\n"
    assert found(tmp_path, {"study.yaml": text, "ratings/stars.yaml": SCHEME}) == ()
