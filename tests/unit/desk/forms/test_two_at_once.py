"""Two people press the button at the same moment, on a database where they really are two."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from answerable.desk.forms.handing_in import hand_in
from answerable.desk.forms.models import Submission
from answerable.desk.mail.models import IncomingMessage, Placement
from tests.desk_reply_form import Officer, asking_survey, sent


@pytest.mark.django_db(transaction=True)
def test_hand_in_from_two_at_once_is_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection; on PostgreSQL this runs")
    one = Officer(sent(asking_survey()))
    one.save(nursing__choice="yes")
    together = Barrier(4)

    def press() -> str:
        try:
            together.wait(20)
            return hand_in(link=one.link, request=one.requests[0], revision=1).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        references = {each.result() for each in [threads.submit(press) for _ in range(4)]}
    assert len(references) == 1
    assert (Submission.objects.count(), IncomingMessage.objects.count(), Placement.objects.count()) == (
        1,
        1,
        1,
    )
