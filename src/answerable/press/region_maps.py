"""The maps of a question where there are too many bodies to draw each: regions in classes, and their table.

A region is coloured by the share of yes among its bodies that answered, hatched where none did. Both maps of
a pair share the classes, so that a colour means the same by day and by night.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from answerable.core.answers import YES
from answerable.core.measures.percent import percent_half_up
from answerable.press.charts.legend import legend
from answerable.press.charts.tally import Segment
from answerable.press.colours import MISSING, Scheme
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.maps import Layer, number_classes, pattern_defs, region_code
from answerable.press.render import FAMILIES
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import KindView, QuestionView
from answerable.press.words import number, per_cent

NOT_ASKED = "not_asked"
Figure = tuple[Markup, Markup]
MAP = '<div class="map-part"><div class="map-head">{}{}</div><div class="scroll">{}</div></div>'


@dataclass(frozen=True)
class RegionCount:
    """What the bodies of one region said to a question, in exact counts."""

    n_asked: int = 0
    n_answered: int = 0
    n_yes: int = 0

    @property
    def words(self) -> str:
        """The share with its counts: “93% (167 of 179 that answered; 207 asked)”."""
        if not self.n_asked:
            return _("nobody was asked")
        if not self.n_answered:
            return _("none of the {n} asked answered").format(n=number(self.n_asked))
        return _("{share} ({yes} of {answered} that answered; {asked} asked)").format(
            share=per_cent(self.n_yes, self.n_answered),
            yes=number(self.n_yes),
            answered=number(self.n_answered),
            asked=number(self.n_asked),
        )


def region_figure(
    kind: KindView, views: Sequence[QuestionView], caption: str
) -> tuple[Markup, Markup] | None:
    """The maps of one question or a pair by region with their table, and the patterns they need.

    None where the question has no yes, or nothing is known of where the bodies lie.
    """
    prepared = kind.region_maps
    if prepared is None or any(view.tally is None or not view.tally.has_yes for view in views):
        return None
    counts = [region_counts(kind, view) for view in views]
    when = [_("In hours"), _("Out of hours")] if len(views) > 1 else [_("Share of yes")]
    scheme, shades = share_classes(counts)
    layers = [
        Layer(
            f"regions-{n}",
            when[n],
            {region_code(region): token for region, token in painted.items()},
            {region_code(region): count.words for region, count in counts[n].items()},
        )
        for n, painted in enumerate(shades)
    ]
    drawing = prepared.drawing
    maps = [
        Markup(
            '<div class="map-part"><div class="map-head">{}{}</div><div class="scroll">{}</div></div>'
        ).format(
            Markup('<h2 class="fig-title">{}</h2>').format(when[n]) if len(views) > 1 else "",
            _legend(scheme, shades[n], when[n]),
            Markup(svg),
        )
        for n, svg in enumerate(drawing.draw(scheme, layers))
    ]
    html = Markup(
        '<figure class="explorer all"><p class="note">{}</p><div class="maps{}">{}</div>{}{}'
        "<figcaption>{}</figcaption></figure>"
    ).format(
        _lead(kind),
        "" if len(maps) > 1 else " one",
        Markup().join(maps),
        _warnings(kind),
        _table(kind, counts, when),
        caption,
    )
    return html, Markup(pattern_defs(FAMILIES, [drawing]))


def region_counts(kind: KindView, view: QuestionView) -> Mapping[str, RegionCount]:
    """The counts of each region in order of name; bodies without a region stand under a blank, last."""
    key = f"region counts {view.id}"
    if key not in kind.kept:
        kind.kept[key] = _counted(kind, view)
    made: Mapping[str, RegionCount] = kind.kept[key]
    return made


def _counted(kind: KindView, view: QuestionView) -> dict[str, RegionCount]:
    assert view.cells is not None
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    yes: Counter[str] = Counter()
    for body, status, answer in zip(kind.bodies, view.cells.status, view.cells.answer, strict=True):
        asked[body.region] += status != NOT_ASKED
        answered[body.region] += status == ANSWERED
        yes[body.region] += status == ANSWERED and answer == YES
    order = sorted(asked, key=lambda region: (not region, region.casefold()))
    return {region: RegionCount(asked[region], answered[region], yes[region]) for region in order}


def share_classes(
    counts: Sequence[Mapping[str, RegionCount]],
) -> tuple[Scheme, list[dict[str, str]]]:
    """One scheme of classes for all maps of a figure, and the token of each region in each of them.

    Shares are classed as they are printed, in whole percents, so that no class ends within one.
    """
    values = {
        f"{n} {region}": float(percent_half_up(count.n_yes, count.n_answered))
        for n, each in enumerate(counts)
        for region, count in each.items()
        if region and count.n_answered
    }
    classes = number_classes(values, lambda percent: f"{percent:.0f}%")
    return classes.scheme, [
        {region: classes.shades.get(f"{n} {region}", MISSING) for region in each if region}
        for n, each in enumerate(counts)
    ]


def _legend(scheme: Scheme, shades: Mapping[str, str], title: str) -> Markup:
    tokens = Counter(shades.values())
    segments = [
        Segment(
            shade.token, _("nobody answered") if shade.token == MISSING else shade.label, tokens[shade.token]
        )
        for shade in scheme.shades
    ]
    n = len(shades)
    total = ngettext("{n} region", "{n} regions", n).format(n=number(n))
    return legend(scheme, segments, "", total, title=title)


def _lead(kind: KindView) -> str:
    said = _(
        "{bodies} are too many to draw one by one: the map shows regions, by the share of yes among their "
        "bodies that answered. The table below it has every region, the one after that every answer."
    )
    return said.format(bodies=bodies_words(kind.kind, len(kind.bodies)))


def _warnings(kind: KindView) -> Markup:
    notes = kind.region_maps.notes if kind.region_maps else ()
    return Markup().join(
        Markup('<p class="warning"><b>{}</b> {}</p>').format(_("About this map."), line)
        for line in dict.fromkeys(f"{note.message} {note.remedy}" for note in notes)
    )


def _table(kind: KindView, counts: Sequence[Mapping[str, RegionCount]], when: Sequence[str]) -> Markup:
    """Every region with its share and counts: what the maps show, in words and, for scripts, in percents."""
    rows = Markup("\n").join(
        Markup('<tr data-code="{}"><th scope="row">{}</th>{}</tr>').format(
            region_code(region),
            region or _("No region is given (not on the map)"),
            Markup().join(_cell(each[region]) for each in counts),
        )
        for region in counts[0]
    )
    head = Markup('<th scope="col" data-filter="no" data-sort="{}">{}</th>')
    heads = Markup().join(head.format(f"{name} (%)", name) for name in when)
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{0}"><table data-key="region">'
        '<caption>{0}</caption><thead><tr><th scope="col">{1}</th>{2}</tr></thead>'
        "<tbody>\n{3}\n</tbody></table></div>"
    ).format(_("Every region"), _("Region"), heads, rows)


def _cell(count: RegionCount) -> Markup:
    if not count.n_answered:
        return Markup('<td class="x">{}</td>').format(count.words)
    percent = percent_half_up(count.n_yes, count.n_answered)
    return Markup('<td data-sort="{}">{}</td>').format(percent, count.words)
