"""A sender's own words: without the thread, the signature and the notices that systems add."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.post.message import read_message
from answerable.core.post.quoting import own_words
from tests.post_cases.own_words import ANSWER, CASES, THREADS
from tests.raw_mail import mail


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_own_words(text: str, expected: str) -> None:
    assert own_words(text) == expected


@pytest.mark.parametrize(("name", "thread"), THREADS, ids=[name for name, _ in THREADS])
def test_the_text_keeps_the_thread(name: str, thread: str) -> None:
    message = read_message(mail(f"{ANSWER}\n\n{thread}"))
    assert message.text == f"{ANSWER}\n\n{thread}".strip("\n")
    assert message.reply_text == ANSWER


_SEEN = (
    "|Yes.|> How many?|>> nested|--|-- |-----|*****|On 3 March 2026, Us wrote:|From: Us|Sent: 3 March 2026|To: FOI"
    "|Subject: Request|To|03/03/2026 10:00|This email is confidential.|12|Regards|-----Original Message-----|   "
    "|\t> x|a@b.example"
)
_LINES = st.sampled_from(_SEEN.split("|"))


@given(st.lists(_LINES, max_size=40))
def test_own_words_are_lines_of_the_text_in_order(lines: list[str]) -> None:
    words = own_words("\n".join(lines))
    left = iter(lines)
    assert all(any(line.rstrip() == each.rstrip() for each in left) for line in words.split("\n") if line)


@given(st.text(max_size=400))
def test_any_text_has_own_words(text: str) -> None:
    assert len(own_words(text)) <= len(text)


@given(st.lists(st.sampled_from(["Yes.", "No.", "12", "We hold 40 records.", "", "Costs: £40"]), max_size=20))
def test_an_answer_alone_is_all_own_words(lines: list[str]) -> None:
    text = "\n".join(lines).strip("\n")
    assert own_words(text) == text
