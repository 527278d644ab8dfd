"""What LibreOffice writes is read back: an invented letter and workbook in every format it makes."""

import pytest

from answerable.core.reading.documents.model import Document, HiddenKind, Line
from tests.unit.core.reading.documents.office_files import needs_libreoffice, office_file
from tests.unit.core.reading.documents.reading import lines, read
from tests.unit.core.reading.documents.test_pdf import words_at

pytestmark = needs_libreoffice
WELSH = "Annwyl ymgeisydd, diolch am eich cais: ŵyl, dŵr, tŷ, Ŷ Ŵ ŷ, môr – “£1,250”."
HEAD, FOOT = "Cyngor Tŷ-glas · Ty-glas Council", "Our reference FOI 2217"
# As LibreOffice itself shows the lists: its export as text says the same numbers.
NUMBERED = [
    "Q1. Is the service provided?", "(a) in hours: Yes", "(b) out of hours: No", "i. since April 2024",
    "ii. under review", "Q2. What did it cost?", "It cost £4,500 in the year.",
    "A paragraph between the two halves of the list.", "Q3. How many posts are there?",
    "Q9. Is there a policy?", "Q10. Who wrote it?", "1. The law", "1.1 Section 12 does not apply",
    "1.2 Section 40 applies", "2. Your rights", "2.1 You may ask for a review", "• a point without a number",
]  # fmt: skip
TEXTS = ("docx", "odt", "rtf", "doc")
WITH_SPANS = ("docx", "odt", "rtf", "doc", "html")
SHEETS = ("xlsx", "xls", "ods")
ANSWERS = [
    "Cwestiwn / Question – tŷ\tCost\tShare\tSince\tOpens",
    "1\tYes, in hours", "and at weekends\t£1,234.50\t12.5%\t01/04/2024\t08:30",
    "2\tNo\t£2,469.00\tTRUE",
]  # fmt: skip


def letter(ending: str) -> Document:
    """The letter in one of its formats."""
    return read(office_file(f"reply.{ending}"), f"reply.{ending}")


def workbook(ending: str) -> Document:
    """The workbook in one of its formats."""
    return read(office_file(f"answers.{ending}"), f"answers.{ending}")


@pytest.mark.parametrize("ending", TEXTS)
def test_a_letter_says_its_words_with_the_numbers_of_its_lists(ending: str) -> None:
    found = lines(letter(ending))
    start = found.index(NUMBERED[0])
    # LibreOffice writes a list that begins again as a list of its own in DOC, and reads it so itself.
    numbered = [line.replace("Q10.", "Q4.") if ending == "doc" else line for line in NUMBERED]
    assert found[start : start + len(numbered)] == numbered
    assert WELSH in found and "We hold all of the information[1], and none is kept back." in found
    assert "[1] Recorded since May 2019." in " ".join("\n".join(found).split())


@pytest.mark.parametrize("ending", TEXTS)
def test_a_letter_tells_its_table_its_notes_and_what_stands_at_the_edge_of_pages(ending: str) -> None:
    found = letter(ending)
    (table,) = found.tables()
    assert [cell.text for cell in table.cells if cell.text] == [
        "Year", "Cost", "Posts", "2023/24", "£3,900", "two\npart-time", "2024/25", "£4,500",
        "Not recorded before 2023", "n/a",
    ]  # fmt: skip
    styles = {each.text.strip(): each.style for each in found.paragraphs() if each.style}
    assert set(styles) == {HEAD, FOOT, "Recorded since May 2019."}
    assert styles["Recorded since May 2019."] == "footnote"


@pytest.mark.parametrize("ending", WITH_SPANS)
def test_cells_keep_what_they_span(ending: str) -> None:
    (table,) = letter(ending).tables()
    spans = {cell.text.split("\n")[0]: (cell.row, cell.column, cell.row_span, cell.column_span)
             for cell in table.cells}  # fmt: skip
    assert (table.n_rows, table.n_columns) == (4, 3)
    assert spans["two"] == (2, 3, 2, 1) and spans["Not recorded before 2023"] == (4, 1, 1, 2)
    assert spans["n/a"] == (4, 3, 1, 1)


@pytest.mark.parametrize("ending", WITH_SPANS)
def test_headings_have_their_levels_and_links_their_targets(ending: str) -> None:
    found = letter(ending)
    assert {each.text: each.level for each in found.paragraphs() if each.level} == {
        "Freedom of information: our reply": 1, "Your questions": 2,
    }  # fmt: skip
    assert "Our policy is published here <https://council.example/policy>." in lines(found)


