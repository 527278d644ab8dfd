"""The words of a Word paragraph: insertions kept, deletions and hidden words told apart, ticks as ticks."""

from dataclasses import dataclass, field

from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.word_numbers import Styles
from answerable.core.reading.documents.writer import Writer
from answerable.core.reading.documents.xml import Element, attribute, child, is_on, name_of, number, within

TICKED, UNTICKED = "☒", "☐"
_THROUGH_NAMES = (
    "hyperlink smartTag customXml fldSimple ins moveTo sdtContent dir bdo ruby rubyBase oMath oMathPara r e"
    " num den sub sup fName d f sSub sSup sSubSup nary rad func acc m mr box"
)
_THROUGH = frozenset(_THROUGH_NAMES.split(" "))
_GONE = frozenset(("del", "moveFrom"))
# The picture fonts in which Word keeps ticks and boxes.
SYMBOLS = {
    "wingdings": {
        0x6C: "•", 0x6E: "■", 0x6F: UNTICKED, 0x71: UNTICKED, 0x72: UNTICKED, 0x76: "❖", 0xA7: "▪",
        0xA8: UNTICKED, 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: TICKED, 0xFE: "☑",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: TICKED, 0x52: "☑", 0x53: TICKED, 0x54: TICKED, 0xA3: UNTICKED,
    },
    "symbol": {0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB9: "≠", 0xB1: "±"},
}  # fmt: skip


@dataclass
class Left:
    """What a document says beside its text, gathered for the notes."""

    insertions: int = 0
    deletions: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    placeholders: int = 0


def checkbox_of(properties: Element | None) -> str | None:
    """The tick of a content control that is a tick box; None for any other."""
    box = child(properties, "checkbox")
    if box is None:
        return None
    return TICKED if is_on(child(box, "checked")) else UNTICKED


