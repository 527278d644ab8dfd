"""The reply form as people at an authority meet it: with and without a script, on a phone, in the dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from answerable.desk.forms.models import Draft, DraftFile, Submission
from tests.browsing import MEDIA, OPEN_DETAILS, axe_faults
from tests.desk_reply_form import Officer, asking_survey, sent
from tests.unit.desk.forms.test_right_of_reply import code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def one() -> Officer:
    return Officer(sent(asking_survey(2)))


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A page of a phone's size on which no script runs."""
    with chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as context:
        yield context.new_page()


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_without_a_script_a_reply_is_written_checked_and_handed_in(
    plain: Page, live_server: LiveServer, one: Officer, tmp_path: Path
) -> None:
    first = one.requests[0]
    figures = tmp_path / "figures.csv"
    figures.write_text("year,gbp\n2025-26,30000\n")
    plain.goto(f"{live_server.url}/reply/{one.token}/")
    plain.get_by_role("link", name=first.body.name).click()
    plain.locator("#q1").get_by_label("Yes").check()
    plain.locator("#q3").get_by_label("Number").fill("£30,000")
    plain.locator("#upload").set_input_files(figures)
    plain.get_by_role("button", name="Attach").click()
    expect(plain.get_by_text("Read as 30,000 GBP for 2025-26.")).to_be_visible()
    expect(plain.get_by_text("figures.csv")).to_be_visible()
    assert DraftFile.objects.count() == 1
    plain.locator("#q2 summary").click()
    plain.locator("#q2").get_by_label("We do not hold this").check()
    plain.get_by_role("button", name="Check and hand in").click()
    expect(plain.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(plain.get_by_text("3 of 7 answered, 4 left blank")).to_be_visible()
    plain.get_by_role("button", name="Hand in", exact=True).click()
    submission = Submission.objects.get()
    expect(plain.get_by_role("heading", name="Received")).to_be_visible()
    expect(plain.get_by_text(submission.reference).first).to_be_visible()
    assert submission.fields["nursing_ooh"]["status"] == "not_held"
    assert plain.context.cookies() == []


def test_with_a_script_it_is_saved_while_one_writes(
    page: Page, live_server: LiveServer, one: Officer
) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    address = f"{live_server.url}{one.address()}"
    page.goto(address)
    page.locator("#q1").get_by_label("No", exact=True).check()
    expect(page.locator("#saved")).to_contain_text("Saved")
    expect(page.locator("#progress")).to_have_text("1 of 7 answered")
    page.locator("#q4 textarea").first.fill("Beds.")
    expect(page.locator("#progress")).to_have_text("2 of 7 answered")
    page.reload()
    expect(page.locator("#q1").get_by_label("No", exact=True)).to_be_checked()
    expect(page.locator("#q4 textarea").first).to_have_value("Beds.")
    kept = Draft.objects.get()
    one.save(base=kept.revision, nursing__choice="yes", spend_why__words="Beds.")
    page.locator("#q5").get_by_label("Number").fill("12")
    expect(page.locator("#saved")).to_contain_text("Somebody else of your team is writing too")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#q1").get_by_label("Yes", exact=True)).to_be_checked()
    assert Draft.objects.get().fields["children"] == {"amount": "12"}
    assert told == []


def test_every_page_stands_up_to_axe_and_fits_a_phone(
    chromium: Browser, live_server: LiveServer, one: Officer
) -> None:
    first, second = one.requests
    one.save(nursing__choice="~refused", spend__amount="about 5", spend_why__words="Beds.")
    one.save(request=second, nursing__choice="yes")
    code(second, "nursing", "Yes, we do.", answer="yes")
    receipt = one.hand_in(1, second)["Location"]
    root = f"/reply/{one.token}/"
    paths = (
        root,
        f"{root}about/",
        f"{root}{first.reference}/",
        f"{root}{first.reference}/check/",
        f"{root}{second.reference}/",
        f"{root}{second.reference}/right-of-reply/",
        receipt,
        "/reply/unknown/",
    )
    for name in ("light", "dark"):
        # The whole page at once: what a bar at its foot covers just now can be scrolled to.
        with chromium.new_context(viewport={"width": 360, "height": 8_000}, **MEDIA[name]) as context:
            page = context.new_page()
            for path in paths:
                page.goto(live_server.url + path)
                page.evaluate(OPEN_DETAILS)
                assert axe_faults(page) == [], (name, path)
                assert fits(page), (name, path)
