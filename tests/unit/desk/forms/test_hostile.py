"""What strangers may send to the reply form: markup, too much, files of every kind, options that are none."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from answerable.desk.forms import files
from answerable.desk.forms.models import Draft, DraftFile, Submission
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import IncomingFile
from tests.desk_reply_form import Officer, asking_survey, sent

pytestmark = pytest.mark.django_db
MARKUP = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>{{ 7|add:7 }}{% now "Y" %}'


@pytest.fixture
def one() -> Officer:
    return Officer(sent(asking_survey()))


def attach(one: Officer, *uploads: SimpleUploadedFile) -> Any:
    return one.post("reply-form", base="0", do="attach", files=list(uploads))


def upload(name: str = "figures.csv", data: bytes = b"a,b", kind: str = "text/csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, kind)


def test_markup_is_words_on_every_page(one: Officer) -> None:
    one.save(nursing__words=MARKUP, spend__amount=MARKUP[:60], model__to=MARKUP, model__choice="~referred")
    for name in ("reply-form", "reply-check"):
        page = one.get(name).content.decode()
        assert "<script>alert" not in page and "<img" not in page
    receipt = one.client.get(one.hand_in(1)["Location"]).content.decode()
    assert "<script>alert" not in receipt and "&lt;script&gt;" in receipt
    submission = Submission.objects.get()
    assert submission.fields["nursing"]["text"] == MARKUP
    assert submission.message is not None and MARKUP in submission.message.text


def test_formulas_and_control_characters_arrive_as_words(one: Officer) -> None:
    one.save(nursing__words='=HYPERLINK("x")\x00\x1b[2J\u202eabc\r\nFrom: me\r\n.\r\n\r\n> quoted')
    one.hand_in(1)
    submission = Submission.objects.get()
    assert submission.fields["nursing"]["text"] == '=HYPERLINK("x")[2Jabc\nFrom: me\n.\n\n> quoted'
    message = submission.message
    assert message is not None and (message.kind, message.state) == ("reply", "placed")
    assert "=HYPERLINK" in message.text and "> quoted" in message.text


def test_a_head_in_an_answer_cannot_become_one_of_the_message(one: Officer) -> None:
    body = one.requests[0].body
    body.name = "Ashby\r\nBcc: x@evil.example\r\n\r\nCouncil"
    body.save()
    one.save(nursing__words="\r\nBcc: x@evil.example\r\nContent-Type: text/html\r\n\r\n<b>")
    one.hand_in(1)
    message = Submission.objects.get().message
    assert message is not None
    head = stored_bytes(message.raw).split(b"\r\n\r\n")[0]
    assert b"\nBcc:" not in head


def test_options_that_are_none_are_no_answer(one: Officer) -> None:
    one.save(
        nursing__choice="maybe", nursing_ooh__choice="~everything", spend__choice="yes", model__choice="no"
    )
    page = one.get("reply-check").content.decode()
    assert "Nothing is filled in yet" in page
    assert one.hand_in(1).status_code == 400
    one.save(base=1, nursing__choice="~refused", nursing__section="s.999")
    one.hand_in(2)
    assert Submission.objects.get().fields["nursing"]["sections"] == []


def test_questions_that_are_not_asked_are_left(one: Officer) -> None:
    one.save(secret__choice="yes", nursing__choice="yes", nursing__status="no_reply")
    assert Draft.objects.get().fields == {"nursing": {"choice": "yes"}}


def test_too_long_a_text_is_told_and_nothing_is_saved(one: Officer) -> None:
    response = one.save(nursing__words="x" * 20_001)
    assert response.status_code == 400
    assert "20,001 characters" in response.content.decode()
    response = one.save(nursing__words="x" * 5_500_000)
    assert response.status_code == 413
    assert "nothing was saved" in response.content.decode()
    assert not Draft.objects.exists()


def test_thousands_of_fields_and_of_files_are_refused_in_words(one: Officer) -> None:
    many = {f"x{n}": "1" for n in range(6_000)}
    assert one.post("reply-form", **many).status_code == 413
    response = attach(one, *(upload(f"{n}.csv") for n in range(1_000)))
    assert response.status_code == 413
    assert "at most 20 files" in response.content.decode()
    assert not DraftFile.objects.exists()


def test_files_are_bounded_in_number_and_size(one: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert attach(one, *(upload(f"{n}.csv", bytes([n + 1])) for n in range(20))).status_code == 302
    assert attach(one, upload("one-more.csv", b"zz")).status_code == 400
    assert attach(one, upload("0.csv", b"\x01")).status_code == 302, "the same file again changes nothing"
    assert DraftFile.objects.count() == 20
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    for data, words in ((b"", "is empty"), (b"x" * 11, "are the most")):
        response = attach(one, upload("big.bin", data))
        assert response.status_code == 400 and words in response.content.decode()
    monkeypatch.setattr(files, "LARGEST_IN_ALL", 20)
    assert attach(one, upload("more.bin", b"x" * 9)).status_code == 400
    assert DraftFile.objects.count() == 20


def test_files_of_any_kind_arrive_with_harmless_names_and_types(one: Officer) -> None:
    attach(
        one,
        upload('..\\..\\a<b>"c.html', b"<script>alert(1)</script>", "text/html"),
        upload("mail.eml", b"From: x\r\n\r\nhello", "message/rfc822"),
        upload("odd.bin", b"\x00\xff", "not a type\r\nX: y"),
        upload("café ☕.pdf", b"%PDF-1.4", "application/pdf"),
    )
    one.hand_in(1 if Draft.objects.get().revision else 0)
    submission = Submission.objects.get()
    names = [each.filename for each in submission.files.all()]
    assert names == ["a b c.html", "mail.eml", "odd.bin", "café ☕.pdf"]
    arrived = {each.filename: stored_bytes(each.file) for each in IncomingFile.objects.all()}
    assert arrived["a b c.html"] == b"<script>alert(1)</script>"
    assert arrived["odd.bin"] == b"\x00\xff"
    assert arrived["café ☕.pdf"] == b"%PDF-1.4"


def test_a_file_can_be_taken_out_and_one_of_others_cannot(one: Officer) -> None:
    other = Officer(sent(asking_survey()))
    attach(one, upload())
    attach(other, upload("theirs.csv"))
    theirs = DraftFile.objects.get(filename="theirs.csv")
    one.post("reply-form", base="0", do=f"remove-{theirs.pk}")
    assert DraftFile.objects.count() == 2
    one.post("reply-form", base="0", do=f"remove-{DraftFile.objects.get(filename='figures.csv').pk}")
    assert DraftFile.objects.get() == theirs


def test_more_than_a_post_may_hold_is_refused_before_it_is_read(one: Officer) -> None:
    response = one.client.generic(
        "POST",
        one.address(),
        BytesIO(b"x").read(),
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**9),
    )
    assert response.status_code == 413
