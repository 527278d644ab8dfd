"""Tables as the bytes of files: the same table always gives the same bytes."""

import io
import json
from collections.abc import Mapping

import polars as pl

from answerable.press.data.guarding import guarded_frame
from answerable.press.data.stamp import Stamp


def csv_bytes(frame: pl.DataFrame, stamp: Stamp) -> bytes:
    """A table as CSV in UTF-8, with its stamp in the last columns and safe to open in a spreadsheet."""
    return plain_csv(guarded_frame(stamp.on(frame)))


def plain_csv(frame: pl.DataFrame) -> bytes:
    """A table as CSV just as it is: for tables that are stamped and guarded already."""
    return frame.write_csv(line_terminator="\n").encode()


def json_bytes(frame: pl.DataFrame, stamp: Stamp, more: Mapping[str, object] | None = None) -> bytes:
    """A table as one JSON object: the keys of its stamp, then `more`, then `rows`, one object each.

    A row leaves out the keys that it has nothing for.
    """
    head = json.dumps({**stamp.record, **(more or {})}, ensure_ascii=False)
    rows = frame.write_json()
    for name in frame.columns[1:]:
        # Within a text a quote has a backslash before it, so these letters can only be a key with nothing.
        # The first column is part of the key of every table and always filled.
        rows = rows.replace(f',"{name}":null', "")
    return f'{head[:-1]}, "rows": {rows}}}\n'.encode()


def parquet_bytes(frame: pl.DataFrame, stamp: Stamp) -> bytes:
    """A table as Parquet, with its stamp in the last columns and among the file's metadata."""
    file = io.BytesIO()
    said = {key: str(value) for key, value in stamp.record.items() if value is not None}
    stamp.on(frame).write_parquet(file, compression="zstd", metadata=said)
    return file.getvalue()
