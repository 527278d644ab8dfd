"""DOCX: paragraphs with their list numbers, tables, notes, headers, text boxes, form fields."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from answerable.core.reading.documents.archives import Archive
from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.word_numbers import Numbering, Styles
from answerable.core.reading.documents.word_runs import Words, alternative, checkbox_of, words_in
from answerable.core.reading.documents.writer import RawCell, Writer
from answerable.core.reading.documents.xml import (
    Element,
    attribute,
    child,
    children,
    name_of,
    number,
    parse,
    within,
)

MOST_COLUMNS = 1_000
_GONE = frozenset(("del", "moveFrom"))
_THROUGH = frozenset(("ins", "moveTo", "customXml", "smartTag", "sdtContent", "body", "docPart"))


def read_docx(data: bytes, writer: Writer) -> None:
    """Reads a Word file of today. Raises: Refusal, Enough"""
    archive = Archive(data, writer.budget)
    main = main_part(archive, writer) or "word/document.xml"
    folder = str(PurePosixPath(main).parent)
    root = _part(archive, writer, main)
    if root is None:
        raise Refusal("It has no text that can be read.")
    styles = Styles(_part(archive, writer, f"{folder}/styles.xml"))
    numbering = Numbering(_part(archive, writer, f"{folder}/numbering.xml"), styles)
    reader = WordReader(writer, styles, numbering, links_of(archive, writer, main))
    try:
        reader.page_ends(archive, folder, "header")
        reader.blocks(root, 0)
        reader.notes(archive, folder)
        reader.page_ends(archive, folder, "footer")
    finally:
        reader.words.tell()
        _tell_comments(archive, writer, folder)
        tell_packed(archive, writer, folder)


def _part(archive: Archive, writer: Writer, name: str) -> Element | None:
    data = archive.read_or_none(name, writer.limits.most_tree)
    if data is None and name in archive.names:
        writer.note(f"{name} is damaged and could not be read.")
    return parse(data, writer, name) if data is not None else None


def main_part(archive: Archive, writer: Writer) -> str | None:
    """The name of the part that holds the document itself."""
    root = _part(archive, writer, "_rels/.rels")
    for each in within(root, "Relationship"):
        if (attribute(each, "Type") or "").endswith("/officeDocument"):
            target = (attribute(each, "Target") or "").lstrip("/")
            return target if target in archive.names else None
    return None


def links_of(archive: Archive, writer: Writer, part: str) -> dict[str, str]:
    """Where the links of a part lead, by their ids."""
    path = PurePosixPath(part)
    root = _part(archive, writer, f"{path.parent}/_rels/{path.name}.rels")
    return {
        attribute(each, "Id") or "": attribute(each, "Target") or ""
        for each in within(root, "Relationship")
        if (attribute(each, "Type") or "").endswith("/hyperlink")
    }


class WordReader:
    """Walks the blocks of a document in order."""

    def __init__(self, writer: Writer, styles: Styles, numbering: Numbering, links: dict[str, str]) -> None:
        self.writer, self.styles, self.numbering = writer, styles, numbering
        self.words = Words(writer, styles, links)

    def blocks(self, element: Element, depth: int, style: str | None = None) -> None:
        """Writes the paragraphs and tables in an element."""
        for each in self._flat(element, depth):
            if name_of(each) == "p":
                self._paragraph(each, depth, style)
            else:
                self.writer.table(self._cells(each, depth + 1))
                self._boxes(depth)

    def _flat(self, element: Element, depth: int) -> Iterator[Element]:
        """Paragraphs and tables in an element, those in content controls and insertions too."""
        if depth > self.writer.limits.most_depth:
            raise Refusal("Its tables and text boxes are nested without end; it was not read.")
        for each in element:
            name = name_of(each)
            if name in ("p", "tbl"):
                yield each
            elif name == "sdt":
                content = child(each, "sdtContent")
                if content is not None:
                    yield from self._flat(content, depth + 1)
            elif name in _THROUGH:
                yield from self._flat(each, depth + 1)
            elif name in _GONE:
                self.words.left.deletions.append(words_in(each))
            elif name == "AlternateContent":
                chosen = alternative(each)
                if chosen is not None:
                    yield from self._flat(chosen, depth + 1)
            elif name == "altChunk":
                self.writer.note("A part that another program put in was left out.")

    def _read(self, paragraph: Element) -> tuple[str, str | None, str | None]:
        """The words of a paragraph, its list number and its style."""
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val") or self.styles.default
        text = self.words.text_of(paragraph, hidden=self.styles.hidden(style))
        listed = child(properties, "numPr")
        list_id = attribute(child(listed, "numId"), "val")
        level_text = attribute(child(listed, "ilvl"), "val")
        level = number(level_text, most=8) if level_text is not None else None
        by_style = None
        if list_id is None:
            list_id, style_level, by_style = self.styles.listed(style)
            level = style_level if level is None else level
        label = None
        if list_id not in (None, "0") and (text.strip() or by_style is None):
            label = self.numbering.label(list_id or "", level, by_style)
        return text, label, style

    def _paragraph(self, element: Element, depth: int, kind: str | None) -> None:
        self.writer.deadline.check()
        text, label, style = self._read(element)
        level = self.styles.heading(style) if kind is None else 0
        self.writer.paragraph(text, list_number=label, level=level, style=kind)
        self._boxes(depth)

    def _boxes(self, depth: int) -> None:
        boxes, self.words.boxes = self.words.boxes, []
        for box in boxes:
            self.blocks(box, depth + 1, "text box")

    def _cells(self, table: Element, depth: int) -> list[RawCell]:
        """The cells of a table with what they span; those of deleted rows are left out."""
        made: list[RawCell] = []
        open_above: dict[int, int] = {}
        row_number = 0
        for row in self._rows(table, depth):
            self.writer.deadline.check()
            row_number += 1
            properties = child(row, "trPr")
            column = 1 + number(attribute(child(properties, "gridBefore"), "val"), most=MOST_COLUMNS)
            for cell in self._row_cells(row, depth):
                about = child(cell, "tcPr")
                span = number(attribute(child(about, "gridSpan"), "val"), 1, least=1, most=MOST_COLUMNS)
                merge = child(about, "vMerge")
                text = self._cell_text(cell, depth)
                if merge is not None and (attribute(merge, "val") or "continue") == "continue":
                    at = open_above.get(column)
                    if at is not None:
                        above = made[at]
                        joined = f"{above.text}\n{text}" if text.strip() else above.text
                        rows = row_number - above.row + 1
                        made[at] = RawCell(joined, above.row, column, rows, above.column_span)
                        column += span
                        continue
                open_above[column] = len(made)
                made.append(RawCell(text, row_number, column, 1, span))
                column += span
        return made

    def _rows(self, element: Element, depth: int) -> Iterator[Element]:
        if depth > self.writer.limits.most_depth:
            raise Refusal("Its tables are nested without end; it was not read.")
        for each in element:
            name = name_of(each)
            if name == "tr":
                if child(child(each, "trPr"), "del") is not None:
                    self.words.left.deletions.append(words_in(each))
                else:
                    yield each
            elif name == "sdt" or name in _THROUGH:
                yield from self._rows(each, depth + 1)

    def _row_cells(self, element: Element, depth: int) -> Iterator[Element]:
        if depth > self.writer.limits.most_depth:
            raise Refusal("Its tables are nested without end; it was not read.")
        for each in element:
            name = name_of(each)
            if name == "tc":
                yield each
            elif name == "sdt" or name in _THROUGH:
                yield from self._row_cells(each, depth + 1)

    def _cell_text(self, cell: Element, depth: int) -> str:
        lines: list[str] = []
        control = next((up for up in cell.iterancestors() if name_of(up) in ("sdt", "tr")), None)
        tick = checkbox_of(child(control, "sdtPr")) if name_of_or_blank(control) == "sdt" else None
        if tick:
            return tick
        for each in self._flat(cell, depth):
            if name_of(each) == "p":
                text, label, _ = self._read(each)
                lines.append(f"{label} {text}" if label and text.strip() else text)
            else:
                inner: dict[int, list[str]] = {}
                for one in self._cells(each, depth + 1):
                    inner.setdefault(one.row, []).append(one.text)
                lines += ["\t".join(row) for _, row in sorted(inner.items())]
        return "\n".join(line for line in lines if line.strip())

    def notes(self, archive: Archive, folder: str) -> None:
        """Writes the footnotes and endnotes in the order in which the text names them."""
        roots = {
            kind: _part(archive, self.writer, f"{folder}/{kind}s.xml") for kind in ("footnote", "endnote")
        }
        found = {
            (kind, attribute(each, "id") or ""): each
            for kind, root in roots.items()
            if root is not None
            for each in children(root, kind)
        }
        named = list(self.words.footnotes)
        for at, key in enumerate(named, start=1):
            if key in found:
                text = "\n".join(self.words.text_of(each) for each in within(found[key], "p"))
                self.writer.paragraph(text, list_number=f"[{at}]", style=key[0])

    def page_ends(self, archive: Archive, folder: str, kind: str) -> None:
        """Writes the headers or footers, each that differs once."""
        said: set[str] = set()
        for name in sorted(archive.names):
            if name.startswith(f"{folder}/{kind}") and name.endswith(".xml"):
                root = _part(archive, self.writer, name)
                words = words_in(root) if root is not None else ""
                if root is not None and words.strip() and words not in said:
                    said.add(words)
                    self.blocks(root, 1, kind)


def name_of_or_blank(element: Element | None) -> str:
    """The name of an element; blank for none."""
    return name_of(element) if element is not None else ""


def _tell_comments(archive: Archive, writer: Writer, folder: str) -> None:
    root = _part(archive, writer, f"{folder}/comments.xml")
    found = [words_in(each) for each in within(root, "comment")]
    for words in found:
        writer.hide(HiddenKind.COMMENT, "text", 1, words)
    if found:
        writer.note(f"Comments in the margin were left out of the text ({len(found)}).")


def tell_packed(archive: Archive, writer: Writer, folder: str) -> None:
    """Notes macros and files that lie in an office file."""
    for name in archive.names:
        if name.endswith("vbaProject.bin"):
            writer.hide(HiddenKind.MACRO, name)
            writer.note("It carries macros, which were not run.")
        elif name.startswith(f"{folder}/embeddings/") and not name.endswith("/"):
            writer.hide(HiddenKind.EMBEDDED, name, archive.size(name))
            writer.note("Another file is embedded in it, which was not opened.")
