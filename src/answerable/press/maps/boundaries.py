"""Reading boundaries: GeoJSON of any quality in, polygons by code and a list of what was wrong out."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
import shapely.errors
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from answerable.core.errors import Fault, InputFaults, Severity
from answerable.press.maps.projection import Points

MOST_BYTES = 100_000_000
MOST_VERTICES = 4_000_000
LEAST_MATCH = 0.9
SHOWN = 8


@dataclass(frozen=True)
class Boundaries:
    """Areas by code in the coordinates of the file, and what is to be said about them.

    `missing` are the wanted codes without an area. `matches` is False where so many are missing that the
    boundaries must be those of another date: they are not to be drawn then.
    """

    areas: Mapping[str, BaseGeometry]
    warnings: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = ()
    matches: bool = True


@dataclass
class _Notes:
    """Warnings while reading, in the order found."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, rule: str, message: str, remedy: str, body: str | None = None) -> None:
        self.faults.append(Fault(rule, message, remedy, file=self.file, body=body, severity=Severity.WARNING))


class _TooMany(Exception):
    pass


def load_boundaries(
    raw: bytes, wanted: Collection[str], *, others: Collection[str] = (), file: str = "boundaries"
) -> Boundaries:
    """Polygons for the wanted codes, with a warning for everything in the file that is not as it should be.

    Self-crossing rings are repaired, parts of one code are joined, codes nobody asked for are left out.
    `others` are bodies of other dates, whose areas may stand in the file without a word about them.

    Raises: InputFaults, only where nothing in the file can be used
    """
    features = _features(_document(raw, file), file)
    notes = _Notes(file)
    asked = set(wanted)
    parts = _parts(features, asked, notes, file)
    if not parts:
        raise _unusable(file, _why_nothing(features), "Each feature needs a property `code` and a polygon.")
    found: dict[str, BaseGeometry] = {}
    for code, shapes in parts.items():
        if code in asked:
            found[code] = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    _note_doubles(found, parts, notes)
    missing = tuple(code for code in dict.fromkeys(wanted) if code not in found)
    extra = [code for code in parts if code not in asked and code not in others]
    matches = _note_codes(len(found), missing, extra, notes)
    return Boundaries(found, tuple(notes.faults), missing, matches)


def _unusable(file: str, message: str, remedy: str) -> InputFaults:
    return InputFaults([Fault("boundaries_unusable", message, remedy, file=file)])


def _document(raw: bytes, file: str) -> Any:
    remedy = "Save the boundaries as GeoJSON (UTF-8) with a property `code` on each feature."
    if len(raw) > MOST_BYTES:
        raise _unusable(
            file,
            f"The file has {len(raw) / 1e6:.0f} MB, more than the {MOST_BYTES / 1e6:.0f} MB that are read.",
            "Use generalised boundaries: a map on a page shows about a hundred points per area.",
        )
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _unusable(file, "The file is not UTF-8 text.", remedy) from None
    except RecursionError:
        raise _unusable(file, "The file is nested too deeply to be GeoJSON.", remedy) from None
    except ValueError as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise _unusable(file, f"The file is not JSON{where}.", remedy) from None


def _features(document: Any, file: str) -> list[Any]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        raise _unusable(file, "The file is TopoJSON.", "Convert it to GeoJSON first.")
    if kind == "Feature":
        return [document]
    features = document.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise _unusable(
            file, "The file is not a GeoJSON FeatureCollection.", "Save the boundaries as GeoJSON."
        )
    if not features:
        raise _unusable(file, "The file has no features.", "Give one feature for each body.")
    return features


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return str(code).strip() if isinstance(code, str | int) and not isinstance(code, bool) else ""


def _parts(features: list[Any], asked: set[str], notes: _Notes, file: str) -> dict[str, list[BaseGeometry]]:
    """Valid polygons by code, in the order of the file."""
    parts: dict[str, list[BaseGeometry]] = {}
    nameless, empty, mended = 0, [], []
    left = MOST_VERTICES
    for feature in features:
        code = _code(feature)
        if not code:
            nameless += 1
            continue
        try:
            rings = list(_rings(feature.get("geometry"), left))
        except _TooMany:
            raise _unusable(
                file,
                f"The boundaries have more than {MOST_VERTICES:,} points.",
                "Use generalised boundaries.",
            ) from None
        left -= sum(len(ring) for polygon in rings for ring in polygon)
        shape, repaired = _polygons(rings)
        if shape is None:
            empty.append(code)
            continue
        if repaired:
            mended.append(code)
        parts.setdefault(code, []).append(shape)
    _note_features(notes, nameless, [c for c in empty if c in asked], [c for c in mended if c in asked])
    return parts


