"""CSV of every sort to texts with line numbers."""

import csv
import io
from datetime import date, datetime

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.study import sheets, tables
from answerable.core.study.faults import LINE, Faults
from answerable.core.study.sheets import read_xlsx
from answerable.core.study.tables import RawTable, read_csv

KNOWN = ("id", "kind", "name", "note")


def read(data: bytes) -> tuple[RawTable | None, list[str]]:
    """A table and the rules of the faults that reading it gave."""
    faults = Faults()
    table = read_csv(data, "t.csv", KNOWN, faults)
    return table, [fault.rule for fault in faults.listed()]


def rows(table: RawTable | None) -> list[tuple[object, ...]]:
    """The rows of a table, the line last."""
    assert table is not None
    return table.frame.rows()


@pytest.mark.parametrize(
    "data",
    [
        b"id,kind\na,b\nc,d\n",
        b"id;kind\na;b\nc;d\n",
        b"id\tkind\na\tb\nc\td\n",
        b"\xef\xbb\xbfid,kind\na,b\nc,d\n",
        b"id,kind\r\na,b\r\nc,d\r\n",
        b"id,kind\ra,b\rc,d\r",
        b"id,kind\na,b\nc,d",
        b'"id","kind"\n"a","b"\n"c","d"\n',
        b" id , kind \na,b\nc,d\n",
    ],
    ids=["commas", "semicolons", "tabs", "bom", "crlf", "cr", "no last break", "quoted", "blanks in header"],
)
def test_tables_of_every_form_are_read_alike(data: bytes) -> None:
    table, found = read(data)
    assert (rows(table), found) == ([("a", "b", 2), ("c", "d", 3)], [])
    assert table is not None and table.header == ("id", "kind")


def test_tables_separator_is_the_one_that_makes_known_columns() -> None:
    table, found = read(b'id;name\na;"one, two, three"\n')
    assert (rows(table), found) == ([("a", "one, two, three", 2)], [])
    table, found = read(b"id;kind,id,name\nx,y,z\n")
    assert table is not None and table.header == ("id;kind", "id", "name")


def test_tables_keep_cells_as_they_are_and_blank_ones_null() -> None:
    table, found = read(b'id,name\n" a ","x, ""y""\nz"\nb,\nc,""\nd,"  "\n')
    assert found == []
    assert rows(table) == [(" a ", 'x, "y"\nz', 2), ("b", None, 4), ("c", None, 5), ("d", None, 6)]


def test_tables_leave_out_blank_rows_and_keep_the_lines_of_others() -> None:
    table, found = read(b"id,kind\n\na,b\n,\n\r\n ,\nc,d\n\n\n")
    assert (rows(table), found) == ([("a", "b", 3), ("c", "d", 7)], [])


def test_tables_tell_uneven_rows_by_line_and_keep_the_others() -> None:
    faults = Faults()
    table = read_csv(b'id,kind\n"a\n1",b\nc\nd,e\nf,g,h\n', "t.csv", KNOWN, faults)
    told = [(f.rule, f.line, f.expected) for f in faults.listed()]
    assert told == [("uneven_row", 4, "2 cells"), ("uneven_row", 6, "2 cells")]
    assert rows(table) == [("a\n1", "b", 2), ("d", "e", 5)]
    assert table is not None and not table.whole


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'id,kind\na,b\nc,"never closed\nd,e\n', 3),
        (b'id,kind\na,"b" c\nd,e\n', 2),
        (b'id,"kind\na,b\n', 1),
    ],
)
def test_tables_tell_broken_quotation_marks_with_their_line(data: bytes, line: int) -> None:
    faults = Faults()
    read_csv(data, "t.csv", KNOWN, faults)
    assert [(f.rule, f.line) for f in faults.listed()] == [("broken_quotes", line)]


def test_tables_accept_quotation_marks_inside_a_bare_cell() -> None:
    table, found = read(b'id,name\na,the "best" one\n\n"b\n1",x\nc,y\n')
    assert (rows(table), found) == ([("a", 'the "best" one', 2), ("b\n1", "x", 4), ("c", "y", 6)], [])


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b",,\na,b,c\n", "no_header"),
        (b"\nid,kind\n", "no_header"),
        (b"x" * 200_000, "no_header"),
        (b"PK\x03\x04" + b"x" * 50, "not_text"),
        (b"%PDF-1.7\n", "not_text"),
        (b"id,kind\na,b\x00\n", "nul_byte"),
        ("id,kind\né,b\n".encode("cp1252"), "wrong_encoding"),
        ("id,kind\né,b\n".encode("utf-16"), "wrong_encoding"),
        ("id,kind,name\na,b,c\n".encode("utf-16-le"), "wrong_encoding"),
        ("id,kind,name\na,b,c\n".encode("utf-16-be"), "wrong_encoding"),
        ("id,kind\né,b\n".encode("utf-32"), "wrong_encoding"),
        (b"id,kind\n\x81\x8d,b\n", "wrong_encoding"),
    ],
)
def test_tables_that_are_no_tables_are_told(data: bytes, rule: str) -> None:
    assert read(data)[1] == [rule]


