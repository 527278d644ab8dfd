"""What is packed in attachments: Outlook items, winmail.dat, attached messages, and all of these in each other."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import oxmsg
import pytest
import tnefparse
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.post.message import Message, read_message
from answerable.core.post.outlook import read_outlook
from answerable.core.post.outlook_items import open_item
from answerable.core.post.tnef import unpack_tnef
from tests.packed_mail import attached, compound, item, item_tree, winmail
from tests.raw_mail import file, in_parts, mail, part

PDF = b"%PDF-1.4 answer"
SUBJECT, BODY, SENDER, ADDRESS, SENT = 0x0037, 0x1000, 0x0C1A, 0x5D01, 0x0039
HTML, RTF, HEADERS = 0x1013, 0x1009, 0x007D
RTF_RAW = b"{\\rtf1\\ansi\\ansicpg1252 Yes, caf\\'e9.\\par It cost \\u163?500.}"
SENT_AT = datetime(2026, 3, 4, 9, 15, tzinfo=UTC)
TICKS = ((SENT_AT - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10).to_bytes(8, "little")


def _rtf(data: bytes) -> bytes:
    return len(data).to_bytes(4, "little") * 2 + b"MELA" + bytes(4) + data


def _files(message: Message) -> list[tuple[str, str | None]]:
    return [(each.filename, each.from_container) for each in message.attachments]


def test_an_item_gives_its_files_after_itself() -> None:
    data = item({SUBJECT: "Inner", BODY: "words"}, [attached("answer.pdf", PDF), attached("b.txt", b"two")])
    message = read_message(in_parts([part("See."), file("inner.msg", data)]))
    assert _files(message) == [("inner.msg", None), ("answer.pdf", "inner.msg"), ("b.txt", "inner.msg")]
    assert message.attachments[0].content_type == "application/vnd.ms-outlook"
    assert (message.attachments[1].content_type, message.attachments[1].data) == ("application/pdf", PDF)
    assert message.text == "See." and not message.notes


@pytest.mark.parametrize("name", ["inner.oft", "INNER.MSG", "inner.bin", "inner"])
def test_items_are_known_by_name_or_by_content(name: str) -> None:
    data = item({SUBJECT: "Inner", 0x001A: "IPM.Note"}, [attached("answer.pdf", PDF)])
    message = read_message(in_parts([part("See."), file(name, data)]))
    assert _files(message) == [(name, None), ("answer.pdf", name)]


def test_an_item_read_by_itself() -> None:
    texts = {
        SUBJECT: "RE: Café",
        BODY: "Yes.\r\nNo.",
        SENDER: "Example, Pat",
        ADDRESS: "pat@authority.example",
    }
    recipients = [
        (1, "Us", "us@survey.example"),
        (2, "Others", "others@x.example"),
        (3, "Hidden", "bcc@x.example"),
    ]
    message = read_outlook(item(texts, [attached("answer.pdf", PDF)], recipients, fixed={SENT: TICKS}))
    assert message is not None and message.sender is not None
    assert (message.subject, message.text) == ("RE: Café", "Yes.\nNo.")
    assert (message.sender.name, message.sender.address) == ("Example, Pat", "pat@authority.example")
    assert [each.address for each in message.to] == ["us@survey.example"]
    assert [each.address for each in message.cc] == ["others@x.example"]
    assert message.sent_at == SENT_AT
    assert _files(message) == [("answer.pdf", None)] and str(message.kind) == "reply"


def test_the_head_that_an_item_came_with_goes_first() -> None:
    came = "From: FOI <foi@authority.example>\r\nX-Autoreply: yes\r\nMessage-ID: <a@b.example>\r\nDate: Wed, 4 Mar 2026 09:15:00 +0000\r\n"
    message = read_outlook(
        item({HEADERS: came, SUBJECT: "Away", BODY: "Back soon", ADDRESS: "other@x.example"})
    )
    assert message is not None and message.sender is not None
    assert message.sender.address == "foi@authority.example" and message.message_id == "a@b.example"
    assert str(message.kind) == "automatic_reply" and message.subject == "Away"


@pytest.mark.parametrize(
    "texts",
    [
        {HTML: b"<p>Yes, caf\xe9.</p><p>It cost \xa3500.</p>"},
        {HTML: "<p>Yes, café.</p><p>It cost £500.</p>"},
        {RTF: _rtf(RTF_RAW)},
        {BODY: "  \r\n", RTF: _rtf(RTF_RAW)},
    ],
)
def test_an_item_without_plain_words(texts: dict[int, str | bytes]) -> None:
    message = read_outlook(item({SUBJECT: "x"} | texts))
    assert message is not None and message.text.split() == ["Yes,", "café.", "It", "cost", "£500."]


def test_a_message_within_an_item_gives_its_files() -> None:
    inner = item_tree({SUBJECT: "Deeper"}, [attached("deep.pdf", PDF)], head=24)
    message = read_message(
        in_parts([part("x"), file("a.msg", item({SUBJECT: "x"}, [attached(None, None, item=inner)]))])
    )
    assert _files(message) == [("a.msg", None), ("deep.pdf", "a.msg")]
    assert any("Deeper" in note for note in message.notes)


@pytest.mark.parametrize("cut", [0, 1, 9, 100, 512, 600, 2_000, -513, -1_000])
def test_an_item_cut_short_stays_a_file(cut: int) -> None:
    data = item({SUBJECT: "x"}, [attached("answer.pdf", PDF * 900)])[:cut]
    message = read_message(in_parts([part("x"), file("a.msg", data)]))
    assert _files(message) == [("a.msg", None)]
    assert any("a.msg" in note for note in message.notes)
    assert message.attachments[0].data == data


def test_an_item_whose_streams_share_their_bytes_is_refused() -> None:
    made = bytearray(item({SUBJECT: "x", **{0x6000 + n: b"\0" * 5_000 for n in range(30)}}))
    entry = made.find("__substg1.0_6000".encode("utf-16-le"))
    assert open_item(bytes(made)) is not None
    made[entry + 120 : entry + 124] = (900_000).to_bytes(4, "little")
    assert open_item(bytes(made)) is None


def test_a_compound_file_that_is_no_item_stays_a_file() -> None:
    data = compound({"WordDocument": b"x" * 5_000})
    message = read_message(in_parts([part("x"), file("a.doc", data)]))
    assert (
        _files(message) == [("a.doc", None)] and message.attachments[0].content_type == "application/msword"
    )
    assert read_outlook(data) is None


@given(
    st.dictionaries(
        st.sampled_from([SUBJECT, BODY, SENDER]),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40),
    ),
    st.lists(st.binary(max_size=9_000), max_size=3),
)
def test_items_read_as_another_library_reads_them(texts: dict[int, str], files: list[bytes]) -> None:
    data = item(texts, [attached(f"{n}.bin", each) for n, each in enumerate(files)])
    ours, theirs = open_item(data), oxmsg.Message.load(BytesIO(data))
    assert ours is not None
    assert ours.subject == theirs.subject.rstrip("\0")
    assert ours.text == (theirs.body or "").rstrip("\0") or not ours.text.strip()
    assert [each.data for each in ours.files] == [each.file_bytes for each in theirs.attachments]


def test_winmail_gives_its_files_after_itself() -> None:
    data = winmail([("the answer.pdf", PDF), ("café.txt", b"two")])
    message = read_message(in_parts([part("See."), part(data, "application/ms-tnef", coded="base64")]))
    assert _files(message) == [
        ("winmail.dat", None),
        ("the answer.pdf", "winmail.dat"),
        ("café.txt", "winmail.dat"),
    ]
    assert message.attachments[0].content_type == "application/ms-tnef"
    assert message.attachments[1].data == PDF and message.text == "See."


@pytest.mark.parametrize(
    "packed",
    [
        {"text": b"Yes, caf\xe9.\r\nIt cost \xa3500."},
        {"properties": [(0x1E, 0x1000, b"Yes, caf\xe9. It cost \xa3500.\0")]},
        {"properties": [(0x1F, 0x1000, "Yes, café. It cost £500.".encode("utf-16-le"))]},
        {
            "properties": [
                (3, 0x3FDE, (65001).to_bytes(4, "little")),
                (0x102, HTML, "<p>Yes, café.</p>It cost £500.".encode()),
            ]
        },
        {"properties": [(0x102, RTF, _rtf(RTF_RAW))]},
    ],
)
def test_the_body_is_in_winmail_where_there_is_no_other(packed: dict[str, object]) -> None:
    data = winmail([("a.pdf", PDF)], **packed)  # type: ignore[arg-type]
    message = read_message(in_parts([part(""), part(data, "application/ms-tnef", coded="base64")]))
    assert message.text.split() == ["Yes,", "café.", "It", "cost", "£500."]
    other = read_message(in_parts([part("Plain."), part(data, "application/ms-tnef", coded="base64")]))
    assert other.text == "Plain."


@pytest.mark.parametrize("name", ["winmail.dat", "WINMAIL.DAT", "x.bin"])
@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream"])
def test_winmail_is_known_by_name_or_by_content(name: str, kind: str) -> None:
    message = read_message(in_parts([part("x"), file(name, winmail([("a.pdf", PDF)]), kind)]))
    assert _files(message) == [(name, None), ("a.pdf", name)]


@pytest.mark.parametrize("cut", [0, 3, 6, 10, 40, -1, -30])
def test_winmail_cut_short_or_empty_stays_a_file(cut: int) -> None:
    data = winmail([("a.pdf", PDF * 9)])[:cut]
    message = read_message(in_parts([part("x"), file("winmail.dat", data)]))
    assert _files(message) == [("winmail.dat", None)]
    assert any("winmail.dat" in note for note in message.notes)


@given(st.lists(st.binary(min_size=4, max_size=300), max_size=4), st.booleans())
def test_winmail_reads_as_another_library_reads_it(files: list[bytes], long_names: bool) -> None:
    data = winmail(
        [(f"file {n}.bin", each) for n, each in enumerate(files)], text=b"words", long_names=long_names
    )
    ours, theirs = unpack_tnef(data), tnefparse.TNEF(data, do_checksum=True)
    assert ours is not None
    assert [each.data for each in ours.files] == [each.data for each in theirs.attachments]
    assert [each.name for each in ours.files] == [f"file {n}.bin" for n in range(len(files))]
    assert ours.words == "words"


@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_in_containers_are_read(noise: bytes, at: int) -> None:
    for good in (
        winmail([("a.pdf", PDF)], properties=[(0x1F, 0x1000, b"a\0")]),
        item({SUBJECT: "x"}, [attached("a", PDF)]),
    ):
        unpack_tnef(good[:at] + noise + good[at + len(noise) :])
        open_item(good[:at] + noise + good[at + len(noise) :])


INNER = in_parts([part("Inner words."), file("inner.pdf", PDF)], Subject="FW: the answer")


@pytest.mark.parametrize(
    ("attached_message", "name"),
    [
        (part(INNER, "message/rfc822"), "FW: the answer.eml"),
        (part(INNER, "message/rfc822", Content_Disposition='attachment; filename="mail.eml"'), "mail.eml"),
        (part(INNER, "message/rfc822", coded="base64"), "FW: the answer.eml"),
        (part(INNER, 'message/rfc822; name="RE: x.pdf"'), "RE: x.pdf"),
        (file("mail.eml", INNER), "mail.eml"),
        (file("mail.email", INNER, "text/plain"), "mail.email"),
        (file("MAIL.EML", b"From x@y.example Wed Mar 04 09:15:00 2026\r\n" + INNER), "MAIL.EML"),
    ],
)
def test_an_attached_message_gives_its_files_but_not_its_words(attached_message: bytes, name: str) -> None:
    message = read_message(in_parts([part("Outer words."), attached_message]))
    assert _files(message) == [(name, None), ("inner.pdf", name)]
    assert message.attachments[0].content_type == "message/rfc822"
    assert message.text == "Outer words."


def test_containers_in_containers() -> None:
    deep = winmail([("deep.pdf", PDF)])
    inner = in_parts(
        [part("x"), file("in.msg", item({SUBJECT: "x"}, [attached("winmail.dat", deep)]))], Subject="in"
    )
    message = read_message(in_parts([part("x"), part(inner, "message/rfc822")]))
    expected = [
        ("in.eml", None),
        ("in.msg", "in.eml"),
        ("winmail.dat", "in.msg"),
        ("deep.pdf", "winmail.dat"),
    ]
    assert _files(message) == expected


def test_messages_in_messages_without_end() -> None:
    raw = mail("innermost")
    for n in range(40):
        raw = in_parts([part(f"level {n}"), part(raw, "message/rfc822")], Subject=f"m{n}")
    message = read_message(raw)
    assert 5 <= len(message.attachments) <= 10 and any("deep" in note for note in message.notes)


def test_a_block_in_the_text_of_an_attached_message_is_its_file() -> None:
    inner = mail("x\r\nbegin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n", Subject="in")
    message = read_message(in_parts([part("x"), part(inner, "message/rfc822")]))
    assert _files(message) == [("in.eml", None), ("a.txt", "in.eml")]