def _rings(geometry: Any, left: int, depth: int = 0) -> Iterator[list[Points]]:
    """Polygons as lists of rings; what is not a polygon or not a finite number is left out."""
    if not isinstance(geometry, dict) or depth > 4:
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        for inner in geometry["geometries"]:
            yield from _rings(inner, left, depth + 1)
        return
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else None
    for polygon in polygons if isinstance(polygons, list) else ():
        rings = [_ring(ring) for ring in polygon] if isinstance(polygon, list) else []
        if not rings or rings[0] is None:
            continue
        kept = [ring for ring in rings if ring is not None]
        left -= sum(len(ring) for ring in kept)
        if left < 0:
            raise _TooMany
        yield kept


def _ring(raw: Any) -> Points | None:
    """A closed ring of finite points, or None where there is none to be had."""
    if not isinstance(raw, list) or len(raw) < 3:
        return None
    try:
        points = np.array([(point[0], point[1]) for point in raw], dtype=np.float64)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return None
    if points.ndim != 2 or not np.isfinite(points).all() or np.abs(points).max() > 1e9:
        return None
    if (points[0] != points[-1]).any():
        points = np.vstack([points, points[:1]])
    return points if len(points) >= 4 else None


def _polygons(polygons: list[list[Points]]) -> tuple[BaseGeometry | None, bool]:
    """One valid (multi)polygon out of rings, and whether it had to be repaired."""
    made = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    if not made:
        return None, False
    shape: BaseGeometry = made[0] if len(made) == 1 else shapely.MultiPolygon(made)
    if shapely.is_valid(shape):
        return (shape, False) if shape.area > 0 else (None, False)
    try:
        mended = only_polygons(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    except shapely.errors.GEOSException:
        return None, True
    return (mended, True) if mended is not None else (None, True)


def only_polygons(shape: BaseGeometry | None) -> BaseGeometry | None:
    """The polygons of a geometry without lines, points and empty parts; None where none is left."""
    if shape is None:
        return None
    kept = [part for part in _leaves(shape) if isinstance(part, Polygon) and part.area > 0]
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _leaves(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _leaves(part)
    else:
        yield shape


def listed(codes: Collection[str]) -> str:
    """The first few codes, and how many more there are."""
    shown = list(codes)[:SHOWN]
    more = len(codes) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _bodies(n: int) -> str:
    return "1 body" if n == 1 else f"{n} bodies"


def _note_features(notes: _Notes, nameless: int, empty: list[str], mended: list[str]) -> None:
    if nameless:
        notes.add(
            "boundary_without_code",
            f"{nameless} feature(s) without a property `code` were left out.",
            "Give each feature the id of its body.",
        )
    if empty:
        notes.add(
            "boundary_without_polygon",
            f"{_bodies(len(empty))} without a usable polygon: {listed(empty)}.",
            "Give them a polygon, or leave them to the list beside the map.",
        )
    if mended:
        notes.add(
            "boundary_repaired",
            f"Outlines that crossed themselves were repaired, for {_bodies(len(mended))}: {listed(mended)}.",
            "Nothing needs doing unless their shape looks wrong on the map.",
        )


def _note_doubles(found: Collection[str], parts: Mapping[str, list[BaseGeometry]], notes: _Notes) -> None:
    doubles = [code for code in found if len(parts[code]) > 1]
    if doubles:
        notes.add(
            "boundary_twice",
            f"Several features carry one code and were joined: {listed(doubles)}.",
            "If they are different bodies, give each its own code.",
        )


def _note_codes(found: int, missing: Collection[str], extra: Collection[str], notes: _Notes) -> bool:
    """Says which codes do not fit; returns whether enough do for the map to be drawn."""
    n = found + len(missing)
    if found < LEAST_MATCH * n:
        notes.add(
            "boundaries_of_another_date",
            f"Only {found} of {_bodies(n)} have an area: the boundaries look like those of another "
            "date, so the map of areas is not drawn.",
            "Add the boundaries of that date, for example geography/<kind>-<round>.geojson.",
        )
        return False
    if missing:
        notes.add(
            "boundary_missing",
            f"{_bodies(len(missing))} without an area, not on the map: {listed(missing)}.",
            "Add their boundaries; until then they are in the table and among the equal cells.",
        )
    if extra:
        notes.add(
            "boundary_unknown_code",
            f"{len(extra)} area(s) belong to no body of this round and are not drawn: {listed(extra)}.",
            "Nothing needs doing if they are bodies of another date.",
        )
    return True


def _why_nothing(features: list[Any]) -> str:
    """Why nothing could be used, naming a property that may hold the codes."""
    first = next((f for f in features if isinstance(f, dict)), {})
    properties = first.get("properties")
    if any(_code(feature) for feature in features):
        return "No feature has a usable polygon."
    if isinstance(properties, dict) and properties:
        near = [name for name in properties if str(name).lower().endswith(("code", "cd", "id"))]
        also = f" Did you mean `{near[0]}`?" if near else ""
        return f"No feature has a property `code`; they have {listed([str(p) for p in properties])}.{also}"
    return "No feature has a property `code`."
