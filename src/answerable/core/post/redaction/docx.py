"""The copy of a Word document for publication: a new package of known parts only, read back at the end."""

import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO

from lxml import etree

from answerable.core.post.redaction.model import (
    MOST_TEXT,
    PublishedFile,
    Removal,
    What,
    Withheld,
)
from answerable.core.post.redaction.names import Names
from answerable.core.post.redaction.pages import CannotCopy
from answerable.core.post.redaction.text import removals_in
from answerable.core.post.redaction.traces import traces_of
from answerable.core.post.redaction.words_of_docx import (
    Element,
    Rebuilt,
    W,
    child_of,
    name_of,
    pieces_of,
    tag,
    value_of,
)
from answerable.core.post.types import WORD

NOTICE = (
    "This copy was made for publication. Names, addresses and numbers of persons were removed; pictures, "
    "links and"
    " comments were left out."
)
MOST_PARTS = 5_000
LARGEST_PART = 40 * 1024 * 1024
MOST_RATIO = 200
FREE_RATIO = 5 * 1024 * 1024
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_MARGIN = re.compile(r"word/(header|footer)\d{0,3}\.xml")
_PLAIN_LEVEL = re.compile(r"[\s().\-–•·:%\d◦▪o]{0,12}|[A-Za-z]?[%\d.)(]{1,10}")
_KIND = b"application/vnd.openxmlformats-officedocument.wordprocessingml.%b+xml"
_PART = b'<Override PartName="/word/%b.xml" ContentType="' + _KIND + b'"/>'
_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + _PART % (b"document", b"document.main")
    + _PART % (b"styles", b"styles")
    + _PART % (b"numbering", b"numbering")
    + b"</Types>"
)
_TO = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%b</Relationships>"""
_ROOT = _RELATIONS % (
    b'<Relationship Id="rId1" Type="' + _TO + b'officeDocument" Target="word/document.xml"/>'
)
_PARTS = _RELATIONS % (
    b'<Relationship Id="rId1" Type="' + _TO + b'styles" Target="styles.xml"/>'
    b'<Relationship Id="rId2" Type="' + _TO + b'numbering" Target="numbering.xml"/>'
)


def read_docx(data: bytes, where: str) -> tuple[Rebuilt, Element, list[Withheld]]:
    """The body of a Word document rebuilt, its lists, and what is left out. Raises: CannotCopy"""
    package = _opened(data)
    document = _part(package, _main_part(package))
    body = child_of(document, "body")
    if body is None:
        raise CannotCopy("it has no text that can be found")
    hidden, headings = _styles(package)
    rebuilt = Rebuilt(hidden, headings)
    rebuilt.line(NOTICE, bold=True)
    try:
        rebuilt.take(body)
        for name, word in _NOTES:
            _add_notes(rebuilt, package, name, word)
        _add_margins(rebuilt, package)
    except (ValueError, RecursionError):
        raise CannotCopy("it is too intricate to be looked through") from None
    return rebuilt, _numbering(package), _left_out(package, rebuilt, where)


def text_of(rebuilt: Rebuilt) -> str:
    """The words of a body, a paragraph on each line."""
    return "".join(text for _, text in pieces_of(rebuilt.body))


def copy_of_docx(
    read: tuple[Rebuilt, Element, list[Withheld]],
    *,
    where: str,
    filename: str,
    names: Names,
    keep: Sequence[str] = (),
    mask: Callable[[str], str] | None = None,
) -> PublishedFile:
    """A new package of the redacted words. Raises: CannotCopy where it cannot be cleaned for certain"""
    rebuilt, numbering, withheld = read
    removals: list[Removal] = []
    for _ in range(4):
        text = text_of(rebuilt)
        if len(text) > MOST_TEXT:
            raise CannotCopy(f"it has more than {MOST_TEXT:,} characters and was not looked through")
        more, names = removals_in(text, names, keep, where)
        if not more:
            break
        _remove(rebuilt.body, more)
        removals += more
    else:
        raise CannotCopy("what points to a person could not be removed for certain")
    if mask:
        _mask(rebuilt.body, mask)
    hidden = [Removal(What.HIDDEN, 0, 0, words, where) for words in rebuilt.hidden]
    data = _packed(rebuilt.body, numbering)
    _check(data, [*removals], names, keep)
    return PublishedFile(filename, WORD, data, text_of(rebuilt), (*removals, *hidden), tuple(withheld))


def _remove(body: Element, removals: Sequence[Removal]) -> None:
    """Takes stretches out of the text elements they run over; the first of them gets the mark."""
    placed: list[tuple[int, Element]] = []
    at = 0
    for element, text in pieces_of(body):
        if element is not None and text:
            placed.append((at, element))
        at += len(text)
    edits: dict[int, list[tuple[int, int, str]]] = {}
    n = 0
    for removal in removals:
        while n < len(placed) and placed[n][0] + len(placed[n][1].text or "") <= removal.start:
            n += 1
        first = True
        for start, element in placed[n:]:
            if start >= removal.end:
                break
            length = len(element.text or "")
            place = edits.setdefault(start, [])
            mark = removal.what.mark if first else ""
            place.append((max(0, removal.start - start), min(length, removal.end - start), mark))
            first = False
    for start, element in placed:
        text = element.text or ""
        for begin, end, mark in reversed(edits.get(start, [])):
            text = text[:begin] + mark + text[end:]
        element.text = text


def _mask(body: Element, mask: Callable[[str], str]) -> None:
    """Puts masked words in the place of those they were made from, line by line."""
    segments: list[list[Element]] = [[]]
    parts: list[str] = []
    for element, text in pieces_of(body):
        parts.append(text)
        if element is None:
            segments.append([])
        else:
            segments[-1].append(element)
    before = "".join(parts)
    old, new = re.split(r"[\t\n]", before), re.split(r"[\t\n]", mask(before))
    if len(old) != len(new) or len(old) != len(segments):
        raise CannotCopy("small counts in it could not be masked for certain")
    for elements, was, now in zip(segments, old, new, strict=True):
        if was != now:
            for n, element in enumerate(elements):
                element.text = now if n == 0 else ""


def _check(data: bytes, removals: Sequence[Removal], names: Names, keep: Sequence[str]) -> None:
    """Reads the new package back. Raises: CannotCopy where anything that was removed is still in it"""
    removed = [each.text for each in removals]
    package = _opened(data)
    for name in package.namelist():
        root = _part(package, name)
        words = "".join(str(each) for each in root.itertext())
        said = " ".join(str(value) for each in root.iter() for value in each.attrib.values())
        body = child_of(root, "body")
        lined = "".join(text for _, text in pieces_of(body)) if body is not None else ""
        if any(traces_of(removed, text, keep) for text in (words, said, lined)):
            raise CannotCopy("something that was removed was found again in the copy")
        more, _ = removals_in(lined, names, keep)
        if more:
            raise CannotCopy("what points to a person was found again in the copy")


def _packed(body: Element, numbering: Element) -> bytes:
    document = etree.Element(tag("document"), nsmap={"w": W})
    document.append(body)
    page = etree.SubElement(body, tag("sectPr"))
    etree.SubElement(page, tag("pgSz"), {tag("w"): "11906", tag("h"): "16838"})
    sides = {tag(each): "1134" for each in ("top", "right", "bottom", "left")}
    etree.SubElement(
        page, tag("pgMar"), {**sides, **{tag(each): "0" for each in ("header", "footer", "gutter")}}
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("word/_rels/document.xml.rels", _PARTS),
            (
                "word/document.xml",
                etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True),
            ),
            ("word/styles.xml", _style_sheet()),
            (
                "word/numbering.xml",
                etree.tostring(numbering, xml_declaration=True, encoding="UTF-8", standalone=True),
            ),
        ):
            # The time of an entry would say when; the same words make the same file.
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _style_sheet() -> bytes:
    root = etree.Element(tag("styles"), nsmap={"w": W})
    for level in range(1, 7):
        style = etree.SubElement(
            root, tag("style"), {tag("type"): "paragraph", tag("styleId"): f"Heading{level}"}
        )
        etree.SubElement(style, tag("name"), {tag("val"): f"heading {level}"})
        inner = etree.SubElement(style, tag("pPr"))
        etree.SubElement(inner, tag("outlineLvl"), {tag("val"): str(level - 1)})
        etree.SubElement(etree.SubElement(style, tag("rPr")), tag("b"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(BytesIO(data))
        if len(package.infolist()) > MOST_PARTS:
            raise CannotCopy("it holds too many parts to be looked through")
        return package
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError, OverflowError):
        raise CannotCopy("it is damaged and could not be opened") from None


def _part(package: zipfile.ZipFile, name: str) -> Element:
    try:
        info = package.getinfo(name)
        with package.open(info) as stream:
            content = stream.read(LARGEST_PART + 1)
    except (
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        raise CannotCopy("it is damaged or locked with a password") from None
    if len(content) > LARGEST_PART or len(content) > max(FREE_RATIO, MOST_RATIO * max(1, info.compress_size)):
        raise CannotCopy("it unpacks to more than is looked through: it may be a bomb")
    if (
        b"<!DOCTYPE" in content
        or "<!DOCTYPE".encode("utf-16-le") in content
        or "<!DOCTYPE".encode("utf-16-be") in content
    ):
        raise CannotCopy("its XML declares entities, which no office file needs")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise CannotCopy("it is damaged and could not be read") from None


def _main_part(package: zipfile.ZipFile) -> str:
    if "word/document.xml" in package.namelist():
        return "word/document.xml"
    relations = _part(package, "_rels/.rels")
    for each in relations:
        if str(each.get("Type", "")).endswith("/officeDocument"):
            return str(each.get("Target", "")).lstrip("/")
    raise CannotCopy("it has no text that can be found")


def _styles(package: zipfile.ZipFile) -> tuple[frozenset[str], dict[str, int]]:
    """Styles whose words are hidden, and styles of headings with their level."""
    if "word/styles.xml" not in package.namelist():
        return frozenset(), {}
    hidden: set[str] = set()
    headings: dict[str, int] = {}
    for style in _part(package, "word/styles.xml"):
        name, identifier = value_of(child_of(style, "name")) or "", value_of(style, "styleId") or ""
        found = re.fullmatch(r"heading (\d)", name.lower())
        if found and 1 <= int(found[1]) <= 6:
            headings[identifier] = int(found[1])
        if child_of(child_of(style, "rPr"), "vanish") is not None:
            hidden.add(identifier)
    return frozenset(hidden), headings


def _numbering(package: zipfile.ZipFile) -> Element:
    """The lists of a document, as far as they count: numbers and signs, no words."""
    made = etree.Element(tag("numbering"), nsmap={"w": W})
    if "word/numbering.xml" not in package.namelist():
        return made
    for each in _part(package, "word/numbering.xml"):
        name = name_of(each)
        key = {"abstractNum": "abstractNumId", "num": "numId"}.get(name or "")
        value = value_of(each, key) if key else None
        if not name or not key or not value or not value.isdigit():
            continue
        kept = etree.SubElement(made, tag(name), {tag(key): value})
        for part in each:
            if name == "num" and name_of(part) == "abstractNumId" and (value_of(part) or "").isdigit():
                etree.SubElement(kept, tag("abstractNumId"), {tag("val"): value_of(part) or "0"})
            elif name == "abstractNum" and name_of(part) == "lvl":
                _level(part, kept)
    return made


def _level(source: Element, target: Element) -> None:
    number = value_of(source, "ilvl") or "0"
    level = etree.SubElement(target, tag("lvl"), {tag("ilvl"): number if number.isdigit() else "0"})
    for name, pattern in (
        ("start", r"\d{1,6}"),
        ("numFmt", r"[A-Za-z]{1,30}"),
        ("lvlText", None),
        ("lvlJc", r"left|right|center"),
    ):
        value = value_of(child_of(source, name))
        if value is not None and (re.fullmatch(pattern, value) if pattern else _PLAIN_LEVEL.fullmatch(value)):
            etree.SubElement(level, tag(name), {tag("val"): value})


def _add_notes(rebuilt: Rebuilt, package: zipfile.ZipFile, part: str, word: str) -> None:
    if part not in package.namelist():
        return
    for note in _part(package, part):
        if name_of(note) == word and value_of(note, "type") is None:
            rebuilt.line(f"[{word} {value_of(note, 'id') or ''}]")
            rebuilt.take(note)


def _add_margins(rebuilt: Rebuilt, package: zipfile.ZipFile) -> None:
    said: set[str] = set()
    for part in sorted(package.namelist()):
        margin = _MARGIN.fullmatch(part)
        if margin:
            root = _part(package, part)
            words = "".join(each.text or "" for each in root.iter() if name_of(each) == "t")
            if words.strip() and words not in said:
                said.add(words)
                rebuilt.line(f"[{margin[1]} of the page]")
                rebuilt.take(root)


def _left_out(package: zipfile.ZipFile, rebuilt: Rebuilt, where: str) -> list[Withheld]:
    """What is not in the copy, as a reader may be told it."""
    counts = rebuilt.left_out.copy()
    for name in package.namelist():
        if name.startswith("word/embeddings/"):
            counts["embedded files"] += 1
        elif name.lower().endswith("vbaproject.bin"):
            counts["macros"] += 1
        elif name.startswith("word/comments") and "comments" not in counts:
            counts["comments"] += 1
        elif name.startswith("customXml/item") and "Props" not in name:
            counts["data parts"] += 1
    return [Withheld(where, what, "it is not looked through", n) for what, n in sorted(counts.items())]
