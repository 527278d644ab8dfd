"""DOCX: what the writer of the letter saw is what is read, list numbers and ticks included."""

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from answerable.core.reading.documents.model import Document, HiddenKind
from tests.unit.core.reading.documents.reading import lines, read
from tests.unit.core.reading.documents.samples import rewritten, word

W = nsdecls("w")
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
SHOWN = '<w:vanish w:val="0"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def made(*paragraphs: str) -> bytes:
    """A letter with some paragraphs given as XML."""
    document = docx.Document()
    body = document.element.body
    for xml in paragraphs:
        body.insert(len(body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {W} {W14}>", 1)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def said(*paragraphs: str) -> Document:
    """What is read of some paragraphs given as XML."""
    return read(made(*paragraphs), "reply.docx")


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def numbered() -> docx.document.Document:
    """A document with a list of two levels, counted Q1. and 1(a), and one that begins again at 5."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{counts}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, counts, text in ((0, "decimal", "Q%1."), (1, "lowerLetter", "%1(%2)"))
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    for number, start in (
        (90, ""),
        (91, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
    ):
        numbering.append(
            parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="90"/>{start}</w:num>')
        )
    for words, level, number in (
        ("provided", 0, 90), ("in hours", 1, 90), ("out of hours", 1, 90), ("cost", 0, 90),
        ("staff", 1, 90), ("again", 0, 91), ("and on", 0, 91),
    ):  # fmt: skip
        paragraph = document.add_paragraph(words)
        properties = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    return document


def test_automatic_list_numbers_are_counted_as_word_shows_them() -> None:
    out = io.BytesIO()
    numbered().save(out)
    assert lines(read(out.getvalue(), "reply.docx")) == [
        "Q1. provided", "1(a) in hours", "1(b) out of hours", "Q2. cost", "2(a) staff", "Q5. again",
        "Q6. and on",
    ]  # fmt: skip


def test_numbers_that_a_style_brings_are_counted() -> None:
    document = docx.Document()
    for words in ("one", "two"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("dot", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    found = read(out.getvalue(), "reply.docx")
    assert [each.list_number for each in found.paragraphs()] == ["1.", "2.", "•"]


def test_headings_headers_and_footers_are_told_apart() -> None:
    document = docx.Document()
    document.add_heading("Our reply", 2)
    document.sections[0].header.paragraphs[0].text = "Some Council"
    document.sections[0].footer.paragraphs[0].text = "Page"
    out = io.BytesIO()
    document.save(out)
    found = read(out.getvalue(), "reply.docx").paragraphs()
    assert [(each.text, each.level, each.style) for each in found] == [
        ("Some Council", 0, "header"), ("Our reply", 2, None), ("Page", 0, "footer"),
    ]  # fmt: skip


def test_a_table_keeps_its_cells_and_what_they_span() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    out = io.BytesIO()
    document.save(out)
    (found,) = read(out.getvalue(), "reply.docx").tables()
    cells = {(cell.row, cell.column): cell for cell in found.cells}
    assert (cells[1, 1].text, cells[1, 1].column_span) == ("00\n01", 2)
    assert (cells[2, 3].text, cells[2, 3].row_span) == ("12\n22", 2)
    assert cells[3, 1].text == "20" and (found.n_rows, found.n_columns) == (3, 3)


def test_ticks_are_read_whichever_way_word_keeps_them() -> None:
    def control(on: int) -> str:
        box = f'<w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox>'
        return f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent>{run('?')}</w:sdtContent></w:sdt>"

    def older(on: int) -> str:
        data = (
            f'<w:ffData><w:checkBox><w:default w:val="0"/><w:checked w:val="{on}"/></w:checkBox></w:ffData>'
        )
        return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'

    sign = "".join(f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>' for code in ("F0FE", "F0A8"))
    found = said(
        f"<w:p>{control(1)}{run(' Yes ')}{control(0)}{run(' No')}</w:p>",
        f"<w:p>{older(1)}{run(' Yes ')}{older(0)}{run(' No')}</w:p>",
        f"<w:p>{sign}</w:p>",
    )
    assert lines(found) == ["☒ Yes ☐ No", "☒ Yes ☐ No", "☑☐"]


def test_insertions_stay_and_deletions_go_with_a_note() -> None:
    found = said(
        f"<w:p>{run('We do ')}<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        f"<w:ins>{run('now ')}</w:ins>{run('provide it')}<w:moveFrom>{run(' moved')}</w:moveFrom></w:p>"
    )
    assert found.text == "We do now provide it"
    assert {"Tracked deletions were left out (2).", "Tracked insertions were kept (1)."} <= set(found.notes)
    assert [each.words for each in found.hidden if each.what is HiddenKind.DELETION] == ["not ", " moved"]


def test_hidden_and_struck_words_are_left_out_and_reported() -> None:
    found = said(
        f"<w:p>{run('Yes / ')}{run('No', '<w:strike/>')}{run(' secret', '<w:vanish/>')}"
        f"{run('.', SHOWN)}</w:p>"
    )
    assert found.text == "Yes / ."
    assert {(each.what, each.words) for each in found.hidden} == {
        (HiddenKind.STRUCK, "No"), (HiddenKind.TEXT, " secret"),
    }  # fmt: skip


def test_a_prompt_in_a_blank_field_is_no_answer() -> None:
    prompt = run("Choose an item.")
    found = said(
        f"<w:p>{run('Provided: ')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{prompt}"
        f"</w:sdtContent></w:sdt></w:p>"
    )
    assert found.text == "Provided: " and any("prompt" in note for note in found.notes)


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('In a box')}</w:p></w:txbxContent>".replace("<w:p>", "<w:p >")
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    found = said(f"<w:p>{run('Before')}<w:r>{twice}</w:r></w:p>")
    assert [(each.text, each.style) for each in found.paragraphs()] == [
        ("Before", None),
        ("In a box", "text box"),
    ]


def test_footnotes_follow_the_text_under_their_numbers() -> None:
    data = made(f'<w:p>{run("Yes")}<w:r><w:footnoteReference w:id="7"/></w:r></w:p>')
    note = f'<w:footnotes {W}><w:footnote w:id="7"><w:p>{run("Since 2017")}</w:p></w:footnote></w:footnotes>'
    found = read(rewritten(data, {"word/footnotes.xml": note.encode()}), "reply.docx")
    assert lines(found) == ["Yes[1]", "[1] Since 2017"]
    assert found.paragraphs()[1].style == "footnote"


def test_links_keep_where_they_lead() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Published ")
    key = document.part.relate_to("https://council.example/log", f"{RELATIONS}/hyperlink", is_external=True)
    relation = f'xmlns:r="{RELATIONS}"'
    paragraph._p.append(parse_xml(f'<w:hyperlink {W} {relation} r:id="{key}">{run("here")}</w:hyperlink>'))
    out = io.BytesIO()
    document.save(out)
    assert read(out.getvalue(), "reply.docx").text == "Published here <https://council.example/log>"


def test_comments_macros_and_packed_files_are_reported_and_not_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Yes")
    document.add_comment(paragraph.runs, text="Ask legal first")
    out = io.BytesIO()
    document.save(out)
    packed = {"word/vbaProject.bin": b"x", "word/embeddings/staff.xlsx": b"PK"}
    found = read(rewritten(out.getvalue(), packed), "reply.docx")
    assert found.text == "Yes"
    assert {(each.what, each.words) for each in found.hidden} == {
        (HiddenKind.COMMENT, "Ask legal first"), (HiddenKind.MACRO, ""), (HiddenKind.EMBEDDED, ""),
    }  # fmt: skip


def test_a_damaged_part_costs_only_itself() -> None:
    found = read(
        rewritten(word(), {"word/styles.xml": b"<w:styles><broken", "word/numbering.xml": b""}), "a.docx"
    )
    assert "Thank you for your request" in found.text and any("styles.xml" in note for note in found.notes)
