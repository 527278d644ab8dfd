"""The register and what refers to it: bodies through time, successions, overlaps, populations."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.study import schema
from answerable.core.study.columns import ReadTable
from answerable.core.study.faults import LINE, Faults, any_of, did_you_mean, quoted
from answerable.core.study.loading import Loaded

SAFE_ID = r"^[\p{L}\p{N}]([\p{L}\p{N}._-]{0,78}[\p{L}\p{N}_-])?$"
WEB_ADDRESS = r"^https?://\S+$"
# Shares are printed rounded; many rounded parts may add up to a little more than the whole.
TOLERANCE_PCT = 1.0


def check_bodies(loaded: Loaded, faults: Faults) -> None:
    """Notes every fault in the register and in the tables that name its bodies."""
    bodies = loaded.tables.get("bodies")
    if bodies is not None:
        _check_register(bodies, loaded, faults)
    for table in (schema.SUCCESSIONS, schema.OVERLAPS, schema.POPULATIONS):
        read = loaded.tables.get(table.name)
        if read is not None:
            _check_twice(read, table.key, faults)
    known = bodies if bodies is not None and bodies.whole else None
    _check_successions(loaded.tables.get("successions"), known, faults)
    _check_overlaps(loaded, known, faults)
    _check_populations(loaded.tables.get("populations"), known, faults)
    if loaded.postcodes is not None:
        _check_twice(loaded.postcodes, schema.POSTCODES.key, faults)
        _check_places(loaded.postcodes, faults)


def _check_register(bodies: ReadTable, loaded: Loaded, faults: Faults) -> None:
    frame, file = bodies.frame, bodies.file
    if frame.is_empty() and bodies.whole:
        faults.add(
            "no_bodies", "The register has no bodies yet.", "Add a row for each.", file=file, warning=True
        )
    faults.rows(
        frame.filter(~pl.col("id").str.contains(SAFE_ID)),
        "bad_id",
        lambda row: f"{quoted(row['id'])} cannot be the id of a body.",
        "Use its code: at most 80 letters, digits, hyphens and underscores, since ids stand in addresses.",
        file=file,
        column="id",
    )
    if loaded.head is not None:
        kinds = list(loaded.head.body_kinds)
        faults.rows(
            frame.filter(~pl.col("kind").is_in(kinds)),
            "unknown_kind",
            lambda row: f"There is no kind of body {quoted(row['kind'])} in study.yaml.",
            lambda row: did_you_mean(row["kind"], kinds),
            file=file,
            column="kind",
            expected=any_of(kinds),
        )
    faults.rows(
        frame.filter(pl.col("closed") < pl.col("opened")),
        "closed_before_opened",
        lambda row: f"It closed on {row['closed']}, before it opened on {row['opened']}.",
        "Check which of the two dates is right.",
        file=file,
        column="closed",
    )
    check_addresses(bodies, "url", faults)
    if bodies.sure:
        _check_spells(frame, file, faults)


def _check_spells(frame: pl.DataFrame, file: str, faults: Faults) -> None:
    """An id may come again for another time; on no day but the one it passes on may it mean two bodies."""
    again = frame.filter(pl.col("id").is_duplicated() & pl.col("id").is_not_null())
    if again.is_empty():
        return
    before = again.sort("opened", LINE, nulls_last=False).with_columns(
        pl.col(LINE).shift(1).over("id").alias("#other"),
        # A blank date is no bound: once a spell has no end, every later one overlaps it.
        pl.col("closed").fill_null(pl.date(9999, 12, 31)).cum_max().shift(1).over("id").alias("#until"),
    )
    overlapping = before.filter(
        pl.col("#other").is_not_null() & (pl.col("opened").is_null() | (pl.col("opened") < pl.col("#until")))
    )
    faults.rows(
        overlapping.sort(LINE),
        "overlapping_dates",
        lambda row: (
            f"The id {quoted(row['id'])} is also that of line {row['#other']}, for days that overlap."
        ),
        "Give the dates on which each of the two opened and closed, or remove the row that is there twice.",
        file=file,
        column="id",
    )


def check_addresses(read: ReadTable, column: str, faults: Faults) -> None:
    """Warns of cells that are shown as text since they are no web address."""
    if column not in read.present:
        return
    faults.rows(
        read.frame.filter(~pl.col(column).str.contains(WEB_ADDRESS)),
        "not_an_address",
        lambda row: f"{quoted(row[column])} is no web address; it will be shown and not linked.",
        "Write the whole address with https://, or move the words to the note.",
        file=read.file,
        column=column,
        warning=True,
    )


def _check_twice(read: ReadTable, key: Sequence[str], faults: Faults) -> None:
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in key if name != "date")
    twice = read.frame.filter(whole & pl.struct(key).is_duplicated())
    if twice.is_empty():
        return
    faults.rows(
        twice.with_columns(pl.col(LINE).min().over(key).alias("#first")).filter(
            pl.col(LINE) > pl.col("#first")
        ),
        "row_twice",
        lambda row: f"The row says {', '.join(key)} again; the first is on line {row['#first']}.",
        "Keep one of them.",
        file=read.file,
    )


def _check_known(read: ReadTable, column: str, bodies: ReadTable, faults: Faults) -> None:
    known = bodies.frame["id"].drop_nulls().unique().to_list()
    unknown = read.frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(known))
    faults.rows(
        unknown,
        "unknown_body",
        lambda row: f"There is no body {quoted(row[column])} in the register.",
        lambda row: did_you_mean(row[column], known),
        file=read.file,
        column=column,
    )


def _check_percent(read: ReadTable, column: str, faults: Faults) -> None:
    faults.rows(
        read.frame.filter(~pl.col(column).is_between(0, 100)),
        "not_a_percent",
        lambda row: f"{row[column]:g} is no percentage of a whole.",
        "Write a number from 0 to 100.",
        file=read.file,
        column=column,
        expected="0 to 100",
    )


def _check_successions(read: ReadTable | None, bodies: ReadTable | None, faults: Faults) -> None:
    if read is None:
        return
    _check_percent(read, "share_pct", faults)
    shares = ["effective_date", "predecessor_id"]
    sums = read.frame.with_columns(pl.col("share_pct").sum().over(shares).alias("#sum"))
    over = sums.filter((pl.col("#sum") > 100 + TOLERANCE_PCT) & pl.col("effective_date").is_not_null())
    faults.rows(
        over.unique(shares, keep="first", maintain_order=True),
        "shares_above_whole",
        lambda row: (
            f"The shares of {quoted(row['predecessor_id'])} on {row['effective_date']} "
            f"add up to {row['#sum']:.1f}."
        ),
        "Let the shares of one body that pass on one day add up to 100 at most.",
        file=read.file,
        column="share_pct",
    )
    if bodies is None:
        return
    for column in ("predecessor_id", "successor_id"):
        _check_known(read, column, bodies, faults)
    _check_dates(read, bodies, faults)


def _check_dates(read: ReadTable, bodies: ReadTable, faults: Faults) -> None:
    """A predecessor must have been there before the day, and a successor on or after it."""
    spells = bodies.frame.group_by("id").agg(
        # A blank date is no bound, so it wins over any date.
        pl.when(pl.col("opened").is_null().any()).then(None).otherwise(pl.col("opened").min()).alias("#from"),
        pl.when(pl.col("closed").is_null().any())
        .then(None)
        .otherwise(pl.col("closed").max())
        .alias("#until"),
    )
    day = pl.col("effective_date")
    early = read.frame.join(spells, left_on="predecessor_id", right_on="id", maintain_order="left")
    faults.rows(
        early.filter(day <= pl.col("#from")),
        "succession_date",
        lambda row: (
            f"The predecessor {quoted(row['predecessor_id'])} opened on {row['#from']}, not before "
            f"{row['effective_date']}, when it was followed."
        ),
        "Check the date and which of the two came first.",
        file=read.file,
        column="effective_date",
    )
    late = read.frame.join(spells, left_on="successor_id", right_on="id", maintain_order="left")
    faults.rows(
        late.filter(day > pl.col("#until")),
        "succession_date",
        lambda row: (
            f"The successor {quoted(row['successor_id'])} closed on {row['#until']}, before "
            f"{row['effective_date']}, when it followed."
        ),
        "Check the date and which of the two came first.",
        file=read.file,
        column="effective_date",
    )


def _check_overlaps(loaded: Loaded, bodies: ReadTable | None, faults: Faults) -> None:
    read = loaded.tables.get("overlaps")
    if read is None:
        return
    sides = (("left_id", "share_of_left_pct", "right_id"), ("right_id", "share_of_right_pct", "left_id"))
    for own, share, other in sides:
        _check_percent(read, share, faults)
        if bodies is not None:
            _check_known(read, own, bodies, faults)
            for each in loaded.rounds if bodies.sure else ():
                if each.head.sent_on is not None:
                    _check_overlap_sum(read, bodies, (own, share, other), each.head.sent_on, faults)


def _check_overlap_sum(
    read: ReadTable, bodies: ReadTable, columns: tuple[str, str, str], on: date, faults: Faults
) -> None:
    """The parts of a body that lie in bodies of one kind add up to it at most, on each day of sending."""
    own, share, other = columns
    there = bodies_on(bodies.frame, on).select("id", pl.col("kind").alias("#kind"))
    rows = read.frame.join(there.select("id"), left_on=own, right_on="id", how="semi").join(
        there, left_on=other, right_on="id"
    )
    sums = (
        rows.sort(LINE)
        .group_by(own, "#kind", maintain_order=True)
        .agg(pl.col(share).sum().alias("#sum"), pl.col(LINE).first())
    )
    faults.rows(
        sums.filter(pl.col("#sum") > 100 + TOLERANCE_PCT),
        "shares_above_whole",
        lambda row: (
            f"On {on} the parts of {quoted(row[own])} in bodies of the kind {row['#kind']} add up to "
            f"{row['#sum']:.1f}."
        ),
        "Let them add up to 100 at most: does the table hold one area twice, or areas of different dates?",
        file=read.file,
        column=share,
    )


def _check_populations(read: ReadTable | None, bodies: ReadTable | None, faults: Faults) -> None:
    if read is None:
        return
    if bodies is not None:
        _check_known(read, "body_id", bodies, faults)
    faults.rows(
        read.frame.filter(pl.col("value") < 0),
        "negative_number",
        lambda row: f"A population of {row['value']:g} cannot be.",
        "Check the number.",
        file=read.file,
        column="value",
    )


def _check_places(read: ReadTable, faults: Faults) -> None:
    for column, limit in (("lon", 180), ("lat", 90)):
        faults.rows(
            read.frame.filter(pl.col(column).abs() > limit),
            "not_on_earth",
            lambda row, column=column: f"{row[column]:g} is no {column} in degrees.",  # type: ignore[misc]
            "Write longitude and latitude in degrees (WGS 84), not metres of a national grid.",
            file=read.file,
            column=column,
        )
