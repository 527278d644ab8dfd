"""Copies of files for publication: made anew, without persons in any corner, or not made at all."""

import zipfile
from io import BytesIO

import docx
import pypdfium2
import pytest

from answerable.core.law.disclosure import mask_text
from answerable.core.post.containers import Attachment
from answerable.core.post.message import read_message
from answerable.core.post.redaction import docx as docx_copies
from answerable.core.post.redaction import pdf as pdf_copies
from answerable.core.post.redaction.model import PublishedFile, What, Withheld
from answerable.core.post.redaction.publishing import publish_file, publish_reply
from answerable.core.post.types import SHEET, WORD
from tests.unit.core.post.offices import (
    EMAIL,
    PERSON,
    PHONE,
    a_pdf,
    a_word,
    an_answer,
    everything,
    saved,
    with_parts,
)

RUN = "<w:r><w:t>We hold 40 records.</w:t></w:r>"


def published(file: Attachment, **more: object) -> PublishedFile:
    made = publish_file(file, **more)  # type: ignore[arg-type]
    assert isinstance(made, PublishedFile), made
    return made


def refused(file: Attachment) -> str:
    made = publish_file(file)
    assert isinstance(made, Withheld), made
    return made.why


def no_person(text: str) -> bool:
    plain = text.lower()
    return not any(each in plain for each in ("petra", "uillfe", "960983", "hedgeshire", "county hall"))


def changed(inner: str) -> Attachment:
    """A document whose one run is replaced by some other XML."""
    base = docx.Document()
    base.add_paragraph("We hold 40 records.")
    return a_word(with_parts(saved(base), {}, (RUN, inner)))


def test_nothing_of_a_person_is_left_in_any_part_of_a_word_file() -> None:
    copy = published(a_word(saved(an_answer())))
    assert no_person(everything(copy.data)) and no_person(copy.filename)
    said = {each.what for each in copy.removals}
    assert {What.NAME, What.EMAIL, What.TELEPHONE} <= said
    assert {each.what: each.count for each in copy.withheld}["pictures and drawings"] == 1


def test_the_words_the_tables_and_the_lists_stay() -> None:
    copy = docx.Document(BytesIO(published(a_word(saved(an_answer()))).data))
    words = [each.text for each in copy.paragraphs]
    assert words[0].startswith("This copy was made for publication")
    assert "Our answer" in words and "FOI Officer" in words and "Dear [name removed]" in words
    assert "Written by [name removed], [telephone number removed]. We hold 40 records." in words
    assert [each.text for each in copy.tables[0]._cells] == ["Email", "[email removed]", "Cost", "£1,200"]
    listed = [each for each in copy.paragraphs if each.text in ("first", "second")]
    heading = next(each for each in copy.paragraphs if each.text == "Our answer")
    assert len(listed) == 2 and heading.style is not None and heading.style.name == "Heading 1"


def test_only_known_parts_are_written() -> None:
    extra = {
        "customXml/item1.xml": f"<a>{PERSON}</a>",
        "docProps/custom.xml": f"<a>{PERSON}</a>",
        "docProps/thumbnail.jpeg": PERSON,
        "word/people.xml": f"<a>{PERSON}</a>",
        "word/comments.xml": f"<a>{PERSON}</a>",
        "word/vbaProject.bin": PERSON,
        "word/embeddings/sheet.xlsx": PERSON,
        f"word/{PERSON}.xml": "<a/>",
    }
    copy = published(a_word(with_parts(saved(an_answer()), extra)))
    with zipfile.ZipFile(BytesIO(copy.data)) as package:
        assert set(package.namelist()) == {
            *("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"),
            *("word/document.xml", "word/styles.xml", "word/numbering.xml"),
        }
        assert not any(b"TargetMode" in package.read(each) for each in package.namelist())
    assert {"macros", "embedded files", "comments"} <= {each.what for each in copy.withheld}
    assert no_person(everything(copy.data))


