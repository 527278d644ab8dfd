"""The text of a message: which part it is, in which charset, and how HTML becomes words."""

import base64
import quopri

import pytest

from answerable.core.post.html_text import html_as_text
from answerable.core.post.message import read_message
from tests.post_cases.texts import BODIES, CHARSETS, CODED, PAGES
from tests.raw_mail import mail


@pytest.mark.parametrize(("raw", "expected"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_which_parts_are_the_text(raw: bytes, expected: str) -> None:
    message = read_message(raw)
    assert message.text == expected
    assert any("no body text" in note for note in message.notes) == (not expected)


@pytest.mark.parametrize(
    ("charset", "data", "expected"), [case[1:] for case in CHARSETS], ids=[case[0] for case in CHARSETS]
)
@pytest.mark.parametrize("coded", ["8bit", "base64", "quoted-printable"])
def test_bytes_are_read_in_the_charset_that_fits(
    charset: str | None, data: bytes, expected: str, coded: str
) -> None:
    kind = "text/plain" + ("" if charset is None else f"; charset={charset}")
    if coded == "8bit" and (b"\x0a" in data or b"\x0d" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")):
        pytest.skip("such bytes cannot stand in lines")
    body = {
        "8bit": lambda d: d,
        "base64": base64.encodebytes,
        "quoted-printable": lambda d: quopri.encodestring(d, quotetabs=True),
    }[coded](data)
    message = read_message(mail(body, Content_Type=kind, Content_Transfer_Encoding=coded))
    assert message.text == expected
    message.text.encode("utf-8")


def test_charsets_of_the_head_are_a_hint() -> None:
    data = "привет".encode("koi8-r")
    raw = mail(data, Content_Type="text/plain", Subject="=?koi8-r?q?=D0=D2=C9?=")
    assert read_message(raw).text == "привет"


def test_html_names_its_charset_itself() -> None:
    data = (
        b'<html><head><meta charset="windows-1251"></head><body>'
        + "привет".encode("cp1251")
        + b"</body></html>"
    )
    assert read_message(mail(data, Content_Type="text/html")).text == "привет"


@pytest.mark.parametrize(
    ("coded", "data", "expected"), [case[1:] for case in CODED], ids=[case[0] for case in CODED]
)
def test_encodings_are_undone_as_far_as_they_go(coded: str, data: bytes, expected: str) -> None:
    assert read_message(mail(data, Content_Transfer_Encoding=coded)).text == expected


@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_html_as_text(page: str, expected: str) -> None:
    assert html_as_text(page) == expected


def test_a_block_of_outlook_in_html_is_no_own_word() -> None:
    page = (
        "<div>Yes, we do.</div><hr tabindex='-1'><div><font><b>From:</b> Us &lt;us@survey.example&gt;<br><b>Sent:</b>"
        " 03 March 2026 10:00<br><b>To:</b> FOI<br><b>Subject:</b> Request</font></div><div>Do you?</div>"
    )
    message = read_message(mail(page, html=True))
    assert message.reply_text == "Yes, we do." and "Do you?" in message.text


def test_a_quote_of_web_mail_in_html_is_no_own_word() -> None:
    page = (
        "<div dir=ltr>Yes, we do.</div><br><div class=gmail_quote><div>On Tue, 3 Mar 2026 at 10:00, Us &lt;<a"
        " href='mailto:us@survey.example'>us@survey.example</a>&gt; wrote:<br></div><blockquote>Do you?</blockquote></div>"
    )
    assert read_message(mail(page, html=True)).reply_text == "Yes, we do."
