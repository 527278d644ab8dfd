"""Mail that is pushed: with the secret only, bounded, and the same thing twice is one message."""

import dataclasses
import json
from base64 import b64encode
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from answerable.desk.mail import webhook
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import IncomingMessage
from tests.desk_mail_in import reply, sent_requests

pytestmark = pytest.mark.django_db
SECRET = "a long secret of the desk"
ADDRESS = f"/inbound/{SECRET.replace(' ', '%20')}"


@pytest.fixture
def client() -> Iterator[Client]:
    """A client that checks CSRF, at a desk that has a secret for its inbox."""
    with override_settings(HERE=dataclasses.replace(settings.HERE, inbox_secret=SECRET)):
        yield Client(enforce_csrf_checks=True)


def _push(client: Client, raw: bytes, secret: str = SECRET) -> tuple[int, dict[str, object]]:
    answer = client.post(
        "/inbound/raw/", raw, content_type="message/rfc822", headers={"Authorization": f"Bearer {secret}"}
    )
    return answer.status_code, answer.json()


def test_raw_message_is_taken_in_once(client: Client) -> None:
    request = sent_requests()[0]
    raw = reply(request)
    assert _push(client, raw)[1]["new"] is True
    assert _push(client, raw)[1]["new"] is False
    message = IncomingMessage.objects.get()
    assert stored_bytes(message.raw) == raw
    assert message.placements.get().request == request


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "ключ"])
def test_raw_message_needs_the_secret(client: Client, secret: str) -> None:
    assert _push(client, b"Subject: x\r\n\r\nx", secret)[0] == 401
    assert client.post("/inbound/raw/", b"x", content_type="message/rfc822").status_code == 401
    assert IncomingMessage.objects.count() == 0


def test_raw_message_is_not_there_without_a_secret_set() -> None:
    answer = Client().post("/inbound/raw/", b"x", content_type="x/y", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404


def test_raw_message_is_bounded(client: Client) -> None:
    with patch.object(webhook, "LARGEST", 1_000):
        assert _push(client, b"x" * 1_001)[0] == 413
    assert _push(client, b"  ")[0] == 400
    assert IncomingMessage.objects.count() == 0


def test_raw_message_larger_than_a_form_may_be(client: Client) -> None:
    raw = b"Subject: large\r\n\r\n" + b"words and words\r\n" * 400_000
    assert len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert _push(client, raw)[0] == 200


def test_raw_message_where_there_is_no_room_is_asked_for_again(client: Client) -> None:
    raw = reply(sent_requests()[0])
    with patch.object(type(default_storage._wrapped), "save", side_effect=OSError(28, "No space")):
        assert _push(client, raw)[0] == 503
    assert _push(client, raw)[1]["new"] is True


def test_provider_raw_mime_is_kept_as_it_came(client: Client) -> None:
    request = sent_requests()[0]
    raw = reply(request)
    given = raw.decode()
    content = {"email_rfc822": b64encode(raw).decode(), "email_rfc822_is_base64": True}
    relayed = {"content": content, "protocol": "smtp", "msg_from": "a@b.example", "rcpt_to": "x@y.example"}
    posted = {
        "mailgun": {"body-mime": given, "recipient": "x@y.example", "timestamp": "1", "token": "t"},
        "postmark": json.dumps({"RawEmail": given, "Headers": []}),
        "sparkpost": json.dumps([{"msys": {"relay_message": relayed}}]),
    }
    for name, body in posted.items():
        kind = {"content_type": "application/json"} if isinstance(body, str) else {}
        assert client.post(f"{ADDRESS}/{name}/", body, **kind).status_code == 200
    message = IncomingMessage.objects.get()
    assert stored_bytes(message.raw) == raw
    assert (message.came_by, message.came_as, message.state) == ("webhook", "mailgun", "placed")
    assert message.payload is not None


def test_provider_parts_are_built_again_the_same_each_time(client: Client) -> None:
    request = sent_requests()[0]
    files = [
        {
            "Name": "a.csv",
            "ContentType": "text/csv",
            "ContentLength": 3,
            "Content": b64encode(b"a,b").decode(),
        }
    ]
    given = {
        "FromFull": {"Email": "foi@e10000001.gov.example", "Name": "Pat", "MailboxHash": ""},
        "ToFull": [{"Email": f"{request.token}@127.0.0.1", "Name": "", "MailboxHash": ""}],
        "CcFull": [],
        "BccFull": [],
        "OriginalRecipient": f"{request.token}@127.0.0.1",
        "Subject": "RE: Your request",
        "Date": "Wed, 4 Mar 2026 09:15:00 +0000",
        "TextBody": "Yes, we do.",
        "HtmlBody": "<p>Yes, we do.</p>",
        "Headers": [{"Name": "Message-ID", "Value": "<one@authority.example>"}],
        "Attachments": files,
    }
    for _ in range(2):
        answer = client.post(f"{ADDRESS}/postmark/", json.dumps(given), content_type="application/json")
        assert answer.status_code == 200
    message = IncomingMessage.objects.get()
    assert message.placements.get().request == request
    assert message.reply_text.strip() == "Yes, we do."
    assert [each.filename for each in message.files.all()] == ["a.csv"]
    assert message.payload is not None
    assert json.loads(stored_bytes(message.payload)) == given


def test_provider_what_cannot_be_read_is_kept_for_a_person(client: Client) -> None:
    for name, body, kind in (
        ("postmark", b"{not json", "application/json"),
        ("postmark", b"[1, 2]", "application/json"),
        ("sparkpost", b'[{"msys": {"other_event": {}}}]', "application/json"),
    ):
        answer = client.post(f"{ADDRESS}/{name}/", body, content_type=kind)
        assert answer.status_code == 200
        message = IncomingMessage.objects.get(pk=answer.json()["messages"][0])
        assert body in stored_bytes(message.raw)
        assert message.state == "waiting"


def test_provider_a_field_larger_than_a_form_may_have_is_kept(client: Client) -> None:
    large = SimpleUploadedFile("a.txt", b"x")
    form = {"body-mime": "Subject: x\r\n\r\n" + "words " * 1_000_000, "file": large}
    answer = client.post(f"{ADDRESS}/mailgun/", form)
    assert answer.status_code == 200
    assert IncomingMessage.objects.get().state == "waiting"


def test_provider_needs_the_secret_in_the_address(client: Client) -> None:
    assert client.post("/inbound/wrong/mailgun/", {"email": "x"}).status_code == 404
    assert client.post(f"{ADDRESS}/nobody/", {"email": "x"}).status_code == 404
    assert client.get(f"{ADDRESS}/mailgun/").status_code == 405
    assert client.head(f"{ADDRESS}/mailgun/").status_code == 200
    with patch.object(webhook, "LARGEST_PAYLOAD", 10):
        assert client.post(f"{ADDRESS}/mailgun/", {"email": "x"}).status_code == 413
    with patch.object(type(default_storage._wrapped), "save", side_effect=OSError(28, "No space")):
        assert client.post(f"{ADDRESS}/mailgun/", {"email": "x"}).status_code == 503
    assert IncomingMessage.objects.count() == 0
