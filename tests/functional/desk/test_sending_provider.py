"""Letters through a provider's API: Postmark's, spoken by a server on the loopback; and ways to try out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.mail import send_mail
from pytest_django.fixtures import Settings

from answerable.desk.errors import BadSetting
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.sending import send_due
from answerable.desk.mail.sending_pace import end_rest
from answerable.desk.mail.transport_address import read_route
from answerable.desk.mail.transport_provider import provider_backend
from tests.desk_factories import make_survey, open_requests
from tests.functional.desk.sending_server import free_port, mail_server, send_by
from tests.functional.desk.test_sending_smtp import queued

pytestmark = pytest.mark.django_db


@dataclass
class Api:
    """What the provider was asked, and what it answers next: a status with a value, or nothing at all."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, Any] | None] = field(default_factory=list)


@pytest.fixture
def api() -> Iterator[Api]:
    told = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append({"token": self.headers["X-Postmark-Server-Token"], **json.loads(body)})
            good = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "To": json.loads(body)["To"]}
            answer = told.answers.pop(0) if told.answers else (200, good)
            if answer is None:
                self.connection.close()
                return
            data = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to the console."""

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"anymail+postmark://?server_token=a-key&api_url=http://127.0.0.1:{server.server_port}/"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


def messages_of(n: int) -> list[OutgoingMessage]:
    return [queued(each) for each in open_requests(make_survey(n_bodies=n))]


def states(messages: list[OutgoingMessage]) -> list[str]:
    for each in messages:
        each.refresh_from_db()
    return [each.state for each in messages]


def test_a_provider_gets_the_letter_and_its_id_is_kept(api: Api, settings: Settings) -> None:
    send_by(settings, api.url)
    [message] = messages_of(1)
    assert send_due().n_sent == 1
    [asked] = api.asked
    assert asked["token"] == "a-key"
    assert asked["Subject"] == message.subject and message.to_address in asked["To"]
    headers = {each["Name"]: each["Value"] for each in asked["Headers"]}
    assert headers["Message-ID"] == f"<{message.message_id}>"
    assert asked["ReplyTo"] == message.reply_to
    assert states([message]) == ["sent"]
    assert message.provider_id == "b7bc2f4a"


def test_a_provider_refusals_silence_and_breakdowns_are_told_apart(api: Api, settings: Settings) -> None:
    send_by(settings, api.url)
    messages = messages_of(5)
    who = messages[0].to_address
    inactive = {
        "ErrorCode": 406,
        "Message": f"Found inactive addresses: {who}. Inactive recipients are ones…",
    }
    odd = {"ErrorCode": 406, "Message": "Words that were never said before."}
    api.answers = [(422, inactive), (422, odd), (500, {"Message": "broken"}), (200, None)]
    report = send_due()
    assert states(messages) == ["failed", "doubt", "doubt", "doubt", "queued"]
    assert "3 messages in a row" in report.stopped
    api.answers = [None]
    end_rest()
    assert send_due().n_doubt == 1
    assert "no clear answer" in messages_again(messages[4]).trouble


def messages_again(message: OutgoingMessage) -> OutgoingMessage:
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("status", [401, 429, 503])
def test_a_provider_that_lets_nobody_in_fails_no_message(api: Api, settings: Settings, status: int) -> None:
    send_by(settings, api.url)
    messages = messages_of(2)
    api.answers = [(status, {"ErrorCode": 10, "Message": "No"})]
    report = send_due()
    assert str(status) in report.stopped and "a-key" not in report.stopped
    assert states(messages) == ["queued", "queued"]
    assert [each.attempts for each in messages] == [0, 0]


def test_a_provider_that_is_not_there_has_heard_of_no_message(settings: Settings) -> None:
    send_by(settings, f"anymail+postmark://?server_token=k&api_url=http://127.0.0.1:{free_port()}/")
    messages = messages_of(2)
    assert "cannot be reached" in send_due().stopped
    assert states(messages) == ["queued", "queued"]


def test_a_provider_without_its_key_is_told_in_words(settings: Settings) -> None:
    with pytest.raises(BadSetting, match="does not say all that postmark needs"):
        provider_backend(read_route("anymail+postmark://"))
    send_by(settings, "anymail+postmark://")
    messages = messages_of(1)
    assert "postmark needs" in send_due().stopped
    assert states(messages) == ["queued"]


def test_a_folder_holds_each_letter_once(settings: Settings, tmp_path: Path) -> None:
    send_by(settings, f"file://{tmp_path}/out")
    [message] = messages_of(1)
    assert send_due().n_sent == 1
    [file] = (tmp_path / "out").iterdir()
    assert file.suffix == ".eml" and message.message_id.encode() in file.read_bytes()


def test_the_console_shows_letters(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    send_by(settings, "console:")
    [message] = messages_of(1)
    assert send_due().n_sent == 1
    assert f"Message-ID: <{message.message_id}>" in capsys.readouterr().out


def test_mail_of_django_takes_the_same_way(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "answerable.desk.mail.transport_backend.EmailBackend"
    with mail_server() as server:
        send_by(settings, server.url)
        assert send_mail("Sign in", "A link", None, ["Ann <ann@desk.example>", "bob@desk.example"]) == 1
    assert [str(each["To"]) for each in server.letters] == ["Ann <ann@desk.example>", "bob@desk.example"]
    assert len(set(server.ids)) == 2
