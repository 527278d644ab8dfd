"""Texts of other kinds: rich text, OpenDocument, the older Word, HTML, messages, archives, pictures."""

import io
import struct

import pytest
from odf import style, table, text
from odf.opendocument import OpenDocumentText
from PIL import Image

from answerable.core.reading.documents.model import HiddenKind
from tests.unit.core.reading.documents.old_files import compound_file, word_97
from tests.unit.core.reading.documents.reading import lines, read
from tests.unit.core.reading.documents.samples import (
    CSV,
    HTML,
    MESSAGE,
    RTF,
    WORDS,
    archive,
    excel,
    samples,
    word,
    word_2003,
)


def test_rich_text_keeps_numbers_tables_and_notes() -> None:
    found = read(RTF, "reply.rtf")
    assert lines(found) == [
        "Council", "Dear [name],", "1. First: £500 – yes", "shown", "Q1\tYes", "Q2\tNo here", "End[1]",
        "[1] note",
    ]  # fmt: skip
    assert {each.what for each in found.hidden} == {
        HiddenKind.TEXT, HiddenKind.DELETION, HiddenKind.STRUCK,
    }  # fmt: skip
    assert found.paragraphs()[0].style == "header" and len(found.tables()[0].cells) == 4


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (rb"{\rtf1 a\u8364?b\par}", "a€b"),
        (rb"{\rtf1\uc2 a\u8364\'80\'80b\par}", "a€b"),
        (rb"{\rtf1\uc0 a\u8364b\par}", "a€b"),
        (rb"{\rtf1{\fonttbl{\f1\fcharset204 x;}}\f1\'c4\'e0\par}", "Да"),
        (rb"{\rtf1 \u-10179?\u-8704?\par}", "😀"),
        (rb"{\rtf1 a{\*\unknown gone}b{\pict 0011}c\par}", "abc"),
        (rb"{\rtf1 a\bin5 \{{}}b\par}", "ab"),
        (rb"{\rtf1 \'93yes\'94 \{1\}\par}", "“yes” {1}"),
        (rb"{\rtf1 unclosed {group", "unclosed group"),
    ],
)
def test_rich_text_by_the_letter(source: bytes, words: str) -> None:
    assert read(source, "a.rtf").text == words


def test_rich_text_keeps_notes_whole_and_links_with_their_targets() -> None:
    link = rb'{\field{\*\fldinst{HYPERLINK "https://council.example/log" }}{\fldrslt {\ul our log}}}'
    same = rb'{\field{\*\fldinst HYPERLINK "mailto:foi@council.example"}{\fldrslt foi@council.example}}'
    notes = rb"{\footnote one\par two}{\*\annotation private\par remark}"
    found = read(rb"{\rtf1 See " + link + rb" or " + same + notes + rb".\par}", "a.rtf")
    said = "See our log <https://council.example/log> or foi@council.example[1]."
    assert lines(found) == [said, "[1] one", "two"]
    assert [(each.what, each.words) for each in found.hidden] == [(HiddenKind.COMMENT, "private\nremark")]


def test_rich_text_whose_rows_do_not_fit_their_edges_keeps_its_cells_in_order() -> None:
    row = rb"\trowd\cellx100\cellx200\intbl a\cell b\cell c\cell\row"
    merged = rb"\trowd\clmgf\cellx100\clmrg\cellx200\cellx300\intbl d\cell\cell e\cell\row"
    (table,) = read(rb"{\rtf1 " + row + merged + rb"\pard}", "a.rtf").tables()
    assert [(cell.row, cell.column, cell.text) for cell in table.cells if cell.text] == [
        (1, 1, "a"), (1, 2, "b"), (1, 3, "c"), (2, 1, "d"), (2, 3, "e"),
    ]  # fmt: skip
    (table,) = read(rb"{\rtf1 " + merged + rb"\pard}", "a.rtf").tables()
    assert [(cell.column, cell.column_span, cell.text) for cell in table.cells] == [(1, 2, "d"), (3, 1, "e")]


