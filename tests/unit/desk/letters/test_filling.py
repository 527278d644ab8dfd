"""Marks of letters are filled, never run; what is unknown or empty is told with its line."""

import pytest

from answerable.core.questions import Question, Questionnaire
from answerable.desk.letters.defaults import default_letter
from answerable.desk.letters.filling import fill, fill_marks, mark_faults
from answerable.desk.letters.marks import LATE, MARKS
from answerable.desk.letters.models import Purpose
from answerable.desk.letters.questions import definitions_text, questions_text
from tests.desk_factories import NOON, make_survey, open_requests


def test_fill_marks_puts_values_in() -> None:
    filled = fill_marks("To {{ body.name }},\n{{reference}}", {"body.name": "Ashby", "reference": "Q-1"})
    assert (filled.text, filled.faults) == ("To Ashby,\nQ-1", ())


def test_fill_marks_tells_every_fault_with_its_line() -> None:
    filled = fill_marks("{{ body.nam }}\n{% if x %}\n{{ reference }}\n{{ }}", {})
    told = [(fault.rule, fault.line) for fault in filled.faults]
    assert told == [
        ("unknown_mark", 1),
        ("broken_mark", 2),
        ("broken_mark", 2),
        ("unfilled_mark", 3),
        ("unknown_mark", 4),
    ]
    assert "body.name" in filled.faults[0].remedy


def test_fill_marks_a_value_cannot_smuggle_a_mark_in() -> None:
    values = {"body.name": "{{ reference }} {% load x %}", "reference": "Q-1"}
    assert fill_marks("{{ body.name }}", values).text == "{{ reference }} {% load x %}"


def test_fill_marks_optional_ones_leave_no_hole() -> None:
    filled = fill_marks("One\n\n{{ purpose }}\n\nTwo", {"purpose": ""})
    assert (filled.text, filled.faults) == ("One\n\nTwo", ())


def test_fill_marks_late_ones_stay_for_later() -> None:
    filled = fill_marks("{{ reply_link }} {{ due_on }}", {}, later=LATE)
    assert (filled.text, filled.faults) == ("{{ reply_link }} {{ due_on }}", ())


@pytest.mark.parametrize("purpose", list(Purpose))
def test_default_letters_have_no_faults(purpose: Purpose) -> None:
    subject, text = default_letter(purpose)
    assert mark_faults(subject) == mark_faults(text) == ()
    values = {name: f"<{name}>" for name in MARKS}
    assert fill_marks(subject + "\n" + text, values).faults == ()
    assert "<reference>" in fill_marks(subject, values).text


def test_default_request_says_what_the_law_needs() -> None:
    text = default_letter(Purpose.REQUEST)[1]
    for mark in (
        "sender",
        "questions",
        "reply_address",
        "reply_link",
        "law",
        "law.form",
        "law.help",
        "due_on",
    ):
        assert f"{{{{ {mark} }}}}" in text


@pytest.mark.django_db
def test_fill_a_request_as_it_would_be_sent() -> None:
    request = open_requests(make_survey())[0]
    subject, text = default_letter(Purpose.REQUEST)
    filled = fill(f"{subject}\n{text}", request=request, on=NOON.date(), reply_link="https://desk/reply/x/")
    assert filled.faults == ()
    assert "due by 30 June 2026" in filled.text
    assert "1. Do you commission community children's nursing?" in filled.text
    assert "(Answer: an amount in GBP for 2025-26)" in filled.text
    assert "(s.11)" in filled.text
    assert "(s.16)" in filled.text
    assert "Sam Asker\nExample Trust" in filled.text
    assert "{{" not in filled.text


def test_questions_text_numbers_follow_ups_below_their_question() -> None:
    form = Questionnaire(
        "council",
        (
            Question("a", "Do you?", number="12d", section="Nursing"),
            Question("a_why", "How?", parent="a", condition="no", answer="text"),  # type: ignore[arg-type]
            Question("b", "Will you?\nSoon?"),
        ),
        definitions={"out_of_hours": "at night"},
    )
    assert questions_text(form) == (
        "Nursing\n\n12d. Do you?\n    (Answer: yes or no)\n\n"
        "    12da. If no: How?\n        (Answer: in words)\n\n"
        "2. Will you?\n    Soon?\n    (Answer: yes or no)"
    )
    assert definitions_text(form).endswith("- out of hours: at night")
    assert definitions_text(Questionnaire("council", ())) == ""
