"""What an XLSX file carries beside its sheets: names, links to files, pivot caches, comments, macros."""

from pathlib import PurePosixPath

from answerable.core.reading.documents.archives import Archive, DamagedPart
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.writer import Writer
from answerable.core.reading.documents.xml import Element, attribute, child, children, number, parse, within

# Names that Excel makes by itself for printing and filtering.
OWN_NAMES = ("_xlnm.print_area", "_xlnm.print_titles", "_xlnm._filterdatabase")
MOST_SAMPLES = 50


def tell_book(root: Element, writer: Writer) -> None:
    """Reports the defined names of a workbook, and any protection."""
    for each in within(child(root, "definedNames"), "definedName"):
        name = attribute(each, "name") or ""
        if name.lower() not in OWN_NAMES:
            hidden = attribute(each, "hidden") in ("1", "true")
            writer.hide(HiddenKind.NAME, f"{name} (hidden)" if hidden else name, 0, each.text or "")


def tell_packed(archive: Archive, writer: Writer, folder: str) -> None:
    """Reports the parts of a workbook that no sheet shows."""
    for name in archive.names:
        inside = name.removeprefix(f"{folder}/")
        if inside == name:
            continue
        kind, _, file = inside.partition("/")
        if not file and kind != "connections.xml" and not kind.startswith(("comments", "vbaProject")):
            continue
        _tell_part(archive, writer, name, kind, file)


def _tell_part(archive: Archive, writer: Writer, name: str, kind: str, file: str) -> None:
    if kind == "pivotCache" and file.startswith("pivotCacheDefinition"):
        _tell_pivot(archive, writer, name)
    elif kind == "externalLinks" and file.startswith("externalLink"):
        _tell_link(archive, writer, name)
    elif kind == "connections.xml":
        for each in within(_root(archive, writer, name), "connection"):
            said = attribute(child(each, "dbPr"), "command") or attribute(each, "description") or ""
            writer.hide(HiddenKind.CONNECTION, attribute(each, "name") or name, 1, said)
    elif kind.startswith("comments") or (kind == "threadedComments" and file.endswith(".xml")):
        root = _root(archive, writer, name)
        for each in [*within(root, "comment"), *within(root, "threadedComment")]:
            words = "".join(part.text or "" for part in within(each, "t"))
            words = words or "".join(part.text or "" for part in children(each, "text"))
            writer.hide(HiddenKind.COMMENT, attribute(each, "ref") or "", 1, words)
    elif kind == "vbaProject.bin":
        writer.hide(HiddenKind.MACRO, name)
        writer.note("It carries macros, which were not run.")
    elif kind == "embeddings":
        writer.hide(HiddenKind.EMBEDDED, name, archive.size(name))
    elif kind == "model":
        writer.hide(HiddenKind.PIVOT_CACHE, f"data model ({name})", archive.size(name))
        writer.note("It carries a data model, which was not read: rows that no sheet shows may be in it.")


def _root(archive: Archive, writer: Writer, name: str) -> Element | None:
    try:
        return parse(archive.read(name, writer.limits.most_tree), writer, name)
    except DamagedPart:
        writer.note(f"{name} is damaged and could not be read.")
        return None


def _tell_pivot(archive: Archive, writer: Writer, name: str) -> None:
    """A pivot table carries a copy of the rows it was made of, also of those that are nowhere else."""
    root = _root(archive, writer, name)
    if root is None:
        return
    source = child(child(root, "cacheSource"), "worksheetSource")
    where = attribute(source, "sheet") or attribute(source, "name") or attribute(source, "ref") or name
    fields = [attribute(each, "name") or "" for each in within(child(root, "cacheFields"), "cacheField")]
    shared = [attribute(each, "v") or "" for each in within(root, "s")]
    said = ", ".join(fields[:MOST_SAMPLES]) + (": " + " | ".join(shared[:MOST_SAMPLES]) if shared else "")
    count = number(attribute(root, "recordCount"))
    writer.hide(HiddenKind.PIVOT_CACHE, where, count, said)
    writer.note(f"A pivot table carries {count:,} rows of its source, which were left out of the text.")


def _tell_link(archive: Archive, writer: Writer, name: str) -> None:
    path = PurePosixPath(name)
    targets = [
        attribute(each, "Target") or ""
        for each in within(
            _root(archive, writer, f"{path.parent}/_rels/{path.name}.rels")
            if f"{path.parent}/_rels/{path.name}.rels" in archive.names
            else None,
            "Relationship",
        )
    ]
    kept = [value.text or "" for value in within(_root(archive, writer, name), "v")]
    writer.hide(
        HiddenKind.EXTERNAL_LINK, ", ".join(targets) or name, len(kept), " | ".join(kept[:MOST_SAMPLES])
    )
    if kept:
        writer.note(f"A link to another workbook carries {len(kept):,} of its cells.")
