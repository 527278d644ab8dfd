"""Messages built as trees, rendered, damaged and read: what was not damaged comes back exactly."""

import email
import email.policy
import json
from dataclasses import dataclass
from email.message import EmailMessage
from email.message import Message as StandardMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.post.message import Message, read_message
from answerable.core.post.record import KEYS, as_record
from tests.raw_mail import part, together, whole

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S")), max_size=60)
TEXTS = st.lists(WORDS, max_size=6).map(lambda lines: "\r\n".join(line.rstrip() for line in lines))
CODINGS = st.sampled_from(["base64", "quoted-printable", "8bit"])


@dataclass(frozen=True)
class Leaf:
    """One part: a text of the message, or a file with a name."""

    data: bytes
    name: str | None
    coded: str


@dataclass(frozen=True)
class Branch:
    """Parts within a part."""

    kind: str
    parts: tuple["Leaf | Branch", ...]


_LEAVES = st.one_of(
    st.builds(Leaf, TEXTS.map(str.encode), st.none(), CODINGS),
    st.builds(
        Leaf, st.binary(max_size=200), st.sampled_from(["a.bin", "café.pdf", "x y.xlsx"]), st.just("base64")
    ),
)
TREES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        Branch, st.sampled_from(["mixed", "related"]), st.lists(inner, min_size=1, max_size=4).map(tuple)
    ),
    max_leaves=12,
)


def render(tree: Leaf | Branch) -> bytes:
    """A tree as the bytes of a part."""
    if isinstance(tree, Branch):
        return together([render(each) for each in tree.parts], tree.kind)
    message = EmailMessage(policy=email.policy.SMTP)
    if tree.name is None:
        message.set_content(tree.data.decode(), cte=tree.coded) if tree.data else message.set_content("")
    else:
        message.add_header("Content-Disposition", "attachment", filename=tree.name)
        message.set_payload(tree.data)
        email.encoders.encode_base64(message)
    return message.as_bytes(policy=email.policy.SMTP)


def leaves(tree: Leaf | Branch) -> list[Leaf]:
    """The leaves of a tree, in order."""
    return [tree] if isinstance(tree, Leaf) else [leaf for each in tree.parts for leaf in leaves(each)]


def looks_like_html(text: str) -> bool:
    return text.lstrip().startswith("<")


@given(TREES)
def test_texts_and_files_come_back_exactly(tree: Leaf | Branch) -> None:
    message = read_message(whole(render(tree)))
    texts = [
        leaf.data.decode().replace("\r\n", "\n").strip("\n") for leaf in leaves(tree) if leaf.name is None
    ]
    if not any(map(looks_like_html, texts)):
        assert message.text == "\n\n".join(text for text in texts if text.strip())
    files = [(leaf.name, leaf.data) for leaf in leaves(tree) if leaf.name]
    assert [(each.filename, each.data) for each in message.attachments] == files
    assert not [note for note in message.notes if "body text" not in note and "HTML" not in note]


@given(TREES, st.data())
def test_what_is_damaged_is_read_and_printed(tree: Leaf | Branch, data: st.DataObject) -> None:
    raw = bytearray(whole(render(tree)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
    well_formed(read_message(bytes(raw)))


@given(TREES, st.integers(0, 5_000))
def test_what_is_cut_short_keeps_what_came_before(tree: Leaf | Branch, cut: int) -> None:
    raw = whole(render(tree))
    whole_message, cut_message = read_message(raw), read_message(raw[:cut])
    well_formed(cut_message)
    files = [each.data for each in cut_message.attachments]
    # All but the last are what they were.
    assert files[:-1] == [each.data for each in whole_message.attachments][: max(0, len(files) - 1)]


def well_formed(message: Message) -> None:
    """Holds a message to what the contract says of every message."""
    record = as_record(message, "x.eml")
    assert tuple(record) == KEYS
    said = json.dumps(record, ensure_ascii=False, allow_nan=False)
    said.encode("utf-8")
    assert "\\u0000" not in json.dumps(record)
    assert (record["delivery_failure"] is None) == (record["kind"] != "delivery_failure")
    assert not (record["may_reply"] and record["kind"] in ("delivery_failure", "automatic_reply"))
    for each in record["attachments"]:
        assert each["filename"] and not set(each["filename"]) & set("/\\\n\0") and "/" in each["content_type"]
    for person in [*record["to"], *record["cc"], *filter(None, [record["from"]])]:
        assert person["address"] is None or person["address"].count("@") == 1


def standard(raw: bytes) -> tuple[str | None, list[str], list[tuple[str, bytes]]]:
    """Subject, texts and files as the parser of the standard library reads them: slow and obvious."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    texts, files = [], []
    for each in message.walk():
        if each.is_multipart():
            continue
        name = each.get_filename()
        payload = each.get_payload(decode=True)
        assert isinstance(payload, bytes) and isinstance(each, StandardMessage)
        if name:
            files.append((name, payload))
        else:
            texts.append(payload.decode(each.get_content_charset() or "utf-8").replace("\r\n", "\n"))
    return message["subject"], texts, files


@settings(max_examples=100)
@given(TREES, st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=90))
def test_well_formed_messages_read_as_the_standard_library_reads_them(
    tree: Leaf | Branch, subject: str
) -> None:
    head = EmailMessage(policy=email.policy.SMTP)
    head["Subject"] = f"RE: {subject}"
    raw = head.as_bytes().rstrip() + b"\r\n" + whole(render(tree), Subject=None)
    message = read_message(raw)
    told, texts, files = standard(raw)
    assert message.subject == told == f"RE: {subject}"
    assert [(each.filename, each.data) for each in message.attachments] == files
    kept = [text.strip("\n") for text in texts if text.strip()]
    if not any(map(looks_like_html, kept)):
        assert message.text == "\n\n".join(kept)


def test_a_part_knows_where_it_stands() -> None:
    inner = together([part("one"), part("two")], "alternative")
    message = read_message(whole(together([inner, part("three")])))
    assert message.text == "one\n\ntwo\n\nthree"
