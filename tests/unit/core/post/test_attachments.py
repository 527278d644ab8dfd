"""Attachments: names as the sender gave them, true types, sizes, and what counts as one."""

import base64
import binascii
from io import BytesIO
from zipfile import ZipFile

import pytest

from answerable.core.post.message import read_message
from answerable.core.post.types import true_type
from tests.packed_mail import compound, winmail
from tests.raw_mail import file, in_parts, mail, part, report, together, whole

PDF = b"%PDF-1.4 answer"


def _named(disposition: str | bytes | None, kind: str | bytes = "application/pdf") -> bytes:
    inside = together([part("x"), part(PDF, None, Content_Type=kind, Content_Disposition=disposition)])
    return whole(inside)


NAMES: list[tuple[str | bytes | None, str | bytes, str]] = [
    ('attachment; filename="answer.pdf"', "application/pdf", "answer.pdf"),
    ("attachment; filename=answer.pdf", "application/pdf", "answer.pdf"),
    ("attachment; filename = answer.pdf ", "application/pdf", "answer.pdf"),
    ("attachment filename=answer.pdf", "application/pdf", "answer.pdf"),
    ('attachment; FILENAME="Answer.PDF"', "application/pdf", "Answer.PDF"),
    ('inline; filename="the answer; and more.pdf"', "application/pdf", "the answer; and more.pdf"),
    ('attachment; filename="the \\"best\\" answer.pdf"', "application/pdf", 'the "best" answer.pdf'),
    ('attachment; filename="the "best" answer.pdf"', "application/pdf", 'the "best" answer.pdf'),
    ('attachment; filename="answer.pdf', "application/pdf", "answer.pdf"),
    ('attachment; filename="answer.pdf; size=3', "application/pdf", "answer.pdf"),
    ("attachment; filename='answer.pdf'", "application/pdf", "answer.pdf"),
    ("attachment; filename=the answer.pdf", "application/pdf", "the answer.pdf"),
    ('attachment;\r\n filename="the\r\n answer.pdf"', "application/pdf", "the answer.pdf"),
    (None, 'application/pdf; name="answer.pdf"', "answer.pdf"),
    ("attachment", 'application/pdf; name="answer.pdf"', "answer.pdf"),
    ('attachment; filename="a.pdf"', 'application/pdf; name="b.pdf"', "a.pdf"),
    ('attachment; filename=""', 'application/pdf; name="b.pdf"', "b.pdf"),
    ("attachment; filename*=utf-8''caf%C3%A9.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*=UTF-8'en'caf%c3%a9.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*=iso-8859-1''caf%E9.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*=''caf%C3%A9.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*=x-none''caf%C3%A9.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*=caf%C3%A9.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*=\"utf-8''caf%C3%A9.pdf\"", "application/pdf", "café.pdf"),
    ("attachment; filename=\"old.pdf\"; filename*=utf-8''caf%C3%A9.pdf", "application/pdf", "café.pdf"),
    ('attachment; filename*0="the an"; filename*1="swer.pdf"', "application/pdf", "the answer.pdf"),
    ("attachment; filename*1=swer.pdf; filename*0=an", "application/pdf", "answer.pdf"),
    ("attachment; filename*0*=utf-8''caf%C3%A9; filename*1=.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9.pdf", "application/pdf", "café.pdf"),
    ("attachment; filename*0*=utf-8''a; filename*2*=c.pdf", "application/pdf", "ac.pdf"),
    (None, "application/pdf; name*=utf-8''caf%C3%A9.pdf", "café.pdf"),
    ('attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="', "application/pdf", "café.pdf"),
    ("attachment; filename==?utf-8?q?caf=C3=A9.pdf?=", "application/pdf", "café.pdf"),
    ('attachment; filename="=?utf-8?b?Y2Fmw6k=?=\r\n =?utf-8?q?=2Epdf?="', "application/pdf", "café.pdf"),
    ('attachment; filename="=?iso-8859-1?q?caf=E9.pdf?="', "application/pdf", "café.pdf"),
    ('attachment; filename="café.pdf"'.encode(), "application/pdf", "café.pdf"),
    ('attachment; filename="café.pdf"'.encode("latin-1"), "application/pdf", "café.pdf"),
    ('attachment; filename="C:\\Users\\pat\\answer.pdf"', "application/pdf", "answer.pdf"),
    ('attachment; filename="C:\\\\Users\\\\pat\\\\answer.pdf"', "application/pdf", "answer.pdf"),
    ('attachment; filename="../../etc/answer.pdf"', "application/pdf", "answer.pdf"),
    ('attachment; filename="/answer.pdf"', "application/pdf", "answer.pdf"),
    ("attachment; filename*=utf-8''..%2F..%2Fanswer.pdf", "application/pdf", "answer.pdf"),
    ('attachment; filename="=?utf-8?q?..=2Fanswer.pdf?="', "application/pdf", "answer.pdf"),
    (b'attachment; filename="a\x00nswer.pdf"', "application/pdf", "a\ufffdnswer.pdf"),
    ("attachment; filename*=utf-8''a%0Ab.pdf", "application/pdf", "a b.pdf"),
    ('attachment; filename=".."', "application/pdf", "application.pdf"),
    ('attachment; filename="folder/"', "application/pdf", "application.pdf"),
    (None, "application/pdf", "application.pdf"),
]


