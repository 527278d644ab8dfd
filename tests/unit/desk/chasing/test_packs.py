"""A complaint pack holds the facts, the chronology and every message, and says so again to the byte."""

import io
import zipfile
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from answerable.core.law.life import EventKind
from answerable.desk import clock
from answerable.desk.chasing.packs import complaint_pdf, file_name, pack
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Request
from tests.desk_factories import make_survey, open_requests

pytestmark = pytest.mark.django_db


@pytest.fixture
def overdue() -> Request:
    """A request on which the body has been silent, reminded and asked for a review."""
    request = open_requests(make_survey(n_bodies=1))[0]
    for kind, on in (
        (EventKind.SENT, date(2026, 6, 1)),
        (EventKind.REMINDED, date(2026, 7, 2)),
        (EventKind.REVIEW_ASKED, date(2026, 7, 16)),
    ):
        log_event(request=request, kind=kind, on=on, by=None)
    return request


def words_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")


def test_a_pack_tells_the_regulator_what_happened(overdue: Request) -> None:
    with clock.at(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        held = pack(overdue)
        assert held == pack(overdue)
    packed = zipfile.ZipFile(io.BytesIO(held))
    words = words_of(packed.read("complaint.pdf"))
    assert "Complaint about Ashby Council" in words
    assert "The review is overdue" in words
    assert overdue.reference in words
    for day in ("2026-06-01", "2026-07-02", "2026-07-16", "2026-06-30"):
        assert day in words


def test_file_name_has_plain_letters_only(overdue: Request) -> None:
    overdue.body.name = "Côte / “Bad” Council"
    assert file_name(overdue) == f"{overdue.reference}-C-te-Bad-Council.zip"


def test_a_complaint_says_no_moment_of_its_making(overdue: Request) -> None:
    with clock.at(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        made = pypdfium2.PdfDocument(complaint_pdf(overdue)).get_metadata_dict()
    assert not made["CreationDate"]
