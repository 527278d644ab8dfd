"""Reading with time to spare, so that a slow machine fails no test that is not about time."""

from answerable.core.reading.documents.bounds import Limits
from answerable.core.reading.documents.model import Document, Sheet, Table
from answerable.core.reading.documents.reader import read_document

PATIENT = Limits(seconds=60)


def read(data: bytes, filename: str, limits: Limits = PATIENT) -> Document:
    """The document, with its places checked against its text."""
    document = read_document(data, filename, limits=limits)
    check_places(document)
    return document


def check_places(document: Document) -> None:
    """Every piece lies in the text where it says it does."""
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(document.text)
        if isinstance(block, Table):
            for cell in block.cells:
                assert document.text[cell.start : cell.end] == cell.text
        elif isinstance(block, Sheet):
            for filled in block.cells:
                assert document.text[filled.start : filled.end] == filled.shown
        else:
            number = f"{block.list_number} " if block.list_number else ""
            assert document.text[block.start : block.end] == number + block.text
            for line in block.lines:
                assert document.text[line.start : line.end] == line.text


def lines(document: Document) -> list[str]:
    """The lines of the text."""
    return document.text.split("\n")
