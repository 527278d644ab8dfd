"""Which pages have a card of their own, and what it is about; the others show the card of the front page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from answerable.press import addresses
from answerable.press.slugs import segment
from answerable.press.view.cells import ANSWERED
from answerable.press.view.comparisons import ComparisonView
from answerable.press.view.model import BodyView, KindView, QuestionView, RoundState, RoundView, StudyView
from answerable.press.view.ratings import RatingView

MOST_BODIES = 5_000
"""With more bodies than that a card for each would take too long: all of a kind share one."""
KEPT, TWINS = "cards", "twins that share a card"


@dataclass(frozen=True, eq=False)
class Subject:
    """What a card is about: a round, a question, a body and so on; without any of them the front page."""

    round: RoundView | None = None
    kind: KindView | None = None
    question: QuestionView | None = None
    ratings: tuple[RatingView, ...] = ()
    comparison: ComparisonView | None = None
    trends: bool = False
    body: BodyView | None = None
    kind_id: str = ""


def card_path(view: StudyView, page: str, *, images: bool) -> str | None:
    """Where the card of a page is, from the root of the site; None where no pictures are made."""
    if not images:
        return None
    page = _twins(view).get(page, page)
    if page in subjects(view):
        return addresses.card(page)
    if len(view.bodies) > MOST_BODIES:
        kind = next((body.kind for body in view.bodies if body.path == page), "")
        if kind:
            return addresses.card(kind_page(view, kind))
    return addresses.card(view.path(""))


def subjects(view: StudyView) -> Mapping[str, Subject]:
    """Every page that has a card of its own, with what it is about; worked out once."""
    if KEPT not in view.kept:
        view.kept[KEPT] = dict(_subjects(view))
    found: Mapping[str, Subject] = view.kept[KEPT]
    return found


def kind_page(view: StudyView, kind: str) -> str:
    """The beginning of the address of the card that all bodies of a kind share."""
    return f"{view.path(addresses.bodies_page())}{segment(kind)}-"


def _subjects(view: StudyView) -> Iterator[tuple[str, Subject]]:
    yield view.path(""), Subject()
    for a_round in view.rounds:
        yield a_round.path, Subject(round=a_round)
        if a_round.state is not RoundState.READY:
            for kind in a_round.kinds.values():
                for each in kind.pages:
                    if each.question.pair_of not in kind.questions:
                        yield each.path, Subject(round=a_round, kind=kind, question=each)
        found = view.extras.ratings_of(a_round.id)
        if any(rating.bodies for rating in found):
            yield found[0].path, Subject(round=a_round, ratings=found)
    if view.extras.comparisons:
        yield view.path(addresses.trends_page()), Subject(trends=True)
    for comparison in view.extras.comparisons:
        yield comparison.path, Subject(comparison=comparison)
    yield from _of_bodies(view)


def _twins(view: StudyView) -> Mapping[str, str]:
    """The page of each out-of-hours twin with that of its question: the card of a pair shows both."""
    if TWINS not in view.kept:
        view.kept[TWINS] = {
            each.path: kind.questions[each.question.pair_of].path
            for a_round in view.rounds
            for kind in a_round.kinds.values()
            for each in kind.pages
            if each.question.pair_of and each.question.pair_of in kind.questions
        }
    found: Mapping[str, str] = view.kept[TWINS]
    return found


def _of_bodies(view: StudyView) -> Iterator[tuple[str, Subject]]:
    """A card for each body that answered anything: of the others there is only the name to show."""
    if len(view.bodies) > MOST_BODIES:
        for kind in dict.fromkeys(body.kind for body in view.bodies):
            yield kind_page(view, kind), Subject(kind_id=kind)
        return
    heard = {
        body.path: body
        for a_round in view.rounds
        for kind in a_round.kinds.values()
        for each in kind.pages
        if each.cells is not None
        for body, status in zip(kind.bodies, each.cells.status, strict=True)
        if status == ANSWERED
    }
    for path, body in heard.items():
        yield path, Subject(body=body)
