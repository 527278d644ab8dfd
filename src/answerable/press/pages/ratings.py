"""The stars of a round: how they are spread and where, of every body, the rules, and what others change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.core.answers import Status
from answerable.press import addresses
from answerable.press.charts.legend import legend
from answerable.press.charts.star_bars import star_bars, star_scheme, star_token
from answerable.press.charts.still_map import still_map
from answerable.press.charts.tally import Segment
from answerable.press.colours import Scheme
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.maps import Drawing, Layer, pattern_defs
from answerable.press.paged import (
    BESIDE_MAPS,
    WHOLE_BESIDE_MAPS,
    WHOLE_LIST,
    Paged,
    Part,
    cut_kind,
)
from answerable.press.pages.body_parts import star_glyphs, stars_words
from answerable.press.pages.rating_parts import (
    band_rows,
    denominators,
    item_links,
    overall_sentences,
    printed_rows,
    shift_rows,
    shift_sentence,
)
from answerable.press.pages.rating_table import full_rows, short_rows
from answerable.press.paging import Crumb, Page
from answerable.press.render import FAMILIES, Frame, version_words
from answerable.press.view.model import RoundView, StudyView
from answerable.press.view.ratings import RatingView
from answerable.press.words import capital, listed, number, per_cent, plural, status_words

STAR_ROWS = 300


def pages(frame: Frame) -> Iterable[Page]:
    """A page for every round that a scheme rates or of which stars were printed."""
    for a_round in frame.view.rounds:
        found = frame.view.extras.ratings_of(a_round.id)
        if page_of(frame.view, a_round):
            yield Page(found[0].path, partial(render, frame, a_round, found))
            for view in found:
                if view.bodies:
                    paged = star_pages(frame, view)
                    for part in paged.parts:
                        yield Page(paged.address(part), partial(render_kind, frame, a_round, view, part))


def render(frame: Frame, a_round: RoundView, found: Sequence[RatingView]) -> str:
    """The stars of one round."""
    path = found[0].path
    scheme = found[0].scheme
    # All tables stand on one page while they fit; else each has its own, with the map it belongs to.
    together = sum(len(view.bodies) for view in found) <= WHOLE_LIST
    drawings = [drawing for view in found if together and (drawing := shown_drawing(view))]
    headline = finding(a_round, found)
    values: dict[str, Any] = {
        "headline": headline,
        "deck": [kind_sentence(view) for view in found if view.bodies],
        "round": a_round,
        "scheme": scheme,
        "kinds": [kind_part(frame, path, view, together) for view in found],
        "bands": band_rows(scheme),
        "most": found[0].most,
        "glyphs": star_glyphs,
        "rules": denominators(scheme),
        "overall": overall_rule(found),
        "variants": any(view.shifts for view in found),
    }
    if drawings:
        values["defs"] = Markup(pattern_defs(FAMILIES, drawings))
    return frame.render(
        "ratings.html",
        path,
        title=headline,
        description=" ".join(values["deck"]) or f"{headline}. {scheme.title}.",
        crumbs=[Crumb(a_round.title, a_round.path), Crumb(_("Stars"))],
        **values,
    )


def finding(a_round: RoundView, found: Sequence[RatingView]) -> str:
    """The share of bodies with the most stars, kind by kind; that only printed shares are known, else."""
    said: dict[str, list[str]] = {}
    for view in found:
        n, words = n_at_top(view)
        if view.n_rated:
            share = _("{share} of {bodies}").format(
                share=per_cent(n, view.n_rated), bodies=bodies_words(view.kind.kind)
            )
            said.setdefault(words, []).append(share)
    if said:
        parts = [
            _("{shares} that could be rated have {stars}").format(shares=listed(shares), stars=words)
            for words, shares in said.items()
        ]
        return _("Stars of {round}: {finding}").format(round=a_round.title, finding="; ".join(parts))
    if any(view.bodies for view in found):
        return _("Stars of {round}: no body can be rated yet").format(round=a_round.title)
    return _("Stars of {round}: the shares that were printed").format(round=a_round.title)


def n_at_top(view: RatingView) -> tuple[int, str]:
    """How many bodies have one of the two highest numbers of stars, and which these are."""
    top = sorted((row for row in view.counts if row["stars"].isdigit()), key=lambda row: -int(row["stars"]))[
        :2
    ]
    n = sum(row["n"] for row in top)
    if len(top) < 2:
        stars = top[0]["stars"] if top else ""
        return n, _("{stars} of {most} stars").format(stars=stars, most=view.most)
    return n, _("{fewer} or {stars} of {most} stars").format(
        fewer=top[1]["stars"], stars=top[0]["stars"], most=view.most
    )


def kind_sentence(view: RatingView) -> str:
    """“121 of the 187 CCGs rated have 4 or 5 of 5 stars (65%); 209 were asked, 22 are not rated.”"""
    n, words = n_at_top(view)
    kind = view.kind.kind
    silent = view.n_asked - view.n_rated
    if not view.n_rated:
        asked = bodies_words(kind, view.n_asked)
        return _("None of the {bodies} asked answered a rated item.").format(bodies=asked)
    said = _("{n} of the {bodies} rated have {stars} ({share}); {n_asked} were asked")
    if silent:
        said = ngettext(
            "{n} of the {bodies} rated have {stars} ({share}); {n_asked} were asked, {n_silent} answered no "
            "rated item and is not rated",
            "{n} of the {bodies} rated have {stars} ({share}); {n_asked} were asked, {n_silent} answered no "
            "rated item and are not rated",
            silent,
        )
    told = said.format(
        n=number(n),
        bodies=bodies_words(kind, view.n_rated),
        stars=words,
        share=per_cent(n, view.n_rated),
        n_asked=number(view.n_asked),
        n_silent=number(silent),
    )
    provisional = sum(row["n_provisional"] for row in view.counts)
    if provisional:
        return _("{sentence}, {n} only provisionally.").format(sentence=told, n=number(provisional))
    return f"{told}."


def bounds_sentence(view: RatingView) -> str:
    """Between which ends the share at the top lies among all asked; blank where all are rated or none is."""
    silent = view.n_asked - view.n_rated
    if not silent or not view.n_rated:
        return ""
    n, words = n_at_top(view)
    return _(
        "Whatever stars the {n_silent} not rated would have had, the share of all asked with {stars} lies "
        "between {low_share} ({n_low} of {n_asked}) and {high_share} ({n_high} of {n_asked})."
    ).format(
        n_silent=number(silent),
        stars=words,
        low_share=per_cent(n, view.n_asked),
        high_share=per_cent(n + silent, view.n_asked),
        n_low=number(n),
        n_high=number(n + silent),
        n_asked=number(view.n_asked),
    )


def overall_rule(found: Sequence[RatingView]) -> str:
    """Which question stands over the rating without being part of it."""
    names = dict.fromkeys(
        view.kind.questions[question].question.name
        for view in found
        if (question := view.scheme.overall.get(view.kind.kind.id, "")) in view.kind.questions
    )
    if not names:
        return ""
    named = listed([f"“{name}”" for name in names])
    return _("The overarching question, {names}, is not rated.").format(names=named)


def kind_part(frame: Frame, path: str, view: RatingView, together: bool) -> dict[str, Any]:
    """One kind: its spread, its map and its table where they fit, its items, and what other rules change."""
    colours, kind = star_scheme(view.scheme), view.kind.kind
    rated = bodies_words(kind, view.n_rated)
    return {
        "view": view,
        "id": kind.id,
        "plural": capital(kind.plural),
        "bodies": bodies_words(kind),
        "page": kind_page(frame, view),
        "bars": star_bars(colours, view.counts, view.most) if view.bodies else "",
        "base": _("Of the {bodies} rated; {n_asked} were asked.").format(
            bodies=rated, n_asked=number(view.n_asked)
        ),
        "map": picture(view) if together else "",
        "caption": caption(frame, view),
        "rows": Markup("\n".join(short_rows(path, view))) if together else "",
        "n": plural(view.n_asked, kind.short, bodies_words(kind)),
        "items": {name: item_links(path, view, name) for name in view.items},
        "shifts": shift_rows(view),
        "shift": shift_sentence(view),
        "bounds": bounds_sentence(view),
        "overall": overall_sentences(view),
        "printed": printed_rows(view.printed),
    }


def kind_page(frame: Frame, view: RatingView) -> str:
    """Where the map and the full table of one kind stand."""
    return frame.view.path(addresses.kind_ratings_page(view.kind.round_id, view.kind.kind.id))


def shown_drawing(view: RatingView) -> Drawing | None:
    """The map to draw: of areas where there are boundaries, else of equal cells."""
    maps = view.kind.maps
    return (maps.geography or maps.hexes) if maps and view.bodies else None


def painted(view: RatingView, scheme: Scheme) -> dict[str, str]:
    """The token of each body's stars, by its code."""
    return {
        body.id: star_token(scheme, stars.stars)
        for body, stars in zip(view.kind.bodies, view.bodies, strict=True)
    }


