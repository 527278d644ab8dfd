"""Pages of methods: everything on them follows from the definitions of the study."""

from dataclasses import replace
from pathlib import Path

import pytest

from answerable.press.site import publish
from tests.lived_study import lived_page, lived_site, lived_study
from tests.made_site import visible_text


def words(path: str) -> str:
    return " ".join(visible_text(lived_page(path)).split())


@pytest.mark.parametrize(
    ("round_id", "said"),
    [
        ("2017", "Sent 14 June 2017 Answers counted until the end of 9 October 2017"),
        ("2017", "a request received on 14 June 2017 had to be answered by 13 July 2017"),
        (
            "2017",
            "All 10 local groups that were there on 14 June 2017: 6 questions with 1 follow-up; 1 more was",
        ),
        ("2017", "Response rate 2 9 complete and partial replies of 10 asked (90%)"),
        ("2017", "Plan coded as yes, no and in development since 9 October 2017. Many said so."),
        ("2017", "Either yes if any of “Care” and “Plan” is yes"),
        ("2017", "Said that others should be asked. 1 of the 7 that answered (14%)"),
        ("2017", "Out of hours From evening to morning."),
        ("2017", "Care (groups) 2016: Care Yes, in the same words A reason for identical."),
        ("2017", "Hard (groups) 2016: Hard No: it changed too much A reason for hard."),
        ("2017", "Between the rounds compared the register has 2 rows of mergers."),
        ("2017", "A division is not matched"),
        ("2017", "Says no to “Overall” and yes to “Care”. 1"),
        ("2017", "Yes is printed as 1%; the answers here give 6 of 7 (86%)."),
        ("2017", "Asked, no result printed Overall, Care at night, Hard and Where is it?"),
        ("2017", "A note on the round."),
        ("2017", "Made with Answerable"),
        ("2017", "A source"),
        ("2016", "the rules of the stars"),
        ("2015", "Yes is printed as 60%, but 5 of 9 is 56%."),
        ("2026", "How the round of 2026 will be asked and counted"),
        ("2026", "NHS boards: 1 question. Nobody has been asked yet."),
    ],
)
def test_methods_say_what_the_definitions_say(round_id: str, said: str) -> None:
    assert said in words(f"methods/{round_id}")


def test_every_status_but_answered_is_explained_as_no_answer() -> None:
    text = words("methods/2017")
    for status in ("No reply", "Refused", "Information not held", "Referred elsewhere", "Answer unclear"):
        assert status in text
    assert "None of them is ever a no, and none is a zero" in text


def test_what_does_not_hold_of_a_round_is_left_out() -> None:
    text = words("methods/2026")
    for heading in ("Who replied", "What can be compared", "Answers that do not fit", "Stars How bodies"):
        assert heading not in text
    assert "simulat" not in text


def test_simulated_study_says_how_it_was_made(tmp_path: Path) -> None:
    publish([replace(lived_study(), simulated=True)], tmp_path / "site")
    text = visible_text((tmp_path / "site/methods/2017/index.html").read_text())
    assert "A simulation" in text and "invented" in text


def test_round_under_an_unknown_law_has_its_methods_all_the_same(tmp_path: Path) -> None:
    study = lived_study()
    rounds = list(study.rounds)
    rounds[1] = replace(rounds[1], regime="martian")
    publish([replace(study, rounds=tuple(rounds))], tmp_path / "site")
    assert "martian" in (tmp_path / "site/methods/2016/index.html").read_text()


def test_rounds_and_questions_lead_to_the_methods() -> None:
    for path in ("2017/index.html", "2026/index.html", "2017/questions/care/ccg/index.html"):
        assert "methods/" in (lived_site() / path).read_text()
