"""Word and PDF files made up for the tests of redaction, by the programs' own writers."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import docx
import typst
from docx.document import Document as Word
from PIL import Image

from answerable.core.post.containers import Attachment
from answerable.core.post.types import WORD

PERSON = "Petra Quillfeather"
EMAIL = "petra.quillfeather@hedgeshire.example"
PHONE = "01632 960983"


def saved(document: Word) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def a_word(data: bytes, name: str = "Petra Quillfeather reply.docx") -> Attachment:
    return Attachment(name, WORD, data)


def a_pdf(source: str) -> Attachment:
    made = typst.compile(source.replace("@", "\\@").encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return Attachment("reply.pdf", "application/pdf", made)


def a_picture() -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "png")
    made.seek(0)
    return made


def with_parts(
    data: bytes, parts: Mapping[str, str | bytes], replace: tuple[str, str] | None = None
) -> bytes:
    """A package with more parts, and words of its document replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if replace and name == "word/document.xml":
                assert replace[0].encode() in content
                content = content.replace(replace[0].encode(), replace[1].encode())
            if name not in parts:
                new.writestr(name, content)
        for name, said in parts.items():
            new.writestr(name, said)
    return made.getvalue()


def everything(data: bytes) -> str:
    """All bytes of a file as words: of a package each part, of XML also without its tags."""
    if not data.startswith(b"PK"):
        return data.decode("latin-1") + data.decode("utf-16-le", "replace")
    found = []
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            text = package.read(name).decode("utf-8")
            found += [name, text, "".join(each.partition(">")[2] for each in text.split("<"))]
    return "\n".join(found)


def an_answer() -> Word:
    """A reply as an officer writes it, with a person in every corner that python-docx reaches."""
    made = docx.Document()
    for field in ("author", "last_modified_by", "title", "subject", "keywords", "comments"):
        setattr(made.core_properties, field, PERSON)
    made.add_heading("Our answer", 1)
    made.add_paragraph("Dear Ms Oak")
    split = made.add_paragraph("Written by Petra Qu")
    split.add_run("illfea").bold = True
    split.add_run("ther, 0163")
    split.add_run("2 960983. We hold 40 records.")
    table = made.add_table(rows=2, cols=2)
    for n, words in enumerate(("Email", EMAIL, "Cost", "£1,200")):
        table.cell(n // 2, n % 2).text = words
    made.add_paragraph("first", style="List Number")
    made.add_paragraph("second", style="List Number")
    made.sections[0].header.paragraphs[0].text = f"{PERSON}, FOI Officer"
    made.sections[0].footer.paragraphs[0].text = f"Direct line {PHONE}"
    made.add_picture(a_picture())
    for line in ("Yours sincerely", "", PERSON, "FOI Officer", "Floor 2, County Hall, HT1 2CD", EMAIL):
        made.add_paragraph(line)
    return made
