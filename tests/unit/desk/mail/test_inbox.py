"""The inbox's screens: what is shown to whom, what a click does, and how many questions that asks."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.desk.mail.inbox_views import how_likely
from answerable.desk.mail.models import IncomingMessage, LeftOnServer, Mailbox, Placement
from answerable.desk.mail.receiving import keep_raw, receive_message
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Request
from tests.desk_factories import NOON, make_survey, member, signed_in
from tests.desk_mail_in import acknowledgement, failure, reply, sent_requests, stranger, with_files
from tests.raw_mail import file

pytestmark = pytest.mark.django_db


@pytest.fixture
def requests() -> list[Request]:
    """Three requests that went out."""
    return sent_requests()


@pytest.fixture
def client(requests: list[Request]) -> Client:
    """An editor of their survey, signed in."""
    return signed_in(member(requests[0].round.survey, Role.EDITOR))


def _at(request: Request, rest: str = "") -> str:
    return f"/s/{request.round.survey.key}/inbox/{rest}"


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_inbox_empty_says_what_to_do(requests: list[Request], client: Client) -> None:
    assert "Every message has its place" in _text(client, _at(requests[0]))
    assert "Fetch mail" in _text(client, _at(requests[0], "?show=all"))


def test_inbox_tabs_count_and_filters_stay_in_the_address(requests: list[Request], client: Client) -> None:
    receive_message(raw=stranger(), came_by="imap")
    receive_message(raw=reply(requests[0]), came_by="imap")
    receive_message(raw=failure(requests[1]), came_by="imap")
    text = _text(client, _at(requests[0], "?show=all"))
    for words in ("To be placed 1", "To be read 1", "Placed 2", "Set aside 0", "All 3", "1 to 3 of 3"):
        assert words in text
    only = client.get(_at(requests[0], "?show=all&kind=delivery_failure")).content.decode()
    assert only.count('class="who"') == 1
    assert "show=all&amp;kind=delivery_failure" in only
    assert "No message here fits" in _text(client, _at(requests[0], "?show=all&q=nobody-of-that-name"))
    assert requests[0].body.name in _text(client, _at(requests[0], f"?show=all&q={requests[0].reference}"))


def test_inbox_pages(requests: list[Request], client: Client) -> None:
    for _ in range(31):
        keep_raw(raw=stranger(), came_by="imap", survey=requests[0].round.survey)
    assert "1 to 30 of 31" in _text(client, _at(requests[0]))
    assert "31 to 31 of 31" in _text(client, _at(requests[0], "?page=2"))
    assert "not read yet" in _text(client, _at(requests[0]))


def test_message_shows_own_words_first_and_what_it_quotes_folded(
    requests: list[Request], client: Client
) -> None:
    words = "Yes, day and night.\r\n\r\nOn 2 March 2026 Sam Asker wrote:\r\n> Do you commission it?\r\n"
    message = receive_message(raw=reply(requests[0], words), came_by="imap")
    page = client.get(_at(requests[0], f"{message.pk}/")).content.decode()
    own = page.split('<div class="words own">')[1].split("</div>")[0]
    assert "Yes, day and night." in own
    assert "Do you commission it?" not in own
    assert "Do you commission it?" in page


def test_message_html_of_strangers_is_never_passed_on(requests: list[Request], client: Client) -> None:
    raw = stranger(
        '<p onclick="x()">Hello</p><script>alert(1)</script><img src="http://tracker.example/a.gif">',
        Content_Type="text/html; charset=utf-8",
        Subject="<script>alert(2)</script>",
        From='"<b>Bold</b>" <a@b.example>',
    )
    message = receive_message(raw=raw, came_by="imap")
    page = client.get(_at(requests[0], f"{message.pk}/")).content.decode()
    assert "Hello" in page
    for harm in ("<script>alert", "onclick", 'tracker.example/a.gif"', "<b>Bold"):
        assert harm not in page


def test_place_a_click_and_its_undo(requests: list[Request], client: Client) -> None:
    message = receive_message(raw=stranger(), came_by="imap")
    address = _at(requests[0], f"{message.pk}/")
    answer = client.post(f"{address}place/?show=all", {"at": [str(requests[1].pk)]}, follow=True)
    assert answer.redirect_chain == [(f"{address}?show=all", 302)]
    page = answer.content.decode()
    assert f"Placed: {requests[1].body.name}." in page
    placement = Placement.objects.get()
    back = _at(requests[0], f"placement/{placement.pk}/back/")
    assert f'action="{back}"' in page
    client.post(back)
    message.refresh_from_db()
    assert message.state == "waiting"
    both = {"at": [str(each.pk) for each in requests[:2]]}
    client.post(f"{address}place/", both)
    assert message.placements.filter(undone_at=None).count() == 2


def test_place_nothing_chosen_or_a_request_of_others_changes_nothing(
    requests: list[Request], client: Client
) -> None:
    message = receive_message(raw=stranger(), came_by="imap")
    other = sent_requests(1)[0]
    for chosen in ([], [str(other.pk)], ["x", "9" * 30]):
        answer = client.post(_at(requests[0], f"{message.pk}/place/"), {"at": chosen})
        assert answer.status_code == 409
    assert Placement.objects.count() == 0


def test_message_any_body_can_be_found(requests: list[Request], client: Client) -> None:
    message = receive_message(raw=stranger(), came_by="imap")
    address = _at(requests[0], f"{message.pk}/")
    for words in (requests[2].body.name[:6], requests[2].reference, "@e10000003.gov"):
        page = client.get(f"{address}?find={words}").content.decode()
        assert f'value="{requests[2].pk}"' in page
        assert f'value="{requests[0].pk}"' not in page
    assert "No other body" in _text(client, f"{address}?find=zzz")


def test_message_proposals_come_with_their_reason(requests: list[Request], client: Client) -> None:
    raw = reply(requests[2], To="desk@survey.example", Subject="Your request")
    message = receive_message(raw=raw, came_by="imap")
    text = _text(client, _at(requests[0], f"{message.pk}/"))
    assert "Proposed" in text
    assert requests[2].body.name in text
    assert message.proposals.all()[0].because.replace("“", "").split("“")[0][:20] in text


@pytest.mark.parametrize(
    ("score", "words"), [(0.92, "likely"), (0.6, "likely"), (0.42, "possible"), (0.17, "weak"), (0.0, "weak")]
)
def test_message_scores_are_told_in_words(score: float, words: str) -> None:
    assert how_likely(score) == words


def test_inbox_the_domain_tells_writers_apart(requests: list[Request], client: Client) -> None:
    receive_message(raw=stranger(), came_by="imap")
    message = IncomingMessage.objects.get()
    domain = message.sender_address.partition("@")[2]
    assert domain and f"{domain} ·" in _text(client, _at(requests[0]))


def test_say_a_refusal_with_sections_and_its_undo(requests: list[Request], client: Client) -> None:
    message = receive_message(raw=reply(requests[0]), came_by="imap")
    placement = message.placements.get()
    address = _at(requests[0], f"placement/{placement.pk}/say/")
    name = f"p{placement.pk}"
    given = {f"{name}-kind": "refused", f"{name}-on": "2026-03-20"}
    wrong = client.post(address, given)
    assert wrong.status_code == 422
    assert "Say under which sections" in wrong.content.decode()
    answer = client.post(address, {**given, f"{name}-sections": ["s.12"]}, follow=True)
    assert "refused" in answer.content.decode()
    requests[0].refresh_from_db()
    event = requests[0].events.get(kind="refused")
    assert (requests[0].state, event.on, event.sections) == ("refused", date(2026, 3, 20), ["s.12"])
    client.post(_at(requests[0], f"event/{event.pk}/back/"))
    requests[0].refresh_from_db()
    assert requests[0].state == "sent"


def test_say_what_cannot_follow_is_told_at_the_field(requests: list[Request], client: Client) -> None:
    message = receive_message(raw=reply(requests[0]), came_by="imap")
    placement = message.placements.get()
    name = f"p{placement.pk}"
    given = {f"{name}-kind": "answered", f"{name}-on": "2026-01-01"}
    answer = client.post(_at(requests[0], f"placement/{placement.pk}/say/"), given)
    assert answer.status_code == 422
    assert "cannot follow" in answer.content.decode()
    assert requests[0].events.count() == 1


def test_read_and_aside_and_back(requests: list[Request], client: Client) -> None:
    placed = receive_message(raw=reply(requests[0]), came_by="imap")
    other = receive_message(raw=stranger(), came_by="imap")
    placement = placed.placements.get()
    for given, expected in (({}, False), ({"again": "1"}, True)):
        client.post(_at(requests[0], f"placement/{placement.pk}/read/"), given)
        placement.refresh_from_db()
        assert placement.to_read is expected
    for given, state in (({}, "set_aside"), ({"back": "1"}, "waiting")):
        client.post(_at(requests[0], f"{other.pk}/aside/"), given)
        other.refresh_from_db()
        assert other.state == state


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_inbox_names_of_people_are_hidden_from_some(requests: list[Request], role: Role) -> None:
    survey = requests[0].round.survey
    messages = [
        receive_message(raw=reply(requests[0], "Regards, Pat Officer"), came_by="imap"),
        receive_message(raw=with_files(requests[1], file("Pat Officer.pdf", b"%PDF-1.4")), came_by="imap"),
        receive_message(raw=failure(requests[2]), came_by="imap"),
    ]
    client = signed_in(member(survey, role))
    pages = [_at(requests[0], "?show=all"), *(_at(requests[0], f"{each.pk}/") for each in messages)]
    for address in (*pages, _at(requests[0], "?show=all&q=Pat")):
        page = client.get(address).content.decode()
        for name in ("Pat", "foi@", "mailer-daemon"):
            assert name not in page.replace('value="Pat"', "").replace("q=Pat", "")
    assert 'class="who"' not in client.get(_at(requests[0], "?show=all&q=Pat")).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_inbox_rights_of_every_role(requests: list[Request], role: Role) -> None:
    client = signed_in(member(requests[0].round.survey, role))
    message = receive_message(raw=with_files(requests[0], file("a.pdf", b"%PDF-1.4")), came_by="imap")
    attached, placement = message.files.get(), message.placements.get()
    may = role in {Role.OWNER, Role.EDITOR, Role.CODER}
    for deed in (
        f"{message.pk}/place/", f"{message.pk}/aside/", f"placement/{placement.pk}/back/",
        f"placement/{placement.pk}/read/", f"placement/{placement.pk}/say/", f"file/{attached.pk}/clear/",
    ):  # fmt: skip
        assert (client.post(_at(requests[0], deed)).status_code == 403) is not may
        assert client.get(_at(requests[0], deed)).status_code in {403, 405}
    seen = 200 if may else 403
    assert client.get(_at(requests[0], "upload/")).status_code == seen
    assert client.get(_at(requests[0], f"file/{attached.pk}/")).status_code == seen
    for address in (f"/files/{attached.pk}/", f"/files/raw/{message.pk}/"):
        assert client.get(address).status_code == (200 if may else 404)


def test_inbox_messages_of_other_surveys_are_not_found(requests: list[Request]) -> None:
    message = receive_message(raw=reply(requests[0]), came_by="imap")
    theirs = make_survey()
    client = signed_in(member(theirs))
    here = f"/s/{theirs.key}/inbox/"
    placement = message.placements.get()
    assert client.get(f"{here}{message.pk}/").status_code == 404
    assert client.post(f"{here}{message.pk}/place/").status_code == 404
    assert client.post(f"{here}placement/{placement.pk}/back/").status_code == 404
    assert client.get(f"/files/raw/{message.pk}/").status_code == 404


def test_inbox_messages_of_no_survey_are_for_those_who_place(requests: list[Request]) -> None:
    make_survey()
    message = receive_message(raw=stranger(), came_by="imap")
    assert message.survey is None
    survey = requests[0].round.survey
    address = _at(requests[0], f"{message.pk}/")
    assert signed_in(member(survey, Role.CODER)).get(address).status_code == 200
    assert signed_in(member(survey, Role.VIEWER)).get(address).status_code == 404


def test_inbox_forms_are_guarded_against_other_sites(requests: list[Request]) -> None:
    message = receive_message(raw=stranger(), came_by="imap")
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(requests[0].round.survey))
    answer = client.post(_at(requests[0], f"{message.pk}/place/"), {"at": str(requests[0].pk)})
    assert answer.status_code == 403
    assert Placement.objects.count() == 0


def test_inbox_troubles_of_mailboxes_are_told(requests: list[Request], client: Client) -> None:
    box = Mailbox.objects.create(name="me@mail.example/INBOX", trouble="The server does not answer.")
    LeftOnServer.objects.create(
        mailbox=box, uid_validity=1, uid=7, size_bytes=60_000_000, because="It is too large.", noted_at=NOON
    )
    text = _text(client, _at(requests[0]))
    assert "The server does not answer." in text
    assert "number 7" in text and "It is too large." in text


def test_inbox_the_number_of_questions_does_not_grow() -> None:
    counts = []
    for n in (3, 30):
        requests = sent_requests(n)
        client = signed_in(member(requests[0].round.survey))
        for each in requests:
            receive_message(raw=acknowledgement(each), came_by="imap")
            receive_message(raw=stranger(In_Reply_To="<x@y>"), came_by="imap")
        message = IncomingMessage.objects.filter(state="placed", survey=requests[0].round.survey).first()
        assert message is not None
        told = []
        for rest in ("", "?show=all", f"{message.pk}/", f"{message.pk}/?find=council"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(_at(requests[0], rest)).status_code == 200
            told.append(len(asked))
        counts.append(told)
    assert counts[0] == counts[1]
    assert max(counts[0]) < 30
