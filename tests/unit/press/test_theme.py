"""A theme: what it may change, and that every fault of it is told before anything is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from answerable.core.errors import InputFaults
from answerable.press.legible import unreadable
from answerable.press.options import Options
from answerable.press.site import publish
from answerable.press.theme import BOUNDS, read_theme
from answerable.press.tokens import HOUSE
from tests.made_site import made_study

PLUM: dict[str, Any] = {
    "color": {
        "$type": "color",
        "light": {"accent": {"$value": "#7A1F4F"}, "paper": {"$value": "#fdfbf7"}},
        "dark": {
            "accent": {"$value": {"colorSpace": "srgb", "components": [0.9, 0.6, 0.8], "hex": "#f0a6c4"}}
        },
    },
    "state": {"$type": "color", "light": {"yes": {"$value": "#5a1846"}}},
    "font": {"serif": {"$type": "fontFamily", "$value": ["Palatino Linotype", "Palatino", "serif"]}},
    "size": {"heading": {"$type": "dimension", "$value": {"value": 1.5, "unit": "rem"}}},
}


def written(folder: Path, theme: Any) -> Path:
    """A theme as a file."""
    path = folder / "theme.json"
    path.write_text(theme if isinstance(theme, str) else json.dumps(theme), encoding="utf-8")
    return path


def faults(folder: Path, theme: Any) -> list[str]:
    """What is told of a theme, one line for each fault."""
    with pytest.raises(InputFaults) as caught:
        read_theme(written(folder, theme))
    assert all(fault.file and fault.file.endswith("theme.json") for fault in caught.value.faults)
    return [fault.sentence() for fault in caught.value.faults]


def light(**colours: Any) -> dict[str, Any]:
    """A theme of some colours on light pages."""
    return {
        "color": {"$type": "color", "light": {name: {"$value": value} for name, value in colours.items()}}
    }


def test_without_a_theme_there_is_the_house() -> None:
    assert read_theme(None) is HOUSE


def test_the_house_keeps_its_own_rule() -> None:
    assert list(unreadable(HOUSE)) == []


def test_sizes_have_bounds_and_the_house_is_within_them() -> None:
    sizes = [path for path, token in HOUSE.items() if token.type in ("dimension", "number")]
    assert sorted(BOUNDS) == sorted(sizes)
    for path, (least, most, unit) in BOUNDS.items():
        assert least <= float(HOUSE.css(path).removesuffix(unit)) <= most


def test_a_theme_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    made = read_theme(written(tmp_path, PLUM))
    assert {path: made.css(path) for path in made if made[path] != HOUSE[path]} == {
        "color.light.accent": "#7a1f4f",
        "color.light.paper": "#fdfbf7",
        "color.dark.accent": "#f0a6c4",
        "state.light.yes": "#5a1846",
        "font.serif": '"Palatino Linotype", Palatino, serif',
        "size.heading": "1.5rem",
    }


def test_a_token_may_stand_for_another(tmp_path: Path) -> None:
    theme = light(accent="{color.light.warn}", warn="#6b1010")
    assert read_theme(written(tmp_path, theme)).css("color.light.accent") == "#6b1010"
    assert (
        read_theme(written(tmp_path, light(quiet="{color.light.ink}"))).css("color.light.quiet") == "#12191f"
    )


def test_an_unknown_token_is_told_with_the_nearest(tmp_path: Path) -> None:
    [said] = faults(tmp_path, light(papre="#ffffff"))
    assert "“color.light.papre”" in said and "color.light.paper" in said


@pytest.mark.parametrize(
    "colour", ["red", "#fff", "#12345g", "rgb(0,0,0)", "#0b5d6380", "#0b5d63;}", "", 7, None, ["#0b5d63"]]
)
def test_a_colour_is_six_digits(tmp_path: Path, colour: Any) -> None:
    [said] = faults(tmp_path, light(accent=colour))
    assert "is no colour" in said


@pytest.mark.parametrize(
    "name",
    [
        "url(https://example.org/a.woff2)",
        "Arial; background: url(x)",
        "A\\66ont",
        "</style><script>",
        'Ar"ial',
        "@import x",
        "var(--x)",
        "",
    ],
)
def test_a_font_is_a_name_and_nothing_is_fetched(tmp_path: Path, name: str) -> None:
    theme = {"font": {"$type": "fontFamily", "serif": {"$value": [name, "serif"]}}}
    [said] = faults(tmp_path, theme)
    assert "no name of a font" in said


def test_fonts_end_in_one_that_every_machine_has(tmp_path: Path) -> None:
    [said] = faults(tmp_path, {"font": {"$type": "fontFamily", "serif": {"$value": ["Garamond"]}}})
    assert "does not end in a family" in said


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("size.small", {"value": 0.4, "unit": "rem"}),
        ("size.text", {"value": 16, "unit": "px"}),
        ("space.width", "9999px"),
        ("space.gap", "1.5rem; color: red"),
        ("size.text", "calc(1rem)"),
        ("space.radius", {"value": "2", "unit": "px"}),
        ("space.radius", {"value": True, "unit": "px"}),
    ],
)
def test_sizes_out_of_bounds_are_refused(tmp_path: Path, path: str, value: Any) -> None:
    group, _, name = path.partition(".")
    [said] = faults(tmp_path, {group: {"$type": "dimension", name: {"$value": value}}})
    assert f"“{path}”" in said


@pytest.mark.parametrize(
    ("theme", "pair"),
    [
        (light(ink="#888888"), "color.light.ink"),
        (light(accent="#7fb2b6"), "color.light.accent"),
        (light(edge="#d5d1c7"), "color.light.edge"),
        ({"state": {"$type": "color", "light": {"yes": {"$value": "#6f8fb0"}}}}, "state.light.border"),
        ({"state": {"$type": "color", "light": {"no": {"$value": "#fbfaf7"}}}}, "the colour of the page"),
        ({"color": {"$type": "color", "dark": {"paper": {"$value": "#4a5560"}}}}, "color.dark"),
        ({"color": {"$type": "color", "dark": {"accent": {"$value": "#2b6a70"}}}}, "color.dark.accent"),
    ],
)
def test_what_could_not_be_read_or_told_apart_is_refused(tmp_path: Path, theme: Any, pair: str) -> None:
    assert any(pair in said for said in faults(tmp_path, theme))


def test_a_contrast_is_rounded_down(tmp_path: Path) -> None:
    """#777777 has 4.478:1 on white: told as 4.5, nobody could see what is wrong."""
    said = faults(tmp_path, light(quiet="#777777", paper="#fefefe"))
    assert any("4.44:1" in each or "4.43:1" in each for each in said), said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('"paper"', "no JSON object"),
        ('{"color": {}, "color": {}}', "stands twice"),
        ("[" * 100_000, ""),
        ('{"color": "#fff"}', "neither a token nor a group"),
        ('{"$import": "x.json"}', "has no meaning"),
        ('{"color": {"light": {"ink": {"$type": "number", "$value": 1}}}}', "Its type is color"),
        ('{"color": {"light": {"ink": {"$value": "{color.light.ink}"}}}}', "stands for itself"),
        ('{"color": {"light": {"ink": {"$value": "{font.serif}"}}}}', "another type"),
        ('{"color": {"light": {"ink": {"$value": "{color.light.ikn}"}}}}', "color.light.ink"),
    ],
)
def test_a_file_that_is_no_theme_is_told(tmp_path: Path, text: str, expected: str) -> None:
    assert any(expected in said for said in faults(tmp_path, text))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputFaults):
            read_theme(path)
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(InputFaults):
        read_theme(tmp_path / "latin.json")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    theme = light(papre="#ffffff", accent="red") | {"font": {"serif": {"$value": ["url(x)", "serif"]}}}
    assert len(faults(tmp_path, theme)) == 3


def test_a_bad_theme_leaves_the_published_site_alone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with pytest.raises(InputFaults):
        publish([made_study()], out, options=Options(images=False, theme=written(tmp_path, light(ink="red"))))
    assert not out.exists()
