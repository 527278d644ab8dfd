"""Boundaries: whether they can be read, and whether they are those of the bodies that were asked."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
import shapely

from answerable.core.bodies.register import bodies_on
from answerable.core.study.encoding import decoded
from answerable.core.study.faults import Faults, any_of, did_you_mean, quoted
from answerable.core.study.loading import Loaded

AREAS = ("Polygon", "MultiPolygon", "GeometryCollection")
SHOWN = 10
MOST_FEATURES = 100_000


def check_geography(loaded: Loaded, faults: Faults, *, thorough: bool) -> None:
    """Notes boundary files that are no JSON; with `thorough` warns of all that a map would lack."""
    for stem, data in loaded.boundaries.items():
        file = f"geography/{stem}.geojson"
        kind = stem.partition("-")[0]
        if loaded.head is not None and kind not in loaded.head.body_kinds:
            faults.add(
                "unknown_kind",
                f"The file is named after {quoted(kind)}, which is no kind of body.",
                did_you_mean(stem, loaded.head.body_kinds),
                file=file,
                expected=any_of([f"{each}.geojson" for each in loaded.head.body_kinds]),
                warning=True,
            )
        text = decoded(data, file, faults)
        if text is None:
            continue
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as error:
            faults.add(
                "not_json",
                f"The file cannot be read as JSON: {quoted(error)}.",
                "Save the boundaries again as GeoJSON in UTF-8, with a property `code` on each feature.",
                file=file,
                line=getattr(error, "lineno", None),
            )
            continue
        if thorough:
            _check_features(content, file, kind, _wanted(loaded, stem, kind), faults)


def _wanted(loaded: Loaded, stem: str, kind: str) -> set[str]:
    """Ids of the bodies that rounds show on these boundaries."""
    bodies = loaded.tables.get("bodies")
    if bodies is None:
        return set()
    wanted: set[str] = set()
    for each in loaded.rounds:
        if kind in each.head.asked and _boundaries_of(loaded, each.id, each.head.sent_on, kind) == stem:
            day = each.head.sent_on or date.max
            wanted |= set(bodies_on(bodies.frame, day, kind)["id"].drop_nulls())
    return wanted


def _boundaries_of(loaded: Loaded, round_id: str, sent_on: date | None, kind: str) -> str:
    """Which boundaries suit a round: its own, else the latest dated ones before it, else the plain ones."""
    if f"{kind}-{round_id}" in loaded.boundaries:
        return f"{kind}-{round_id}"
    dated = [
        stem
        for stem in loaded.boundaries
        if stem.startswith(f"{kind}-") and (day := _day(stem[len(kind) + 1 :])) and sent_on and day <= sent_on
    ]
    return max(dated, default=kind)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _check_features(content: object, file: str, kind: str, wanted: set[str], faults: Faults) -> None:
    features = content.get("features") if isinstance(content, Mapping) else None
    if not isinstance(features, list) or not features:
        faults.add(
            "no_features",
            "The file has no features.",
            "Save the boundaries as a GeoJSON FeatureCollection, one feature for each body.",
            file=file,
            warning=True,
        )
        return
    if len(features) > MOST_FEATURES:
        faults.add(
            "too_many_features",
            f"The file has {len(features):,} features, more than there are bodies; they were not checked.",
            "Keep one feature for each body.",
            file=file,
            warning=True,
        )
        return
    codes: list[str] = []
    geometries: list[str] = []
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        code = properties.get("code") if isinstance(properties, Mapping) else None
        codes.append("" if code is None else str(code))
        geometries.append(json.dumps(feature.get("geometry")) if isinstance(feature, Mapping) else "null")
    _tell_codes(codes, file, kind, wanted, faults)
    _tell_shapes(codes, geometries, file, faults)


def _tell_codes(codes: list[str], file: str, kind: str, wanted: set[str], faults: Faults) -> None:
    known = {code for code in codes if code}
    twice = sorted(code for code, n in Counter(codes).items() if code and n > 1)
    checks = (
        (
            "feature_without_code",
            [str(number) for number, code in enumerate(codes, start=1) if not code],
            "{n} features have no property `code`: number {names}.",
            "Give each feature the id of its body as `code`.",
        ),
        (
            "duplicate_code",
            twice,
            "{n} codes are there more than once: {names}.",
            "Join the parts of one area into one feature.",
        ),
        (
            "code_without_boundary",
            sorted(wanted - known),
            "{n} bodies of the kind " + kind + " have no boundary here: {names}.",
            "Add them, or boundaries of the right date as geography/" + kind + "-<round>.geojson; "
            "until then they are drawn as equal cells only.",
        ),
        (
            "boundary_without_body",
            sorted(known - wanted) if wanted else [],
            "{n} boundaries are of no body that these maps show: {names}.",
            "Remove them, or check that the boundaries are of the right date.",
        ),
    )
    for rule, names, message, remedy in checks:
        if names:
            told = message.format(n=len(names), names=any_of([name[:40] for name in names], limit=SHOWN))
            faults.add(rule, told, remedy, file=file, warning=True)


def _tell_shapes(codes: list[str], geometries: list[str], file: str, faults: Faults) -> None:
    shapes = shapely.from_geojson(geometries, on_invalid="ignore")
    missing = [
        code or "?"
        for code, shape in zip(codes, shapes, strict=True)
        if shape is None or shape.is_empty or shape.geom_type not in AREAS
    ]
    if missing:
        faults.add(
            "feature_without_shape",
            f"{len(missing)} features have no geometry that can be read: {any_of(missing, limit=SHOWN)}.",
            "Give each a Polygon or MultiPolygon.",
            file=file,
            warning=True,
        )
    with np.errstate(all="ignore"):
        invalid = [
            (code or "?", shapely.is_valid_reason(shape))
            for code, shape in zip(codes, shapes, strict=True)
            if shape is not None and not shapely.is_valid(shape)
        ]
    if invalid:
        code, reason = invalid[0]
        faults.add(
            "self_crossing",
            f"{len(invalid)} boundaries cross themselves or are otherwise not sound: "
            f"{any_of([each for each, _ in invalid], limit=SHOWN)} (the first: {code}, {reason}).",
            "They are mended for drawing; repair them at their source if they look wrong.",
            file=file,
            warning=True,
        )
