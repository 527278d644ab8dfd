"""Trend pages: who answered by what they said before, early against late, and the words that changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.measures.response import early_late, response_by_previous
from answerable.press.pages.trend_replies import previous_row
from answerable.press.pages.wording_marks import marked
from answerable.press.view.tables import due_dates
from tests.lived_study import CARE, HARD, OVERALL, lived_page, lived_study
from tests.made_site import visible_text

TAGS = re.compile(r'<span class="hide">.*?</span>|</?(?:ins|del)>')


def section(question: str) -> str:
    html = lived_page(f"trends/{question}-ccg-2016-2017")
    return html[html.index('id="who"') : html.index('id="wording"')]


@pytest.mark.parametrize("question", [OVERALL, CARE, HARD])
def test_response_stands_by_what_was_said_before(question: str) -> None:
    html = section(question)
    rows = response_by_previous(lived_study()).filter(round="2017", question=question).to_dicts()
    rows = [row for row in rows if row["n_asked"]]
    assert rows
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    assert table.count("<tr>") == len(rows)
    for row in rows:
        words, asked, replied, answered = previous_row(row)
        line = re.search(rf'<tr><th scope="row">{re.escape(words)}</th>(.*?)</tr>', table)
        assert line is not None, words
        assert re.findall(r">([^<]+)</td>", line.group(1)) == [asked, replied, answered]
        assert replied.startswith(f"{row['n_replied']} of {row['n_asked']} (")


def test_a_share_of_those_that_said_no_is_told_with_its_counts() -> None:
    [row] = response_by_previous(lived_study()).filter(round="2017", question=CARE, previous="no").to_dicts()
    words = " ".join(visible_text(section(CARE)).split())
    assert re.search(
        rf"{row['n_replied']} of the {row['n_asked']} groups? that said no in 2016 replied", words
    )


def test_early_replies_stand_beside_late_ones() -> None:
    study = lived_study()
    found = early_late(study, due_dates(study)).filter(round="2017", question=OVERALL).to_dicts()
    by_time = {row["replied"]: row for row in found if row["yes_share"] is not None}
    html = lived_page(f"trends/{OVERALL}-ccg-2016-2017")
    assert ("Replies of 2017 by when they came" in html) == ({"early", "late"} <= set(by_time))


def test_words_taken_out_and_put_in_are_marked() -> None:
    then, now = marked("a condition that shortens life, do you?", "a condition that limits life, do you?")
    assert then == ('a condition that <del><span class="hide">taken out: </span>shortens</del> life, do you?')
    assert now == 'a condition that <ins><span class="hide">put in: </span>limits</ins> life, do you?'


def test_equal_texts_and_texts_written_anew_have_no_marks() -> None:
    assert marked("Do you?", "Do you?") == ("Do you?", "Do you?")
    for text in marked("Which nurses work at night?", "How much was spent on beds, in pounds?"):
        assert "<ins>" not in text and "<del>" not in text


def test_marks_are_escaped() -> None:
    then, now = marked("Is <b>it</b> so, and so?", "Is <i>it</i> so, & so?")
    assert "<b>" not in then and "<i>" not in now and "&amp;" in now


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_texts_still_say_what_was_asked(then: str, now: str) -> None:
    for text, out in zip((then, now), marked(then, now), strict=True):
        assert TAGS.sub("", str(out)) == str(type(out).escape(text))
