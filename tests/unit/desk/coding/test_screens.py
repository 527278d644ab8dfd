"""The coding screens: who sees what, what saving does with and without JavaScript, and how many queries."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from answerable.desk.audit.models import AuditEvent
from answerable.desk.clock import now
from answerable.desk.coding.actions import decide
from answerable.desk.coding.assigning import assign, finish
from answerable.desk.coding.models import Answer, Assignment, CodingDecision, Stage
from answerable.desk.coding.queue import SHOWS, Chosen, chosen_bodies, counts
from answerable.desk.forms.links import make_link
from answerable.desk.forms.models import Submission
from answerable.desk.people.models import User
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, member, signed_in
from tests.unit.desk.coding.coded import REPLY, Case, attached, case, reply_to, seventy

pytestmark = pytest.mark.django_db


def address(a: Case, name: str = "coding-body", *more: object) -> str:
    return reverse(name, args=[a.survey.key, a.round.key, a.body.body_id, *more])


def coder_of(a: Case, role: Role = Role.CODER, **fields: str) -> tuple[User, Client]:
    person = member(a.survey, role, **fields)
    return person, signed_in(person)


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_body_shows_the_reply_beside_the_questions_with_marks() -> None:
    a = case()
    person, client = coder_of(a)
    start = REPLY.index("Not at night")
    box = {
        "message": a.message.pk,
        "part": "reply",
        "start": start,
        "end": start + 12,
        "quote": "Not at night",
    }
    saved = client.post(
        address(a, "coding-answer", "nursing_ooh"), {"said": "=no", "seen": "0", "evidence": json.dumps(box)}
    )
    assert saved.status_code == 302 and saved["Location"].endswith("#q-nursing_ooh")
    page = client.get(address(a)).content.decode()
    assert '<mark data-for="nursing_ooh" title="2 Is it there at night?">Not at night</mark>' in page
    assert "1 of 5 coded" in page and "Undo" in page
    assert "Asked only if 2 is yes, and it is coded no." in page
    row = a.answer("nursing_ooh")
    assert row is not None and row.decision is not None and row.decision.coder == person


def test_body_without_javascript_undo_and_redo_come_back_to_the_question() -> None:
    a = case()
    _, client = coder_of(a)
    client.post(
        address(a, "coding-answer", "spend"), {"said": "answered", "value": "£30,000", "quote": "£30,000"}
    )
    row = a.answer("spend")
    assert row is not None and row.decision is not None
    assert (row.value, row.unit, row.period) == (30_000.0, "GBP", "2025-26")
    assert row.decision.evidence.get().quote == "£30,000"
    page = client.get(address(a)).content.decode()
    assert "30,000 GBP for 2025-26" in page
    back = client.post(address(a, "coding-undo"), {"decisions": str(row.decision.pk)})
    assert back["Location"].endswith("#q-spend")
    assert a.answer("spend") is None
    client.post(address(a, "coding-undo"), {"redo": str(row.decision.pk)})
    assert a.answer("spend") is not None


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"said": "answered", "value": "about 30k"}, "is not read as a number"),
        ({"said": ""}, "Choose what the body answered first"),
        ({"said": "nonsense"}, "is no status"),
        ({"said": "answered", "value": "5", "evidence": "{"}, "was not understood"),
        ({"said": "answered", "value": "5", "quote": "never written"}, "was not found"),
        ({"said": "answered", "value": "5", "seen": "99999"}, "meanwhile"),
    ],
)
def test_answer_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    posted: dict[str, str], words: str
) -> None:
    a = case()
    _, client = coder_of(a)
    where = address(a, "coding-answer", "spend")
    plain = client.post(where, {**posted, "note": "typed by hand"})
    assert plain.status_code == 422
    small = client.post(where, {**posted, "note": "typed by hand"}, headers={"HX-Request": "true"})
    assert small.status_code == 200
    for response in (plain, small):
        assert words in response.content.decode() and "typed by hand" in response.content.decode()
    assert not CodingDecision.objects.exists()


def test_answer_by_htmx_exchanges_the_question_the_count_the_marks_and_the_follow_up() -> None:
    a = case()
    _, client = coder_of(a)
    saved = client.post(
        address(a, "coding-answer", "nursing_ooh"),
        {"said": "=no", "quote": "Not at\nnight"},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert saved.count("<section") == 1 and 'id="q-nursing_ooh"' in saved
    assert "1 of 5 coded" in saved and "<mark" in saved
    assert "and it is coded no" in saved


def test_answer_take_this_of_the_reply_form() -> None:
    a = case()
    _, client = coder_of(a)
    link, _address = make_link(requests=[a.request], by=None)
    fields = {
        "nursing": {"status": "answered", "answer": "yes", "text": "Yes, we commission it"},
        "spend": {"status": "answered", "value": 30000, "unit": "GBP", "period": "2025-26"},
        "strategy": {"status": "answered", "text": "See our plan."},
    }
    made = Submission.objects.create(
        link=link, request=a.request, handed_in_at=now(), fields=fields, message=a.message
    )
    page = client.get(address(a)).content.decode()
    assert page.count("Take this") == 3 and "30,000 GBP for 2025-26" in page
    for key in fields:
        client.post(address(a, "coding-answer", key), {"do": "take", "submission": str(made.pk), "seen": "0"})
    nursing, spend, strategy = (a.answer(key) for key in fields)
    assert nursing is not None and spend is not None and strategy is not None
    assert (nursing.answer, spend.value, strategy.answer) == ("yes", 30_000.0, "See our plan.")
    assert nursing.decision is not None and nursing.decision.evidence.get().quote == "Yes, we commission it"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_viewers_see_answers_and_neither_mail_nor_controls(role: Role) -> None:
    a = case()
    person, client = coder_of(a, role)
    given = {"round": a.round, "body": a.body, "status": "answered", "by": None}
    decide(**given, question=a.question("nursing"), answer="yes", note="said by Jo Replier")
    decide(**given, question=a.question("strategy"), answer="Ask Jo Replier.")
    file = attached(a.message, b"<p>Jo Replier</p>", "a.html", "text/html")
    page = client.get(address(a)).content.decode()
    assert "Jo Replier" not in page and "jointly" not in page
    assert 'name="said"' not in page and ">Yes <" in page
    assert client.get(address(a, "coding-file", file.pk)).status_code == 403
    before = (CodingDecision.objects.count(), Assignment.objects.count(), AuditEvent.objects.count())
    decision = CodingDecision.objects.latest("pk")
    for path, posted in (
        (address(a, "coding-answer", "spend"), {"said": "refused"}),
        (address(a, "coding-undo"), {"decisions": str(decision.pk)}),
        (address(a, "coding-done"), {"do": "done"}),
        (address(a, "coding-here"), {}),
        (address(a, "coding-alike"), {}),
        (
            reverse("coding-give", args=[a.survey.key, a.round.key]),
            {"do": "give", "coder_to": str(person.pk)},
        ),
    ):
        assert client.post(path, posted).status_code == 403
    assert before == (CodingDecision.objects.count(), Assignment.objects.count(), AuditEvent.objects.count())


def test_coders_do_not_hand_out_work_and_strangers_find_nothing() -> None:
    a, b = case(), case()
    _, client = coder_of(a)
    path = reverse("coding-give", args=[a.survey.key, a.round.key])
    assert client.post(path, {"do": "share"}).status_code == 403
    assert client.get(address(b)).status_code == 404
    theirs = decide(round=b.round, body=b.body, question=b.question("nursing"), status="refused", by=None)
    assert client.post(address(a, "coding-undo"), {"decisions": str(theirs.pk)}).status_code == 404
    file = attached(b.message, b"words", "w.txt", "text/plain")
    assert client.get(address(a, "coding-file", file.pk)).status_code == 404


def test_csrf_is_asked_for() -> None:
    a = case()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member(a.survey, Role.CODER))
    assert strict.post(address(a, "coding-answer", "nursing"), {"said": "=yes"}).status_code == 403


def test_file_is_read_once_marked_and_held_back_until_looked_at() -> None:
    a = case()
    _, client = coder_of(a)
    file = attached(
        a.message, "<p>Twelve nurses & <b>one</b> aide 🙂 at night.</p>".encode(), "a.html", "text/html"
    )
    hidden = attached(a.message, b"name\nJo\n", "staff.csv", "text/csv", quarantined=True)
    client.post(address(a, "coding-answer", "nursing"), {"said": "=yes", "quote": "🙂 at night"})
    for header in ({}, {"HX-Request": "true"}):
        page = client.get(address(a, "coding-file", file.pk), headers=header).content.decode()
        assert '<mark data-for="nursing"' in page and "🙂 at night</mark>" in page and "&amp;" in page
    page = client.get(address(a, "coding-file", hidden.pk)).content.decode()
    assert "Look at it in the inbox" in page and "Jo" not in page.replace("Jo Replier", "")


def test_done_goes_on_to_the_next_and_alike_codes_the_others() -> None:
    a = case(n_bodies=4)
    person, client = coder_of(a)
    others = list(Request.objects.filter(round=a.round).exclude(pk=a.request.pk))
    reply_to(a.request, others[0], text="We answer for both.")
    client.post(address(a, "coding-answer", "nursing"), {"said": "=yes", "quote": "answer for both"})
    assert "Code them the same" in client.get(address(a)).content.decode()
    client.post(address(a, "coding-alike"), {"body": str(others[0].body_id)})
    assert Answer.objects.get(body=others[0].body).answer == "yes"
    gone = client.post(address(a, "coding-done"), {"do": "done"})
    assert gone["Location"] == address(a).replace(a.body.body_id, others[0].body.body_id)
    assert Assignment.objects.get().coder == person
    client.post(address(a, "coding-done"), {"do": "reopen"})
    assert Assignment.objects.get().done_at is None


def test_here_tells_who_else_has_it_open() -> None:
    a = case()
    _, ana = coder_of(a, name="Ana")
    _, ben = coder_of(a, name="Ben")
    ana.post(address(a, "coding-here"))
    assert "Ana" in ben.post(address(a, "coding-here")).content.decode()
    assert "<b>Ana</b> has this open" in ben.get(address(a)).content.decode()
    ana.post(address(a, "coding-here"), {"gone": "1"})
    assert "Ana" not in ben.post(address(a, "coding-here")).content.decode()


def test_second_codings_are_not_shown() -> None:
    a = case()
    _, client = coder_of(a)
    other = member(a.survey, Role.CODER, name="Hidden Second")
    decide(
        round=a.round, body=a.body, question=a.question("nursing"), status="answered", answer="no",
        by=other, stage=Stage.SECOND,
    )  # fmt: skip
    page = client.get(address(a)).content.decode()
    assert "Hidden Second" not in page and "0 of 5 coded" in page


def test_queue_counts_are_those_of_its_lists_and_mine_come_first() -> None:
    a = case(n_bodies=7)
    me, client = coder_of(a)
    requests = list(Request.objects.filter(round=a.round).select_related("body"))
    for request in requests[1:5]:
        reply_to(request)
    assign(round=a.round, bodies=[requests[3].body], coder=me, by=None)
    finish(round=a.round, body=requests[1].body, by=me)
    told = counts(a.round, me)
    for show in SHOWS:
        rows = list(chosen_bodies(a.round, Chosen.of({"show": show.key}), me))
        assert len(rows) == told[show.key]
    assert told == {"todo": 4, "mine": 1, "free": 3, "silent": 2, "done": 1, "all": 7}
    first = chosen_bodies(a.round, Chosen.of({}), me).first()
    assert first == requests[3].body
    decide(round=a.round, body=a.body, question=a.question("nursing"), status="refused", by=me)
    for status, n in (("refused", 1), ("uncoded", 6), ("answered", 0)):
        asked = Chosen.of({"show": "all", "question": "nursing", "status": status})
        assert chosen_bodies(a.round, asked, me).count() == n
    page = client.get(
        reverse("coding", args=[a.survey.key]) + f"?show=all&coder={me.pk}&kind=council&q=birch"
    )
    assert "Birchwood" in page.content.decode() and "Ashby" not in page.content.decode().split("<aside")[0]


def test_queue_gives_and_shares_out() -> None:
    a = case(n_bodies=5)
    _, client = coder_of(a, Role.EDITOR)
    ana, ben = member(a.survey, Role.CODER), member(a.survey, Role.CODER)
    path = reverse("coding-give", args=[a.survey.key, a.round.key])
    client.post(path, {"show": "all", "do": "share", "coder_to": [str(ana.pk), str(ben.pk)]})
    assert sorted(Assignment.objects.values_list("coder", flat=True)).count(ana.pk) == 3
    client.post(path, {"do": "give", "body": str(a.body.pk), "coder_to": str(ben.pk)})
    assert Assignment.objects.get(body=a.body).coder == ben
    assert client.post(path, {"do": "give", "coder_to": str(ben.pk)}).status_code == 409
    client.post(path, {"do": "take_away", "body": str(a.body.pk)})
    assert Assignment.objects.count() == 4


def test_queue_empty_states_say_what_to_do() -> None:
    a = case()
    _, client = coder_of(a, Role.OWNER)
    path = reverse("coding", args=[a.survey.key])
    for query in ("", "?show=mine", "?show=done", "?q=nobody", "?show=bogus&page=x&status=y&coder=z"):
        assert client.get(path + query).status_code == 200
    assert "Nothing is given to you" in client.get(f"{path}?show=mine").content.decode()
    Survey.objects.get(pk=a.survey.pk).rounds.update(survey=make_survey(), key="elsewhere")
    assert "There is no round" in client.get(path).content.decode()


def test_queries_do_not_grow_with_bodies_questions_and_replies() -> None:
    counted = []
    for n_bodies, n_questions, n_messages in ((3, 8, 1), (30, 60, 6)):
        a = case(n_bodies=n_bodies)
        me, client = coder_of(a)
        seventy(a, n_questions)
        for n, request in enumerate(Request.objects.filter(round=a.round).select_related("body")):
            if n and n < n_messages * 3:
                attached(reply_to(request), b"words", "w.txt", "text/plain")
            decide(round=a.round, body=request.body, question=a.question("nursing"), status="refused", by=me)
        for n in range(n_messages):
            attached(reply_to(a.request, text=f"Words {n}"), b"<p>words</p>", f"{n}.html", "text/html")
        for key in ("nursing_ooh", "strategy", "spend")[: n_messages + 1]:
            client.post(
                address(a, "coding-answer", key), {"said": "not_held" if key != "strategy" else "refused"}
            )
        client.get(address(a))
        queue = reverse("coding", args=[a.survey.key])
        counted.append((queries(client, address(a)), queries(client, f"{queue}?show=all")))
    assert counted[0] == counted[1]
    assert counted[0][0] <= 30 and counted[0][1] <= 20
