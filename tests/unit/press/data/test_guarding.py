"""Text in CSV files: harmless in a spreadsheet, and always the way back."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.press.data.guarding import guarded, guarded_frame, unguarded

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
LETTERS = st.text(
    st.sampled_from(
        [*SIGNS, "'", " ", "\t", "\r", "\n", "\u00a0", "\u200b", "\ufeff", "a", "1", "é", '"', ","]
    )
)


def guard(text: str) -> str:
    """One text guarded."""
    made: str = guarded(pl.Series([text], dtype=pl.String))[0]
    return made


def slowly(text: str) -> str:
    """The same, letter by letter."""
    rest = text.lstrip("'")
    if rest[:1] in ("\t", "\r", "\n") and rest:
        return f"'{text}"
    for letter in rest:
        if letter in SIGNS:
            return f"'{text}"
        if not (letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf")):
            return text
    return text


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0@", "\ufeff=", "＝", "'="]
)
def test_guarding_puts_an_apostrophe_before_what_a_spreadsheet_would_run(start: str) -> None:
    assert guard(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "yes", "1=1", "’tis", "'tis", "a@b.example", "10-20", " yes", "2017"])
def test_guarding_leaves_other_text_alone(text: str) -> None:
    assert guard(text) == text


@settings(max_examples=150)
@given(LETTERS | st.text())
def test_guarding_agrees_with_reading_letter_by_letter_and_can_be_undone(text: str) -> None:
    assert guard(text) == slowly(text)
    assert unguarded(guard(text)) == text


def test_guarding_touches_neither_numbers_nor_blanks() -> None:
    frame = pl.DataFrame({"n": [-1.5, None], "whole": [-1, 2], "text": ["-1", None]})
    assert guarded_frame(frame).to_dict(as_series=False) == {
        "n": [-1.5, None],
        "whole": [-1, 2],
        "text": ["'-1", None],
    }
