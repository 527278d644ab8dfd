"""What a study's pages need to lead from a postcode to its bodies: the files by outward code, and words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from answerable.core.errors import InputFaults
from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.maps.boundaries import load_boundaries
from answerable.press.maps.prepare import boundary_name
from answerable.press.postcodes.placing import NOWHERE, place_points
from answerable.press.postcodes.shards import FOREIGN, IN, LOST, OUTSIDE, STATE, ShardBody, make_shards
from answerable.press.postcodes.sources import NORTHERN_IRELAND, Postcodes
from answerable.press.view.model import BodyView, RoundState, RoundView, StudyView
from answerable.press.words import day

COUNTRIES = {
    "E": N_("England"),
    "W": N_("Wales"),
    "S": N_("Scotland"),
    "N": N_("Northern Ireland"),
    "L": N_("the Channel Islands"),
    "M": N_("the Isle of Man"),
}
UNKNOWN = 0
NUMBERS = {letter: number for number, letter in enumerate(COUNTRIES, start=1)}
BodySet = tuple[tuple[int, ...], tuple[int, ...]]


class Ground(NamedTuple):
    """The areas of one kind of body in one round, with the views of their bodies in the same order."""

    round: RoundView
    bodies: tuple[BodyView, ...]
    areas: Mapping[str, BaseGeometry]


@dataclass(frozen=True, eq=False)
class Finder:
    """The files by outward code, and what the pages say about them.

    `example` is a postcode that leads to a body; `n_placed` of them lie in an area, `n_near` of these only
    near one; `rounds` names the round whose boundaries each kind was placed by.
    """

    folder: str
    shards: Mapping[str, bytes]
    example: str
    source: str
    with_ends: bool
    n_placed: int
    n_near: int
    without: str
    rounds: tuple[tuple[str, str], ...]
    british: bool

    @property
    def outward(self) -> str:
        """The first half of the example."""
        return self.example.partition(" ")[0]

    @cached_property
    def words(self) -> str:
        """What the script says, as JSON: in the language that is being spoken when it is first asked for."""
        return json.dumps(self._words(), ensure_ascii=False)

    def _words(self) -> dict[str, str]:
        made = {
            "folder": self.folder,
            "bad": _("“{postcode}” is not a whole postcode. One looks like {example}."),
            "guess": _("Did you mean {guess}?"),
            "unknown": _(
                "There is no {postcode} in the list of postcodes, though others begin with {outward}. "
                "Look again at its second half."
            ),
            "nothing": _("No postcode in the list begins with {outward}. One looks like {example}."),
            "foreign": _("{postcode} lies in {place}, which this study does not cover."),
            "outside": _("{postcode} lies outside the areas of the bodies in this study."),
            "lost": _("The list of postcodes does not say where {postcode} lies."),
            "ended": _("{postcode} has not been used since {month}. It lay here:"),
            "here": _("{postcode} lies here:"),
            "offline": _(
                "The postcodes could not be fetched: this page was opened from a file, or the connection is "
                "down. The list of all bodies leads to the same pages."
            ),
            "open": _("{body}, {kind}"),
            "closed": _("Today {today}. Until {day} the area was that of {body}, {kind}."),
            "over": _("Until {day} the area was that of {body}, {kind}."),
            "near": _("(the nearest: the place lies just outside the areas as drawn)"),
        }
        if self.without:
            made["left"] = self.without
        return {key: words.replace("{example}", self.example) for key, words in made.items()}


def make_finder(view: StudyView, postcodes: Postcodes, *, northern_ireland: bool = False) -> Finder | None:
    """Every postcode placed in the areas of the study's bodies; None where none lies in any.

    Each kind of body is placed by the boundaries of the latest round that has them. A postcode near an area
    counts as in it, unless it lies in another country.
    """
    grounds = list(ground_of_kinds(view))
    frame = postcodes.frame
    if not grounds or frame.is_empty():
        return None
    bodies: list[BodyView] = []
    columns: dict[str, pl.Series] = {}
    placed = frame["lon"].is_not_null().to_numpy()
    points = frame.filter(pl.Series(placed)).select("lon", "lat").to_numpy()
    country = frame["country"].replace_strict(NUMBERS, default=UNKNOWN, return_dtype=pl.Int8).to_numpy()
    for ground in grounds:
        for name, series in _places_of(ground, points, placed, country, len(bodies), len(columns)).items():
            columns[name] = series
        bodies += ground.bodies
    sets, numbers = _sets(pl.DataFrame(columns), _order(bodies))
    states = _states(frame, numbers, [bool(members) for members, _near in sets], placed)
    counts = states.group_by("set").len().filter(pl.col("set") != NOWHERE).rows()
    n_placed = sum(n for number, n in counts if sets[number][0])
    if not n_placed:
        return None
    drawn = {body.path for body in bodies}
    shards = make_shards(states, sets, [_shard_body(view, body, drawn) for body in bodies])
    # Nulls come first: the example is one in use where there is any.
    first = states.filter(pl.col(STATE) == IN).sort("ended", maintain_order=True)
    return Finder(
        folder=view.path(addresses.find_page()),
        shards={view.path(addresses.find_shard(outward)): data for outward, data in shards.items()},
        example=" ".join(first.select("outward", "inward").row(0)),
        source=postcodes.words,
        with_ends=postcodes.with_ends,
        n_placed=n_placed,
        n_near=sum(n for number, n in counts if sets[number][1]),
        without=_without(frame, northern_ireland),
        rounds=tuple(
            (view.study.kind(ground.bodies[0].kind).plural, ground.round.title) for ground in grounds
        ),
        british=frame["country"].null_count() < frame.height,
    )


def ground_of_kinds(view: StudyView) -> Iterator[Ground]:
    """For each kind of body, the areas of the latest round that has boundaries which fit its bodies."""
    for kind in view.study.body_kinds:
        for a_round in reversed(view.rounds):
            ground = _ground(view, a_round, kind) if kind in a_round.kinds else None
            if ground:
                yield ground
                break


def _ground(view: StudyView, a_round: RoundView, kind: str) -> Ground | None:
    stem = boundary_name(view.study, a_round.round, kind)
    if stem is None:
        return None
    if a_round.state is RoundState.READY:
        asked = [body for body in view.bodies if body.kind == kind and body.closed is None]
    else:
        asked = list(a_round.kinds[kind].bodies)
    by_code = {body.id: body for body in asked}
    try:
        found = load_boundaries(view.study.boundaries[stem], list(by_code), others=frozenset(view.by_id))
    except InputFaults:
        # The maps of the same round say on the page what is wrong with its boundaries.
        return None
    if not found.matches or not found.areas:
        return None
    return Ground(a_round, tuple(by_code[code] for code in found.areas), found.areas)


def _places_of(
    ground: Ground,
    points: NDArray[np.float64],
    placed: NDArray[np.bool_],
    country: NDArray[np.int8],
    first_body: int,
    first_column: int,
) -> dict[str, pl.Series]:
    """Columns of places among all bodies: one for each layer, then one for those that were only near."""
    layers, near = place_points(points, ground.areas)
    own = country[placed]
    home = _home_countries(layers[0], near, own, len(ground.bodies))
    for layer in layers:
        # Boundaries are drawn more coarsely than countries end; the list of postcodes knows which it is.
        theirs = home[layer]
        layer[(layer != NOWHERE) & (own != UNKNOWN) & (theirs != UNKNOWN) & (own != theirs)] = NOWHERE
    near &= layers[0] != NOWHERE
    made: dict[str, pl.Series] = {}
    for layer in (*layers, np.where(near, layers[0], NOWHERE)):
        whole = np.full(len(placed), NOWHERE, dtype=np.int32)
        whole[placed] = np.where(layer == NOWHERE, NOWHERE, layer + first_body)
        made[f"{'near' if len(made) == len(layers) else 'in'}{first_column + len(made)}"] = pl.Series(whole)
    return made


def _home_countries(
    places: NDArray[np.int32], near: NDArray[np.bool_], country: NDArray[np.int8], n: int
) -> NDArray[np.int8]:
    """The country that most postcodes within each area lie in, by its number; UNKNOWN where none is."""
    inside = (places != NOWHERE) & ~near
    counts = np.zeros((n, len(COUNTRIES) + 1), dtype=np.int64)
    np.add.at(counts, (places[inside], country[inside]), 1)
    home: NDArray[np.int8] = counts.argmax(axis=1).astype(np.int8)
    return home


def _order(bodies: list[BodyView]) -> list[int]:
    """Where each body stands when several are named: those that are still there first."""
    ranked = sorted(range(len(bodies)), key=lambda place: (bodies[place].closed is not None, place))
    order = [0] * len(bodies)
    for rank, place in enumerate(ranked):
        order[place] = rank
    return order


def _sets(columns: pl.DataFrame, order: list[int]) -> tuple[list[BodySet], pl.Series]:
    """Every set of bodies that some postcode lies in, and the number of that set for each postcode."""
    names = columns.columns
    known = columns.unique().sort(names).with_row_index("set")
    numbers = columns.join(known, on=names, how="left", maintain_order="left")["set"].cast(pl.Int32)
    sets = []
    for row in known.drop("set").iter_rows(named=True):
        members = {place for name, place in row.items() if name.startswith("in") and place != NOWHERE}
        nearest = {place for name, place in row.items() if name.startswith("near") and place != NOWHERE}
        sets.append(
            (tuple(sorted(members, key=order.__getitem__)), tuple(sorted(nearest, key=order.__getitem__)))
        )
    return sets, numbers


def _states(
    frame: pl.DataFrame, numbers: pl.Series, filled: list[bool], placed: NDArray[np.bool_]
) -> pl.DataFrame:
    """Each postcode with its set, its state, and its country where that has no bodies."""
    inside = pl.Series(np.array(filled, dtype=np.bool_)[numbers.to_numpy()])
    states = frame.select("outward", "inward", "ended", "country").with_columns(
        pl.Series("set", numbers), pl.Series("inside", inside), pl.Series("placed", placed)
    )
    covered = states.filter("inside")["country"].drop_nulls().unique().to_list()
    elsewhere = {code: _(name) for code, name in COUNTRIES.items() if code not in covered} if covered else {}
    place = pl.col("country").replace_strict(elsewhere, default="", return_dtype=pl.String).fill_null("")
    return states.with_columns(place.alias("place")).with_columns(
        pl.when("inside")
        .then(pl.lit(IN))
        .when(pl.col("place") != "")
        .then(pl.lit(FOREIGN))
        .when("placed")
        .then(pl.lit(OUTSIDE))
        .otherwise(pl.lit(LOST))
        .alias(STATE)
    )


def _shard_body(view: StudyView, body: BodyView, drawn: set[str]) -> ShardBody:
    """A body as the files have it. Successors with areas of their own are found by the postcode itself."""
    today: tuple[tuple[str, str], ...] = ()
    kin = [each.body for each in view.extras.family(body).today if each.body.closed is None]
    if body.closed and not any(each.path in drawn for each in kin):
        today = tuple((each.name, each.path) for each in kin)
    kind = view.study.kind(body.kind)
    return ShardBody(body.id, body.name, kind.name, body.path, day(body.closed) if body.closed else "", today)


def _without(frame: pl.DataFrame, northern_ireland: bool) -> str:
    """What to say of postcodes of Northern Ireland where a list of British ones was used without them."""
    if northern_ireland or frame["country"].null_count() == frame.height:
        return ""
    return _(
        "Postcodes that begin with {area} are those of Northern Ireland. They are not in this list, as their "
        "use needs a licence of its own."
    ).format(area=NORTHERN_IRELAND)