@pytest.mark.parametrize("ending", TEXTS)
def test_what_was_deleted_hidden_struck_or_remarked_is_beside_the_text(ending: str) -> None:
    found = letter(ending)
    assert {each.what: each.words.strip() for each in found.hidden} == {
        HiddenKind.DELETION: "never", HiddenKind.STRUCK: "withheld", HiddenKind.TEXT: "internal remark",
        HiddenKind.COMMENT: "Check with legal first",
    }  # fmt: skip
    for words in ("never", "withheld", "internal remark", "legal"):
        assert words not in found.text


def test_a_web_page_of_the_letter_is_read_as_a_browser_shows_it() -> None:
    found = lines(letter("html"))
    assert found[:3] == [HEAD, "Freedom of information: our reply", WELSH] and FOOT in found
    assert found[12:15] == ["3. How many posts are there?", "9. Is there a policy?", "10. Who wrote it?"]


def test_lines_of_a_pdf_lie_where_they_stand_on_its_pages() -> None:
    data = office_file("reply.pdf")
    found = read(data, "reply.pdf")
    placed = [line for each in found.paragraphs() for line in each.lines]
    assert [line.text for line in placed if line.text in NUMBERED] == NUMBERED
    assert len(found.pages) == 2 and {line.page for line in placed if line.text == HEAD} == {1, 2}
    area = next(found.places(found.text.index("Q9."), found.text.index("Q9.") + 2))
    assert isinstance(area, Line) and area.text == "Q9. Is there a policy?"
    assert words_at(data, area) == area.text and WELSH in [line.text for line in placed]
    # What was deleted with tracked changes or struck through is printed with a line through it.
    said = "Words on page 1 have a line drawn through them: “never”, “withheld”."
    assert "We never hold all of" in found.text and found.notes == (said,)
    whole = [line for line in placed if line.rectangle is not None]
    assert whole == placed and all(0 < line.rectangle.left < line.rectangle.right < 596 for line in whole)  # type: ignore[union-attr]


@pytest.mark.parametrize("ending", SHEETS)
def test_a_workbook_shows_what_its_reader_sees(ending: str) -> None:
    found = workbook(ending)
    assert lines(found)[: len(ANSWERS)] == ANSWERS
    cells = {cell.address: cell for cell in found.sheets()[0].cells}
    assert (cells["D2"].value, cells["E2"].value, cells["A5"].shown) == (1234.5, 0.125, "4")
    assert [(each.name, each.visible) for each in found.sheets()] == [
        ("Answers", True), ("Staff", False), ("Totals", True),
    ]  # fmt: skip
    for words in ("hidden in a row", "J Ŵyn", "Band 7"):
        assert words not in found.text


@pytest.mark.parametrize("ending", SHEETS)
def test_a_workbook_tells_what_it_hides(ending: str) -> None:
    hidden = {}
    for each in workbook(ending).hidden:
        hidden.setdefault(each.what, each)
    assert hidden[HiddenKind.COLUMNS].where == "Answers: C" and "J Ŵyn" in hidden[HiddenKind.COLUMNS].words
    assert hidden[HiddenKind.ROWS].where == "Answers: 4"
    assert hidden[HiddenKind.SHEET].where == "Staff" and hidden[HiddenKind.SHEET].count == 6
    assert hidden[HiddenKind.NAME].where == "AllCosts"
    assert HiddenKind.PIVOT_CACHE in hidden and HiddenKind.COMMENT in hidden
    assert hidden[HiddenKind.EXTERNAL_LINK].where.endswith("/staff-costs.ods")


def test_a_formula_is_kept_and_a_merged_cell_stands_once() -> None:
    for ending, formula in (("xlsx", "D2*2"), ("ods", "of:=[.D2]*2")):
        cells = {cell.address: cell for cell in workbook(ending).sheets()[0].cells}
        assert cells["D3"].formula == formula and "B1" not in cells


def test_a_table_of_values_and_a_page_of_the_workbook_are_read() -> None:
    csv = workbook("csv").sheets()[0]
    assert {cell.address: cell.shown for cell in csv.cells}["C2"] == "J Ŵyn"
    whole = workbook("html")
    page = whole.tables()[0]
    assert [each.words for each in whole.hidden] == ["ask the service again"]
    assert [cell.text for cell in page.cells if cell.row == 3 and cell.column == 2] == ["No"]
    assert page.cells[0].column_span == 2 and "£1,234.50" in [cell.text for cell in page.cells]
    pdf = workbook("pdf").text
    assert "£1,234.50 12.5% 01/04/2024 08:30" in pdf and "J Ŵyn" not in pdf
