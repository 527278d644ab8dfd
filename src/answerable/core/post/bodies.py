"""The text of a message and its attachments, told apart among its parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.core.post.charsets import codec_of, decode
from answerable.core.post.containers import Attachment, Unpacking, attachment_of, given_name, plain_name
from answerable.core.post.headers import Headers
from answerable.core.post.html_text import html_as_text
from answerable.core.post.structure import Part
from answerable.core.post.tnef import unpack_tnef
from answerable.core.post.types import TNEF, true_type
from answerable.core.post.uuencoded import Block, blocks, without_blocks

LONGEST_TEXT = 2_000_000
_HTML_START = re.compile(
    r"\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--.{0,2000}?-->\s{0,200})?"
    r"<(!doctype\s+html|html|head|body|meta|style|title|table|div|p|span|font|center|br|h[1-6]|b|strong|ul|ol)\b"
    r"[^<>]{0,2000}>",
    re.I | re.S,
)
_CLOSING = re.compile(r"</(html|body|div|p|table|td|span|font|a|b|strong|li|ul|h[1-6])\s?>|<br\s?/?>", re.I)
_SURE = frozenset({"html", "head", "body", "meta"})
_META_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.I)
_TEXTS = frozenset({"text/plain", "text/html"})
# Words in other clothes: read as text where a message has no plain or HTML part.
_ALSO_TEXT = frozenset(
    {"text/enriched", "text/richtext", "text/markdown", "text/x-markdown", "text/unknown", "text/x-amp-html"}
)
_ENRICHED = re.compile(r"<param>.{0,500}?</param>|</?[A-Za-z-]{1,60}>", re.I | re.S)


@dataclass(frozen=True)
class Bodies:
    """What a message holds: its text, its files, notes, and the parts that are its own."""

    text: str
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...]
    own_parts: tuple[Part, ...]


def is_body(part: Part) -> bool:
    """Whether a part is text of the message itself: plain or HTML, nameless, not called an attachment."""
    if part.content_type not in _TEXTS and part.content_type not in _ALSO_TEXT:
        return False
    if part.disposition[0] == "attachment" or given_name(part):
        return False
    in_report = bool(part.within) and part.within[-1] == "multipart/report"
    return not (in_report and part.number > 1)


def read_bodies(headers: Headers, parts: Sequence[Part]) -> Bodies:
    """Text and attachments of a message, in order."""
    unpacking = Unpacking()
    notes = [note for part in parts for note in part.notes]
    chosen = set(map(id, _chosen(parts)))
    texts: list[str] = []
    files: list[Attachment] = []
    for part in parts:
        if id(part) in chosen:
            text, said, in_text = read_text(part, headers.hints)
            texts.append(text)
            files += (each for each in in_text if unpacking.may_take(each.size_bytes))
            notes += said
        elif not is_body(part):
            files += attachment_of(part, unpacking)
    if not any(text.strip() for text in texts):
        texts += [text for each in files if (text := _text_in(each))][:1]
    text = "\n\n".join(text.strip("\n") for text in texts if text.strip())
    notes += unpacking.notes
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        notes.append("The text is very long; the end of it was left out.")
    return Bodies(text, tuple(files), tuple(dict.fromkeys(notes)), tuple(parts))


def _chosen(parts: Sequence[Part]) -> Iterator[Part]:
    """Parts whose text is read: of alternatives the plain one, else the HTML."""
    groups: dict[tuple[object, ...], list[Part]] = {}
    for number, part in enumerate(parts):
        if is_body(part):
            groups.setdefault(_alternatives(part) or ("alone", number), []).append(part)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
            continue
        plain, rich = (
            [each for each in group if each.content_type == kind and each.body.strip()]
            for kind in ("text/plain", "text/html")
        )
        yield from plain or rich or group[:1]


def _alternatives(part: Part) -> tuple[object, ...] | None:
    """Which set of alternatives a part belongs to, the outermost; None for one that has none."""
    for depth, kind in enumerate(part.within):
        if kind == "multipart/alternative":
            return part.group[: depth + 1]
    return None


def read_text(part: Part, hints: tuple[str, ...]) -> tuple[str, list[str], list[Attachment]]:
    """The text of a body part, notes on it, and files that were in the text as uuencoded blocks."""
    charset = part.parameters.get("charset")
    is_html = part.content_type == "text/html"
    if is_html and not (charset and codec_of(charset)):
        found = _META_CHARSET.search(part.body[:4_000])
        charset = found[1].decode("ascii") if found else charset
    body, notes = part.body, []
    found_blocks = [] if is_html else list(blocks(body))
    if found_blocks:
        body = without_blocks(body, found_blocks)
        if not all(block.whole for block in found_blocks):
            notes.append(
                "A uuencoded file in the text is damaged or cut short; it was decoded as far as it goes."
            )
    limit = 4 * LONGEST_TEXT
    if len(body) > limit:
        body = body[:limit]
        notes.append("The text is very long; the end of it was left out.")
    text, note = decode(body, charset, hints)
    notes += [note] if note else []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_html or _is_html(text):
        return html_as_text(text), notes, []
    if part.content_type in ("text/enriched", "text/richtext"):
        text = "<".join(_ENRICHED.sub("", piece) for piece in text.split("<<"))
    return text, notes, [_file(block) for block in found_blocks]


def _is_html(text: str) -> bool:
    """Whether a plain text is really HTML: it begins with a tag, and closes some."""
    found = _HTML_START.match(text)
    if not found:
        return False
    return (
        found[1].lower().split()[0] in _SURE or found[1][0] == "!" or len(_CLOSING.findall(text[:20_000])) > 1
    )


def _file(block: Block) -> Attachment:
    name = plain_name(decode(block.name)[0]) or "attachment.bin"
    return Attachment(name, true_type(block.data, name, ""), block.data)


def _text_in(file: Attachment) -> str:
    """The body that Outlook packed in a winmail.dat."""
    if file.content_type != TNEF and file.filename.lower() != "winmail.dat":
        return ""
    packed = unpack_tnef(file.data)
    return packed.words.replace("\r\n", "\n").strip("\x00 \n\t") if packed else ""
