"""Fetching from a real IMAP server: lines that fall, repeated messages, numbers that begin anew."""

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings

from answerable.desk.errors import BadSetting
from answerable.desk.mail import fetching
from answerable.desk.mail.fetching import FetchReport, fetch_all
from answerable.desk.mail.fetching_address import inboxes
from answerable.desk.mail.models import IncomingMessage, LeftOnServer, Mailbox, StoredFile
from tests.desk_mail_in import acknowledgement, reply, sent_requests, stranger
from tests.dovecot import Server, dovecot, falling_line

pytestmark = pytest.mark.django_db
Fetch = Callable[..., FetchReport]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for all tests here; each has a user of its own."""
    with dovecot() as running:
        yield running


@pytest.fixture
def fetch() -> Fetch:
    """Fetches from the folders of some addresses."""

    def run(*urls: str) -> FetchReport:
        here = dataclasses.replace(settings.HERE, inbox_url=" ".join(urls))
        with override_settings(HERE=here):
            return fetch_all()

    return run


def _raws() -> set[str]:
    return set(StoredFile.objects.filter(message__isnull=False).values_list("sha256", flat=True))


def _hashes(raws: list[bytes]) -> set[str]:
    # The server keeps lines as it likes and gives them with CRLF.
    return {hashlib.sha256(raw).hexdigest() for raw in raws}


def test_fetch_all_brings_what_is_new_and_changes_nothing_there(server: Server, fetch: Fetch) -> None:
    requests = sent_requests()
    raws = [reply(each) for each in requests]
    server.deliver("fresh", *raws[:2])
    assert fetch(server.url("fresh")).n_new == 2
    first = server.files("fresh")
    server.deliver("fresh", raws[2])
    report = fetch(server.url("fresh"))
    assert (report.n_seen, report.n_new, report.troubles) == (1, 1, [])
    assert _raws() == _hashes(raws)
    assert [each.placements.get().request for each in IncomingMessage.objects.order_by("pk")] == requests
    after = server.files("fresh")
    assert first.items() <= after.items(), "nothing is marked or taken away"
    box = Mailbox.objects.get()
    assert (box.last_uid, box.trouble) == (3, "")
    assert box.fetched_at is not None


def test_fetch_all_where_nothing_is_new_asks_for_no_message(server: Server, fetch: Fetch) -> None:
    server.deliver("none", stranger())
    fetch(server.url("none"))
    assert fetch(server.url("none")).n_seen == 0
    server.deliver("empty")
    assert fetch(server.url("empty")).troubles == []


def test_fetch_all_a_line_that_falls_loses_nothing(server: Server, fetch: Fetch) -> None:
    raws = [stranger("word " * 400, Subject=f"Number {n}") for n in range(12)]
    server.deliver("falls", *raws)
    budgets = (150, 900, 2_500, 9_000, 15_000, 6_000, 9_000, 20_000, None)
    with falling_line(server.port, *budgets) as port, patch.object(fetching, "BYTES_IN_A_BATCH", 5_000):
        reports = [fetch(server.url("falls", port=port)) for _ in range(4)]
    assert reports[-1].troubles == []
    assert _raws() == _hashes(raws)
    assert IncomingMessage.objects.count() == 12


def test_fetch_all_a_line_that_always_falls_is_told_in_words(server: Server, fetch: Fetch) -> None:
    server.deliver("fallen", stranger())
    with falling_line(server.port, *[300] * 10) as port:
        report = fetch(server.url("fallen", port=port))
    assert "fell" in report.troubles[0]
    assert "fell" in Mailbox.objects.get().trouble
    assert fetch(server.url("fallen")).n_new == 1


def test_fetch_all_numbers_that_begin_anew_double_nothing(server: Server, fetch: Fetch) -> None:
    raws = [reply(each) for each in sent_requests()]
    server.deliver("anew", *raws)
    fetch(server.url("anew"))
    before = Mailbox.objects.get().uid_validity
    server.number_anew("anew")
    server.deliver("anew", stranger())
    report = fetch(server.url("anew"))
    assert Mailbox.objects.get().uid_validity != before
    assert (report.n_seen, report.n_new) == (4, 1)
    assert IncomingMessage.objects.count() == 4


def test_fetch_all_repeated_messages_are_one(server: Server, fetch: Fetch) -> None:
    raw = acknowledgement(sent_requests()[0])
    server.deliver("twice", raw, raw, raw)
    report = fetch(server.url("twice"))
    assert (report.n_seen, report.n_new) == (3, 1)
    assert IncomingMessage.objects.get().events.count() == 1


def test_fetch_all_what_is_too_large_stays_and_is_told_once(server: Server, fetch: Fetch) -> None:
    server.deliver("large", stranger("x" * 5_000), stranger())
    with patch.object(fetching, "LARGEST", 4_000):
        first = fetch(server.url("large"))
        second = fetch(server.url("large"))
    assert (first.n_new, first.n_left, second.n_left) == (1, 1, 0)
    left = LeftOnServer.objects.get()
    assert left.size_bytes > 5_000
    assert "larger" in left.because


def test_fetch_all_a_full_disk_lets_it_come_again(server: Server, fetch: Fetch) -> None:
    raws = [stranger() for _ in range(3)]
    server.deliver("full", *raws)
    real = type(default_storage._wrapped).save
    taken: list[str] = []

    def until_full(storage: object, name: str, content: object) -> object:
        if len(taken) == 2:
            raise OSError(28, "No space left on device")
        taken.append(name)
        return real(storage, name, content)

    with patch.object(type(default_storage._wrapped), "save", until_full):
        report = fetch(server.url("full"))
    assert "when there is room" in report.troubles[0]
    assert "when there is room" in Mailbox.objects.get().trouble
    assert fetch(server.url("full")).troubles == []
    assert _raws() == _hashes(raws)
    assert Mailbox.objects.get().trouble == ""


def test_fetch_all_a_wrong_password_is_told_without_it(server: Server, fetch: Fetch) -> None:
    server.deliver("secret", stranger())
    report = fetch(server.url("secret", password="wrong-word"))
    assert "password" in report.troubles[0]
    assert "wrong-word" not in f"{report.troubles}{Mailbox.objects.get().trouble}{Mailbox.objects.get().name}"


def test_fetch_all_one_folder_in_trouble_does_not_stop_the_others(server: Server, fetch: Fetch) -> None:
    server.deliver("fine", stranger())
    urls = (server.url("fine", folder="Nowhere"), server.url("fine", port=1), server.url("fine"))
    report = fetch(*urls)
    assert report.n_new == 1
    assert "no folder" in report.troubles[0]
    assert "does not answer" in report.troubles[1]


def test_fetch_all_a_fetcher_behind_another_moves_nothing_back(server: Server, fetch: Fetch) -> None:
    server.deliver("both", *[stranger() for _ in range(4)])
    fetch(server.url("both"))
    box = Mailbox.objects.get()
    fetching._move_on(box, box.uid_validity, 2)
    fetching._move_on(box, box.uid_validity + 1, 9)
    assert Mailbox.objects.get().last_uid == 4


@pytest.mark.parametrize(
    "setting",
    ["mail.example.org", "imap://me:pw@mail.example.org/INBOX", "imaps://mail.example.org/INBOX", "http://x"],
)
def test_inboxes_what_is_wrong_is_told(setting: str) -> None:
    with pytest.raises(BadSetting) as told:
        inboxes(setting)
    assert "ANSWERABLE_INBOX" in str(told.value)
    assert "pw" not in str(told.value)


def test_inboxes_names_and_folders_are_unquoted() -> None:
    one, other = inboxes(
        "imaps://a%40b.example:p%2Fw@mail.example.org imap://u:p@localhost:1143/Sent%20Items"
    )
    assert (one.user, one.password, one.folder, one.port) == ("a@b.example", "p/w", "INBOX", 993)
    assert (other.folder, other.port, other.name) == ("Sent Items", 1143, "u@localhost:1143/Sent Items")
    assert "p/w" not in repr(one)