@pytest.mark.parametrize(("disposition", "kind", "expected"), NAMES)
def test_names_are_decoded_and_lose_their_path(
    disposition: str | bytes | None, kind: str | bytes, expected: str
) -> None:
    (attachment,) = read_message(_named(disposition, kind)).attachments
    assert attachment.filename == expected
    assert (attachment.content_type, attachment.size_bytes) == ("application/pdf", len(PDF))


def test_long_names_keep_their_ending() -> None:
    (attachment,) = read_message(_named(f'attachment; filename="{"a" * 900}.pdf"')).attachments
    assert len(attachment.filename) <= 255 and attachment.filename.endswith("a.pdf")


PNG, JPG = b"\x89PNG\r\n\x1a\n0000", b"\xff\xd8\xff\xe0 JFIF"
NAMELESS = [
    (part(PNG, "image/png", coded="base64"), "image.png", "image/png"),
    (part(PNG, "image/png", coded="base64", Content_ID="<logo@x.example>"), "logo.png", "image/png"),
    (part(PNG, "image/png", coded="base64", Content_ID="<image001.png@01DC.AB>"), "image001.png", "image/png"),
    (part(JPG, "image/jpeg", coded="base64", Content_ID="<image001.jpeg@x>"), "image001.jpeg", "image/jpeg"),
    (part(PNG, "application/octet-stream", coded="base64"), "image.png", "image/png"),
    (part(b"\x01\x02", "application/octet-stream", coded="base64"), "application.bin", "application/octet-stream"),
    (part(b"\x01\x02", "application/x-strange", coded="base64"), "application.bin", "application/x-strange"),
    (part("a,b\r\n", "text/csv"), "text.csv", "text/csv"),
    (part("BEGIN:VCALENDAR\r\n", "text/calendar"), "text.ics", "text/calendar"),
    (part("No.", "text/plain", Content_Disposition="attachment"), "text.txt", "text/plain"),
    (part("<p>No.</p>", "text/html", Content_Disposition="attachment"), "text.html", "text/html"),
    (part(mail("x", Subject="An answer"), "message/rfc822"), "An answer.eml", "message/rfc822"),
    (part(mail("x", Subject="=?utf-8?q?Caf=C3=A9?="), "message/rfc822"), "Café.eml", "message/rfc822"),
    (part(mail("x", Subject=None), "message/rfc822"), "message.eml", "message/rfc822"),
    (part(mail("x", Subject="a/b\\c"), "message/rfc822"), "a-b-c.eml", "message/rfc822"),
    (part(winmail([]), "application/ms-tnef", coded="base64"), "winmail.dat", "application/ms-tnef"),
    (part("-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"), "signature.asc", "application/pgp-signature"),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "name", "kind"), NAMELESS)
def test_what_has_no_name_is_named_after_what_it_is(inner: bytes, name: str, kind: str) -> None:
    (attachment,) = read_message(in_parts([part("x"), inner])).attachments
    assert (attachment.filename, attachment.content_type, attachment.from_container) == (name, kind, None)