@pytest.mark.parametrize(
    "inner",
    [
        f'<w:del w:author="{PERSON}"><w:r><w:delText>{PERSON}</w:delText></w:r></w:del>{RUN}',
        f'<w:ins w:author="{PERSON}">{RUN}</w:ins>',
        f'<w:hyperlink w:tooltip="{PERSON}" w:anchor="petra">{RUN}</w:hyperlink>',
        f'<w:fldSimple w:instr="AUTHOR {PERSON}">{RUN}</w:fldSimple>',
        f"<w:r><w:instrText>MAILTO {EMAIL}</w:instrText></w:r>{RUN}",
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{PERSON} 40</w:t></w:r>{RUN}",
        f'<w:bookmarkStart w:id="1" w:name="{PERSON}"/>{RUN}',
        f'<w:sdt><w:sdtPr><w:alias w:val="{PERSON}"/></w:sdtPr><w:sdtContent>{RUN}</w:sdtContent></w:sdt>',
        f'<w:r><w:rPr><w:rStyle w:val="{PERSON}"/></w:rPr><w:t>We hold 40 records.</w:t></w:r>',
        f"<w:unheardOf>{PERSON}</w:unheardOf>{RUN}",
        f'<x:odd xmlns:x="urn:odd"><x:y>{PERSON}</x:y></x:odd>{RUN}',
        f'<w:r><w:pict><v:shape xmlns:v="urn:v" alt="{PERSON}"/></w:pict></w:r>{RUN}',
        f"<w:moveFrom><w:r><w:t>{PERSON}</w:t></w:r></w:moveFrom><w:moveTo>{RUN}</w:moveTo>",
        f"<!-- {PERSON} -->{RUN}<?note {PERSON}?>",
    ],
)
def test_what_word_hides_in_a_paragraph_is_gone_and_the_words_stay(inner: str) -> None:
    copy = published(changed(inner))
    assert no_person(everything(copy.data))
    assert "We hold 40 records." in copy.text


def test_words_in_a_text_box_are_read_once_and_redacted() -> None:
    box = f"<w:txbxContent><w:p><w:r><w:t>Ring {PERSON} today</w:t></w:r></w:p></w:txbxContent>"
    inner = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{RUN}"
    )
    copy = published(changed(inner))
    assert copy.text.count("Ring [name removed] today") == 1


def test_boxes_that_were_ticked_stay_ticked() -> None:
    box = "<w:checkBox><w:default w:val='{}'/></w:checkBox>"
    field = f"<w:r><w:fldChar><w:ffData>{box}</w:ffData></w:fldChar></w:r>"
    inner = (
        field.format("1")
        + "<w:r><w:t> yes </w:t></w:r>"
        + field.format("0")
        + '<w:r><w:sym w:char="F0FE"/></w:r>'
    )
    assert "☒ yes ☐☒" in published(changed(inner)).text


def test_small_counts_are_masked_in_tables_and_split_runs() -> None:
    made = docx.Document()
    line = made.add_paragraph("We know of ")
    line.add_run("3").bold = True
    line.add_run(" children.")
    made.add_table(rows=1, cols=2).cell(0, 1).text = "4"
    copy = published(a_word(saved(made)), mask=mask_text)
    assert "We know of [1 to 7] children.\n" in copy.text and "\n[1 to 7]\n" in copy.text
    assert ">3<" not in everything(copy.data) and ">4<" not in everything(copy.data)


def test_a_word_file_that_was_not_cleaned_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_copies, "_remove", lambda body, removals: None)
    assert "could not be removed" in refused(a_word(saved(an_answer())))


def test_a_word_file_with_a_trace_in_it_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    style = f'<s xmlns="urn:s" name="{PERSON}"/>'.encode()
    monkeypatch.setattr(docx_copies, "_style_sheet", lambda: style)
    assert "found again" in refused(a_word(saved(an_answer())))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, saved(an_answer())[:3000]])
def test_a_damaged_word_file_is_withheld(data: bytes) -> None:
    assert refused(a_word(data))


def test_entities_and_bombs_are_withheld() -> None:
    base = saved(an_answer())
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "entities" in refused(a_word(with_parts(base, {"word/document.xml": entity})))
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    assert "bomb" in refused(a_word(bomb.getvalue()))


LETTER = f"""
Dear Ms Oak

We hold 40 records. Write to {EMAIL} or ring {PHONE}.

Yours sincerely

{PERSON} \\
FOI Officer
"""


def test_a_pdf_is_written_anew_without_persons() -> None:
    copy = published(a_pdf(f'#set document(author: "{PERSON}", title: "{PERSON}")\n{LETTER}'))
    document = pypdfium2.PdfDocument(copy.data)
    words = document[0].get_textpage().get_text_range()
    assert "We hold 40 records." in words and "FOI Officer" in words and "Page 1 of the original" in words
    assert words.startswith("This copy was made for publication")
    said = "".join(each.decode("latin-1") for each in pdf_copies._streams(copy.data))
    meta = str(document.get_metadata_dict())
    assert all(no_person(each) for each in (words, meta, said, everything(copy.data)))
    assert document.count_attachments() == 0
    document.close()


