"""ODT: paragraphs with their list numbers, tables, notes, forms; the parts ODS shares are here too."""

from collections.abc import Iterator

from answerable.core.reading.documents.archives import Archive
from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.opendocument_lists import LEVELS, Lists
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

MOST_REPEATS = 1_000
TICKED, UNTICKED = "☒", "☐"
# Elements of a text whose content is no text of it.
_APART = frozenset(
    ("annotation", "note", "tracked-changes", "ruby-text", "forms", "sequence-decls", "change", "hidden-text")
)


def content_of(
    data: bytes, writer: Writer, most: int | None = None
) -> tuple[Archive, Element, Element | None]:
    """The archive of an OpenDocument file, its content and its styles. Raises: Refusal"""
    archive = Archive(data, writer.budget)
    manifest = archive.read_or_none("META-INF/manifest.xml", writer.limits.most_tree)
    if manifest is not None and b"encryption-data" in manifest:
        raise Refusal("It is encrypted and opens only with a password.")
    content = archive.read_or_none("content.xml", most or writer.limits.most_tree)
    root = parse(content, writer, "content.xml") if content else None
    if root is None:
        raise Refusal("It is damaged: it has no content that can be read.")
    styles = archive.read_or_none("styles.xml", writer.limits.most_tree)
    for name in archive.names:
        if name.startswith(("Basic/", "Scripts/")) and name.endswith(".xml") and "script-l" not in name:
            writer.hide(HiddenKind.MACRO, name)
        elif name.startswith("Object ") and name.endswith("/content.xml"):
            writer.hide(HiddenKind.EMBEDDED, name, archive.size(name))
    return archive, root, parse(styles, writer, "styles.xml") if styles else None


def read_odt(data: bytes, writer: Writer) -> None:
    """Reads a text of LibreOffice or its kin. Raises: Refusal, Enough"""
    _, root, styles = content_of(data, writer)
    reader = TextReader(writer)
    for each in (styles, root):
        reader.lists.add(each)
        reader.take_styles(each)
    reader.take_controls(root)
    for kind in ("header", "footer"):
        for element in within(child(styles, "master-styles"), kind):
            if kind == "header":
                reader.blocks(element, 1, style=kind)
    body = child(child(root, "body"), "text")
    try:
        if body is not None:
            reader.blocks(body, 0)
        reader.write_notes()
        for element in within(child(styles, "master-styles"), "footer"):
            reader.blocks(element, 1, style="footer")
    finally:
        reader.tell()


