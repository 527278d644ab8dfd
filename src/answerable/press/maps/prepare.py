"""What one round and kind of body need for all their maps, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np
import polars as pl
import shapely
import shapely.errors
from numpy.typing import NDArray

from answerable.core.bodies.register import bodies_on
from answerable.core.errors import Fault, InputFaults, Severity
from answerable.core.study.model import Round, Study
from answerable.press.language import gettext as _
from answerable.press.language import spoken
from answerable.press.maps.boundaries import Boundaries, listed, load_boundaries
from answerable.press.maps.draw import CELL_W, cell_paths, path_data
from answerable.press.maps.hexes import Layout, layout_by_group, layout_by_place
from answerable.press.maps.inset import ZOOMS, Inset, find_crowd, place_inset
from answerable.press.maps.projection import Points, projection_for
from answerable.press.maps.simplify import FINEST_PX, Lens, as_coverage, simplify, without_specks
from answerable.press.maps.svg import Drawing, Text

Areas = NDArray[np.object_]

NORMAL_W_PX, NORMAL_H_PX = 540, 660
UNITS_PER_PX = 4
MARGIN_UNITS = 8
MOST_POINTS, POINTS_EACH = 9_000, 12
ENOUGH_PLACES = 0.5
ONE_NAME = 0.8
OVERLAP = 0.1
LEAST_CELL_PX, MOST_CELL_PX = 24, 64


@dataclass(frozen=True)
class PreparedMaps:
    """The drawings of one round and kind: the map of areas where there is one, and the equal cells.

    `without_area` are bodies that the map of areas does not show; the page must name them.
    `notes` are warnings about the boundaries, fit to be shown on the page.
    """

    codes: tuple[str, ...]
    hexes: Drawing
    geography: Drawing | None = None
    without_area: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Both drawings, or the only one."""
        return (self.geography, self.hexes) if self.geography else (self.hexes,)


class Body(NamedTuple):
    """What a map needs of a body."""

    id: str
    name: str
    region: str
    region_code: str


@dataclass(frozen=True)
class Land:
    """Areas laid flat: in map units, y downwards, row by row with their codes."""

    codes: tuple[str, ...]
    areas: Areas
    size: tuple[int, int]
    notes: tuple[Fault, ...]


def prepare_maps(study: Study, round_id: str, kind: str, *, on: date | None = None) -> PreparedMaps:
    """Everything that the maps of one round and kind share; call once, draw for every question.

    Bodies are those open when the round was sent; of a round not yet sent, those without a last day.
    Bad boundaries never stop it: they become notes, and the equal cells stand alone.

    Raises: UnknownName
    """
    a_round = study.round(round_id)
    a_round.questionnaire(kind)
    bodies = bodies_on(study.bodies, on or a_round.sent_on or date.max, kind)
    stem = boundary_name(study, a_round, kind)
    raw = study.boundaries[stem] if stem else None
    others = frozenset(study.bodies["id"])
    made = _prepared(raw, stem or "", listed_bodies(bodies), others, spoken())
    # Ids of areas must be apart where a page shows several rounds or kinds.
    prefix = "".join(letter if letter.isalnum() else "_" for letter in f"{kind}{round_id}")
    return replace(
        made,
        hexes=replace(made.hexes, prefix=f"{prefix}-h"),
        geography=made.geography and replace(made.geography, prefix=f"{prefix}-g"),
    )


def boundary_name(study: Study, a_round: Round, kind: str) -> str | None:
    """Which boundaries suit a round: its own, else the latest dated ones before it, else the plain ones."""
    named = f"{kind}-{a_round.id}"
    if named in study.boundaries:
        return named
    if a_round.sent_on is not None:
        dated = [
            name
            for name in study.boundaries
            if name.startswith(f"{kind}-")
            and (day := _date_or_none(name[len(kind) + 1 :]))
            and day <= a_round.sent_on
        ]
        if dated:
            return max(dated)
    return kind if kind in study.boundaries else None