def picture(view: RatingView) -> Markup:
    """The map of stars as a picture, for the page of all kinds; blank where no answers are known."""
    drawing = shown_drawing(view)
    if drawing is None:
        return Markup()
    scheme = star_scheme(view.scheme)
    shades = painted(view, scheme)
    told = ", ".join(f"{shade.words}: {number(n)}" for shade, n in scheme.legend(shades) if n)
    label = _("Map of the stars of {bodies}. {counts}. Every value is in the table.").format(
        bodies=view.kind.kind.plural, counts=told
    )
    return still_map(drawing, scheme, shades, f"still-{view.kind.kind.id}", label)


def caption(frame: Frame, view: RatingView) -> str:
    """What a map of stars shows: scheme, base, version, licence."""
    said = _(
        "Stars by the scheme “{scheme}”, version {version}. Base: {n_rated} rated, of {n_asked} asked. "
        "{release} Licence: {licence}."
    ).format(
        scheme=view.scheme.title,
        version=view.scheme.version,
        n_rated=number(view.n_rated),
        n_asked=number(view.n_asked),
        release=version_words(frame.view),
        licence=frame.view.study.licence,
    )
    return f"{said} {_('Simulated study.')}" if frame.view.study.simulated else said


def star_pages(frame: Frame, view: RatingView) -> Paged:
    """The table of every body's stars, as the page of its kind can hold it."""
    names = [body.name for body in view.kind.bodies]
    path = kind_page(frame, view)
    if view.kind.maps is not None:
        return Paged.of(path, "every", names, BESIDE_MAPS, WHOLE_BESIDE_MAPS)
    return Paged.of(path, "every", names, STAR_ROWS)


