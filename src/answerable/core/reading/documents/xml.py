"""XML from strangers: no entities, no network, no document types, bounded depth and size."""

from collections.abc import Iterator

from lxml import etree

from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.writer import Writer

Element = etree._Element
MOST_ATTRIBUTES = 200  # an element with more is no element of an office file
_DTD = tuple(
    word.encode(charset)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for charset in ("ascii", "utf-16-le", "utf-16-be")
)


def refuse_dtd(data: bytes) -> None:
    """Raises: Refusal where some XML declares a document type or entities: no office file does"""
    if any(word in data for word in _DTD):
        raise Refusal(
            "Its XML declares entities or a document type, which no office file needs; it was not read."
        )


def parse(data: bytes, writer: Writer, part: str) -> Element | None:
    """The root of some XML; None, with a note, where there is nothing to be read in it.

    Raises: Refusal for entities, document types and nesting without end
    """
    refuse_dtd(data)
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            recover=recover,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as fault:
            if "depth" in str(fault).lower():
                raise Refusal("Its XML is nested without end; it was not read.") from None
            continue
        except (ValueError, LookupError):
            continue
        if root is None:
            break
        if root.getroottree().docinfo.internalDTD is not None:
            raise Refusal("Its XML declares a document type, which no office file needs; it was not read.")
        if any("depth" in each.message.lower() for each in parser.error_log):
            raise Refusal("Its XML is nested without end; it was not read.")
        writer.keep(root)
        if recover:
            writer.note(f"{part} is damaged; it was read as far as it goes.")
        return root
    writer.note(f"{part} is damaged and could not be read.")
    return None


def name_of(element: Element) -> str:
    """The name of an element without its namespace; blank for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str | None = None) -> Iterator[Element]:
    """The elements in an element, or those of one name."""
    for child in element:
        if name is None or name_of(child) == name:
            yield child


def child(element: Element | None, name: str) -> Element | None:
    """The first element of a name in an element."""
    return next(children(element, name), None) if element is not None else None


def within(element: Element | None, name: str) -> Iterator[Element]:
    """All elements of a name anywhere in an element."""
    if element is not None:
        yield from element.iter("{*}" + name)


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None or len(element.attrib) > MOST_ATTRIBUTES:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def number(text: str | None, default: int = 0, *, least: int = 0, most: int = 1_000_000_000) -> int:
    """A whole number in an attribute, held within bounds; the default where it is none."""
    if text is None:
        return default
    try:
        return min(most, max(least, int(text[:20])))
    except ValueError:
        return default


def is_on(element: Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is on: there, and not said to be off."""
    if element is None:
        return False
    return (attribute(element, "val") or "true").lower() not in ("false", "0", "off")
