"""Cards: one for each page that has something of its own to show, whatever its names are."""

import re
from dataclasses import replace
from html import unescape

import pytest

from answerable.core.study.model import Study
from answerable.press.images import subjects as subjects_module
from answerable.press.images.card import EDGE, FOOT, HEIGHT, WIDTH
from answerable.press.images.cards import cards
from answerable.press.images.raster import png_of
from answerable.press.images.subjects import card_path
from answerable.press.options import Options
from answerable.press.render import Frame
from answerable.press.site import all_pages, make_frames
from tests.factories import make_round, make_study
from tests.made_site import HOSTILE, LONG, SERVICE, made_study
from tests.pictures import ink_of, size_of

TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def frame_of(study: Study, address: str = "") -> Frame:
    return make_frames([study], options=Options(address=address, images=True))[0]


def words_of(svg: str) -> str:
    return " | ".join(unescape(words) for words in TEXT.findall(svg))


@pytest.fixture(scope="module")
def frame() -> Frame:
    return frame_of(made_study())


@pytest.fixture(scope="module")
def drawn(frame: Frame) -> dict[str, str]:
    return {picture.path: picture.svg() for picture in cards(frame)}


def card_of_body(frame: Frame, drawn: dict[str, str], name: str) -> str:
    [body] = [body for body in frame.view.bodies if body.name == name]
    return drawn[f"{body.path}card.png"]


def test_every_page_names_a_card_that_is_made(frame: Frame, drawn: dict[str, str]) -> None:
    for page in all_pages([frame]):
        if page.file.endswith(".html"):
            assert card_path(frame.view, page.path, images=True) in drawn, page.path


def test_without_pictures_no_page_names_a_card(frame: Frame) -> None:
    assert card_path(frame.view, "", images=False) is None


def test_card_of_a_question_says_its_finding_with_counts_and_base(drawn: dict[str, str]) -> None:
    words = words_of(drawn[f"2017/questions/{SERVICE}/ccg/card.png"])
    assert "% of" in words
    assert re.search(r"\d+% of the \d+ that answered", words)
    assert re.search(r"\d+ yes, \d+ no, \d+ no answer, of \d+ asked", words)
    assert "Nurses for children" in words
    assert "answers as at 9 October 2017" in words


def test_card_of_a_pair_stands_for_both_pages(frame: Frame, drawn: dict[str, str]) -> None:
    night = f"2017/questions/{SERVICE}__ooh/ccg/"
    assert f"{night}card.png" not in drawn
    assert card_path(frame.view, night, images=True) == f"2017/questions/{SERVICE}/ccg/card.png"
    svg = drawn[f"2017/questions/{SERVICE}/ccg/card.png"]
    assert svg.count('class="map still') == 2
    assert svg.count('class="bar ') == 2


def test_card_of_a_body_sums_up_its_answers(frame: Frame, drawn: dict[str, str]) -> None:
    words = words_of(card_of_body(frame, drawn, "Body 5 CCG"))
    assert "Body 5 CCG" in words
    assert re.search(r"yes to \d+ of \d+ it answered|none answered", words)
    assert re.search(r"of \d+ questions?", words)


@pytest.mark.parametrize("name", [HOSTILE, LONG])
def test_card_of_a_hostile_name_is_drawn_within_its_edges(
    frame: Frame, drawn: dict[str, str], name: str
) -> None:
    svg = card_of_body(frame, drawn, name)
    assert "<script" not in svg
    png = png_of(svg, WIDTH)
    assert size_of(png) == (WIDTH, HEIGHT)
    left, _, right, bottom = ink_of(png)
    assert left >= EDGE - 2
    assert right <= WIDTH - EDGE + 2
    assert bottom < HEIGHT
    # The headline ends above the bars, and the bars above the foot.
    lines = [float(y) for y in re.findall(r'y="([\d.]+)" font-family="serif"', svg)]
    assert max(lines) < FOOT - 100


def test_name_in_another_script_gives_way_to_the_code() -> None:
    study = make_study(
        [{"id": "E1", "name": "日本赤十字社"}], [make_round("1", {"ccg": ["a"]}, {"E1": {"a": "yes"}})]
    )
    frame = frame_of(study)
    drawn = {picture.path: picture.svg() for picture in cards(frame)}
    assert "日" not in "".join(drawn.values())
    assert "Body E1" in words_of(drawn[f"{frame.view.bodies[0].path}card.png"])


def test_simulated_study_says_so_on_every_card(drawn: dict[str, str]) -> None:
    frame = frame_of(made_study(simulated=True))
    for picture in cards(frame):
        assert "Simulated study" in words_of(picture.svg()), picture.path
    assert not any("Simulated" in words_of(svg) for svg in drawn.values())


def test_body_without_answers_shows_the_card_of_the_front_page() -> None:
    study = make_study(["E1", "E2"], [make_round("1", {"ccg": ["a"]}, {"E1": {"a": "yes"}})])
    frame = frame_of(study)
    silent = next(body for body in frame.view.bodies if body.id == "E2")
    assert card_path(frame.view, silent.path, images=True) == "card.png"


def test_very_many_bodies_share_the_card_of_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects_module, "MOST_BODIES", 10)
    frame = frame_of(made_study())
    drawn = {picture.path: picture.svg() for picture in cards(frame)}
    assert not [path for path in drawn if path.startswith("bodies/body-")]
    for body in frame.view.bodies:
        assert card_path(frame.view, body.path, images=True) == "bodies/ccg-card.png"
    assert "30 bodies" in words_of(drawn["bodies/ccg-card.png"])


@pytest.mark.parametrize(
    "study",
    [
        make_study([], []),
        make_study(["E1"], []),
        make_study(["E1"], [make_round("1", {"ccg": ["a"]}, None, sent_on=None)]),
        make_study(["E1"], [make_round("1", {"ccg": ["a"]}, {})]),
        replace(make_study([], []), title="日本"),
    ],
    ids=["nothing", "no rounds", "ready", "no answers", "title in another script"],
)
def test_odd_studies_have_cards_too(study: Study) -> None:
    for picture in cards(frame_of(study)):
        assert size_of(png_of(picture.svg(), picture.width)) == (WIDTH, HEIGHT)


def test_address_of_the_site_stands_on_the_card() -> None:
    frame = frame_of(made_study(), address="https://audit.example.org")
    [front] = [picture for picture in cards(frame) if picture.path == "card.png"]
    assert "audit.example.org" in words_of(front.svg())
