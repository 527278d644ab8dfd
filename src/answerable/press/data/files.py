"""The data files of a round, as pages of the site: made when their turn comes, from tables made once."""

from collections.abc import Iterator
from functools import cached_property, partial

import polars as pl

from answerable.press import addresses
from answerable.press.data.describing import Described
from answerable.press.data.encoding import csv_bytes, json_bytes, parquet_bytes, plain_csv
from answerable.press.data.guarding import guarded_frame
from answerable.press.data.tables import ABOUT, RoundTables
from answerable.press.data.workbook import SheetRows, answer_sheets, workbook_bytes
from answerable.press.paging import Page
from answerable.press.render import Frame, simulated_words
from answerable.press.slugs import segment
from answerable.press.view.model import QuestionView, RoundView

FORMATS = {"csv": csv_bytes, "json": json_bytes, "parquet": parquet_bytes}
MOST_IN_WORKBOOK = 1_000_000
SAME_FOR_ALL = ("round", "kind", "question_id")
Parts = dict[tuple[object, ...], pl.DataFrame]


class RoundFiles:
    """The files of one round."""

    def __init__(self, frame: Frame, a_round: RoundView) -> None:
        self.frame, self.round = frame, a_round
        self.tables = RoundTables(frame.view, a_round)
        self.stamp = self.tables.stamp

    def pages(self) -> Iterator[Page]:
        """Every file of the round; the tables need polars, which forked processes cannot use."""
        where = self.frame.view.path
        for name in self.tables.names:
            for ending in FORMATS:
                path = where(addresses.round_file(self.round.id, name, ending))
                yield Page(path, partial(self.table_file, name, ending), in_parent=True)
        if not self.tables.has_answers:
            return
        path = where(addresses.workbook_file(self.frame.view.study.id, self.round.id))
        yield Page(path, partial(workbook_bytes, self.sheets()))
        for kind in self.round.kinds.values():
            for view in kind.questions.values():
                csv, json = (
                    where(addresses.question_file(self.round.id, kind.kind.id, view.id, ending))
                    for ending in ("csv", "json")
                )
                yield Page(csv, partial(self.question_csv, view), in_parent=True)
                yield Page(json, partial(self.question_json, view), in_parent=True)

    def table_file(self, name: str, ending: str) -> bytes:
        """One table as CSV, JSON or Parquet."""
        if name == "answers" and ending == "csv":
            return plain_csv(self._stamped_answers)
        return FORMATS[ending](self.tables.table(name), self.stamp)

    def sheets(self) -> dict[str, SheetRows]:
        """All tables as sheets of one workbook, after one that says what it is.

        Very many answers are left out, and the first sheet says so: no spreadsheet opens them in good time.
        """
        others = [name for name in self.tables.names if name != "answers"]
        answers = {} if self.too_many else answer_sheets(self.tables.table("answers"))
        return {
            "about": SheetRows.of(self._about()),
            **answers,
            **{name: SheetRows.of(self.tables.table(name)) for name in others},
        }

    @property
    def too_many(self) -> bool:
        """Whether there are more answers than a workbook should hold."""
        return self.tables.table("answers").height > MOST_IN_WORKBOOK

    def question_csv(self, view: QuestionView) -> bytes:
        """The answers to one question as CSV: the rows that the file of all answers has of it."""
        parts = self._stamped_parts
        return plain_csv(parts.get((view.kind, view.id), self._stamped_answers.clear()))

    def question_json(self, view: QuestionView) -> bytes:
        """The answers to one question as JSON, with its words and counts before them."""
        question = view.question
        more = {
            "round": view.round_id,
            "kind": view.kind,
            "question": {
                "id": question.id,
                "number": question.number or None,
                "label": question.label or None,
                "text": question.text,
                "answer_type": str(question.answer),
                "options": list(question.coded_options) if question.has_options else [],
            },
            "counts": {
                k: v for k, v in (view.counts or {}).items() if k not in ("round", "kind", "question")
            },
        }
        rows = self._parts.get((view.kind, view.id), self.tables.answers.clear())
        return json_bytes(rows.drop(SAME_FOR_ALL), self.stamp, more)

    def described(self) -> Iterator[Described]:
        """The CSV file of each table, for the data package."""
        for name in self.tables.names:
            schema = self.stamp.on(self.tables.table(name).clear()).schema
            yield Described(f"{segment(self.round.id)}/{name}.csv", name, schema)

    def _about(self) -> pl.DataFrame:
        said = [(name, str(value)) for name, value in self.stamp.record.items() if value is not None]
        said.insert(3, ("round", self.round.title))
        if self.stamp.simulated:
            said.append(("simulated study", simulated_words()))
        said += [(f"sheet {name}", ABOUT[name]) for name in self.tables.names]
        if self.too_many:
            words = "Too many for a workbook: they are in answers.csv and answers.parquet"
            said = [(name, words if name == "sheet answers" else each) for name, each in said]
        return pl.DataFrame(said, schema={"about": pl.String, "words": pl.String}, orient="row")

    @cached_property
    def _stamped_answers(self) -> pl.DataFrame:
        return guarded_frame(self.stamp.on(self.tables.answers))

    @cached_property
    def _parts(self) -> Parts:
        return self.tables.answers.partition_by("kind", "question_id", as_dict=True)

    @cached_property
    def _stamped_parts(self) -> Parts:
        # An id that was guarded is a key like any other, so the keys are those of the plain table.
        whole = self._stamped_answers.with_columns(self.tables.answers["kind", "question_id"].rename(PLAIN))
        parts = whole.partition_by(*PLAIN.values(), as_dict=True, include_key=False)
        return parts


PLAIN = {"kind": "plain kind", "question_id": "plain question"}
