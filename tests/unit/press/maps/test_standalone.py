"""A map as a file of its own."""

import re
from xml.etree import ElementTree

import pytest

from answerable.press.colours import ANSWERS
from answerable.press.maps import Layer, prepare_maps, standalone
from answerable.press.maps.standalone import SANS, wrapped
from tests.unit.press.maps.land import block, land, mapped_study

RINGS = block(4, 3)
LAYERS = [
    Layer("a", "In hours", {"B0": "yes", "B1": "no", **dict.fromkeys(list(RINGS)[2:9], "missing")}),
    Layer("b", "Out of hours", dict.fromkeys(RINGS, "no")),
]


def file(simulated: bool = False, boundaries: bool = True, title: str = "One of two said yes") -> str:
    maps = prepare_maps(mapped_study(list(RINGS), {"ccg": land(RINGS)} if boundaries else {}), "2016", "ccg")
    return standalone(
        maps.drawings[0],
        ANSWERS,
        LAYERS,
        title=title,
        caption="Asked of 12 bodies",
        attribution="Contains OS data © Crown copyright",
        simulated=simulated,
    )


def words(svg: str) -> str:
    return " ".join(
        text.text or "" for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    )


@pytest.mark.parametrize("boundaries", [True, False])
def test_a_file_says_title_legend_counts_caption_and_source(boundaries: bool) -> None:
    said = words(file(boundaries=boundaries))
    for part in ("One of two said yes", "Asked of 12 bodies", "Contains OS data ©", "no answer"):
        assert part in said
    assert "In hours (yes: 1, no: 1, no answer: 10)" in said
    assert "in development" not in said, "a shade that no map uses needs no legend"


def test_a_file_needs_nothing_else() -> None:
    svg = file()
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert "<style" not in svg and "<script" not in svg and "tabindex" not in svg
    assert not re.search(r'\shref="', svg), "older programs know xlink:href only"


def test_a_simulated_file_says_so_at_both_ends_and_in_its_title() -> None:
    assert words(file(simulated=True)).count("Simulated") == 2
    assert "<title>Simulated" in file(simulated=True)
    assert "Simulated" not in file()


def test_a_long_title_is_broken_into_lines_within_the_picture() -> None:
    svg = file(title="A finding that takes " + "rather many words " * 12)
    assert words(svg).count("rather many words") >= 8
    assert ElementTree.fromstring(svg)


def test_wrapped_keeps_every_word_in_order() -> None:
    text = "one two three supercalifragilistic four " * 6
    lines = wrapped(text, 120, 14, SANS)
    assert " ".join(lines) == text.strip() and len(lines) > 5
    assert wrapped("", 100, 14, SANS) == []
