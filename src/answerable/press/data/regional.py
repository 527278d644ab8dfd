"""The answers of the bodies of each region as files, as journalists of that region ask for them."""

from collections.abc import Iterator
from functools import cached_property, partial

import polars as pl

from answerable.press import addresses
from answerable.press.data.encoding import csv_bytes
from answerable.press.data.tables import ABOUT, RoundTables
from answerable.press.data.workbook import SheetRows, answer_sheets, workbook_bytes
from answerable.press.paging import Page
from answerable.press.render import simulated_words
from answerable.press.view.model import RoundView, StudyView

MOST_ROWS = 60_000
"""Rows of a region from which a workbook would take longer than it is worth."""


class RegionFiles:
    """The files of all regions, from the answers of one round."""

    def __init__(self, view: StudyView, a_round: RoundView) -> None:
        self.view, self.round = view, a_round
        self.tables = RoundTables(view, a_round)

    def pages(self) -> Iterator[Page]:
        """A CSV file and a workbook for each region; the tables need polars, which forks cannot use."""
        for region, part in self.parts.items():
            slug = self.view.region_slugs[region]
            yield Page(self.address(slug, "csv"), partial(self.csv, region), in_parent=True)
            if part.height <= MOST_ROWS:
                yield Page(self.address(slug, "xlsx"), partial(workbook_bytes, self.sheets(region)))

    def address(self, slug: str, ending: str) -> str:
        """Where a file stands."""
        return self.view.path(addresses.region_file(slug, ending))

    def links(self, region: str) -> dict[str, str]:
        """The files of a region by their ending; none where no body there was asked."""
        part = self.parts.get(region)
        if part is None:
            return {}
        slug = self.view.region_slugs[region]
        endings = ("csv", "xlsx") if part.height <= MOST_ROWS else ("csv",)
        return {ending: self.address(slug, ending) for ending in endings}

    @cached_property
    def parts(self) -> dict[str, pl.DataFrame]:
        """The rows of the table of answers by region."""
        rows = self.tables.answers.filter(pl.col("region").is_in(list(self.view.region_slugs)))
        return {str(key[0]): part for key, part in rows.partition_by("region", as_dict=True).items()}

    def csv(self, region: str) -> bytes:
        """Every answer of the region's bodies: the rows that the file of all answers has of them."""
        return csv_bytes(self.parts[region], self.tables.stamp)

    def sheets(self, region: str) -> dict[str, SheetRows]:
        """The same for people: a sheet that says what it is, and one for each kind of body."""
        stamp = self.tables.stamp
        said = [(name, str(value)) for name, value in stamp.record.items() if value is not None]
        said += [("round", self.round.title), ("region", region), ("sheets of answers", ABOUT["answers"])]
        if stamp.simulated:
            said.append(("simulated study", simulated_words()))
        about = pl.DataFrame(said, schema={"about": pl.String, "words": pl.String}, orient="row")
        return {"about": SheetRows.of(about), **answer_sheets(self.parts[region])}