def _date_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def listed_bodies(bodies: pl.DataFrame) -> tuple[Body, ...]:
    """What maps need of bodies of the register."""
    columns = bodies.select(
        "id", pl.coalesce("short_name", "name"), pl.col("region", "region_code").fill_null("")
    )
    return tuple(Body(*row) for row in columns.iter_rows())


# Rounds of one kind often share bodies and boundaries; the answer is a pure function of both.
@lru_cache(maxsize=32)
def _prepared(
    raw: bytes | None, stem: str, bodies: tuple[Body, ...], others: frozenset[str], language: str
) -> PreparedMaps:
    # A drawing may have a word on it, so one of another language is another one.
    codes = tuple(body.id for body in bodies)
    if raw is None or not codes:
        return PreparedMaps(codes, _hexes(bodies, None), None, codes)
    file = f"geography/{stem}.geojson"
    try:
        boundaries = load_boundaries(raw, codes, others=others, file=file)
        land = laid_flat(boundaries, file) if boundaries.areas else None
        geography = body_geography(bodies, land) if land and boundaries.matches else None
    except InputFaults as faults:
        notes = tuple(replace(fault, severity=Severity.WARNING) for fault in faults.faults)
        return PreparedMaps(codes, _hexes(bodies, None), None, codes, notes)
    except shapely.errors.GEOSException as error:
        return PreparedMaps(codes, _hexes(bodies, None), None, codes, (_undrawable(file, error),))
    return PreparedMaps(
        codes,
        _hexes(bodies, land),
        geography,
        boundaries.missing if geography else codes,
        (*boundaries.warnings, *(land.notes if land else ())),
    )


def _undrawable(file: str, error: Exception) -> Fault:
    return Fault(
        "boundaries_undrawable",
        f"The boundaries could not be drawn ({error}), so the map shows equal cells only.",
        "Repair the outlines in a mapping program and save them as GeoJSON again.",
        file=file,
        severity=Severity.WARNING,
    )


def laid_flat(boundaries: Boundaries, file: str) -> Land:
    """Areas projected, scaled to the page and made one coverage."""
    areas = np.empty(len(boundaries.areas), dtype=object)
    areas[:] = list(boundaries.areas.values())
    points, owner = shapely.get_coordinates(areas, return_index=True)
    same = owner[1:] == owner[:-1]
    project = projection_for(points, np.diff(points, axis=0)[same])[1]
    flat = shapely.transform(areas, project)
    west, south, east, north = shapely.total_bounds(flat)
    unit = max((east - west) / NORMAL_W_PX, (north - south) / NORMAL_H_PX, 1e-9) / UNITS_PER_PX

    def on_page(points: Points) -> Points:
        placed: Points = np.stack([points[:, 0] - west, north - points[:, 1]], axis=1) / unit
        return placed + MARGIN_UNITS

    size = tuple(int(np.ceil(span / unit)) + 2 * MARGIN_UNITS for span in (east - west, north - south))
    placed = shapely.transform(flat, on_page)
    whole = as_coverage(placed, UNITS_PER_PX)
    # What no zoom will show goes at once: all that follows is then quick, however fine the file is.
    rough = shapely.coverage_simplify(whole, UNITS_PER_PX * FINEST_PX / max(ZOOMS))
    codes = tuple(boundaries.areas)
    return Land(codes, rough, (size[0], size[1]), _overlaps(codes, placed, whole, file))


def _overlaps(codes: tuple[str, ...], before: Areas, after: Areas, file: str) -> tuple[Fault, ...]:
    """A warning where areas lay over one another so far that dividing them changed what they look like."""
    old, new = shapely.area(before), shapely.area(after)
    cut = np.flatnonzero((np.abs(new - old) > OVERLAP * old) & (np.abs(new - old) > UNITS_PER_PX**2))
    if not len(cut):
        return ()
    return (
        Fault(
            "boundary_overlap",
            f"Areas lie over one another; the map divides them: {listed([codes[row] for row in cut])}.",
            "Give each body an area of its own, or draw equal cells only by leaving the boundaries out.",
            file=file,
            severity=Severity.WARNING,
        ),
    )


