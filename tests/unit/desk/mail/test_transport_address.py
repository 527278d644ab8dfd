"""ANSWERABLE_MAIL: each kind is read, each wrong one is told without its secrets."""

from pathlib import Path

import pytest

from answerable.desk.environment import read_environment
from answerable.desk.errors import BadSetting
from answerable.desk.mail.transport_address import Way, read_route


def test_read_route_smtp_with_a_password_of_any_signs() -> None:
    route = read_route("smtp+starttls://foi%40x.example:p%2Fa%3Fss%23%40@mail.example")
    assert (route.way, route.host, route.port, route.starttls) == (Way.SMTP, "mail.example", 587, True)
    assert (route.user, route.password) == ("foi@x.example", "p/a?ss#@")
    assert "p/a" not in repr(route) and "foi" not in route.words


@pytest.mark.parametrize(
    ("text", "way", "port"),
    [
        ("", Way.NONE, 0),
        ("smtps://u:p@mail.example", Way.SMTP, 465),
        ("smtp://127.0.0.1:2525", Way.SMTP, 2525),
        ("smtp://u:p@[::1]", Way.SMTP, 25),
        ("console:", Way.CONSOLE, 0),
        ("file:///srv/letters", Way.FOLDER, 0),
        ("anymail+postmark://?server_token=abc", Way.PROVIDER, 0),
        ("anymail+amazon-ses://", Way.PROVIDER, 0),
    ],
)
def test_read_route_every_kind(text: str, way: Way, port: int) -> None:
    route = read_route(text)
    assert (route.way, route.port) == (way, port)


def test_read_route_folder_and_provider_keep_what_they_need() -> None:
    assert read_route("file:///srv/a%20b").folder == Path("/srv/a b")
    assert dict(read_route("anymail+mailgun://?api_key=k%26y&sender_domain=x.example").options) == {
        "api_key": "k&y",
        "sender_domain": "x.example",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mail.example", "begins with no kind"),
        ("imap://mail.example", "no way to send mail"),
        ("smtp://", "no host"),
        ("smtp://mail.example:port", "cannot be read"),
        ("smtp://mail.example:99999", "cannot be read"),
        ("smtp://u:secret@mail.example", "in clear"),
        ("smtps://u@mail.example", "without a password"),
        ("smtps://u:secret/x@mail.example", ""),
        ("smtps://u:secret@mail.example/path", "after the host"),
        ("smtps://u:secret%0d%0aQUIT@mail.example", "control character"),
        ("anymail+nobody://?key=secret", "no provider"),
        ("anymail+os.path://?key=secret", "no provider"),
        ("anymail+postmark://secret@host", "question mark"),
        ("file://srv/letters", "three slashes"),
    ],
)
def test_read_route_wrong_ones_are_told_without_secrets(text: str, says: str) -> None:
    with pytest.raises(BadSetting) as raised:
        read_route(text)
    words = str(raised.value)
    assert words.startswith("ANSWERABLE_MAIL cannot be used") and says in words
    assert "secret" not in words and "Expected smtps://" in words


def test_read_environment_a_wrong_mail_setting_is_told_at_the_start() -> None:
    with pytest.raises(BadSetting):
        read_environment({"ANSWERABLE_MAIL": "mail.example"})
