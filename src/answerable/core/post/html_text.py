"""HTML of a message as text: entities decoded, tags and styles gone, the targets of links kept."""

import re
from itertools import islice

from lxml import etree, html

from answerable.core.post.charsets import clean

LONGEST_HTML = 2_000_000
MOST_ELEMENTS = 100_000
_BLOCK_NAMES = (
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6"
    " header hr html li main nav ol p pre section table tbody tfoot thead tr ul"
)
_SKIPPED_NAMES = (
    "head link meta object script style svg template title applet audio video noscript select textarea"
)
BLOCKS, SKIPPED = frozenset(_BLOCK_NAMES.split(" ")), frozenset(_SKIPPED_NAMES.split(" "))
APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre"))
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


class _Writer:
    """Gathers the lines of a text; quoted blocks get a mark before each line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.quotes = 0
        self.kept = 0

    def say(self, text: str) -> None:
        if not text:
            return
        if self.kept:
            for n, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if n:
                    self.line(force=True)
                self.parts.append(line)
            return
        plain = _SPACE.sub(" ", text)
        if plain.startswith(" ") and (not self.parts or self.parts[-1].endswith(" ")):
            plain = plain[1:]
        if plain:
            self.parts.append(plain)

    def line(self, *, force: bool = False) -> None:
        text = "".join(self.parts).strip() if not self.kept else "".join(self.parts).rstrip()
        self.parts.clear()
        if text or force:
            self.lines.append("> " * self.quotes + text if text else ">" * self.quotes)

    def blank(self) -> None:
        self.line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * self.quotes)

    def text(self) -> str:
        self.line()
        return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in self.lines)).strip()


def html_as_text(source: str) -> str:
    """The words of an HTML document, blocks on lines of their own; bounded, and never an error."""
    source = _NOT_XML.sub("", source[:LONGEST_HTML])
    if not source.strip():
        return ""
    parser = html.HTMLParser(
        huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        return clean(_SPACE.sub(" ", re.sub(r"<[^<>]{0,2000}>", " ", source)).strip())
    writer = _Writer()
    skipping = 0
    for event, element in islice(etree.iterwalk(root, events=("start", "end")), 2 * MOST_ELEMENTS):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipping or tag in SKIPPED:
                skipping += 1
            else:
                _open(writer, element, tag)
        elif skipping:
            skipping -= 1
            if not skipping:
                writer.say(element.tail or "")
        else:
            _close(writer, element, tag)
            writer.say(element.tail or "")
    return clean(writer.text())


def _open(writer: _Writer, element: html.HtmlElement, tag: str) -> None:
    if tag == "br":
        writer.line(force=True)
    elif tag in APART:
        writer.blank()
    elif tag in BLOCKS:
        writer.line()
    elif tag in ("td", "th") and writer.parts:
        writer.say(" \t ") if writer.kept else writer.parts.append(" ")
    elif tag == "img" and (element.get("alt") or "").strip():
        writer.say(f"[{element.get('alt')}]")
    if tag == "blockquote":
        writer.quotes += 1
    elif tag == "pre":
        writer.kept += 1
    elif tag == "li":
        writer.say("• ")
    if tag != "br":
        writer.say(element.text or "")


def _close(writer: _Writer, element: html.HtmlElement, tag: str) -> None:
    if tag == "a":
        _target(writer, element)
    if tag == "pre":
        writer.line()
        writer.kept -= 1
    if tag in APART:
        writer.blank()
    elif tag in BLOCKS:
        writer.line()
    if tag == "blockquote":
        writer.quotes -= 1


def _target(writer: _Writer, element: html.HtmlElement) -> None:
    """The address of a link after its words, unless the words are the address."""
    href = (element.get("href") or "").strip()
    if not href.lower().startswith(("http:", "https:", "mailto:", "ftp:")) or len(href) > 2_000:
        return
    plain = href.removeprefix("mailto:")
    words = "".join(element.itertext()).strip()
    if words.rstrip("/").lower() not in (
        plain.rstrip("/").lower(),
        href.lower(),
        plain.partition("://")[2].rstrip("/").lower(),
    ):
        writer.say(f" <{plain}>")
