"""The body of a Word document rebuilt from the few elements that are known; all else is left out and told.

What is copied are words, paragraphs, lists, tables and plain marks such as bold. Names of styles, links,
bookmarks, comments, revisions with their authors, fields, pictures and whatever else an office program may
have written stay behind.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MOST_ELEMENTS = 400_000
NEARLY_WHITE, NEARLY_BLACK = 245, 60  # of 255
SMALLEST_SIZE = 6  # half points
Element = etree._Element

_ON = re.compile(r"true|false|on|off|0|1")
_NUMBER = re.compile(r"-?\d{1,6}")
_WORD = re.compile(
    r"single|double|none|nil|left|right|center|both|start|end|auto|dxa|pct|fixed|autofit|restart"
    r"|continue|superscript|subscript"
    r"|baseline|nextPage|continuous|portrait|landscape|top|bottom|words|-?\d{1,6}|true|false"
)
_ALLOWED: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    **{
        name: {}
        for name in ("p", "r", "t", "tbl", "tr", "tc", "tab", "br", "cr", "pPr", "rPr", "tblPr", "trPr")
    },
    **{name: {} for name in ("tcPr", "tblGrid", "numPr", "tblHeader")},
    **{name: {"val": _NUMBER} for name in ("ilvl", "numId", "gridSpan", "outlineLvl")},
    **{name: {"val": _ON} for name in ("b", "i", "strike", "dstrike", "caps", "keepNext", "pageBreakBefore")},
    **{name: {"val": _WORD} for name in ("jc", "u", "vertAlign", "vMerge")},
    "ind": {"left": _NUMBER, "hanging": _NUMBER, "start": _NUMBER, "firstLine": _NUMBER},
    "gridCol": {"w": _NUMBER},
    "tcW": {"w": _NUMBER, "type": _WORD},
    "tblW": {"w": _NUMBER, "type": _WORD},
}
_UNWRAPPED = frozenset(
    (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "bdo",
        "dir",
        "ruby",
    )
) | {"rubyBase"}
_TOLD = {
    "drawing": "pictures and drawings",
    "pict": "pictures and drawings",
    "object": "embedded objects",
    "commentReference": "comments",
    "altChunk": "embedded documents",
    "oMath": "formulas",
    "oMathPara": "formulas",
    "control": "form controls",
    "movie": "pictures and drawings",
    "contentPart": "pictures and drawings",
    "subDoc": "embedded documents",
}
_DELETED = frozenset(["del", "moveFrom", "cellDel"])
_SYMBOLS = {
    "F0FE": "☒",
    "F0A8": "☐",
    "F06F": "☐",
    "F052": "☑",
    "F053": "☒",
    "F054": "☒",
    "F0FC": "✓",
    "F0FB": "✗",
    "F0B7": "•",
}


def tag(name: str) -> str:
    """A name in the namespace of Word."""
    return f"{{{W}}}{name}"


def name_of(element: Element) -> str | None:
    """The name of an element of Word; None for one of any other namespace."""
    if not isinstance(element.tag, str):
        return None
    space, _, name = element.tag.rpartition("}")
    return name if space[1:] in (W, STRICT) else None


def value_of(element: Element | None, name: str = "val") -> str | None:
    """An attribute of Word."""
    if element is None:
        return None
    return element.get(f"{{{W}}}{name}", element.get(f"{{{STRICT}}}{name}"))


def child_of(element: Element | None, name: str) -> Element | None:
    """The first child of a name."""
    return next((each for each in element if name_of(each) == name), None) if element is not None else None


class Rebuilt:
    """A body that is being rebuilt, with what was left out of it."""

    def __init__(
        self, hidden_styles: frozenset[str] = frozenset(), headings: Mapping[str, int] | None = None
    ) -> None:
        self.body = etree.Element(tag("body"), nsmap={"w": W})
        self.left_out: Counter[str] = Counter()
        self.hidden: list[str] = []
        self._hidden_styles, self._headings = hidden_styles, headings or {}
        self._boxes: list[Element] = []
        self._notes: list[str] = []
        self._elements = 0

    def take(self, source: Element, into: Element | None = None) -> None:
        """Copies what is known of an element's children into another; the body where none is given."""
        target = self.body if into is None else into
        for each in source:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise ValueError("too many elements")
            self._take_one(each, target)

    def line(self, text: str, *, bold: bool = False) -> None:
        """Adds a paragraph of our own words."""
        run = etree.SubElement(etree.SubElement(self.body, tag("p")), tag("r"))
        if bold:
            etree.SubElement(etree.SubElement(run, tag("rPr")), tag("b"))
        _say(run, text)

    def _take_one(self, each: Element, target: Element) -> None:
        name = name_of(each)
        if name is None:
            self._take_foreign(each, target)
        elif name in _DELETED:
            self._hide(each)
        elif name in _UNWRAPPED:
            self.take(each, target)
        elif name == "r":
            self._take_run(each, target)
        elif name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblGrid"):
            _properties(each, target, self._headings)
        elif name in ("p", "tbl", "tr", "tc"):
            made = etree.SubElement(target, tag(name))
            self.take(each, made)
            _completed(made, name)
            if name == "p":
                self._after_paragraph(target)
        elif name in _TOLD:
            self.left_out[_TOLD[name]] += 1
            self._find_boxes(each)

    def _take_foreign(self, each: Element, target: Element) -> None:
        local = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if local == "AlternateContent":
            for choice in each:
                if isinstance(choice.tag, str) and choice.tag.endswith("}Choice"):
                    self.take(choice, target)
                    return
            for other in each:
                self.take(other, target)
        elif local in _TOLD:
            self.left_out[_TOLD[local]] += 1

    def _take_run(self, run: Element, target: Element) -> None:
        properties = child_of(run, "rPr")
        if self._is_hidden(properties):
            self._hide(run)
            return
        made = etree.SubElement(target, tag("r"))
        for each in run:
            name = name_of(each)
            if name == "t":
                _say(made, each.text or "")
            elif name in ("tab", "br", "cr"):
                etree.SubElement(made, tag("tab" if name == "tab" else "br"))
            elif name == "ptab":
                etree.SubElement(made, tag("tab"))
            elif name == "noBreakHyphen":
                _say(made, "-")
            elif name == "sym":
                _say(made, _SYMBOLS.get((value_of(each, "char") or "").upper(), "▯"))
            elif name == "fldChar":
                _say(made, _form_field(each))
            elif name in ("footnoteReference", "endnoteReference"):
                _say(made, f" [{name.removesuffix('Reference')} {value_of(each, 'id') or ''}]")
            elif name != "r":
                self._take_one(each, made)

    def _is_hidden(self, properties: Element | None) -> bool:
        for name in ("vanish", "webHidden", "specVanish"):
            switch = child_of(properties, name)
            if switch is not None and (value_of(switch) or "true").lower() not in ("false", "0", "off"):
                return True
        style = value_of(child_of(properties, "rStyle"))
        return (style is not None and style in self._hidden_styles) or _cannot_be_read(properties)

    def _hide(self, element: Element) -> None:
        words = "".join(each.text or "" for each in element.iter() if name_of(each) in ("t", "delText"))
        if words.strip():
            self.hidden.append(words)

    def _find_boxes(self, drawing: Element) -> None:
        """Text boxes in a drawing: their words stand below the paragraph they belong to."""
        self._boxes += [each for each in drawing.iter() if name_of(each) == "txbxContent"]

    def _after_paragraph(self, target: Element) -> None:
        while self._boxes:
            self.take(self._boxes.pop(0), target)


