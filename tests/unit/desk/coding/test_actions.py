"""Decisions are checked, adopted, superseded and taken back; nothing turns into an answer by itself."""

from typing import Any

import pytest

from answerable.core.errors import InputFaults
from answerable.desk.audit.models import AuditEvent
from answerable.desk.coding.actions import clear, decide, redo_decision, undo_decision
from answerable.desk.coding.evidence import Words, find_evidence
from answerable.desk.coding.models import Answer, CodingDecision, Stage
from answerable.desk.errors import Conflict
from answerable.desk.people.roles import Role
from tests.desk_factories import NOON, member
from tests.unit.desk.coding.coded import REPLY, Case, attached, case

pytestmark = pytest.mark.django_db


def decided(a_case: Case, key: str, status: str = "answered", **fields: Any) -> CodingDecision:
    given: dict[str, Any] = {"by": None, **fields}
    return decide(round=a_case.round, body=a_case.body, question=a_case.question(key), status=status, **given)


def rules(error: pytest.ExceptionInfo[InputFaults]) -> list[str]:
    return [fault.rule for fault in error.value.faults]


def test_decide_adopts_and_a_later_one_takes_its_place() -> None:
    a = case()
    coder = member(a.survey, Role.CODER)
    first = decided(a, "nursing", answer="yes", by=coder)
    second = decided(a, "nursing", answer="no", by=coder)
    row = a.answer("nursing")
    assert row is not None and (row.answer, row.decision, row.position) == ("no", second, None)
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert Answer.objects.count() == 1
    told = AuditEvent.objects.filter(verb="coding.decided").order_by("pk")
    assert [each.by for each in told] == [coder, coder]


@pytest.mark.parametrize(
    ("key", "said", "rule"),
    [
        ("nursing", {"answer": "perhaps"}, "unknown_option"),
        ("nursing", {}, "answer_missing"),
        ("nursing", {"answer": "yes", "value": 3.0}, "value_beside_option"),
        ("nursing", {"answer": "yes", "unit": "GBP"}, "unit_beside_words"),
        ("spend", {"answer": "lots"}, "answer_beside_number"),
        ("spend", {}, "number_missing"),
        ("spend", {"value": float("nan")}, "not_a_number"),
        ("night_staff", {"value": -1.0}, "negative_number"),
        ("strategy", {}, "answer_missing"),
        ("strategy", {"answer": "words", "value": 1.0}, "value_beside_words"),
        ("strategy", {"answer": "w" * 20_001}, "too_long"),
        ("any_nursing", {"answer": "yes"}, "derived_answered"),
        ("nursing", {"status": "refused", "answer": "no"}, "answer_beside_status"),
        ("spend", {"status": "not_held", "value": 0.0}, "answer_beside_status"),
    ],
)
def test_decide_refuses_what_cannot_be_and_changes_nothing(key: str, said: dict[str, Any], rule: str) -> None:
    a = case()
    with pytest.raises(InputFaults) as error:
        decided(a, key, **said)
    assert rule in rules(error)
    assert not Answer.objects.exists() and not CodingDecision.objects.exists()


def test_decide_tells_all_faults_at_once() -> None:
    a = case()
    with pytest.raises(InputFaults) as error:
        decided(a, "nursing", answer="perhaps", value=2.0, period="2025")
    assert rules(error) == ["unknown_option", "value_beside_option", "unit_beside_words"]


def test_decide_a_number_takes_unit_and_period_of_the_question() -> None:
    a = case()
    decided(a, "spend", value=30_000.0)
    row = a.answer("spend")
    assert row is not None and (row.value, row.unit, row.period) == (30_000.0, "GBP", "2025-26")


def test_decide_a_follow_up_that_is_not_called_for_needs_a_note() -> None:
    a = case()
    decided(a, "night_staff", value=2.0)
    decided(a, "nursing_ooh", answer="no")
    with pytest.raises(InputFaults) as error:
        decided(a, "night_staff", value=3.0)
    assert rules(error) == ["not_called_for"]
    decided(a, "night_staff", value=3.0, note="They gave a number all the same.")
    decided(a, "night_staff", "not_asked")


def test_decide_of_another_round_or_kind_is_refused() -> None:
    a, b = case(), case()
    with pytest.raises(Conflict):
        decide(round=a.round, body=a.body, question=b.question("nursing"), status="refused", by=None)


def test_decide_after_another_did_is_refused() -> None:
    a = case()
    coder = member(a.survey, Role.CODER, name="Ana Coder")
    first = decided(a, "nursing", answer="yes", by=coder, seen=0)
    with pytest.raises(Conflict, match="Ana Coder has coded"):
        decided(a, "nursing", answer="no", seen=0)
    decided(a, "nursing", answer="no", seen=first.pk)