def render_kind(frame: Frame, a_round: RoundView, view: RatingView, part: Part) -> str:
    """The stars of one kind: the maps to point at, and everything known of each body's stars."""
    paged, kind = star_pages(frame, view), view.kind.kind
    path, title, is_first = paged.address(part), finding(a_round, [view]), part.number == 1
    maps = view.kind.maps if is_first else None
    shown = replace(view, kind=cut_kind(view.kind, part), bodies=tuple(part.cut(view.bodies)))
    values: dict[str, Any] = {
        "headline": title,
        "deck": kind_sentence(view),
        "maps": star_maps(frame, view) if maps else "",
        "kind": kind,
        "shown": paged.status(part, _("{bodies} asked").format(bodies=bodies_words(kind, view.n_asked))),
        "more": paged.nav(part, "every"),
        "n_rated": view.n_rated,
        "rows": Markup("\n".join(full_rows(path, shown))),
        "rules": f"{view.path}#rules",
        "back": view.path,
    }
    if maps:
        values["defs"] = Markup(pattern_defs(FAMILIES, maps.drawings))
    crumbs = [Crumb(a_round.title, a_round.path), Crumb(_("Stars"), view.path), Crumb(capital(kind.plural))]
    if not is_first:
        values["headline"] = title = _("{title}: page {page} of {pages}").format(
            title=title, page=number(part.number), pages=number(len(paged.parts))
        )
        crumbs[-1:] = [Crumb(capital(kind.plural), paged.page), Crumb(number(part.number))]
    return frame.render(
        "ratings_kind.html", path, title=title, description=kind_sentence(view), crumbs=crumbs, **values
    )


def star_maps(frame: Frame, view: RatingView) -> Markup:
    """The map of areas and the map of equal cells beside each other, under one legend."""
    maps, kind = view.kind.maps, view.kind
    if maps is None:
        return Markup()
    scheme = star_scheme(view.scheme)
    shades = painted(view, scheme)
    # A body whose request was withdrawn has an area and no row.
    words = dict.fromkeys(maps.codes, status_words(Status.NOT_ASKED)) | {
        body.id: stars_words(stars.stars, view.most)
        for body, stars in zip(kind.bodies, view.bodies, strict=True)
    }
    segments = [Segment(shade.token, shade.words, n) for shade, n in scheme.legend(shades)]
    asked = _("{bodies} asked").format(bodies=bodies_words(kind.kind, len(kind.bodies)))
    drawn = [
        Markup('<div class="scroll v-{}">{}</div>').format(
            drawing.name,
            Markup(drawing.draw(scheme, [Layer(f"{drawing.name}-stars", _("Stars"), shades, words)])[0]),
        )
        for drawing in maps.drawings
    ]
    return Markup(
        '<figure class="explorer all">{}<div class="maps{}">{}</div><figcaption>{}</figcaption></figure>'
    ).format(
        legend(scheme, segments, "", asked, title=_("Stars")),
        "" if len(drawn) > 1 else " one",
        Markup().join(drawn),
        caption(frame, view),
    )


def page_of(view: StudyView, a_round: RoundView) -> str | None:
    """Where the stars of a round stand, if it has any."""
    found = view.extras.ratings_of(a_round.id)
    has_page = any(rating.bodies or rating.printed for rating in found)
    return view.path(addresses.ratings_page(a_round.id)) if has_page else None
