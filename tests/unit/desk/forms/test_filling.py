"""Filling in the reply form: saved, read back, brought together, and handed in once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.desk.forms.handing_in import deliver_waiting
from answerable.desk.forms.models import Draft, Submission
from answerable.desk.mail.models import IncomingMessage, Placement
from answerable.desk.surveys.models import Question
from tests.desk_reply_form import Officer, asking_survey, sent

pytestmark = pytest.mark.django_db


def officer(n_bodies: int = 1, n_more: int = 0) -> Officer:
    return Officer(sent(asking_survey(n_bodies, n_more)))


def test_fill_what_was_typed_is_there_again() -> None:
    one = officer()
    assert one.save(nursing__choice="yes", spend__amount="£30,000", policy__words="").status_code == 302
    page = one.get().content.decode()
    assert 'value="yes" checked' in page
    assert "Read as 30,000 GBP for 2025-26." in page
    assert "2 of 7 answered" in page


def test_fill_follow_ups_are_there_without_a_script_and_say_when() -> None:
    page = officer().get().content.decode()
    assert "If you answered “yes” to question 1" in page
    assert "children who live at home" in page


def test_fill_internal_remarks_are_not_shown_to_the_authority() -> None:
    one = officer()
    Question.objects.update(note="Ask the press office before we publish this.")
    assert "press office" not in one.get().content.decode()


def test_get_changes_nothing() -> None:
    one = officer()
    for name in ("reply-form", "reply-check", "reply-right-of-reply"):
        one.get(name)
    assert not Draft.objects.exists()
    assert one.client.get(one.address("reply-hand-in")).status_code == 405


def test_hand_in_arrives_in_the_submission_and_as_a_placed_message() -> None:
    one = officer()
    one.save(
        nursing__choice="no",
        nursing_ooh__choice="~refused",
        nursing_ooh__section="s.12",
        spend__amount="30000",
        children__amount="nobody knows",
        model__choice="~referred",
        model__to="Eastley Council",
    )
    response = one.hand_in(1)
    submission = Submission.objects.get()
    assert submission.reference in response["Location"]
    blank = {"answer": None, "value": None, "unit": None, "period": None, "text": ""}
    assert submission.fields == {
        "nursing": {"status": "answered", **blank, "answer": "no"},
        "nursing_ooh": {"status": "refused", **blank, "sections": ["s.12"]},
        "spend": {"status": "answered", **blank, "value": 30000.0, "unit": "GBP", "period": "2025-26"},
        "children": {"status": "unclear", **blank, "text": "nobody knows"},
        "model": {"status": "referred", **blank, "referred_to": "Eastley Council"},
    }
    message = submission.message
    assert message is not None
    assert (message.came_by, message.state, message.kind) == ("form", "placed", "reply")
    placement = Placement.objects.get()
    assert (placement.request, placement.by, placement.to_read) == (one.requests[0], None, True)
    assert one.requests[0].events.count() == 1, "handing in logs nothing: the coder decides"
    assert "3. How much did you spend on it?\n    Answer: 30,000 GBP for 2025-26" in message.text
    assert "Left blank (neither a yes nor a no): 4, 6" in message.text


def test_hand_in_twice_is_once() -> None:
    one = officer()
    one.save(nursing__choice="yes")
    first, second = one.hand_in(1), one.hand_in(1)
    assert first["Location"] == second["Location"]
    assert (Submission.objects.count(), IncomingMessage.objects.count()) == (1, 1)


def test_hand_in_what_changed_since_the_check_is_not_handed_in() -> None:
    one = officer()
    one.save(nursing__choice="yes")
    one.save(base=1, nursing__choice="no")
    response = one.hand_in(1)
    assert response.status_code == 409
    assert "Nothing was handed in" in response.content.decode()
    assert not Submission.objects.exists()


def test_hand_in_nothing_is_refused_in_words() -> None:
    one = officer()
    assert one.hand_in(0).status_code == 400
    assert not Submission.objects.exists()


def test_again_a_correction_is_a_second_submission_and_the_first_stays() -> None:
    one = officer()
    one.save(nursing__choice="yes")
    one.hand_in(1)
    assert one.save(base=1, nursing__choice="no").status_code == 409, "handed in: not changed unseen"
    one.post("reply-again")
    one.post("reply-again")
    one.save(base=2, nursing__choice="no")
    one.hand_in(3)
    answers = [each.fields["nursing"]["answer"] for each in Submission.objects.order_by("pk")]
    assert answers == ["yes", "no"]
    assert Placement.objects.count() == 2


def test_save_two_people_different_questions_are_brought_together() -> None:
    one = officer()
    two = Officer(one.requests)
    one.save(base=0, nursing__choice="yes")
    two.save(base=0, model__choice="contracted")
    assert Draft.objects.get().fields == {"nursing": {"choice": "yes"}, "model": {"choice": "contracted"}}


def test_save_two_people_the_same_question_is_told_and_nothing_is_lost() -> None:
    one = officer()
    one.save(base=0, nursing__choice="yes", nursing__words="since 2019")
    response = one.save(base=0, nursing__choice="no", spend__amount="5")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else of your team saved: yes; since 2019" in page
    assert 'value="no" checked' in page, "one's own answer stands in the field"
    draft = Draft.objects.get()
    assert draft.fields == {"nursing": {"choice": "yes", "words": "since 2019"}, "spend": {"amount": "5"}}
    assert one.save(base=draft.revision, nursing__choice="no", spend__amount="5").status_code == 302
    assert Draft.objects.get().fields["nursing"] == {"choice": "no"}


def test_autosave_a_page_that_does_not_show_the_others_words_never_takes_them_out() -> None:
    one = officer()
    one.save(base=0, nursing__choice="yes")
    first = one.post("reply-save", base="0", **{"q.spend.amount": "5"})
    assert 'value="2s"' in first.content.decode()
    assert "Somebody else of your team is writing too" in first.content.decode()
    one.post("reply-save", base="2s", **{"q.spend.amount": "57"})
    assert Draft.objects.get().fields == {"nursing": {"choice": "yes"}, "spend": {"amount": "57"}}


def test_autosave_a_clash_is_told_again_until_somebody_settles_it() -> None:
    one = officer()
    one.save(base=0, nursing__choice="yes")
    base = "0"
    for _ in range(2):
        page = one.post("reply-save", base=base, **{"q.nursing.choice": "no"}).content.decode()
        assert "answered 1 differently meanwhile" in page
        base = page.split('id="base" value="')[1].split('"')[0]
    assert one.save(base=base, nursing__choice="no").status_code == 409


def test_another_link_of_the_same_request_shows_the_same_draft() -> None:
    one = officer()
    one.save(nursing__choice="yes")
    assert 'value="yes" checked' in Officer(one.requests).get().content.decode()


def test_copy_answers_fills_blanks_only_and_each_is_handed_in_on_its_own() -> None:
    one = officer(n_bodies=3)
    _, second, third = one.requests
    one.save(nursing__choice="yes", spend__amount="7")
    one.save(request=second, nursing__choice="no")
    one.post("reply-copy", to=[second.reference, third.reference, "OTHER-1"])
    assert Draft.objects.get(request=second).fields["nursing"] == {"choice": "no"}
    assert Draft.objects.get(request=third).fields == {"nursing": {"choice": "yes"}, "spend": {"amount": "7"}}
    seen = {
        f"revision-{each.request.reference}": each.revision
        for each in Draft.objects.select_related("request")
    }
    one.client.post(f"/reply/{one.token}/hand-in/", {"stamp": one.stamp, **seen})
    assert {each.request for each in Submission.objects.all()} == set(one.requests)
    assert Placement.objects.count() == 3


def test_check_shows_what_is_published_and_what_is_blank() -> None:
    one = officer()
    one.save(
        children__amount="4",
        spend_why__words="Ask Dr Jane Holloway, jane.holloway@ashby.gov.example, 01234 567890.",
    )
    page = one.get("reply-check").content.decode()
    assert "1 to 7" in page
    assert "Holloway" not in page and "567890" not in page
    assert "5 left blank" in page and "never taken for a no" in page


def test_receipt_can_be_kept_as_text() -> None:
    one = officer()
    one.save(nursing__choice="yes")
    address = one.hand_in(1)["Location"]
    assert Submission.objects.get().reference in one.client.get(address).content.decode()
    copy = one.client.get(f"{address}copy.txt")
    assert "attachment" in copy["Content-Disposition"]
    assert "Answer: yes" in copy.content.decode()


def test_deliver_waiting_finishes_what_a_full_disk_left(monkeypatch: pytest.MonkeyPatch) -> None:
    one = officer()
    one.save(nursing__choice="yes")
    with monkeypatch.context() as patched:
        patched.setattr("answerable.desk.mail.receiving.store_bytes", _full)
        assert one.hand_in(1).status_code == 302
    assert Submission.objects.get().message is None
    assert deliver_waiting() == 1
    assert deliver_waiting() == 0
    assert Submission.objects.get().message == IncomingMessage.objects.get()


def _full(data: bytes) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("name", ["reply-form", "reply-check"])
def test_pages_need_the_same_queries_for_any_number_of_questions(name: str) -> None:
    counted = []
    for n_more in (0, 40):
        one = officer(n_more=n_more)
        one.save(**{f"more{n}__choice": "yes" for n in range(n_more)}, nursing__choice="yes")
        one.get(name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert one.get(name).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] < 30


def test_start_needs_the_same_queries_for_any_number_of_bodies() -> None:
    counted = []
    for n_bodies in (3, 9):
        one = officer(n_bodies=n_bodies)
        for request in one.requests:
            one.save(request=request, nursing__choice="yes")
        with CaptureQueriesContext(connection) as queries:
            assert one.client.get(f"/reply/{one.token}/").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] < 20
