"""Tables as files: what is read back is what went in, with its stamp, and the bytes never differ."""

import csv
import io
import json
from datetime import date

import openpyxl
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from answerable.press.data.encoding import csv_bytes, json_bytes, parquet_bytes
from answerable.press.data.guarding import unguarded
from answerable.press.data.stamp import STAMPED, Stamp
from answerable.press.data.workbook import SheetRows, sheet_name
from answerable.press.data.workbook import workbook_bytes as bytes_of_rows

STAMP = Stamp("study", "A study", "A publisher", "1.2", "2017-10-09", "CC-BY-4.0", True)
FRAME = pl.DataFrame(
    {
        "id": ["a", "b", "c"],
        "text": ['=HYPERLINK("x")', 'a,"b"\nc', None],
        "n": [1.5, -2.0, None],
        "count": [0, None, 7],
        "on": [date(2017, 10, 9), None, date(1899, 12, 31)],
        "is": [True, False, None],
    }
)
CELLS = st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('",\\:{}\n\t'))
FORMATS = (csv_bytes, json_bytes, parquet_bytes)


def test_csv_ends_with_version_moment_and_whether_it_is_simulated() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_bytes(FRAME, STAMP).decode())))
    assert tuple(rows[0])[-3:] == STAMPED
    assert {tuple(row[name] for name in STAMPED) for row in rows} == {("1.2", "2017-10-09", "true")}
    assert rows[0]["text"] == '\'=HYPERLINK("x")'
    assert rows[1]["n"] == "-2.0"


def test_json_begins_with_its_stamp_and_holds_text_as_it_is() -> None:
    read = json.loads(json_bytes(FRAME, STAMP, {"round": "2017"}))
    assert list(read)[:7] == ["study", "title", "publisher", "release", "as_at", "licence", "simulated"]
    assert read["simulated"] is True and read["round"] == "2017"
    assert read["rows"][0] == {
        "id": "a",
        "text": FRAME["text"][0],
        "n": 1.5,
        "count": 0,
        "on": "2017-10-09",
        "is": True,
    }
    assert read["rows"][2] == {"id": "c", "count": 7, "on": "1899-12-31"}


def test_parquet_has_its_stamp_in_columns_and_in_the_file() -> None:
    data = parquet_bytes(FRAME, STAMP)
    read = pl.read_parquet(io.BytesIO(data))
    assert read.drop(STAMPED).equals(FRAME)
    assert read["simulated"].unique().to_list() == [True]
    assert pl.read_parquet_metadata(io.BytesIO(data))["release"] == "1.2"


def workbook_bytes(frames: dict[str, pl.DataFrame]) -> bytes:
    return bytes_of_rows({name: SheetRows.of(frame) for name, frame in frames.items()})


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_any_text_comes_back_from_csv_json_and_workbook(pairs: list[tuple[str | None, str | None]]) -> None:
    rows = [(str(n), *pair) for n, pair in enumerate(pairs)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("id", "a", "b"), pl.String), orient="row")
    found = csv.DictReader(io.StringIO(csv_bytes(frame, STAMP).decode(), newline=""))
    assert [tuple(unguarded(r[c]) for c in ("id", "a", "b")) for r in found] == [
        tuple(cell or "" for cell in row) for row in rows
    ]
    read = json.loads(json_bytes(frame, STAMP))["rows"]
    assert [tuple(r.get(c) for c in ("id", "a", "b")) for r in read] == rows
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"t": frame})))["t"]
    cells = [tuple(c.value or "" for c in row) for row in sheet.iter_rows(min_row=2, max_col=3)]
    assert cells == [tuple(openpyxl_text(cell) for cell in row) for row in rows]


def openpyxl_text(text: str | None) -> str:
    """What a workbook gives back: letters that XML cannot hold are replaced."""
    return "".join("\ufffd" if letter in "\ufffe\uffff" else letter for letter in text or "")


def test_workbook_keeps_types_and_runs_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"about": FRAME.select("id"), "all": FRAME})))
    assert book.sheetnames == ["about", "all"]
    sheet = book["all"]
    assert [c.value for c in sheet[1]] == FRAME.columns
    first, second = ([c.value for c in sheet[n]] for n in (2, 3))
    assert first[1] == '=HYPERLINK("x")' and sheet["B2"].data_type == "s"
    assert first[2:4] == [1.5, 0] and first[4].date() == date(2017, 10, 9) and first[5] is True
    assert second[3] is None and second[5] is False


def test_workbook_escapes_what_only_looks_like_an_escape() -> None:
    frame = pl.DataFrame({"t": ["_x0041_", "a\rb", "bell\x07"]})
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes({"t": frame})))
    assert book.get_sheet_by_name("t").to_python() == [["t"], ["_x0041_"], ["a\rb"], ["bell\ufffd"]]


def test_workbook_of_an_empty_table_has_its_headings() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"t": FRAME.clear()})))["t"]
    assert [c.value for c in sheet[1]] == FRAME.columns and sheet.max_row == 1


def test_sheet_names_hold_what_spreadsheets_allow() -> None:
    assert sheet_name("a/b[c]:" + "x" * 40) == "a b c  " + "x" * 24


def test_files_have_the_same_bytes_each_time() -> None:
    for make in FORMATS:
        assert make(FRAME, STAMP) == make(FRAME.clone(), STAMP)
    assert workbook_bytes({"t": FRAME}) == workbook_bytes({"t": FRAME.clone()})
