"""Text that a spreadsheet would run as a formula, made harmless in CSV files; numbers are left alone."""

import polars as pl

from answerable.press.language import noop as N_

APOSTROPHE = "'"
STARTS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# Blanks and characters without a shape may stand before the sign: programs that trim would find it. Text that
# has the apostrophe already gets one more, so that what was guarded can always be told from what was not.
DANGEROUS = f"^'*(?:[\\s\\p{{Cc}}\\p{{Cf}}]*[{STARTS}]|[\\t\\r\\n])"
RULE = N_(
    "Text that begins with =, +, - or @ (full-width forms too, and also after blanks), a tab or a line break "
    "has an apostrophe put before it in CSV files, so that no spreadsheet runs it as a formula. Take that "
    "one apostrophe away to have the text as it was. Numbers are left as they are."
)


def guarded(texts: pl.Series) -> pl.Series:
    """Texts with an apostrophe before each that a spreadsheet would take for a formula.

    Source: OWASP, CSV Injection
    """
    return texts.to_frame("text").select(_guard("text")).to_series().alias(texts.name)


def guarded_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of text guarded."""
    return frame.with_columns(_guard(name) for name, dtype in frame.schema.items() if dtype == pl.String)


def unguarded(text: str) -> str:
    """A text as it was before it was guarded."""
    if not text.startswith(APOSTROPHE):
        return text
    bare = text.removeprefix(APOSTROPHE)
    return bare if guarded(pl.Series([bare], dtype=pl.String))[0] == text else text


def _guard(name: str) -> pl.Expr:
    text = pl.col(name)
    return pl.when(text.str.contains(DANGEROUS)).then(APOSTROPHE + text).otherwise(text).alias(name)
