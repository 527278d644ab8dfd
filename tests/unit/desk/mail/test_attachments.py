"""Files of messages: shown as text with places and what they hide, saved from where nothing runs."""

import io

import pytest
from django.test import Client
from openpyxl import Workbook

from answerable.desk.audit.models import AuditEvent
from answerable.desk.look.headers import SANDBOX
from answerable.desk.mail.models import IncomingFile
from answerable.desk.mail.receiving import receive_message
from answerable.desk.people.roles import Role
from tests.desk_factories import member, signed_in
from tests.desk_mail_in import reply, sent_requests, with_files
from tests.raw_mail import file

pytestmark = pytest.mark.django_db


def _workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Answers"
    sheet["A1"], sheet["B2"] = "Nursing", 42
    hidden = book.create_sheet("Patients")
    hidden["A1"] = "Mary Bloggs"
    hidden.sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _received(*files: bytes) -> tuple[list[IncomingFile], Client]:
    request = sent_requests(1)[0]
    message = receive_message(raw=with_files(request, *files), came_by="imap")
    return list(message.files.all()), signed_in(member(request.round.survey, Role.CODER))


def _screen(attached: IncomingFile, rest: str = "") -> str:
    survey = attached.message.survey
    assert survey is not None
    return f"/s/{survey.key}/inbox/file/{attached.pk}/{rest}"


def test_preview_a_workbook_with_its_cells_and_what_it_hides() -> None:
    (attached,), client = _received(file("answers.xlsx", _workbook()))
    page = client.get(_screen(attached)).content.decode()
    assert "Sheet Answers" in page
    assert '<th scope="col">B</th>' in page and "<td>42</td>" in page
    assert "Hidden sheet" in page and "Patients" in page
    assert "Held." in page


def test_preview_escapes_what_a_file_says() -> None:
    (attached,), client = _received(file("a.txt", b"<script>alert(1)</script> and words", "text/plain"))
    page = client.get(_screen(attached)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and words" in page


def test_preview_what_cannot_be_read_says_so() -> None:
    (attached,), client = _received(file("a.xlsx", b"PK\x03\x04 no workbook"))
    assert client.get(_screen(attached)).status_code == 200


def test_clear_a_person_looked_and_it_can_be_held_again() -> None:
    (attached,), client = _received(file("answers.xlsx", _workbook()))
    assert attached.quarantined
    client.post(_screen(attached, "clear/"))
    attached.refresh_from_db()
    assert (attached.quarantined, attached.cleared_by is not None) == (False, True)
    client.post(_screen(attached, "clear/"), {"hold": "1"})
    attached.refresh_from_db()
    assert (attached.quarantined, attached.cleared_at) == (True, None)
    assert AuditEvent.objects.filter(verb__in=("mail.file_cleared", "mail.file_held")).count() == 2


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.html", b"<script>alert(1)</script>", "text/html"),
        ("picture.svg", b"<svg onload='x()'/>", "image/svg+xml"),
        ('odd "name"\r\nX: y.pdf', b"%PDF-1.4", "application/pdf"),
    ],
)
def test_download_never_runs_as_a_page_of_ours(name: str, data: bytes, kind: str) -> None:
    (attached,), client = _received(file(name.replace("\r\n", " "), data, kind))
    answer = client.get(f"/files/{attached.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"".join(answer) == data  # type: ignore[arg-type]


def test_download_the_raw_message_is_as_it_came() -> None:
    request = sent_requests(1)[0]
    raw = reply(request)
    message = receive_message(raw=raw, came_by="imap")
    client = signed_in(member(request.round.survey))
    answer = client.get(f"/files/raw/{message.pk}/")
    assert b"".join(answer) == raw  # type: ignore[arg-type]
    assert Client().get(f"/files/raw/{message.pk}/").status_code == 302
    assert client.get("/files/999999/").status_code == 404
