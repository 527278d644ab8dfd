"""What is filled in is what arrives: in the submission, in the message, and never a no for a blank."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.core.answers import AnswerType, Status
from answerable.core.law.regimes import regime_named
from answerable.core.questions import Question, Questionnaire
from answerable.desk.forms.answers import MARK, STATUS_OF, fields_of, read_answers
from answerable.desk.forms.models import Submission
from answerable.desk.forms.typed import NAME, clean, merge, read_typed
from tests.desk_reply_form import Officer, asking_survey, sent

REGIME = regime_named("foia")
FORM = Questionnaire(
    "council",
    (
        Question("a", "A?", options=("yes", "no")),
        Question("b", "B?", AnswerType.CHOICE, options=("in_house", "contracted")),
        Question("m", "M?", AnswerType.MONEY, unit="GBP", period="2025-26"),
        Question("c", "C?", AnswerType.COUNT),
        Question("t", "T?", AnswerType.TEXT),
        Question("l", "L?", AnswerType.LINK),
    ),
)
WORDS = st.text(max_size=60)
PART = st.dictionaries(
    st.sampled_from(("choice", "amount", "unit", "period", "words", "section", "to")),
    st.one_of(
        WORDS,
        st.sampled_from(("yes", "no", "in_house", "s.12", "£30,000", "30", "-4", "https://a.example/x")),
        st.sampled_from([MARK + each for each in STATUS_OF]),
    ),
    max_size=5,
)
SHEETS = st.dictionaries(st.sampled_from(("a", "b", "m", "c", "t", "l", "", "zz")), PART, max_size=7)


def posted(sheet: dict[str, dict[str, str]]) -> dict[str, str]:
    return {
        NAME.format(key=key, part=part): text[:40]
        for key, parts in sheet.items()
        for part, text in parts.items()
    }


@given(SHEETS)
@settings(max_examples=120, deadline=None)
def test_read_answers_a_blank_is_never_an_answer_and_no_words_are_lost(
    sheet: dict[str, dict[str, str]],
) -> None:
    sent_in = posted(sheet)
    typed = read_typed(sent_in, FORM)
    fields = fields_of(read_answers(typed, FORM, REGIME))
    for question in FORM.asked:
        key, got = question.id, fields.get(question.id)
        parts = {
            part: clean(sent_in.get(NAME.format(key=key, part=part), ""))
            for part in ("choice", "amount", "words")
        }
        if got is None:
            assert not parts["words"], "words always arrive"
            assert not parts["amount"] or not question.is_numeric
            continue
        assert Status(got["status"]) in {Status.ANSWERED, *STATUS_OF.values()}
        assert parts["words"] in got["text"]
        if got["answer"] is not None and question.has_options:
            assert got["answer"] == parts["choice"] and got["answer"] in question.options
        if got["status"] != Status.ANSWERED:
            assert (got["answer"], got["value"]) == (None, None), "a reason carries no answer"
        if got["value"] is not None:
            assert question.is_numeric and parts["amount"]


@given(SHEETS, SHEETS, SHEETS)
@settings(max_examples=100, deadline=None)
def test_merge_loses_nothing(base: Any, mine: Any, theirs: Any) -> None:
    one, own, other = (read_typed(posted(each), FORM) for each in (base, mine, theirs))
    merged = merge(one, own, other)
    for key in {*one, *own, *other}:
        taken = merged.fields.get(key)
        if key in merged.clashing:
            assert taken == other.get(key) and own.get(key) != other.get(key)
        elif own.get(key) != one.get(key):
            assert taken == own.get(key), "what only I changed is mine"
        else:
            assert taken == other.get(key), "what I did not change is theirs"


@pytest.mark.django_db
@given(
    yes=st.sampled_from(("yes", "no", "", "~not_held", "~unclear")),
    number=st.one_of(st.integers(0, 10**12), st.none()),
    words=st.text(st.characters(codec="utf-8"), max_size=200),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_filled_is_what_arrives(yes: str, number: int | None, words: str) -> None:
    one = Officer(sent(asking_survey()))
    amount = "" if number is None else f"£{number:,}"
    one.save(nursing__choice=yes, spend__amount=amount, spend_why__words=words, model__choice="contracted")
    one.hand_in(1)
    submission = Submission.objects.get(request=one.requests[0])
    fields, said = submission.fields, clean(words)
    assert submission.message is not None
    assert fields["model"]["answer"] == "contracted"
    assert ("nursing" in fields) is bool(yes)
    if yes:
        answered = yes in {"yes", "no"}
        assert fields["nursing"]["answer"] == (yes if answered else None)
        assert fields["nursing"]["status"] == ("answered" if answered else yes.removeprefix("~"))
    assert fields.get("spend", {}).get("value") == (None if number is None else float(number))
    assert fields.get("spend_why", {}).get("text", "") == said
    arrived = " ".join(submission.message.text.split())
    for line in said.split("\n"):
        assert " ".join(line.split()) in arrived
