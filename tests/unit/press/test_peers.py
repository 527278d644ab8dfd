"""Peers: bodies of the same kind and region, and what they said, itself among them."""

from collections import Counter

from answerable.press.peers import FEWEST, peers_of
from answerable.press.view.build import build_view
from tests.lived_study import CARE, PLAN, lived_study

VIEW = build_view(lived_study())


def test_peers_are_the_bodies_of_the_region() -> None:
    kind = VIEW.round("2016").kinds["ccg"]
    for body in kind.bodies:
        peers = peers_of(kind, body)
        mine = [each for each in kind.bodies if each.region == body.region]
        if body.region and len(mine) >= FEWEST:
            assert [kind.bodies[place] for place in peers.places] == mine
            assert peers.words == f"The {len(mine)} groups of {body.region} asked"
        else:
            assert len(peers.places) == len(kind.bodies)
            assert peers.words == f"All {len(kind.bodies)} groups asked"


def test_what_peers_said_is_counted_from_their_answers() -> None:
    kind = VIEW.round("2016").kinds["ccg"]
    for body in kind.bodies:
        peers = peers_of(kind, body)
        for question in (CARE, PLAN):
            cells = kind.questions[question].cells
            tally = peers.tally(kind.questions[question])
            assert cells is not None and tally is not None
            given = Counter(
                cells.answer[place] for place in peers.places if cells.status[place] == "answered"
            )
            assert dict(tally.given) == dict(given)
            assert tally.n_asked == sum(cells.status[place] != "not_asked" for place in peers.places)


def test_numbers_and_words_have_no_bar() -> None:
    kind = VIEW.round("2016").kinds["ccg"]
    peers = peers_of(kind, kind.bodies[0])
    assert peers.tally(kind.questions["spend"]) is None
    assert peers.tally(kind.questions["where"]) is None
