"""The design tokens: one file from which style sheet, states and pictures take what they look like."""

import re
from pathlib import Path

from answerable.press import colours
from answerable.press.assets import style_sheet
from answerable.press.charts.answer_bar import answer_bar
from answerable.press.charts.tally import Tally
from answerable.press.maps import pattern_defs, swatch
from answerable.press.render import environment, plain_defs
from answerable.press.tokens import HOUSE, Token, Tokens, painted, themed

PRESS = Path(colours.__file__).parent
PLUM = "#5a1846"
TALLY = Tally(4, 3, {"yes": 2, "no": 1})


def changed(**values: str) -> Tokens:
    """The house with some colours changed; a double underscore stands for a dot."""
    made = {path.replace("__", "."): Token("color", colour) for path, colour in values.items()}
    return Tokens({**HOUSE, **made})


def test_every_custom_property_that_is_used_is_declared() -> None:
    css = style_sheet()
    declared = set(re.findall(r"(--[a-z0-9-]+):", css))
    # A script gives a table the number of its columns.
    scripts = "".join(path.read_text() for path in (PRESS / "static" / "js").glob("*.js"))
    declared |= set(re.findall(r'setProperty\("(--[a-z]+)"', scripts))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", css)) <= declared


def test_every_token_of_the_house_is_in_the_style_sheet() -> None:
    css = style_sheet()
    for path, token in HOUSE.items():
        # What is white needs no rule on a light page; borders stand in the pictures themselves.
        if path not in ("state.light.no", "size.headline-least", "size.headline"):
            assert token.css in css, path


def test_the_house_is_written_nowhere_else() -> None:
    """A colour in a style sheet of its own would stay when a theme changes it."""
    from answerable.press.assets import _parts

    for name, text in _parts("css").items():
        on_screen = re.sub(r"@media print \{(?:[^{}]|\{[^{}]*\})*\}", "", text)
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*[{,.:>])", on_screen) == [], name


def test_states_are_painted_from_the_tokens() -> None:
    assert HOUSE.css("state.light.yes") == colours.YES_FILL
    bar = str(answer_bar(TALLY))
    assert HOUSE.css("state.light.yes") in bar and HOUSE.css("state.light.border") in bar


def test_a_theme_repaints_bars_patterns_swatches_and_style_sheet() -> None:
    before = colours.YES_FILL
    with themed(changed(state__light__yes=PLUM, state__dark__yes="#f0c4de")):
        bar, defs, css = str(answer_bar(TALLY)), str(plain_defs()), style_sheet()
        small = swatch(colours.ANSWERS, colours.ANSWERS.shades[0])
        assert PLUM in bar and PLUM in defs and PLUM in css and PLUM in small
        assert before not in bar + defs + css + small
        assert "#f0c4de" in css
    assert PLUM not in str(answer_bar(TALLY)) + str(plain_defs()) + style_sheet()


def test_a_theme_leaves_what_it_does_not_name() -> None:
    with themed(changed(color__light__accent=PLUM)):
        assert painted(colours.YES_FILL) == colours.YES_FILL
        assert f"--accent:{PLUM}" in style_sheet()
        assert str(pattern_defs([colours.STARS])) == pattern_defs([colours.STARS])


def test_templates_can_ask_for_a_token() -> None:
    made = environment().from_string("{{ token('color.light.paper') }}")
    with themed(changed(color__light__paper="#fffdf5")):
        assert made.render() == "#fffdf5"
    assert made.render() == HOUSE.css("color.light.paper")


def test_headlines_grow_with_the_window() -> None:
    assert "--t1:clamp(1.8rem, 1.25rem + 2.4vw, 2.75rem);" in HOUSE.root_css
