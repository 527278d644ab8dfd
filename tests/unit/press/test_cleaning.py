"""Letters that no page may hold are taken out at the door; all others pass, whatever their script."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.questions import Duty
from answerable.press.cleaning import clean_text, cleaned
from tests.factories import make_round, make_study, question

TURN, BELL = "\u202e", "\x07"


def test_cleaning_takes_out_controls_and_overrides_and_nothing_else() -> None:
    assert clean_text(f"a{TURN}b\u2066{BELL}c\x85") == "ab\ufffdc\ufffd"
    for text in ("Ysgol Tŷ Ffynnon\nx\ty", "\u200fעיר\u200e", "👩\u200d⚕️", "=1+1", "\u00a0\u200b"):
        assert clean_text(text) is text or clean_text(text) == text


@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert len(once) <= len(text)


def test_cleaning_reaches_every_text_of_a_study_but_no_key() -> None:
    ask = question("ccn", f"Nurses{TURN}?", meaning={"yes": f"It{BELL} does"})
    study = make_study(
        [{"id": f"E{BELL}1", "name": f"North{TURN}", "region": f"N{BELL}"}],
        [make_round("2016", {"ccg": [ask]}, [])],
        publisher=f"A{TURN} publisher",
        extra={"signposting": [f"Call{BELL}"], "language": "en"},
    )
    made = cleaned(study)
    assert made.bodies.select("id", "name", "region").row(0) == (f"E{BELL}1", "North", "N\ufffd")
    asked = made.rounds[0].questionnaires["ccg"].questions[0]
    assert (asked.text, asked.meaning["yes"]) == ("Nurses?", "It\ufffd does")
    assert (made.publisher, made.extra["signposting"]) == ("A publisher", ["Call\ufffd"])


def test_cleaning_leaves_a_sound_study_as_it_is() -> None:
    study = make_study(["E1"], [make_round("2016", {"ccg": ["ccn"]}, {"E1": {"ccn": "yes"}})])
    assert cleaned(study) is study
    frame = pl.DataFrame({"name": ["\u200fעיר", "a\nb", None]})
    assert cleaned(frame) is frame


SAFE = ["https://a.example/x?y=1:2", "HTTP://a.example", "mailto:a@b.example", "a/b.html", "www.a.example/x"]
UNSAFE = [
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
]


@pytest.mark.parametrize("url", [*SAFE, *UNSAFE])
def test_cleaning_drops_addresses_that_would_run_something(url: str) -> None:
    kept = url if url in SAFE else None
    duty = cleaned(Duty("Care", "An Act", "must", url))
    assert duty.url == kept
    frame = cleaned(pl.DataFrame({"url": [url, None], "evidence_url": ["", url], "note": [url, url]}))
    assert frame.rows() == [(kept, "", url), (None, kept, url)]
    assert cleaned({"sources": [{"url": url, "title": url}]}) == {"sources": [{"url": kept, "title": url}]}
