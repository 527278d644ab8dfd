"""Mail that people upload: several at once, mailboxes, Outlook items; bounded, and refused in words."""

from datetime import date
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.desk.jobs.models import Job
from answerable.desk.mail import upload
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Request
from tests.desk_factories import member, signed_in
from tests.desk_mail_in import acknowledgement, reply, sent_requests, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def requests() -> list[Request]:
    """Three requests that went out."""
    return sent_requests()


@pytest.fixture
def client(requests: list[Request]) -> Client:
    """A coder of their survey, signed in."""
    return signed_in(member(requests[0].round.survey, Role.CODER))


def _send(client: Client, request: Request, **files: bytes) -> tuple[int, str]:
    given = [SimpleUploadedFile(name.replace("__", "."), data) for name, data in files.items()]
    answer = client.post(f"/s/{request.round.survey.key}/inbox/upload/", {"files": given}, follow=True)
    return answer.status_code, answer.content.decode()


def _mbox(*raws: bytes) -> bytes:
    lines = [b"From a@b.example Wed Mar  4 09:15:00 2026\n" + raw.replace(b"\r\n", b"\n") for raw in raws]
    return b"\n\n".join(lines) + b"\n"


def test_upload_several_files_and_a_mailbox(requests: list[Request], client: Client) -> None:
    files = {"a__eml": reply(requests[0]), "b__mbox": _mbox(reply(requests[1]), stranger())}
    status, page = _send(client, requests[0], **files)
    assert status == 200
    assert "3 messages taken in." in page
    assert sorted(IncomingMessage.objects.values_list("state", flat=True)) == ["placed", "placed", "waiting"]
    assert all(each.survey == requests[0].round.survey for each in IncomingMessage.objects.all())
    _, again = _send(client, requests[0], **files)
    assert "3 of them were here before" in again
    assert IncomingMessage.objects.count() == 3


def test_upload_an_outlook_item_is_kept_as_given(requests: list[Request], client: Client) -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2_000
    status, _ = _send(client, requests[0], damaged__msg=raw)
    message = IncomingMessage.objects.get()
    assert (status, message.state, message.came_as) == (200, "waiting", "damaged.msg")
    assert stored_bytes(message.raw) == raw
    assert "damaged" in message.notes[0]


def test_upload_an_old_message_counts_from_the_day_it_was_sent(
    requests: list[Request], client: Client
) -> None:
    _send(client, requests[0], old__eml=acknowledgement(requests[0]))
    assert requests[0].events.get(kind="acknowledged").on == date(2026, 3, 4)


def test_upload_what_is_no_mail_is_refused_and_the_rest_is_kept(
    requests: list[Request], client: Client
) -> None:
    with patch.object(upload, "LARGEST", 2_000):
        status, page = _send(
            client, requests[0], a__exe=b"MZ", b__mbox=b"no mailbox", c__eml=b"x" * 2_001, d__eml=stranger(),
            e__mbox=_mbox(stranger("word " * 500), stranger()),
        )  # fmt: skip
    assert status == 400
    for words in ("a.exe is no message", "b.mbox is no mailbox", "c.eml is larger", "Message 1 of e.mbox"):
        assert words in page
    assert IncomingMessage.objects.count() == 2


def test_upload_a_mailbox_with_too_many_messages_is_bounded(requests: list[Request], client: Client) -> None:
    with patch.object(upload, "MOST_MESSAGES", 2):
        _, page = _send(client, requests[0], a__mbox=_mbox(stranger(), stranger(), stranger()))
    assert "Only the first 2 messages" in page
    assert IncomingMessage.objects.count() == 2


def test_upload_many_are_read_in_the_background(requests: list[Request], client: Client) -> None:
    with patch.object(upload, "READ_AT_ONCE", 1):
        _, page = _send(client, requests[0], a__mbox=_mbox(reply(requests[0]), reply(requests[1])))
    assert "being read" in page
    job = Job.objects.get(kind="read_mail")
    told: list[tuple[int, int]] = []
    assert upload.read_mail(job, lambda words, done=0, of=0: told.append((done, of))) == {"n_read": 2}
    assert told[-1] == (2, 2)
    assert set(IncomingMessage.objects.values_list("state", flat=True)) == {"placed"}


def test_upload_nothing_chosen_and_no_room_are_told(requests: list[Request], client: Client) -> None:
    address = f"/s/{requests[0].round.survey.key}/inbox/upload/"
    assert client.post(address).status_code == 400
    full = patch.object(type(default_storage._wrapped), "save", side_effect=OSError(28, "No space"))
    with full:
        status, page = _send(client, requests[0], a__eml=stranger())
    assert status == 507
    assert "no room" in page
    assert IncomingMessage.objects.count() == 0