def pieces_of(body: Element) -> Iterator[tuple[Element | None, str]]:
    """The words of a body in order: text elements with their text, and None with what parts them."""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        name = name_of(element)
        if event == "start" and name == "t":
            yield element, element.text or ""
        elif event == "start" and name in ("tab", "br"):
            yield None, "\t" if name == "tab" else "\n"
        elif event == "end" and name == "p":
            yield None, "\n"


def _cannot_be_read(properties: Element | None) -> bool:
    """Whether letters are white, tiny, or black on black: whoever made them so meant them not to be read."""
    color = child_of(properties, "color")
    letters = (value_of(color) or "").upper()
    white = _brightness(letters) >= NEARLY_WHITE or (value_of(color, "themeColor") or "").startswith(
        ("background", "light")
    )
    behind = child_of(properties, "shd")
    fill = _brightness(value_of(behind, "fill") or "")
    dark = (value_of(child_of(properties, "highlight")) or "").lower() in (
        "black",
        "darkblue",
        "darkgray",
    ) or (0 <= fill <= NEARLY_BLACK)
    size = value_of(child_of(properties, "sz")) or ""
    if white or dark:
        return white != dark
    return size.isdigit() and int(size) <= SMALLEST_SIZE


def _brightness(color: str) -> int:
    """How bright a colour is. Units: 0 to 255; negative where it is none"""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", color):
        return -1
    return sum(int(color[at : at + 2], 16) for at in (0, 2, 4)) // 3


def _say(run: Element, text: str) -> None:
    if text:
        made = etree.SubElement(run, tag("t"))
        made.text = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _form_field(field: Element) -> str:
    """What an old form field shows that has no words of its own: a box ticked or not, an entry chosen."""
    data = child_of(field, "ffData")
    box, choice = child_of(data, "checkBox"), child_of(data, "ddList")
    if box is not None:
        state = child_of(box, "checked")
        state = child_of(box, "default") if state is None else state
        ticked = state is not None and (value_of(state) or "true").lower() in ("true", "1", "on")
        return "☒" if ticked else "☐"
    if choice is not None:
        entries = [value_of(each) or "" for each in choice if name_of(each) == "listEntry"]
        chosen = value_of(child_of(choice, "result")) or "0"
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    return ""


def _properties(source: Element, target: Element, headings: Mapping[str, int]) -> None:
    made = etree.SubElement(target, tag(name_of(source) or "rPr"))
    for each in source:
        name = name_of(each)
        if name == "pStyle" and (level := headings.get(value_of(each) or "")):
            made.insert(0, etree.Element(tag("pStyle"), {tag("val"): f"Heading{level}"}))
        elif name == "numPr":
            _properties(each, made, headings)
        elif name and name in _ALLOWED and name not in ("p", "r", "t", "tbl", "tr", "tc"):
            kept = etree.SubElement(made, tag(name))
            for key, pattern in _ALLOWED[name].items():
                value = value_of(each, key)
                if value is not None and pattern.fullmatch(value):
                    kept.set(tag(key), value)
    if not len(made) and not made.attrib and name_of(made) != "tblPr":
        target.remove(made)


def _completed(made: Element, name: str) -> None:
    """Word refuses a cell without a paragraph, and tables without lines are hard to read."""
    if name == "tc" and not any(name_of(each) == "p" for each in made):
        etree.SubElement(made, tag("p"))
    if name == "tbl":
        properties = child_of(made, "tblPr")
        if properties is None:
            properties = etree.Element(tag("tblPr"))
            made.insert(0, properties)
        borders = etree.SubElement(properties, tag("tblBorders"))
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            etree.SubElement(borders, tag(side), {tag("val"): "single", tag("sz"): "4", tag("color"): "auto"})