def test_tables_in_another_encoding_are_named_with_the_line_and_read_all_the_same() -> None:
    faults = Faults()
    table = read_csv("id,name\na,b\nc,Zoë\n".encode("cp1252"), "t.csv", KNOWN, faults)
    (fault,) = faults.listed()
    assert (fault.line, "Windows-1252" in fault.message, "ë" in fault.message) == (3, True, True)
    assert "UTF-8" in fault.remedy
    assert rows(table)[1] == ("c", "Zoë", 3)
    faults = Faults()
    table = read_csv("id,name\nc,Zoë\n".encode("utf-16"), "t.csv", KNOWN, faults)
    assert "UTF-16" in faults.listed()[0].message
    assert rows(table) == [("c", "Zoë", 2)]


def test_tables_beyond_the_bounds_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_LINES", 10)
    assert read(b"id,kind\n" + b"a,b\n" * 11)[1] == ["file_too_large"]
    monkeypatch.setattr(tables, "READ_SLOWLY", 10)
    assert read(b'id,kind\na,b "c" d\n')[1] == ["broken_quotes"]


def test_tables_of_a_header_alone_have_no_rows() -> None:
    table, found = read(b"id,kind\n")
    assert (rows(table), found) == ([], [])


texts = st.text(st.sampled_from('ab,;"\n é=🙂'), max_size=5)


@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_tables_quick_and_slow_ways_agree(cells: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("id", "kind"), *cells])
    data = out.getvalue().encode()
    quick, slow = Faults(), Faults()
    fast = read_csv(data, "t.csv", KNOWN, quick)
    by_hand = tables._read_slowly(data, ("id", "kind"), ",", "t.csv", slow)
    assert fast is not None and by_hand is not None
    assert fast.frame.equals(by_hand.frame) and fast.whole and not quick.listed() + slow.listed()


def workbook(cells: list[list[object]], n_sheets: int = 1) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for _ in range(n_sheets):
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_tables_xlsx_gives_texts_as_csv_would() -> None:
    data = workbook(
        [
            ["id", "opened", "value", "flag", "note"],
            ["0123", date(2016, 4, 4), 1200.0, True, " two\nlines "],
            [],
            ["x", datetime.fromisoformat("2016-04-04T12:30"), 0.1, False, ""],
        ]
    )
    faults = Faults()
    table = read_xlsx(data, "t.xlsx", faults)
    assert rows(table) == [
        ("0123", "2016-04-04", "1200", "true", " two\nlines ", 2),
        ("x", "2016-04-04T12:30:00", "0.1", "false", None, 4),
    ]
    assert faults.listed() == ()


def test_tables_xlsx_with_more_sheets_is_read_with_a_warning() -> None:
    faults = Faults()
    assert rows(read_xlsx(workbook([["id"], ["a"]], n_sheets=2), "t.xlsx", faults)) == [("a", 2)]
    assert [(f.rule, f.severity) for f in faults.listed()] == [("more_sheets", "warning")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", workbook([["id"]])[:500]])
def test_tables_xlsx_that_is_none_is_told(data: bytes) -> None:
    faults = Faults()
    assert read_xlsx(data, "t.xlsx", faults) is None
    assert [f.rule for f in faults.listed()] == ["not_a_workbook"]


def test_tables_xlsx_with_a_cell_far_away_is_refused() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "id")
    sheet.write(1_048_575, 16_383, "far")
    book.close()
    faults = Faults()
    assert read_xlsx(out.getvalue(), "t.xlsx", faults) is None
    assert [f.rule for f in faults.listed()] == ["file_too_large"]


def test_tables_xlsx_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)
    faults = Faults()
    assert read_xlsx(workbook([["id"], ["a"]]), "t.xlsx", faults) is None
    assert [f.rule for f in faults.listed()] == ["file_too_large"]


def test_tables_line_is_the_last_column_and_whole() -> None:
    table, _ = read(b"id,kind\na,b\n")
    assert table is not None
    assert table.frame.columns[-1] == LINE and table.frame[LINE].dtype == pl.Int64
