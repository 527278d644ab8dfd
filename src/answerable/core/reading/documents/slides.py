"""PPTX: the words of each slide and its notes, in order."""

import re

from answerable.core.reading.documents.archives import Archive
from answerable.core.reading.documents.writer import RawCell, Writer
from answerable.core.reading.documents.xml import Element, children, name_of, parse, within

_SLIDE = re.compile(r"ppt/slides/slide(\d{1,5})\.xml")


def read_slides(data: bytes, writer: Writer) -> None:
    """Reads the slides of a presentation. Raises: Refusal, Enough"""
    archive = Archive(data, writer.budget)
    numbers = sorted(int(found[1]) for name in archive.names if (found := _SLIDE.fullmatch(name)))
    for number in numbers:
        for folder, kind in (("slides/slide", None), ("notesSlides/notesSlide", "notes")):
            name = f"ppt/{folder}{number}.xml"
            content = archive.read_or_none(name, writer.limits.most_tree)
            root = parse(content, writer, name) if content else None
            if root is not None:
                _shapes(root, writer, kind or f"slide {number}")


def _shapes(root: Element, writer: Writer, style: str) -> None:
    for each in root.iter("{*}txBody", "{*}tbl"):
        if name_of(each) == "tbl":
            writer.table(
                [
                    RawCell("\n".join(_paragraphs(cell)), row, column)
                    for row, line in enumerate(children(each, "tr"), start=1)
                    for column, cell in enumerate(children(line, "tc"), start=1)
                ]
            )
        elif not any(name_of(up) == "tbl" for up in each.iterancestors()):
            for text in _paragraphs(each):
                writer.paragraph(text, style=style)


def _paragraphs(element: Element) -> list[str]:
    return ["".join(part.text or "" for part in each.iter("{*}t")) for each in within(element, "p")]