def body_geography(bodies: tuple[Body, ...], land: Land) -> Drawing:
    """The map of the areas of bodies."""
    names = {body.id: body.name for body in bodies}
    return geography_drawing(land, names, {body.id: body.region for body in bodies})


def geography_drawing(
    land: Land,
    names: Mapping[str, str],
    regions: Mapping[str, str],
    *,
    name: str = "geography",
    prefix: str = "g",
) -> Drawing:
    """A map of areas, as fine as the page has room for; names and regions are by code."""
    crowd = find_crowd(land.areas, UNITS_PER_PX)
    inset = place_inset(land.areas, crowd, land.size)
    most = max(MOST_POINTS, POINTS_EACH * len(land.codes))
    lens = _lens(inset) if inset else None
    simple = without_specks(simplify(land.areas, UNITS_PER_PX, most, lens), UNITS_PER_PX)
    return Drawing(
        name=name,
        prefix=prefix,
        codes=land.codes,
        names=tuple(names[code] for code in land.codes),
        paths=tuple(path_data(shape) for shape in simple),
        width=max(land.size[0], ceil(inset.target[2]) + MARGIN_UNITS if inset else 0),
        height=land.size[1],
        per_px=UNITS_PER_PX,
        inset=inset,
        texts=_inset_name(regions, land, inset) if inset else (),
    )


def _lens(inset: Inset) -> Lens:
    left, top, right, bottom = inset.source
    radius = float(np.hypot(right - left, bottom - top) / 2)
    return Lens(((left + right) / 2, (top + bottom) / 2), radius, inset.zoom)


def _inset_name(regions: Mapping[str, str], land: Land, inset: Inset) -> tuple[Text, ...]:
    """The name of the region that nearly all of the crowd lies in, to stand above its frame."""
    of_crowd = [regions[land.codes[row]] for row in inset.crowd]
    common = max(set(of_crowd), key=lambda region: (of_crowd.count(region), region))
    if not common or of_crowd.count(common) < ONE_NAME * len(of_crowd):
        common = _("Enlarged")
    return (Text(common, inset.target[0], inset.target[1] - 4 * UNITS_PER_PX),)


def _hexes(bodies: tuple[Body, ...], land: Land | None) -> Drawing:
    """Equal cells by place where enough places are known, else in blocks by region and name."""
    if land is not None and len(land.codes) >= ENOUGH_PLACES * len(bodies):
        ordered = bodies
        layout = _by_place(bodies, land)
    else:
        ordered = tuple(sorted(bodies, key=lambda body: (body.region_code, body.region, body.name, body.id)))
        layout = layout_by_group([body.region for body in ordered])
    paths, (width, height), texts = cell_paths(layout)
    # Few bodies have large cells, so that both maps fill the same space; many never have too small ones.
    cell_px = CELL_W * min(NORMAL_W_PX / width, NORMAL_H_PX / height)
    cell_px = min(MOST_CELL_PX, max(LEAST_CELL_PX, cell_px))
    return Drawing(
        name="hex",
        prefix="h",
        codes=tuple(body.id for body in ordered),
        names=tuple(body.name for body in ordered),
        paths=paths,
        width=width,
        height=height,
        per_px=CELL_W / cell_px,
        texts=texts,
        min_px=ceil(width * LEAST_CELL_PX / CELL_W),
    )


def _by_place(bodies: tuple[Body, ...], land: Land) -> Layout:
    flip = np.array([1.0, -1.0])
    middles = shapely.get_coordinates(shapely.centroid(land.areas)) * flip
    known = dict(zip(land.codes, middles, strict=True))
    regions: dict[str, list[Points]] = {}
    for body in bodies:
        if body.id in known:
            regions.setdefault(body.region, []).append(known[body.id])
    # A body without an area stands in the middle of its region, else of the country.
    middle = {region: np.mean(points, axis=0) for region, points in regions.items()}
    everywhere = middles.mean(axis=0)
    points = np.array([known.get(body.id, middle.get(body.region, everywhere)) for body in bodies])
    outline = shapely.union_all(shapely.coverage_simplify(land.areas, UNITS_PER_PX))
    return layout_by_place(points, shapely.transform(outline, lambda xy: xy * flip))
