"""The answer bar: drawn to all asked, always in one order, and never from counts that cannot be."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.charts.answer_bar import answer_bar, answer_row, spoken, tally_words
from answerable.press.charts.tally import Tally

OPTIONS = ("yes", "no", "in_development")
NURSES = Tally(207, 179, {"yes": 167, "no": 12})


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    given_ = {option: draw(st.integers(0, 400)) for option in OPTIONS}
    answered = sum(given_.values())
    return Tally(answered + draw(st.integers(0, 400)), answered, given_, OPTIONS)


def rects(tally: Tally) -> list[ElementTree.Element]:
    return ElementTree.fromstring(str(answer_bar(tally))).findall("rect")


def share(text: str | None) -> float:
    return float((text or "0").removesuffix("%"))


@given(tallies())
def test_answer_bar_segments_touch_and_reach_to_all_asked(tally: Tally) -> None:
    if not tally.n_asked:
        assert answer_bar(tally) == ""
        return
    x = 0.0
    for rect in rects(tally):
        assert share(rect.get("x")) == pytest.approx(x, abs=0.01)
        x += share(rect.get("width"))
    assert x == pytest.approx(100, abs=0.01)


@given(tallies())
def test_answer_bar_order_is_yes_in_development_no_rest(tally: Tally) -> None:
    order = ["s-yes", "s-in_development", "s-no", "s-missing"]
    drawn = [str(rect.get("class")) for rect in rects(tally)] if tally.n_asked else []
    assert drawn == [each for each in order if each in drawn]
    n_of = dict(
        zip(order, (tally.n_yes, tally.n_in_development, tally.given["no"], tally.n_rest), strict=True)
    )
    assert set(drawn) == {each for each in order if n_of[each]}


@given(tallies())
def test_answer_bar_bracket_spans_the_bounds(tally: Tally) -> None:
    svg = str(answer_bar(tally))
    if not (tally.n_rest and tally.n_answered):
        assert "bound" not in svg
        return
    line = ElementTree.fromstring(svg).findall("g/line")[0]
    low = Fraction(tally.n_yes, tally.n_asked)
    high = Fraction(tally.n_yes + tally.n_asked - tally.n_answered, tally.n_asked)
    assert share(line.get("x1")) == pytest.approx(float(low) * 100, abs=0.01)
    assert share(line.get("x2")) == pytest.approx(float(high) * 100, abs=0.01)


def test_answer_bar_says_the_counts_beside_it() -> None:
    row = str(answer_row(NURSES, "Nurses", href="a/b.html"))
    assert "<b>93%</b> of the 179 that answered" in row
    for words in ("167 yes", "12 no", "28 no answer", "of 207 asked"):
        assert words in row
    assert "in development" not in tally_words(NURSES)
    assert spoken(NURSES) == (
        "167 yes, 12 no, 28 no answer, of 207 bodies asked. "
        "Had all answered, yes would be between 167 (81%) and 195 (94%)."
    )


def test_answer_bar_of_silence_has_no_share() -> None:
    row = str(answer_row(Tally(5, 0, {}), "Nurses"))
    assert "none of the 5 answered" in row
    assert "%</b>" not in row
    assert [rect.get("class") for rect in rects(Tally(5, 0, {}))] == ["s-missing"]


def test_answer_bar_escapes_names() -> None:
    row = str(answer_row(NURSES, "<b>A & B</b>", href='"x'))
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in row
    assert 'href="&#34;x"' in row


@pytest.mark.parametrize(
    "counts",
    [
        (10, 5, {"yes": 3, "no": 1}),
        (10, 5, {"yes": 6, "no": -1}),
        (4, 5, {"yes": 3, "no": 2}),
        (10, 5, {"yes": 3, "perhaps": 2}),
    ],
)
def test_answer_bar_refuses_counts_that_do_not_add_up(counts: tuple[int, int, dict[str, int]]) -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Tally(*counts)