class TextReader:
    """Walks the blocks of an OpenDocument text in order."""

    def __init__(self, writer: Writer) -> None:
        self.writer, self.lists = writer, Lists()
        self.unseen: set[str] = set()
        self.struck: set[str] = set()
        self.controls: dict[str, str] = {}
        self.notes: list[tuple[str, Element]] = []
        self.left: dict[HiddenKind, list[str]] = {}
        self._lists_read = 0

    def take_styles(self, root: Element | None) -> None:
        """Which styles hide or strike their words, and which belong to a list."""
        for style in within(root, "style"):
            name = attribute(style, "name") or ""
            words = child(style, "text-properties")
            if attribute(words, "display") == "none":
                self.unseen.add(name)
            if (attribute(words, "text-line-through-style") or "none") != "none":
                self.struck.add(name)
            if listed := attribute(style, "list-style-name"):
                self.lists.of_style[name] = listed

    def take_controls(self, root: Element | None) -> None:
        """What the fields of the forms say, by their ids."""
        for form in within(root, "forms"):
            for each in form.iter(
                "{*}checkbox", "{*}radio", "{*}text", "{*}textarea", "{*}listbox", "{*}combobox"
            ):
                key = next((str(v) for k, v in each.attrib.items() if str(k).endswith("}id")), "")
                if name_of(each) in ("checkbox", "radio"):
                    on = (
                        attribute(each, "current-state") == "checked"
                        or attribute(each, "current-selected") == "true"
                    )
                    self.controls[key] = (
                        f"{TICKED if on else UNTICKED} {attribute(each, 'label') or ''}".strip()
                    )
                else:
                    self.controls[key] = attribute(each, "current-value") or ""

    def blocks(self, element: Element, depth: int, style: str | None = None) -> None:
        """Writes the paragraphs, lists and tables in an element."""
        if depth > self.writer.limits.most_depth:
            raise Refusal("Its text is nested without end; it was not read.")
        for each in element:
            name = name_of(each)
            if name in ("p", "h"):
                self._paragraph(each, None, style)
            elif name == "list":
                for text, label in self._list(each, depth + 1, None, "", 1):
                    self.writer.paragraph(text, list_number=label, style=style)
            elif name == "table":
                self.writer.table(self._cells(each, depth + 1))
            elif name == "tracked-changes":
                self._deletions(each)
            elif name in (
                "section",
                "text-box",
                "index-body",
                "table-of-content",
                "frame",
                "numbered-paragraph",
            ):
                if attribute(each, "display") == "none":
                    self._leave(HiddenKind.TEXT, "".join(str(part) for part in each.itertext()))
                else:
                    self.blocks(each, depth + 1, style)

    def _paragraph(self, element: Element, label: str | None, style: str | None) -> None:
        self.writer.deadline.check()
        level = number(attribute(element, "outline-level"), 1, most=10) if name_of(element) == "h" else 0
        self.writer.paragraph(self.words(element), list_number=label, level=level, style=style)

    def _list(
        self, element: Element, depth: int, style: str | None, identity: str, level: int
    ) -> Iterator[tuple[str, str | None]]:
        """The items of a list with their numbers, also those of lists in it."""
        if depth > self.writer.limits.most_depth:
            raise Refusal("Its lists are nested without end; it was not read.")
        style = attribute(element, "style-name") or style or ""
        if level == 1:
            self._lists_read += 1
            goes_on = attribute(element, "continue-numbering") == "true" or attribute(
                element, "continue-list"
            )
            identity = style if goes_on else f"{style} {self._lists_read}"
            if not goes_on:
                self.lists.counts[style] = self.lists.counts[identity] = []
            else:
                self.lists.counts.setdefault(identity, [])
        for item in element:
            kind = name_of(item)
            if kind not in ("list-item", "list-header"):
                continue
            start = attribute(item, "start-value")
            numbered = kind == "list-item"
            for each in item:
                name = name_of(each)
                if name in ("p", "h"):
                    at = number(start) if start is not None else None
                    own = attribute(each, "style-name") or ""
                    used = style or self.lists.of_style.get(own, "")
                    label = self.lists.label(used, identity, min(level, LEVELS), at) if numbered else None
                    numbered = False
                    yield self.words(each), label
                elif name == "list":
                    yield from self._list(each, depth + 1, style, identity, level + 1)

    def _cells(self, table: Element, depth: int) -> list[RawCell]:
        made: list[RawCell] = []
        row_number = 0
        for row in rows_of(table, self.writer, depth):
            row_number += 1
            column = 1
            for cell in row:
                name = name_of(cell)
                if name not in ("table-cell", "covered-table-cell"):
                    continue
                times = number(attribute(cell, "number-columns-repeated"), 1, least=1, most=MOST_REPEATS)
                spans = [
                    number(attribute(cell, f"number-{what}-spanned"), 1, least=1, most=MOST_REPEATS)
                    for what in ("rows", "columns")
                ]
                text = self._cell_text(cell, depth) if name == "table-cell" else ""
                for _ in range(times if text else 0):
                    made.append(RawCell(text, row_number, column, *spans))
                    column += 1
                if not text:
                    if name == "table-cell" and times == 1:
                        made.append(RawCell("", row_number, column, *spans))
                    column += times
                if len(made) > self.writer.limits.most_cells:
                    raise Enough(
                        f"Only the first {self.writer.limits.most_cells:,} cells of a table were read."
                    )
        return made

    def _cell_text(self, cell: Element, depth: int) -> str:
        lines: list[str] = []
        for each in cell:
            name = name_of(each)
            if name in ("p", "h"):
                lines.append(self.words(each))
            elif name == "list":
                lines += [
                    f"{label} {text}" if label else text
                    for text, label in self._list(each, depth + 1, None, "", 1)
                ]
            elif name == "table":
                inner: dict[int, list[str]] = {}
                for one in self._cells(each, depth + 1):
                    inner.setdefault(one.row, []).append(one.text)
                lines += ["\t".join(row) for _, row in sorted(inner.items())]
        return "\n".join(line for line in lines if line.strip())

    def words(self, element: Element) -> str:
        """The words of a paragraph: notes as numbers, hidden and struck words left out."""
        out: list[str] = []
        self._inline(element, out, 0)
        return "".join(out)

    def _inline(self, element: Element, out: list[str], depth: int) -> None:
        if depth > self.writer.limits.most_depth:
            raise Refusal("Its text is nested without end; it was not read.")
        out.append(_one_space(element.text))
        for each in element:
            self.writer.deadline.check()
            self._piece(each, name_of(each), out, depth)
            out.append(_one_space(each.tail))

    def _piece(self, each: Element, name: str, out: list[str], depth: int) -> None:
        style = attribute(each, "style-name") or ""
        if name == "s":
            out.append(" " * number(attribute(each, "c"), 1, most=100))
        elif name == "tab":
            out.append("\t")
        elif name == "line-break":
            out.append("\n")
        elif name == "note":
            self.notes.append((attribute(each, "note-class") or "footnote", each))
            out.append(f"[{len(self.notes)}]")
        elif name == "annotation":
            self._leave(HiddenKind.COMMENT, "".join(self.words(part) for part in children(each, "p")))
        elif name == "control":
            key = attribute(each, "control") or ""
            out.append(self.controls.get(key, ""))
        elif name == "hidden-text" or (name == "span" and style in self.unseen):
            said = attribute(each, "string-value") or "".join(str(part) for part in each.itertext())
            self._leave(HiddenKind.TEXT, said)
        elif name == "span" and style in self.struck:
            self._leave(HiddenKind.STRUCK, "".join(str(part) for part in each.itertext()))
        elif name == "a":
            said_before = len(out)
            self._inline(each, out, depth + 1)
            target = (attribute(each, "href") or "").removeprefix("mailto:")
            words = "".join(out[said_before:]).strip()
            if (
                target
                and target.rstrip("/").lower() != words.rstrip("/").lower()
                and not target.startswith("#")
            ):
                out.append(f" <{target[:2_000]}>")
        elif name in ("text-box", "frame"):
            self._box(each, out, depth)
        elif name not in _APART:
            self._inline(each, out, depth + 1)

    def _box(self, each: Element, out: list[str], depth: int) -> None:
        for part in each.iter("{*}text-box"):
            for line in part.iter("{*}p", "{*}h"):
                out.append("\n")
                self._inline(line, out, depth + 1)
            break

    def _deletions(self, element: Element) -> None:
        for each in within(element, "deletion"):
            said = " ".join("".join(str(t) for t in part.itertext()) for part in within(each, "p"))
            self._leave(HiddenKind.DELETION, said)
        count = sum(1 for _ in within(element, "insertion"))
        if count:
            self.writer.note(f"Tracked insertions were kept ({count}).")

    def _leave(self, what: HiddenKind, words: str) -> None:
        if words.strip():
            self.left.setdefault(what, []).append(words)

    def write_notes(self) -> None:
        """Writes the footnotes and endnotes after the text."""
        for at, (kind, element) in enumerate(list(self.notes), start=1):
            body = child(element, "note-body")
            text = "\n".join(self.words(each) for each in within(body, "p"))
            self.writer.paragraph(text, list_number=f"[{at}]", style=kind)

    def tell(self) -> None:
        """Writes what was left out to the notes."""
        words = {
            HiddenKind.COMMENT: "Comments in the margin were left out of the text",
            HiddenKind.TEXT: "Words that are formatted as hidden were left out",
            HiddenKind.STRUCK: "Words that are struck through were left out",
            HiddenKind.DELETION: "Tracked deletions were left out",
        }
        for what, found in self.left.items():
            for each in found[:200]:
                self.writer.hide(what, "text", 1, each)
            self.writer.note(f"{words[what]} ({len(found)}).")


def rows_of(table: Element, writer: Writer, depth: int = 0) -> Iterator[Element]:
    """The rows of a table, those in groups and headers too."""
    if depth > writer.limits.most_depth:
        raise Refusal("Its tables are nested without end; it was not read.")
    for each in table:
        name = name_of(each)
        if name == "table-row":
            writer.deadline.check()
            yield each
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows_of(each, writer, depth + 1)


def _one_space(text: str | None) -> str:
    """White space in ODF is one space, as in HTML."""
    if not text:
        return ""
    if "\n" not in text and "  " not in text and "\t" not in text:
        return text
    first = " " if text[:1].isspace() else ""
    last = " " if text[-1:].isspace() and text.strip() else ""
    return first + " ".join(text.split()) + last