def _zip(*names: str, mimetype: str = "") -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as opened:
        if mimetype:
            opened.writestr("mimetype", mimetype)
        for name in names:
            opened.writestr(name, "x")
    return made.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = [
    (PDF, "a.doc", "application/msword", "application/pdf"),
    (b"\n\n%PDF-1.4", "a.bin", "application/octet-stream", "application/pdf"),
    (b"See %PDF- for more", "a.txt", "text/plain", "text/plain"),
    (PNG, "a.jpg", "image/jpeg", "image/png"),
    (JPG, None, "image/png", "image/jpeg"),
    (b"GIF89a....", "a", "", "image/gif"),
    (b"{\\rtf1 x}", "a.doc", "application/msword", "application/rtf"),
    (b"<html><body>x", "a.xls", "application/vnd.ms-excel", "text/html"),
    (b"<!DOCTYPE html>x", "a.txt", "text/plain", "text/html"),
    (_zip("[Content_Types].xml", "word/document.xml"), "a.zip", "application/zip", WORD),
    (_zip("[Content_Types].xml", "xl/workbook.xml"), "a.bin", "application/octet-stream", SHEET),
    (_zip("a.txt"), "a.bin", "application/octet-stream", "application/zip"),
    (_zip("a.txt"), "a.docx", "application/octet-stream", WORD),
    (_zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "x", "", "application/vnd.oasis.opendocument.text"),
    (_zip("[Content_Types].xml", "word/document.xml")[:-30], "a.docx", "", WORD),
    (compound({"WordDocument": b"x" * 5000}), "a.bin", "application/octet-stream", "application/msword"),
    (compound({"Workbook": b"x" * 5000}), "a.doc", "application/msword", "application/vnd.ms-excel"),
    (compound({"Strange": b"x" * 5000}), "a.doc", "application/octet-stream", "application/msword"),
    (b"a,b\n1,2\n", "a.csv", "application/octet-stream", "text/csv"),
    (b"a,b\n1,2\n", "a.csv", "application/vnd.ms-excel", "text/csv"),
    (b"words", "a.txt", "application/octet-stream", "text/plain"),
    (b"words", "a.TXT", "application/octet-stream", "text/plain"),
    (b"\x01\x02", "a.unheardof", "application/x-strange", "application/x-strange"),
    (b"\x01\x02", "a.dat", "application/octet-stream", "application/octet-stream"),
    (b"\x01\x02", None, "", "application/octet-stream"),
    (b"", "a.pdf", "application/octet-stream", "application/pdf"),
    (b"BEGIN:VCALENDAR\r\n", "invite", "text/plain", "text/calendar"),
    (b"\x78\x9f\x3e\x22\x01\x00", "winmail.dat", "application/octet-stream", "application/ms-tnef"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name", "declared", "expected"), TYPES)
def test_the_type_is_told_by_content_then_by_name_then_as_declared(
    data: bytes, name: str | None, declared: str, expected: str
) -> None:
    assert true_type(data, name, declared) == expected


def test_two_of_one_name_keep_it() -> None:
    message = read_message(in_parts([part("x"), file("a.pdf", PDF), file("a.pdf", PDF + b"2")]))
    assert [(each.filename, each.size_bytes) for each in message.attachments] == [
        ("a.pdf", 15),
        ("a.pdf", 16),
    ]


def test_archives_are_listed_and_not_opened() -> None:
    message = read_message(in_parts([part("x"), file("a.zip", _zip("answer.pdf"))]))
    assert [(each.filename, each.content_type) for each in message.attachments] == [
        ("a.zip", "application/zip")
    ]


def test_the_parts_of_a_report_are_attachments_in_order() -> None:
    status = "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    message = read_message(whole(report("Could not be delivered.", status), From="mailer-daemon@x.example"))
    assert [(each.filename, each.content_type) for each in message.attachments] == [
        ("delivery-status.txt", "message/delivery-status"),
        ("A request.eml", "message/rfc822"),
    ]
    assert message.text == "Could not be delivered."
    headers = together(
        [
            part("Could not."),
            part(status, "message/delivery-status"),
            part("From: us", "text/rfc822-headers"),
        ],
        "report",
    )
    assert [each.filename for each in read_message(whole(headers)).attachments] == [
        "delivery-status.txt",
        "rfc822-headers.txt",
    ]


def test_a_detached_signature_is_an_attachment() -> None:
    signature = part(b"0\x82", 'application/pkcs7-signature; name="smime.p7s"', coded="base64")
    message = read_message(in_parts([part("Yes."), signature], "signed"))
    assert [(each.filename, each.content_type) for each in message.attachments] == [
        ("smime.p7s", "application/pkcs7-signature")
    ]
    assert message.text == "Yes."


def test_attachments_of_alternatives_are_kept() -> None:
    rich = together([part("<p>x</p>", "text/html"), file("a.pdf", PDF)], "related")
    message = read_message(in_parts([part("Yes."), rich], "alternative"))
    assert message.text == "Yes." and [each.filename for each in message.attachments] == ["a.pdf"]


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_base64_that_is_cut_is_decoded_as_far_as_it_goes(cut: int) -> None:
    coded = base64.b64encode(PDF * 9)[:-cut]
    message = read_message(
        in_parts([part("x"), part(coded, "application/pdf", Content_Transfer_Encoding="base64")])
    )
    (attachment,) = message.attachments
    assert (PDF * 9).startswith(attachment.data) and attachment.size_bytes >= len(PDF * 9) - cut - 2
    assert any("base64" in note for note in message.notes) or len(coded.rstrip(b"=")) % 4 == 0


def _uu(data: bytes) -> str:
    return "".join(binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45))


BLOCK = f"begin 644 the answer.pdf\n{_uu(PDF * 9)}`\nend\n"
UU = [
    ("whole", f"See.\n\n{BLOCK}\nRegards", PDF * 9, "See.\n\n\nRegards"),
    ("crlf", f"See.\n\n{BLOCK}\nRegards".replace("\n", "\r\n"), PDF * 9, "See.\n\n\nRegards"),
    ("alone", BLOCK, PDF * 9, ""),
    ("without the last line", BLOCK.replace("`\nend\n", "end\n"), PDF * 9, ""),
    ("without an end", f"See.\n{BLOCK.replace(chr(96) + chr(10) + 'end' + chr(10), '')}\nRegards", PDF * 9, "See.\n\nRegards"),
    ("blanks for accents", BLOCK.replace("`", " "), PDF * 9, ""),
    ("blanks cut at line ends", "\n".join(line.rstrip() for line in BLOCK.replace("`", " ").split("\n")), PDF * 9, ""),
    ("a bad line", BLOCK.replace("`\nend", "this is no line of it\n`\nend"), None, ""),
    ("mode of four digits", BLOCK.replace("644", "0644"), PDF * 9, ""),
    ("words about it", "begin 644 is how such a block starts, it ends with\nend", None, "begin 644 is how such a block starts, it ends with\nend"),
    ("begin of a sentence", "begin the work\nend", None, "begin the work\nend"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "data", "left"), [case[1:] for case in UU], ids=[case[0] for case in UU])
def test_uuencoded_blocks_are_attachments_and_leave_the_text(
    text: str, data: bytes | None, left: str
) -> None:
    message = read_message(mail(text))
    if data is not None:
        (attachment,) = message.attachments
        assert (attachment.filename, attachment.data) == ("the answer.pdf", data)
        assert attachment.content_type == "application/pdf"
    if "a bad line" not in text and data is not None:
        assert message.text == left


def test_two_blocks_in_one_text() -> None:
    message = read_message(mail(f"one\n{BLOCK}two\n{BLOCK.replace('the answer', 'other')}three"))
    assert [each.filename for each in message.attachments] == ["the answer.pdf", "other.pdf"]
    assert message.text == "one\ntwo\nthree"


def test_a_bad_line_costs_no_more_than_itself() -> None:
    lines = BLOCK.split("\n")
    bad = "\n".join([*lines[:2], "zzz bad zzz", *lines[2:]])
    message = read_message(mail(f"See.\n{bad}"))
    (attachment,) = message.attachments
    assert attachment.data.startswith(PDF) and attachment.data.endswith((PDF * 9)[-90:])
    assert message.text == "See." and any("uuencoded" in note for note in message.notes)


def test_a_part_that_is_called_uuencoded_is_decoded() -> None:
    inner = part(BLOCK, "application/pdf", Content_Transfer_Encoding="x-uuencode")
    message = read_message(in_parts([part("x"), inner]))
    (attachment,) = message.attachments
    assert attachment.data == PDF * 9
