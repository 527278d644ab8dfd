"""Letters over TLS and with a password, through real servers; and what is refused before a secret leaves."""

from pathlib import Path
from urllib.parse import quote

import pytest
from pytest_django.fixtures import Settings

from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.sending import send_due
from tests.desk_factories import make_survey, open_requests
from tests.functional.desk.sending_server import MailServer, mail_server, send_by
from tests.functional.desk.sending_tls import PASSWORD, USER, make_certificate, secured_server
from tests.functional.desk.test_sending_smtp import queued

pytestmark = pytest.mark.django_db
HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"), HOST)


def trust(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    """Has the machine trust a certificate, as one from a known authority is."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def address(kind: str, server: MailServer, password: str = PASSWORD) -> str:
    return f"{kind}://{quote(USER)}:{quote(password, safe='')}@{HOST}:{server.port}"


def two() -> list[OutgoingMessage]:
    return [queued(each) for each in open_requests(make_survey(n_bodies=2))]


def assert_waiting(messages: list[OutgoingMessage]) -> None:
    for each in messages:
        each.refresh_from_db()
    assert [(each.state, each.attempts) for each in messages] == [("queued", 0)] * len(messages)


@pytest.mark.parametrize("kind", ["smtps", "smtp+starttls"])
def test_letters_leave_over_a_secret_line_after_one_sign_in(
    kind: str, certificate: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate)
    messages = two()
    with secured_server(certificate, wrapped=kind == "smtps") as server:
        send_by(settings, address(kind, server))
        assert send_due().n_sent == 2
        assert server.ids == [each.message_id for each in messages]
        assert server.tried == [(USER, PASSWORD, True)]


@pytest.mark.parametrize("kind", ["smtps", "smtp+starttls"])
def test_a_wrong_password_fails_no_letter_and_is_not_repeated(
    kind: str, certificate: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate)
    messages = two()
    with secured_server(certificate, wrapped=kind == "smtps") as server:
        send_by(settings, address(kind, server, "not the pass/word"))
        said = send_due().stopped
        assert "535" in said and "not the pass" not in said
        assert "given a rest" in send_due().stopped
        assert {password for _, password, _ in server.tried} == {"not the pass/word"}
        assert server.taken == []
    assert_waiting(messages)


@pytest.mark.parametrize("kind", ["smtps", "smtp+starttls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_password(
    kind: str, certificate: Path, settings: Settings
) -> None:
    messages = two()
    with secured_server(certificate, wrapped=kind == "smtps") as server:
        send_by(settings, address(kind, server))
        said = send_due().stopped
        assert "certificate" in said and "is not trusted" in said
        assert (server.tried, server.taken) == ([], [])
    assert_waiting(messages)


@pytest.mark.parametrize("kind", ["smtps", "smtp+starttls"])
def test_a_certificate_of_another_host_gets_no_password(
    kind: str, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_certificate(tmp_path, "mail.other.example")
    trust(monkeypatch, other)
    messages = two()
    with secured_server(other, wrapped=kind == "smtps") as server:
        send_by(settings, address(kind, server))
        said = send_due().stopped
        assert "certificate" in said and HOST in said
        assert (server.tried, server.taken) == ([], [])
    assert_waiting(messages)


def test_a_server_without_starttls_gets_neither_password_nor_letters(settings: Settings) -> None:
    messages = two()
    with secured_server(None) as server:
        send_by(settings, address("smtp+starttls", server))
        said = send_due().stopped
        assert "STARTTLS" in said and "password" in said
        assert (server.tried, server.taken) == ([], [])
    assert_waiting(messages)


def test_a_server_that_knows_no_passwords_is_told_in_words(
    certificate: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate)
    messages = two()
    with secured_server(certificate, wrapped=True, needs_password=False) as server:
        send_by(settings, address("smtps", server))
        assert "offers no way to sign in" in send_due().stopped
        assert server.taken == []
    assert_waiting(messages)


def test_a_server_of_clear_lines_at_the_port_of_tls_is_told_in_words(settings: Settings) -> None:
    messages = two()
    with mail_server() as server:
        send_by(settings, address("smtps", server))
        assert "does not speak TLS" in send_due().stopped
        assert server.taken == []
    assert_waiting(messages)
