"""Representatives: whom people may write to about a body, from a source that the publisher names."""

import polars as pl

from answerable.core.study.columns import ReadTable
from answerable.core.study.faults import LINE, Faults, did_you_mean, quoted
from answerable.core.study.link_bodies import check_addresses
from answerable.core.study.loading import Loaded
from answerable.core.study.schema import REPRESENTATIVES

# Letters that mean something within a link are refused: such an address could smuggle in other readers.
EMAIL = r"^[A-Za-z0-9.'+_-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"


def check_representatives(loaded: Loaded, faults: Faults) -> None:
    """Notes every fault in representatives.csv."""
    read = loaded.tables.get(REPRESENTATIVES.name)
    if read is None:
        return
    check_addresses(read, "url", faults)
    _check_rows(read, faults)
    _check_twice(read, faults)
    bodies = loaded.tables.get("bodies")
    if bodies is None or not bodies.whole:
        return
    known = bodies.frame["id"].drop_nulls().unique().to_list()
    faults.rows(
        read.frame.filter(~pl.col("body_id").is_in(known)),
        "unknown_body",
        lambda row: f"There is no body {quoted(row['body_id'])} in the register.",
        lambda row: did_you_mean(row["body_id"], known),
        file=read.file,
        column="body_id",
    )


def _check_rows(read: ReadTable, faults: Faults) -> None:
    faults.rows(
        read.frame.filter(~pl.col("email").str.contains(EMAIL)),
        "bad_email",
        lambda row: f"{quoted(row['email'])} is no email address.",
        "Write one address and nothing else, such as office@example.org, or leave the cell blank.",
        file=read.file,
        column="email",
    )
    faults.rows(
        read.frame.filter(pl.col("name").is_null() & pl.col("area").is_null()),
        "nobody_named",
        lambda row: "There is neither a name nor an area, so a letter could not say whom it is for.",
        "Write the name, or the area that they sit for.",
        file=read.file,
        column="name",
    )
    if not read.frame.is_empty() and read.frame["source"].null_count() == read.frame.height:
        faults.add(
            "source_missing",
            "No row says where the names and addresses are from.",
            "Fill in source and date: people should see how old an address is, and who published it.",
            file=read.file,
            line=read.frame[LINE][0],
            column="source",
            warning=True,
        )


def _check_twice(read: ReadTable, faults: Faults) -> None:
    key = list(REPRESENTATIVES.key)
    faults.rows(
        read.frame.with_columns(pl.col(LINE).min().over(key).alias("#first")).filter(
            pl.col("body_id").is_not_null() & (pl.col(LINE) > pl.col("#first"))
        ),
        "row_twice",
        lambda row: f"The same one is listed for the body again; the first is on line {row['#first']}.",
        "Keep one of them.",
        file=read.file,
        column="name" if "name" in read.present else "role",
    )