def test_undo_decision_goes_back_one_by_one_to_no_reply_and_never_to_no() -> None:
    a = case()
    first, second = decided(a, "nursing", answer="yes"), decided(a, "nursing", answer="no")
    with pytest.raises(Conflict):
        undo_decision(decision=first, by=None)
    assert undo_decision(decision=second, by=None) == first
    row = a.answer("nursing")
    assert row is not None and (row.answer, row.decision) == ("yes", first)
    assert undo_decision(decision=first, by=None) is None
    assert a.answer("nursing") is None
    with pytest.raises(Conflict):
        undo_decision(decision=first, by=None)
    assert CodingDecision.objects.count() == 2


def test_undo_decision_an_imported_row_comes_back_as_it_was() -> None:
    a = case()
    key = {"round": a.round, "body": a.body, "question": a.question("spend")}
    before = Answer.objects.create(
        **key, position=17, status="answered", value=5.0, unit="GBP", period="2024", note="n",
        evidence="five",
        evidence_url="https://council.gov.example/1", remarks="r", statement="s", changed_at=NOON,
    )  # fmt: skip
    cells = Answer.objects.filter(pk=before.pk).values(
        "position", "status", "value", "unit", "period", "note", "evidence", "evidence_url", "remarks",
        "statement", "decision", "imported",
    )  # fmt: skip
    imported = cells.get()
    first = decided(a, "spend", value=50.0)
    changed = cells.get()
    assert (changed["position"], changed["value"], changed["evidence"]) == (17, 50.0, None)
    second = decided(a, "spend", "refused")
    undo_decision(decision=second, by=None)
    undo_decision(decision=first, by=None)
    assert cells.get() == imported
    redo_decision(decision=first, by=None)
    assert clear(round=a.round, body=a.body, question=a.question("spend"), by=None) == first
    assert cells.get() == imported


def test_clear_and_redo_bring_the_whole_line_back() -> None:
    a = case()
    first, second = decided(a, "nursing", answer="yes"), decided(a, "nursing", answer="no")
    assert clear(round=a.round, body=a.body, question=a.question("nursing"), by=None) == second
    assert a.answer("nursing") is None
    redo_decision(decision=second, by=None)
    assert undo_decision(decision=second, by=None) == first
    assert clear(round=a.round, body=a.body, question=a.question("spend"), by=None) is None


def test_decide_a_second_coding_is_never_adopted_and_supersedes_only_its_own() -> None:
    a = case()
    ana, ben = member(a.survey, Role.CODER), member(a.survey, Role.CODER)
    first = decided(a, "nursing", answer="yes", by=ana)
    second = decided(a, "nursing", answer="no", by=ben, stage=Stage.SECOND, seen=0)
    row = a.answer("nursing")
    assert row is not None and row.decision == first
    first.refresh_from_db()
    assert first.superseded_at is None
    undo_decision(decision=second, by=ben)
    row = a.answer("nursing")
    assert row is not None and row.decision == first
    settled = decided(a, "nursing", answer="no", by=ana, stage=Stage.ADJUDICATION)
    row = a.answer("nursing")
    assert row is not None and row.decision == settled


def test_evidence_must_be_the_words_at_its_place() -> None:
    a = case()
    start = REPLY.index("Yes, we")
    right = Words(start, start + 10, REPLY[start : start + 10], message=a.message.pk, part="reply")
    made = decided(a, "nursing", answer="yes", evidence=[right])
    assert [each.quote for each in made.evidence.all()] == ["Yes, we co"]
    for wrong in (
        Words(start, start + 10, "No, we do ", message=a.message.pk, part="reply"),
        Words(start, 100_000, "Yes", message=a.message.pk),
        Words(5, 5, "", message=a.message.pk),
        Words(start, start + 10, None, message=case().message.pk),
        Words(0, 4),
    ):
        with pytest.raises(Conflict):
            decided(a, "nursing", answer="yes", evidence=[wrong])
    assert CodingDecision.objects.count() == 1


def test_evidence_is_found_in_messages_and_files_however_lines_break() -> None:
    a = case()
    found = find_evidence("commission it\n jointly  with", round=a.round, body=a.body)
    made = decided(a, "nursing", answer="yes", evidence=[found])
    assert made.evidence.get().quote == "commission it jointly with"
    page = b"<h1>Annex</h1><p>There are twelve nurses &#x1F642; at night.</p>"
    file = attached(a.message, page, "annex.html", "text/html")
    words = find_evidence("twelve nurses 🙂 at", round=a.round, body=a.body)
    made = decided(a, "nursing_ooh", answer="yes", evidence=[words])
    kept = made.evidence.get()
    assert (kept.file, kept.quote, kept.page) == (file, "twelve nurses 🙂 at", None)
    with pytest.raises(InputFaults):
        find_evidence("words that nobody wrote", round=a.round, body=a.body)


def test_evidence_in_a_file_that_has_to_be_looked_at_waits() -> None:
    a = case()
    file = attached(a.message, b"a,b\n1,2\n", "staff.csv", "text/csv", quarantined=True)
    with pytest.raises(Conflict, match="looked at"):
        decided(a, "nursing", answer="yes", evidence=[Words(0, 1, file=file.pk)])
