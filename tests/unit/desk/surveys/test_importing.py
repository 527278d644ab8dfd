"""Tables of bodies and contacts: every fault by row and column, nothing written until it is settled."""

import io
from datetime import date

import pytest
import xlsxwriter

from answerable.core.errors import InputFaults
from answerable.desk import clock
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.importing import drop_table, settle_rows, upload_table, write_table
from answerable.desk.surveys.judging import Judgement, judge
from answerable.desk.surveys.models import Survey, TableImport
from tests.desk_factories import NOON, make_survey

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def uploaded(survey: Survey, what: str, text: str, filename: str = "table.csv") -> TableImport:
    return upload_table(survey=survey, what=what, data=text.encode(), filename=filename, by=None)[0]


def told(judged: Judgement) -> dict[int, list[tuple[str, bool]]]:
    return {row.line: [(each.column, each.error) for each in row.said] for row in judged.rows if row.said}


CONTACTS = """Authority,FOI email,role
E10000001,foi@ashby.gov.example,FOI team
birchwood,sam.asker@birchwood.gov.example,
Coldhum Council,foi@coldham.gov.example,
Dunmere Council,not an address,
Ashby Council,other@ashby.gov.example,
Eastley,foi@shared.gov.example,
Fenwick,FOI@shared.gov.example,
"""


def test_contacts_are_judged_row_by_row() -> None:
    survey = make_survey(n_bodies=7)
    survey.bodies.filter(name="Eastley Council").update(closed=date(2026, 3, 31))
    judged = judge(uploaded(survey, "contacts", CONTACTS), TODAY)
    assert told(judged) == {
        3: [("email", False)],
        4: [("body", True)],
        5: [("email", True)],
        6: [("body", True)],
        7: [("body", False), ("email", False)],
        8: [("email", False)],
    }
    assert judged.n_stopping == 3
    assert judged.rows[2].candidates[0][1] == "Coldham Council"
    assert Contact.objects.filter(email__startswith="foi@ashby").count() == 0


def test_contacts_are_written_once_all_is_settled() -> None:
    survey = make_survey(n_bodies=7)
    table = uploaded(survey, "contacts", CONTACTS)
    with pytest.raises(NotReady, match="3 rows"):
        write_table(table=table, by=None)
    coldham = survey.bodies.get(name="Coldham Council")
    settle_rows(table=table, settled={"4": str(coldham.pk), "5": "skip", "6": "skip", "99": "skip"}, by=None)
    done = write_table(table=table, by=None)
    assert done.outcome == "0 new contacts, 5 changed, 0 as they were."
    assert coldham.contacts.get(preferred=True).email == "foi@coldham.gov.example"
    assert coldham.contacts.filter(preferred=False).count() == 1
    assert done.rows == []
    with pytest.raises(Conflict):
        write_table(table=table, by=None)
    again = uploaded(survey, "contacts", "body,email\nE10000001,FOI@ashby.gov.example\n")
    assert write_table(table=again, by=None).outcome == "0 new contacts, 0 changed, 1 as they were."


def test_a_row_of_another_surveys_body_is_not_settled() -> None:
    survey, other = make_survey(), make_survey()
    table = uploaded(survey, "contacts", "body,email\nNobody,foi@x.example\n")
    settle_rows(table=table, settled={"2": str(other.bodies.all()[0].pk)}, by=None)
    assert judge(TableImport.objects.get(pk=table.pk), TODAY).n_stopping == 1


BODIES = """code;name;kind;opened;closed;email
E10000001;Ashby District Council;council;;2027-03-31;new@ashby.gov.example
E10000009;Newton Council;council;2026-04-01;;foi@newton.gov.example
E10000010;Bad Council;parish;01/04/2026;2026-01-01;
E10000009;Newton Council;council;2026-04-01;;
;;council;;;
E10000011;Coldham Council;council;2026-05-01;2026-04-01;
"""


def test_bodies_are_judged_and_written() -> None:
    survey = make_survey(n_bodies=3)
    table = uploaded(survey, "bodies", BODIES)
    judged = judge(table, TODAY)
    assert told(judged) == {
        4: [("kind", True), ("opened", True)],
        5: [("id", True)],
        6: [("id", True), ("name", True)],
        7: [("closed", True), ("name", False)],
    }
    assert judged.rows[0].changes == [
        "name: Ashby Council → Ashby District Council",
        "closed: blank → 2027-03-31",
    ]
    settle_rows(table=table, settled=dict.fromkeys("4567", "skip"), by=None)
    assert write_table(table=table, by=None).outcome == "1 new bodies, 1 changed, 0 as they were."
    newton = survey.bodies.get(body_id="E10000009")
    assert (newton.opened, newton.position) == (date(2026, 4, 1), 3)
    assert newton.contacts.get().email == "foi@newton.gov.example"
    ashby = survey.bodies.get(body_id="E10000001")
    assert (ashby.name, ashby.closed) == ("Ashby District Council", date(2027, 3, 31))
    assert ashby.contacts.get().email == "foi@e10000001.gov.example"


def test_open_bodies_without_a_contact_are_told() -> None:
    survey = make_survey(n_bodies=3)
    Contact.objects.all().delete()
    survey.bodies.filter(name="Coldham Council").update(closed=date(2020, 1, 1))
    judged = judge(uploaded(survey, "contacts", "body,email\nAshby,foi@ashby.gov.example\n"), TODAY)
    assert [body.name for body in judged.without_contact] == ["Birchwood Council"]


def test_a_workbook_is_read_and_other_files_are_told() -> None:
    survey, out = make_survey(), io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "E-mail", "Fax"])
        sheet.write_row(1, 0, ["Ashby Council", "foi@ashby.gov.example", "1"])
    table, read = upload_table(
        survey=survey, what="contacts", data=out.getvalue(), filename="x.xlsx", by=None
    )
    assert read.unused == ["Fax"]
    assert judge(table, TODAY).n_stopping == 0
    for text, name, rule in (
        ("Fax\n1\n", "x.csv", "missing_column"),
        ("%PDF", "x.pdf", "unknown_format"),
        ("body,email\n", "x.csv", "no_rows"),
    ):
        with pytest.raises(InputFaults) as caught:
            uploaded(survey, "contacts", text, name)
        assert rule in {fault.rule for fault in caught.value.faults}


def test_a_dropped_table_is_forgotten() -> None:
    survey = make_survey()
    with clock.at(NOON):
        table = drop_table(table=uploaded(survey, "contacts", CONTACTS), by=None)
    assert (table.rows, table.ended_at) == ([], NOON)
    assert Contact.objects.count() == 3
