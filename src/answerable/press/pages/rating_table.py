"""The tables of every body's stars: as rows of HTML, stars always in words."""

from collections.abc import Iterable

from markupsafe import escape

from answerable.core.ratings.scheme import Variant
from answerable.press.language import gettext as _
from answerable.press.pages.body_parts import stars_words
from answerable.press.paging import link
from answerable.press.view.model import BodyView
from answerable.press.view.ratings import BodyStars, RatingView
from answerable.press.words import number


def short_rows(path: str, view: RatingView) -> list[str]:
    """Every body: stars and how far they could move, yes of items answered, rank as a tie or range."""
    made = []
    for body, stars in rated_bodies(view):
        could = could_be(stars)
        said = [stars_words(stars.stars, view.most), *([_("provisional")] if stars.is_provisional else [])]
        said += [_("could be {stars}").format(stars=could)] if could else []
        made.append(
            f'<tr data-code="{escape(body.id)}">{row_head(path, body)}{stars_cell(stars, "; ".join(said))}'
            f"<td>{yes_words(stars.n_yes, stars.n_counted)}</td>{rank_cell(stars)}</tr>"
        )
    return made


def full_rows(path: str, view: RatingView) -> list[str]:
    """The same with the region, and the stars under other rules where they differ."""
    made = []
    names = {variant.name: variant_words(variant, view.scheme.default_set) for variant in view.variants}
    for body, stars in rated_bodies(view):
        said = [stars_words(stars.stars, view.most), *([_("provisional")] if stars.is_provisional else [])]
        others = "; ".join(f"{names[variant]}: {_(stars)}" for variant, stars in stars.others)
        made.append(
            f'<tr data-code="{escape(body.id)}">{row_head(path, body)}<td>{escape(body.region)}</td>'
            f"{stars_cell(stars, ', '.join(said))}<td>{yes_words(stars.n_yes, stars.n_counted)}</td>"
            f"{rank_cell(stars)}<td>{escape(could_be(stars))}</td><td>{escape(others)}</td></tr>"
        )
    return made


def variant_words(variant: Variant, default_set: str) -> str:
    """A variant in a word or two: “all items”, “list “printed””."""
    if variant.item_set == default_set:
        return _("all items") if variant.fixed else _("items answered")
    said = _("all of list “{name}”") if variant.fixed else _("list “{name}”")
    return said.format(name=variant.item_set)


def rated_bodies(view: RatingView) -> Iterable[tuple[BodyView, BodyStars]]:
    """Each body asked with its stars; nobody where the answers are elsewhere."""
    return zip(view.kind.bodies, view.bodies, strict=True) if view.bodies else ()


def row_head(path: str, body: BodyView) -> str:
    """The name of a body as the head of its row."""
    return f'<th scope="row"><a href="{escape(link(path, body.path))}">{escape(body.name)}</a></th>'


def stars_cell(stars: BodyStars, said: str) -> str:
    """Stars in words, which sort by their number."""
    sort = stars.stars if stars.is_rated else "-1"
    css = "" if stars.is_rated else ' class="x"'
    return f'<td data-sort="{sort}"{css}>{escape(said)}</td>'


def rank_cell(stars: BodyStars) -> str:
    """The rank without the number it is of, which the head of the column gives."""
    rank = stars.rank.rpartition(" of ")[0]
    place = next((int(word[:-2]) for word in rank.split() if word[:1].isdigit()), 10**6)
    return f'<td data-sort="{place}">{escape(rank)}</td>'


def could_be(stars: BodyStars) -> str:
    """Between which stars the items without an answer leave a body: “2 to 4”; blank where that is nothing."""
    if not stars.n_open or stars.low == stars.high:
        return ""
    return _("{low} to {high}").format(low=stars.low, high=stars.high)


def yes_words(n_yes: int, n_counted: int) -> str:
    """Yes of items counted; blank where none was."""
    return _("{n} of {base}").format(n=number(n_yes), base=number(n_counted)) if n_counted else ""