def open_document() -> bytes:
    """A text with a list of two levels, a hidden word, a table with a span, and a note."""
    document = OpenDocumentText()
    counting = text.ListStyle(name="L1")
    counting.addElement(text.ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    counting.addElement(text.ListLevelStyleNumber(level=2, numformat="a", numsuffix=")", displaylevels=2))
    hidden = style.Style(name="unseen", family="text")
    hidden.addElement(style.TextProperties(display="none"))
    for each in (counting, hidden):
        document.automaticstyles.addElement(each)
    listed = text.List(stylename="L1")
    for words in ("provided", "cost"):
        item, inner, below = text.ListItem(), text.List(), text.ListItem()
        item.addElement(text.P(text=words))
        below.addElement(text.P(text=f"{words} in hours"))
        inner.addElement(below)
        item.addElement(inner)
        listed.addElement(item)
    document.text.addElement(listed)
    grid, row = table.Table(), table.TableRow()
    wide = table.TableCell(numbercolumnsspanned="2")
    wide.addElement(text.P(text="wide"))
    row.addElement(wide)
    row.addElement(table.CoveredTableCell())
    grid.addElement(row)
    document.text.addElement(grid)
    last = text.P(text="Yes")
    last.addElement(text.Span(stylename="unseen", text=" unseen"))
    note, body = text.Note(noteclass="footnote"), text.NoteBody()
    body.addElement(text.P(text="since 2017"))
    note.addElement(body)
    last.addElement(note)
    document.text.addElement(last)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def test_open_document_keeps_numbers_tables_and_notes() -> None:
    found = read(open_document(), "reply.odt")
    assert lines(found) == [
        "1. provided", "1.a) provided in hours", "2. cost", "2.a) cost in hours", "wide", "Yes[1]",
        "[1] since 2017",
    ]  # fmt: skip
    assert found.tables()[0].cells[0].column_span == 2
    assert [(each.what, each.words) for each in found.hidden] == [(HiddenKind.TEXT, " unseen")]


def test_the_older_word_keeps_tables_and_drops_deletions() -> None:
    data = word_97(
        "Dear [name]\rIt is not so £5\rQ\x07A\x07\x1d1\x1cmore\x07Yes\x07\x1dSee \x13 LINK x \x14here\x15.\r",
        deleted="not ",
    )
    found = read(data, "reply.doc")
    assert lines(found) == ["Dear [name]", "It is so £5", "Q\tA", "1", "more\tYes", "See here."]
    (cells,) = [each.cells for each in found.tables()]
    assert [(cell.row, cell.column, cell.text) for cell in cells] == [
        (1, 1, "Q"), (1, 2, "A"), (2, 1, "1\nmore"), (2, 2, "Yes"),
    ]  # fmt: skip
    assert [each.words for each in found.hidden] == ["not "]
    assert any("ticked boxes" in note for note in found.notes)


def test_a_locked_or_still_older_word_file_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = read(word_97("x\r", flags=0x0100), "a.doc")
    assert locked.refused == "It is encrypted and opens only with a password."
    monkeypatch.setattr("shutil.which", lambda name: None)
    older = read(word_97("We do not provide the service.\r", version=0x68), "a.doc")
    assert "We do not provide the service." in older.text
    assert any("antiword" in note for note in older.notes)


def test_a_locked_office_file_of_today_says_so() -> None:
    data = compound_file({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})
    for name in ("reply.docx", "answers.xlsx", "reply.doc", "answers.xls"):
        assert read(data, name).refused == "It is encrypted and opens only with a password."


def test_html_keeps_tables_lists_and_ticks() -> None:
    found = read(HTML.encode(), "reply.html")
    assert lines(found) == [
        "Answers", "Dear [name],", "it cost £5.", "3. three", "4. four", "Q\tA", "B", "☒ Yes",
    ]  # fmt: skip
    assert [(c.row, c.column, c.row_span) for c in found.tables()[0].cells] == [
        (1, 1, 2),
        (1, 2, 1),
        (2, 2, 1),
    ]
    assert [each.words for each in found.hidden] == ["unseen"]


def test_plain_text_is_read_by_paragraphs_in_whatever_charset() -> None:
    found = read("One £5\r\nstill one\r\n\r\nTwo".encode("cp1252"), "a.txt")
    assert [each.text for each in found.paragraphs()] == ["One £5\nstill one", "Two"]
    assert read("Yes, £5".encode("utf-16-le"), "a.txt").text == "Yes, £5"


def test_a_message_gives_its_words_and_lists_its_files() -> None:
    found = read(MESSAGE, "reply.eml")
    assert "Please see the file." in found.text
    assert [(each.filename, each.document) for each in found.files] == [("answers.csv", None)]


def test_outlook_items_and_winmail_give_their_words_and_list_their_files() -> None:
    assert lines(read(samples()["reply.msg"], "reply.msg")) == ["Reply", WORDS]
    found = read(samples()["winmail.dat"], "winmail.dat")
    assert found.text == WORDS and [each.filename for each in found.files] == ["answers.csv"]
    cut = read(samples()["winmail.dat"][:40], "winmail.dat")
    assert cut.refused is not None or cut.text == ""


def test_an_archive_is_read_file_by_file_and_archives_in_it() -> None:
    inner = archive({"in/reply.docx": word(), "répon.txt": b"Yes"})
    found = read(archive({"answers.csv": CSV.encode(), "b.zip": inner, "x/": b""}), "reply.zip")
    assert [each.filename for each in found.files] == ["answers.csv", "b.zip"]
    below = found.files[1].document
    assert below is not None and [each.filename for each in below.files] == ["in/reply.docx", "répon.txt"]
    letter = below.files[0].document
    assert letter is not None and "Thank you" in letter.text


def test_the_type_is_found_from_the_bytes_whatever_the_name() -> None:
    assert read(excel(), "answers.doc").sheets()
    assert read(word_2003(), "answers.bin").paragraphs()
    assert read(b"\x01\x02\x03\x04 binary \x00\x01\x02" * 20, "x.dat").refused is not None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_picture_says_its_size(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "white").save(out, kind)
    found = read(out.getvalue(), f"scan.{kind.lower()}")
    assert found.picture is not None and (found.picture.width, found.picture.height) == (320, 200)


def test_a_damaged_picture_is_no_harm() -> None:
    found = read(b"\xff\xd8\xff" + struct.pack(">H", 0xFFC0), "a.jpg")
    assert found.picture is None and found.refused is None