def test_small_counts_are_masked_in_a_pdf() -> None:
    assert "[1 to 7] children" in published(a_pdf("We know of 3 children."), mask=mask_text).text


def test_the_same_words_make_the_same_pdf() -> None:
    assert published(a_pdf(LETTER)).data == published(a_pdf(LETTER)).data


@pytest.mark.parametrize(
    "source",
    [
        f"{LETTER}#place(top + left, rect(width: 100%, height: 8cm, fill: black))",
        f"{LETTER}#place(top + left, rect(width: 100%, height: 8cm, fill: white))",
        f"{LETTER}#place(top + left, dy: 8pt, line(length: 12cm, stroke: 60pt))",
        f"{LETTER}#text(fill: white)[{PERSON}]",
        f"{LETTER}#place(top + left, dx: -30cm)[{PERSON}]",
    ],
)
def test_a_pdf_with_words_under_a_box_white_or_off_the_page_is_withheld(source: str) -> None:
    assert "hidden" in refused(a_pdf(source))


def test_white_words_on_a_dark_row_are_no_hidden_words() -> None:
    table = "#table(columns: 2, fill: (x, y) => if y == 0 {black}, text(fill: white)[Year], [Cost], [1], [2])"
    assert "Year" in published(a_pdf(table)).text


def test_a_pdf_without_words_damaged_or_with_a_trace_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "scan" in refused(a_pdf("#rect(width: 3cm)"))
    assert "damaged" in refused(Attachment("a.pdf", "application/pdf", b"%PDF-1.4 nothing"))
    monkeypatch.setattr(pdf_copies, "TITLE", PERSON)
    assert "found again" in refused(a_pdf(LETTER))


def test_letters_that_no_font_has_do_not_stop_a_copy() -> None:
    assert "We hold" in published(a_pdf("We hold 40 records. \u4e2d\u6587")).text


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (SHEET, "hidden sheets"),
        ("image/png", "pictures"),
        ("message/rfc822", "messages"),
        ("application/zip", "archives"),
        ("application/rtf", "cannot be cleaned"),
        ("application/x-unheard-of", "cannot be cleaned"),
        ("", "cannot be cleaned"),
    ],
)
def test_other_files_are_withheld_with_the_reason(kind: str, why: str) -> None:
    assert why in refused(Attachment("x", kind, b"Petra Quillfeather"))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text/plain", f"{PERSON}: We hold 40 records".encode()),
        ("text/csv", f"name,words\n{PERSON},We hold 40 records".encode()),
        ("text/html", f"<html><body><a href='mailto:{EMAIL}'>{PERSON}</a><p>We hold 40 records".encode()),
    ],
)
def test_plain_files_are_published_as_text(kind: str, data: bytes) -> None:
    copy = published(Attachment(f"{PERSON}.x", kind, data))
    assert copy.filename == "file-1.txt" and copy.content_type.startswith("text/plain")
    assert "We hold 40 records" in copy.text and no_person(copy.data.decode())


def test_a_whole_reply_shares_its_names_and_reports() -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"] = f"{PERSON} <{EMAIL}>"
    mail["To"] = "request-1@survey.example"
    mail.set_content("Zorblatt Vexley counted 3 children.\n\nRegards\nFOI Team")
    made = docx.Document()
    made.add_paragraph("Prepared by: Zorblatt Vexley")
    kind = WORD.partition("/")[2]
    mail.add_attachment(saved(made), maintype="application", subtype=kind, filename=f"{PERSON}.docx")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="petra.png")
    reply = publish_reply(read_message(mail.as_bytes()))
    assert reply.text.startswith("[name removed] counted [1 to 7] children.")
    assert [each.filename for each in reply.files] == ["file-1.docx"]
    assert "Prepared by: [name removed]" in reply.files[0].text
    told = reply.report.published()
    assert {
        "where": "file 2",
        "withheld": "the file",
        "count": 1,
        "why": "pictures are not looked through",
    } in told
    assert no_person(str(told)) and "zorblatt" not in str(told).lower()
