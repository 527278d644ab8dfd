"""From a page's subject to its card: the same finding, the same bars and the same counts as on the page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from answerable.core.answers import IN_DEVELOPMENT, NO, YES
from answerable.press import addresses, findings
from answerable.press.charts.answer_bar import share_words, tally_words
from answerable.press.charts.still_map import BORDER_PX, still_map
from answerable.press.charts.tally import Tally
from answerable.press.colours import MISSING
from answerable.press.explorer import paint_views, when
from answerable.press.images.card import WIDTH, Bar, Card, SmallMap, Stars, card_svg, map_scale
from answerable.press.images.fonts import drawable
from answerable.press.images.making import Picture
from answerable.press.images.subjects import Subject, subjects
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.leading import lead, pairs, unpaired
from answerable.press.maps import pattern_defs
from answerable.press.pages import ratings, rounds, trend_parts, trends
from answerable.press.pages.body_parts import stars_words, tally_sentence, what_it_is
from answerable.press.pages.questions import shown_views
from answerable.press.render import FAMILIES, Frame, version_words
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import BodyView, KindView, QuestionView, RoundView
from answerable.press.view.ratings import RatingView
from answerable.press.words import capital, number, per_cent

MOST_MAPPED = 1_000
_SIZE = re.compile(r'width="\d+" height="\d+"')
_BORDER = f'stroke-width="{BORDER_PX}"'
PLAIN = (YES, IN_DEVELOPMENT, NO)


def cards(frame: Frame) -> Iterable[Picture]:
    """The card of every page that has one of its own."""
    for page, subject in subjects(frame.view).items():
        yield Picture(addresses.card(page), WIDTH, partial(card_of, frame, subject))


def card_of(frame: Frame, subject: Subject) -> str:
    """One card as an SVG file."""
    if subject.body:
        return card_svg(body_card(frame, subject.body))
    if subject.kind_id:
        return card_svg(kind_card(frame, subject.kind_id))
    if subject.question and subject.kind and subject.round:
        return card_svg(question_card(frame, subject.round, subject.kind, subject.question))
    if subject.ratings and subject.round:
        return card_svg(ratings_card(frame, subject.round, subject.ratings))
    if subject.round:
        return card_svg(round_card(frame, subject.round))
    if subject.comparison:
        view = subject.comparison
        tallies = [(each.round_id, each.shown_tally) for each in (view.then, view.now)]
        bars = [bar(words, tally) for words, tally in tallies if tally and tally.n_asked]
        return card_svg(
            make_card(frame, trend_parts.headline(view), bars=bars, deck=trend_parts.reason(view))
        )
    if subject.trends:
        found = frame.view.extras.comparisons
        return card_svg(make_card(frame, trends.finding(found), deck=trends.overview(found)))
    return card_svg(front_card(frame))


def make_card(
    frame: Frame,
    headline: str,
    *,
    deck: str = "",
    kicker: str = "",
    bars: Sequence[Bar] = (),
    stars: Sequence[Stars] = (),
    maps: Sequence[SmallMap] = (),
    defs: str = "",
    base: str = "",
) -> Card:
    """A card with what all have: study, publisher, version, address; texts without what no font can draw."""
    study = frame.view.study
    source = [study.publisher, frame.site.address.partition("://")[2]]
    base = " ".join(filter(None, (base, version_words(frame.view))))
    return Card(
        house=drawable(study.title) or "",
        headline=drawable(headline) or drawable(study.title) or "",
        deck=drawable(deck) or "",
        kicker=drawable(kicker) or "",
        bars=bars,
        stars=stars,
        maps=maps,
        defs=defs,
        base=drawable(base) or "",
        source=drawable(" · ".join(filter(None, source))) or "",
        simulated=drawable(_("Simulated study")) or "" if study.simulated else "",
    )


def bar(name: str, tally: Tally, said: str = "", counted: str = "") -> Bar:
    """An answer bar with the words that pages set beside it."""
    return Bar(
        drawable(name) or "",
        drawable(said or share_words(tally).striptags()) or "",
        drawable(counted or tally_words(tally).striptags().replace("\u2002", " ").replace("  ", ", ")) or "",
        tally,
    )


def front_card(frame: Frame) -> Card:
    """The front page: its leading finding, else what the study is about."""
    found = lead(frame.view)
    if found:
        return question_card(frame, *found)
    return make_card(frame, frame.view.study.title, deck=frame.view.study.summary)


def question_card(frame: Frame, a_round: RoundView, kind: KindView, view: QuestionView) -> Card:
    """A question: finding, one or two bars, and the maps where there are answers of bodies."""
    shown = shown_views(kind, view)
    names = [
        when()[n] if len(shown) > 1 else capital(findings.bodies_words(kind.kind)) for n in range(len(shown))
    ]
    bars = [
        bar(name, each.shown_tally)
        for name, each in zip(names, shown, strict=True)
        if each.shown_tally and each.shown_tally.n_asked
    ]
    maps, defs = small_maps(kind, shown)
    where = f"{a_round.title}, {kind.kind.plural}"
    return make_card(
        frame,
        findings.headline(kind, view),
        kicker="" if maps else where,
        bars=bars,
        maps=maps,
        defs=defs,
        deck="" if bars else findings.deck(kind, view),
        base=f"{where}." if maps else "",
    )


def small_maps(kind: KindView, views: Sequence[QuestionView]) -> tuple[list[SmallMap], str]:
    """The maps of equal cells, and the patterns they need; nothing where there are none to draw."""
    if kind.maps is None or any(view.cells is None for view in views) or len(kind.maps.codes) > MOST_MAPPED:
        return [], ""
    drawing = kind.maps.hexes
    scheme, painted = paint_views(kind, views)
    width, height = drawing.width, drawing.height
    scale = map_scale(len(views), width, height)
    made = []
    names: Sequence[str] = when() if len(views) > 1 else ("",)
    if views[0].question.is_numeric:
        names = (_("Darker: larger numbers; hatched: none"),)
    for n, (name, each) in enumerate(zip(names, painted, strict=False)):
        svg = str(still_map(drawing, scheme, each.shades, f"m{n}", ""))
        svg = _SIZE.sub(f'width="{width}" height="{height}"', svg, count=1)
        svg = svg.replace(_BORDER, f'stroke-width="{1 / scale:.2f}"')
        made.append(SmallMap(name, svg, width, height, scale))
    return made, pattern_defs(FAMILIES, [_Scaled(((drawing.prefix, 0.8 / scale),))])


@dataclass(frozen=True)
class _Scaled:
    """Patterns as large on the card as a map is drawn small."""

    scales: tuple[tuple[str, float], ...]


def round_card(frame: Frame, a_round: RoundView) -> Card:
    """A round: who replied, and the pairs with the widest gaps, else the questions with a share."""
    kinds = list(a_round.kinds.values())
    bars = []
    for kind in kinds:
        if kind.response and kind.response["n_asked"]:
            asked, replied = kind.response["n_asked"], kind.response["n_replied"]
            said = _("{n} of {asked} replied ({percent})").format(
                n=number(replied), asked=number(asked), percent=per_cent(replied, asked)
            )
            counted = _("{n} did not reply").format(n=number(asked - replied))
            bars.append(bar(capital(kind.kind.plural), Tally(asked, replied, {}, ()), said, counted))
    if not bars:
        bars = [
            bar(capital(view.question.name), view.shown_tally)
            for kind in kinds
            for view in ([pair.night for pair in pairs(kind)] or unpaired(kind))
            if view.shown_tally and view.shown_tally.n_answered
        ]
    return make_card(frame, rounds.finding(a_round), bars=bars, deck=str(a_round.round.extra.get("note", "")))


def ratings_card(frame: Frame, a_round: RoundView, found: Sequence[RatingView]) -> Card:
    """The stars of a round: the finding, and kind by kind what it rests on."""
    said = " ".join(ratings.kind_sentence(view) for view in found if view.bodies)
    return make_card(frame, ratings.finding(a_round, found), deck=said)


def body_card(frame: Frame, body: BodyView) -> Card:
    """A body: its name, its stars, and its answers by day and by night in the latest round with any."""
    kind_of = frame.view.study.body_kinds.get(body.kind)
    kicker = " · ".join(filter(None, (capital(kind_of.name) if kind_of else "", body.region)))
    name = drawable(body.name) or _("Body {code}").format(code=body.id)
    stars = [row for each in reversed(frame.view.rounds) if (row := star_row(frame, each, body))][:1]
    for a_round in reversed(frame.view.rounds):
        kind = a_round.kinds.get(body.kind)
        if kind is not None and body.path in kind.places:
            index = kind.places[body.path]
            bars = body_bars(kind, index)
            if bars:
                where = f"{kicker} · {a_round.title}"
                deck = tally_sentence(kind, index)
                return make_card(frame, name, kicker=where, bars=bars, stars=stars, deck=deck)
    return make_card(frame, name, kicker=kicker, stars=stars, deck=what_it_is(frame, body))


def star_row(frame: Frame, a_round: RoundView, body: BodyView) -> Stars | None:
    """The stars of a body in one round, in shapes and words; None where it was not among those rated."""
    kind = a_round.kinds.get(body.kind)
    place = kind.places.get(body.path) if kind else None
    rated = frame.view.extras.stars(a_round.id, body.kind, place) if place is not None else None
    if rated is None:
        return None
    rating, stars = rated
    words = stars_words(stars.stars, rating.most)
    said = _("{stars} stars in {round}") if stars.stars.isdigit() else _("{stars} in {round}")
    full = int(stars.stars) if stars.stars.isdigit() else -1
    return Stars(full, rating.most, capital(said.format(stars=words, round=a_round.title)))


def body_bars(kind: KindView, index: int) -> list[Bar]:
    """What a body said to the questions that can be answered with yes, those out of hours apart."""
    day: list[str] = []
    night: list[str] = []
    for view in kind.pages:
        question = view.question
        if view.cells is None or question.derived or YES not in question.coded_options:
            continue
        status = view.cells.status[index]
        if status != "not_asked":
            said = str(view.cells.answer[index]) if status == ANSWERED else MISSING
            (night if question.pair_of else day).append(said)
    if not day + night:
        return []
    if not night:
        return [_answers_bar(_("Its answers"), day)]
    return [_answers_bar(when()[0], day), _answers_bar(when()[1], night)]


def _answers_bar(name: str, said: Sequence[str]) -> Bar:
    answers = [each for each in said if each != MISSING]
    options = tuple(dict.fromkeys((*PLAIN, *answers)))
    tally = Tally(len(said), len(answers), {each: answers.count(each) for each in options}, options)
    yes = _("yes to {n} of {answered} it answered").format(
        n=number(tally.n_yes), answered=number(len(answers))
    )
    counted = [f"{number(part.n)} {part.words}" for part in tally.segments if part.n]
    asked = ngettext("of {n} question", "of {n} questions", len(said)).format(n=number(len(said)))
    return bar(name, tally, yes if answers else _("none answered"), f"{', '.join(counted)}, {asked}")


def kind_card(frame: Frame, kind_id: str) -> Card:
    """All bodies of a kind, where there are too many for a card each."""
    kind = frame.view.study.body_kinds.get(kind_id)
    n = sum(body.kind == kind_id for body in frame.view.bodies)
    name = capital(kind.plural) if kind else kind_id
    words = ngettext("{n} body", "{n} bodies", n).format(n=number(n))
    return make_card(frame, name, deck=f"{words}. {frame.view.study.summary}")
