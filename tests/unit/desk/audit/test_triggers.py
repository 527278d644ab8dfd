"""No role, no view, no query changes what the trail tells."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from answerable.desk.audit.models import AuditEvent
from answerable.desk.audit.trail import record
from tests.desk_triggers import drop_triggers, make_triggers

pytestmark = pytest.mark.django_db
TABLE = AuditEvent._meta.db_table


@pytest.fixture
def event() -> Iterator[AuditEvent]:
    """An event in a trail that is kept by its triggers."""
    make_triggers(connection)
    with transaction.atomic():
        kept = record(by=None, verb="test.made", survey=None, words="Something was done.")
    yield kept
    drop_triggers(connection)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET words = 'Nothing was done.'",
        f"UPDATE {TABLE} SET at = at",
        f"DELETE FROM {TABLE}",
        f"DELETE FROM {TABLE} WHERE verb = 'test.made'",
    ],
)
def test_trail_statements_that_change_it_are_refused(event: AuditEvent, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get(pk=event.pk).words == "Something was done."


def test_trail_the_models_own_ways_are_refused(event: AuditEvent) -> None:
    event.words = "Nothing was done."
    for deed in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            deed()
    assert AuditEvent.objects.get().words == "Something was done."


def test_trail_truncating_is_refused_on_postgresql(event: AuditEvent) -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # it has no TRUNCATE: DELETE is tested above
        return
    with (
        pytest.raises(DatabaseError, match="cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")


def test_trail_more_can_be_added(event: AuditEvent) -> None:
    with transaction.atomic():
        record(by=None, verb="test.made", survey=None, words="More was done.")
    assert AuditEvent.objects.count() == 2
