"""How many bodies have how many stars: a bar for each number, from zero, and one for those not rated."""

from collections.abc import Sequence

from markupsafe import Markup

from answerable.core.answers import Status
from answerable.core.ratings.model import RatingScheme
from answerable.press.colours import MISSING, STARS, Scheme, Shade
from answerable.press.language import gettext as _
from answerable.press.maps import paint
from answerable.press.view.model import Record
from answerable.press.words import number, per_cent

HEIGHT = 18
ANSWERED = str(Status.ANSWERED)


def star_scheme(scheme: RatingScheme) -> Scheme:
    """The colours of the stars of any scheme: more stars are darker; neighbours share if there are many."""
    bands = [band.stars for band in scheme.bands]
    fills = [shade.fill for shade in STARS.shades[:-1]]
    most = max(bands)
    groups: dict[int, list[int]] = {}
    for n, stars in enumerate(bands):
        groups.setdefault(n * len(fills) // max(len(bands), len(fills)), []).append(stars)
    shades: list[Shade] = []
    of_answer: dict[str, str] = {}
    for place, members in groups.items():
        label = _("{stars} of {most}").format(stars=members[0], most=most)
        if len(members) > 1:
            label = _("{fewest} to {stars} of {most}").format(fewest=members[0], stars=members[-1], most=most)
        shades.append(Shade(f"stars-{place}", label, fills[place]))
        of_answer |= {str(stars): f"stars-{place}" for stars in members}
    return Scheme("stars", (*shades, STARS.shades[-1]), STARS.border, of_answer)


def star_token(scheme: Scheme, stars: str) -> str:
    """The token that paints so many stars; "not rated" is hatched."""
    return scheme.token_of(ANSWERED, stars) if stars.isdigit() else MISSING


def star_bars(scheme: Scheme, counts: Sequence[Record], most: int) -> Markup:
    """Rows of a table: most stars first, with a bar, the count, and its share of those rated.

    Bodies that are not rated have the hatch and no share.
    """
    longest = max((row["n"] for row in counts), default=0) or 1
    made = []
    rated = [row for row in counts if row["stars"].isdigit()]
    for row in [*reversed(rated), *(row for row in counts if not row["stars"].isdigit())]:
        is_rated = row["stars"].isdigit()
        name = _("{stars} of {most}").format(stars=row["stars"], most=most) if is_rated else _("Not rated")
        share = per_cent(row["n"], row["n_rated"]) if is_rated and row["n_rated"] else ""
        bar = Markup(
            '<svg class="bar {}" height="{}" aria-hidden="true">'
            '<rect width="{:.2f}%" height="{}" stroke="{}" {}/></svg>'
        ).format(
            scheme.id,
            HEIGHT,
            100 * row["n"] / longest,
            HEIGHT,
            scheme.line,
            Markup(paint(scheme, star_token(scheme, row["stars"]))),
        )
        made.append(
            Markup(
                '<tr><th scope="row">{}</th><td class="draw">{}</td><td class="num">{}</td>'
                '<td class="num">{}</td></tr>'
            ).format(name, bar if row["n"] else "", base_words(row, is_rated=is_rated), share)
        )
    return Markup().join(made)


def base_words(row: Record, *, is_rated: bool) -> str:
    """How many bodies, of those rated; those not rated are of all that were asked."""
    if is_rated:
        return _("{n} of {base}").format(n=number(row["n"]), base=number(row["n_rated"]))
    return _("{n} of {n_asked} asked").format(n=number(row["n"]), n_asked=number(row["n_asked"]))