class Words:
    """Reads the words of paragraphs one after the other."""

    def __init__(self, writer: Writer, styles: Styles, links: dict[str, str]) -> None:
        self.writer, self.styles, self.links = writer, styles, links
        self.left = Left()
        self.footnotes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []

    def text_of(self, paragraph: Element, *, hidden: bool = False) -> str:
        """The words of one paragraph. Text boxes in it are added to `boxes`."""
        out: list[str] = []
        self._inline(paragraph, out, hidden, 0)
        return "".join(out)

    def _inline(self, element: Element, out: list[str], hidden: bool, depth: int) -> None:
        if depth > self.writer.limits.most_depth:
            raise Refusal("Its text is nested without end; it was not read.")
        for each in element:
            name = name_of(each)
            if name == "r" and not str(each.tag).endswith("/math}r"):
                self._run(each, out, hidden, depth)
            elif name == "hyperlink":
                self._link(each, out, hidden, depth)
            elif name == "sdt":
                self._control(each, out, hidden, depth)
            elif name in _GONE:
                self.left.deletions.append(words_in(each))
            elif name == "AlternateContent":
                chosen = alternative(each)
                if chosen is not None:
                    self._inline(chosen, out, hidden, depth + 1)
            elif name == "t":
                out.append(each.text or "")
            elif name in ("drawing", "pict", "object"):
                self._drawing(each)
            elif name in _THROUGH:
                self.left.insertions += name == "ins"
                self._inline(each, out, hidden, depth + 1)

    def _link(self, element: Element, out: list[str], hidden: bool, depth: int) -> None:
        said: list[str] = []
        self._inline(element, said, hidden, depth + 1)
        words = "".join(said)
        target = self.links.get(attribute(element, "id") or "", "")
        plain = target.removeprefix("mailto:")
        same = plain.rstrip("/").lower() in (words.rstrip("/").lower(), f"http://{words.rstrip('/')}".lower())
        out.append(words)
        if plain and not same and len(plain) <= 2_000 and words.strip():
            out.append(f" <{plain}>")

    def _control(self, element: Element, out: list[str], hidden: bool, depth: int) -> None:
        properties, content = child(element, "sdtPr"), child(element, "sdtContent")
        tick = checkbox_of(properties)
        if tick is not None:
            out.append(tick)
        elif is_on(child(properties, "showingPlcHdr")):
            self.left.placeholders += 1
        elif content is not None:
            self._inline(content, out, hidden, depth + 1)

    def _run(self, run: Element, out: list[str], hidden: bool, depth: int) -> None:
        properties = child(run, "rPr")
        style = attribute(child(properties, "rStyle"), "val") if properties is not None else None
        self.writer.deadline.check()
        said: list[str] = []
        for each in run:
            self._piece(each, said, depth)
        words = "".join(said)
        if not words:
            return
        vanish = child(properties, "vanish") if properties is not None else None
        unseen = is_on(vanish) if vanish is not None else hidden or self.styles.hidden(style)
        if unseen:
            self.left.vanished.append(words)
        elif properties is not None and (
            is_on(child(properties, "strike")) or is_on(child(properties, "dstrike"))
        ):
            self.left.struck.append(words)
        else:
            out.append(words)

    def _piece(self, each: Element, said: list[str], depth: int) -> None:
        name = name_of(each)
        if name == "t":
            said.append(each.text or "")
        elif name in ("tab", "ptab"):
            said.append("\t")
        elif name in ("br", "cr"):
            said.append("\n")
        elif name == "noBreakHyphen":
            said.append("-")
        elif name == "sym":
            said.append(symbol(attribute(each, "font"), attribute(each, "char")))
        elif name in ("footnoteReference", "endnoteReference"):
            self.footnotes.append((name.removesuffix("Reference"), attribute(each, "id") or ""))
            said.append(f"[{len(self.footnotes)}]")
        elif name == "fldChar":
            said.append(form_field(child(each, "ffData")))
        elif name == "AlternateContent":
            chosen = alternative(each)
            for inner in chosen if chosen is not None else ():
                if depth < self.writer.limits.most_depth:
                    self._piece(inner, said, depth + 1)
        elif name in ("drawing", "pict", "object"):
            self._drawing(each)

    def _drawing(self, element: Element) -> None:
        boxes = list(within(element, "txbxContent"))
        # A box in a box is read with the outer one.
        self.boxes += [
            box for box in boxes if not any(name_of(up) == "txbxContent" for up in box.iterancestors())
        ] or boxes[:1]

    def tell(self) -> None:
        """Writes what was left out to the notes."""
        left, writer = self.left, self.writer
        for what, found, note in (
            (HiddenKind.DELETION, left.deletions, "Tracked deletions were left out"),
            (HiddenKind.TEXT, left.vanished, "Words that are formatted as hidden were left out"),
            (HiddenKind.STRUCK, left.struck, "Words that are struck through were left out"),
        ):
            said = [words for words in found if words.strip()]
            for words in said[:200]:
                writer.hide(what, "text", 1, words)
            if said:
                writer.note(f"{note} ({len(said)}).")
        if left.insertions:
            writer.note(f"Tracked insertions were kept ({left.insertions}).")
        if left.placeholders:
            writer.note(f"Blank form fields, which only show a prompt, were left out ({left.placeholders}).")


def alternative(element: Element) -> Element | None:
    """Of the ways in which Word writes one thing twice, the first that has something in it."""
    chosen = [each for each in element if name_of(each) in ("Choice", "Fallback") and len(each)]
    return chosen[0] if chosen else None


def words_in(element: Element) -> str:
    """All words in an element, also deleted ones."""
    return "".join(each.text or "" for each in element.iter("{*}t", "{*}delText"))[:2_000]


def symbol(font: str | None, code: str | None) -> str:
    """A sign of a picture font as a character; blank where it means nothing."""
    try:
        at = int((code or "")[:8], 16)
    except ValueError:
        return ""
    known = SYMBOLS.get((font or "").lower())
    if known is not None:
        return known.get(at & 0xFF, "")
    return chr(at) if 0x20 <= at < 0xE000 and not 0xD800 <= at < 0xE000 else ""


def form_field(data: Element | None) -> str:
    """What an older form field says: its tick, or the choice made of its list."""
    box = child(data, "checkBox")
    if box is not None:
        checked = child(box, "checked")
        return TICKED if is_on(checked if checked is not None else child(box, "default")) else UNTICKED
    choices = child(data, "ddList")
    if choices is not None:
        entries = [attribute(each, "val") or "" for each in choices if name_of(each) == "listEntry"]
        chosen = child(choices, "result")
        chosen = chosen if chosen is not None else child(choices, "default")
        at = number(attribute(chosen, "val"), 0)
        return entries[at] if at < len(entries) else ""
    return ""
