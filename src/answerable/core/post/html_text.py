"""HTML of a message as text: entities decoded, tags and styles gone, the targets of links kept.

Read by tokens and not into a tree: mail nests tables and quotes deeper than parsers of trees go, leaves tags
open and crosses them, and a reader of tokens takes the same time for all of it.
"""

import re
from collections.abc import Iterator
from html import unescape

from answerable.core.post.charsets import clean

LONGEST_HTML = 2_000_000
MOST_TAGS = 150_000
LONGEST_LINK = 2_000
DEEPEST_QUOTE = 20
DEEPEST_LIST = 100

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary tab"
    "le tbody"
    " tfoot thead tr ul"
)
_APART_NAMES = "blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul"
# What stands in these is no text of the message.
_SKIPPED_NAMES = "applet audio math noframes object script style svg template title video"
BLOCKS, APART, SKIPPED = (
    frozenset(names.split(" ")) for names in (_BLOCK_NAMES, _APART_NAMES, _SKIPPED_NAMES)
)
_TOKEN = re.compile(
    r"<!--(?P<comment>)|<(?P<close>/?)(?!(?:https?|ftp"
    r"|mailto):)(?P<tag>[A-Za-z][A-Za-z0-9:_-]{0,60}+)(?=[\s/>\"'])(?P<rest>(?>[^<>\"']{1,4000}"
    r"|\"[^\"]{0,4000}\"|'[^']{0,4000}')*+)>|<(?P<odd>[!?/](?=[A-Za-z\[/-])|(?!(?:https?|ftp"
    r"|mailto):)(?=[A-Za-z][A-Za-z0-9:_-]{0,60}+[\s/\"']))"
)
_ATTRIBUTE = re.compile(
    r"(?:\A|(?<=[\s\"'/]))(href|alt|start)[ \t\r\n]*=[ \t\r\n]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.I,
)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_UNSEEN = re.compile(r"[\u200b\ufeff\u00ad]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Pictures written into the text would fill it.
_EMBEDDED = re.compile(r"data:(?:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=\s]{200,}+|[A-Za-z0-9+/=%_;,.-]{400,}+)")
_LONG_NUMBER = re.compile(r"&#(?:[xX][0-9a-fA-F]{9,}|[0-9]{9,});?")


class _Writer:
    """Gathers the lines of a text; quoted blocks get a mark before each line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.quotes = 0
        self.kept = 0
        self.lists: list[int | None] = []
        self.links: list[tuple[str, int, int]] = []

    def say(self, text: str) -> None:
        if not text.isascii():
            text = _UNSEEN.sub("", text)
        if self.kept:
            for n, line in enumerate(text.replace("\u00a0", " ").split("\n")):
                if n:
                    self.line(force=True)
                self.parts.append(line)
            return
        plain = _SPACE.sub(" ", text)
        if plain.startswith(" ") and (not self.parts or self.parts[-1].endswith((" ", "\t"))):
            plain = plain[1:]
        if plain:
            self.parts.append(plain)

    def line(self, *, force: bool = False) -> None:
        text = "".join(self.parts)
        text = text.rstrip() if self.kept else text.strip()
        self.parts.clear()
        if text or force:
            mark = min(self.quotes, DEEPEST_QUOTE)
            self.lines.append(("> " * mark + text if text else ">" * mark) if mark else text)

    def blank(self) -> None:
        self.line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * min(self.quotes, DEEPEST_QUOTE))

    def text(self) -> str:
        self.line()
        return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in self.lines)).strip()


def html_as_text(source: str) -> str:
    """The words of an HTML document, blocks on lines of their own; bounded, and never an error."""
    if "data:" in source:
        source = _EMBEDDED.sub("", source)
    source = _CONTROLS.sub("", source[:LONGEST_HTML])
    writer = _Writer()
    for words, tag, closing, rest in _tokens(source):
        if words:
            writer.say(_unescaped(words))
        if tag and tag not in SKIPPED:
            (_close if closing else _open)(writer, tag, rest)
    return clean(writer.text())


def _tokens(source: str) -> Iterator[tuple[str, str, bool, str]]:
    """Words before a tag, the tag, whether it closes, and its attributes; comments are passed over."""
    at = tags = 0
    ends = _Ends(source)
    while tags <= MOST_TAGS and (found := _TOKEN.search(source, at)):
        words = source[at : found.start()]
        tag = (found["tag"] or "").lower()
        closing = bool(found["close"])
        at = found.end()
        tags += 1
        yield words, tag, closing, found["rest"] or ""
        if tag in SKIPPED and not closing and not found["rest"].endswith("/"):
            at = ends.after_skipped(tag, at)
        elif found["comment"] is not None:
            at = ends.after("-->", at) or ends.after(">", at) or at
        elif not tag:
            # <!doctype …>, <![if …]>, or a tag with a quote that never closes.
            at = ends.after(">", at) or at
    yield source[at:] if at < len(source) and tags <= MOST_TAGS else "", "", False, ""


class _Ends:
    """Where things end, each looked for once: what is not found from one place is in no later one."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.places: dict[str, int] = {}
        self.never: set[str] = set()

    def after(self, mark: str, at: int) -> int | None:
        """The place after the next mark; None where there is none."""
        place = self.places.get(mark, at - 1 if at else 0)
        if 0 <= place < at:
            place = self.places[mark] = self.source.find(mark, at)
        return place + len(mark) if place >= at else None

    def after_skipped(self, tag: str, at: int) -> int:
        """Where a script or style ends; one that never ends is passed over as a tag alone."""
        if tag in self.never:
            return at
        found = re.compile(rf"</{tag}\b[^>]{{0,200}}>?", re.I).search(self.source, at)
        if found is None:
            self.never.add(tag)
        return found.end() if found else at


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return unescape(_LONG_NUMBER.sub("\ufffd", text))


def _attribute(rest: str, name: str) -> str:
    for found in _ATTRIBUTE.finditer(rest[:20_000]):
        if found[1].lower() == name:
            return _SPACE.sub(" ", _unescaped(found[2] or found[3] or found[4] or "")).strip()
    return ""


def _open(writer: _Writer, tag: str, rest: str) -> None:
    if tag == "br":
        writer.line(force=True)
    elif tag in APART:
        writer.blank()
    elif tag in BLOCKS:
        writer.line()
    elif tag in ("td", "th") and writer.parts:
        if not writer.kept:
            writer.parts[-1] = writer.parts[-1].rstrip()
        writer.parts.append("\t")
    elif tag == "img":
        said = _attribute(rest, "alt")
        if said:
            writer.say(f"[{said}]")
    elif tag == "a":
        _end_link(writer)
        writer.links.append((_attribute(rest, "href"), len(writer.lines), len(writer.parts)))
    if tag == "blockquote":
        writer.quotes += 1
    elif tag == "pre":
        writer.kept += 1
    elif tag in ("ol", "ul") and len(writer.lists) < DEEPEST_LIST:
        start = _attribute(rest, "start")
        writer.lists.append(None if tag == "ul" else int(start) if re.fullmatch(r"[0-9]{1,4}", start) else 1)
    elif tag == "li":
        _point(writer)
    elif tag == "hr":
        writer.lines.append(("> " * min(writer.quotes, DEEPEST_QUOTE)) + "_" * 32)


def _point(writer: _Writer) -> None:
    """The mark of a point in a list: answers are told apart by the numbers that programs give them."""
    number = writer.lists[-1] if writer.lists else None
    writer.say("• " if number is None else f"{number}. ")
    if number is not None:
        writer.lists[-1] = number + 1


def _close(writer: _Writer, tag: str, _: str) -> None:
    if tag == "a":
        _end_link(writer)
    elif tag == "br":
        writer.line(force=True)
    if tag == "pre" and writer.kept:
        writer.line()
        writer.kept -= 1
    if tag in ("ol", "ul") and writer.lists:
        writer.lists.pop()
    if tag == "blockquote":
        writer.line()
        writer.quotes = max(0, writer.quotes - 1)
    if tag in APART:
        writer.blank()
    elif tag in BLOCKS:
        writer.line()


def _end_link(writer: _Writer) -> None:
    """The address of a link after its words, unless the words are the address."""
    if not writer.links:
        return
    href, lines, parts = writer.links.pop()
    if not href.lower().startswith(("http:", "https:", "mailto:", "ftp:")) or len(href) > LONGEST_LINK:
        return
    plain = href[7:] if href[:7].lower() == "mailto:" else href
    said = writer.parts[parts:] if lines == len(writer.lines) else [*writer.lines[lines:][-3:], *writer.parts]
    words = "".join(said).strip().rstrip("/").lower()
    bare = plain.partition("://")[2].rstrip("/").lower()
    if words not in (plain.rstrip("/").lower(), href.lower(), bare):
        writer.say(f" <{plain}>" if writer.parts or lines != len(writer.lines) else f"<{plain}>")
