"""Fonts of pictures: measured, not guessed; what they lack is never an empty box."""

import pytest

from answerable.press.images.fonts import BOLD, FACES, SANS, SERIF, Face, drawable
from answerable.press.images.raster import png_of
from tests.pictures import ink_of

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
@pytest.mark.parametrize("words", ["Community children’s nurses", "207 of 209 (99%)", "WWW iii", "Łŵŷ £½"])
def test_width_is_that_of_the_words_as_drawn(face: Face, words: str) -> None:
    family = "serif" if face is SERIF else "sans-serif"
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="100" viewBox="0 0 900 100">'
        f'<text x="20" y="60" font-family="{family}" font-weight="{face.weight}" font-size="40">'
        f"{words}</text></svg>"
    )
    left, _, right, _ = ink_of(png_of(svg, 900))
    assert right - left == pytest.approx(face.width(words, 40), rel=0.04, abs=6)


def test_lines_fit_their_room_and_lose_no_word() -> None:
    text = "Palliative care for children at home, in a hospice and in hospital, by day and by night"
    lines = SERIF.lines(text, 40, 500)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(SERIF.width(line, 40) <= 500 for line in lines)


def test_lines_break_a_word_that_is_longer_than_a_line() -> None:
    lines = SANS.lines(LONG, 40, 300)
    assert "".join(lines) == LONG
    assert all(SANS.width(line, 40) <= 300 for line in lines)


def test_lines_of_nothing_are_none() -> None:
    assert SANS.lines("", 20, 100) == []


def test_cut_ends_in_an_ellipsis_only_where_it_had_to() -> None:
    assert BOLD.cut("Short", 20, 500) == "Short"
    cut = BOLD.cut(LONG, 20, 200)
    assert cut.endswith("…")
    assert BOLD.width(cut, 20) <= 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cyngor Tŵr ŷ", "Cyngor Tŵr ŷ"),
        ("Łódź, Ελλάδα, Київ", "Łódź, Ελλάδα, Київ"),
        ("Council \U0001f642 of “X” – £5 …", "Council of “X” – £5 …"),
        ("Ｆｕｌｌ width", "Full width"),
        ("Cafe\u0301", "Café"),
        ("日本赤十字社", None),
        ("مجلس المدينة", None),
        ("Board of 日本の医療機関の名前", None),
        ("", ""),
    ],
)
def test_drawable_keeps_what_the_fonts_have(text: str, shown: str | None) -> None:
    assert drawable(text) == shown
    if shown:
        assert all(face.has(shown) for face in FACES)
