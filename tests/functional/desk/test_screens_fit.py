"""The frame of screens fits: a header of one row, columns that begin together, nothing wider than a phone."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Requests for information about the care of children who live away from home, 2019 to 2026"
ROOMS = ("people", "inbox", "releases", "releases-freeze")


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer) -> Iterator[tuple[Page, Survey, str]]:
    """A page of somebody with a long name, in a survey with a long title and many people."""
    cache.clear()
    survey = make_survey()
    survey.title = LONG
    survey.save(update_fields=["title"])
    owner = member(survey, email="a.person.with.a.long.address@council-of-the-north.example", name="")
    client = Client()
    client.force_login(owner)
    context = chromium.new_context()
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    yield context.new_page(), survey, live_server.url
    context.close()


def test_screens_fit_a_phone_and_a_desk(opened: tuple[Page, Survey, str]) -> None:
    page, survey, root = opened
    for room in ROOMS:
        page.set_viewport_size({"width": 360, "height": 760})
        page.goto(root + reverse(room, args=[survey.key]))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, (
            room,
            page.evaluate("document.documentElement.scrollWidth"),
        )
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, (
            room,
            page.evaluate("document.documentElement.scrollWidth"),
        )
        rooms, mine, top = (page.locator(each).first.bounding_box() for each in (".rooms", ".mine", ".top"))
        assert rooms and mine and top and top["height"] < 60, (room, top)
        assert abs(rooms["y"] - mine["y"]) < 8, (room, rooms, mine)
        heading, beside = (page.locator(each).first.bounding_box() for each in ("h1", ".next > :first-child"))
        assert heading and beside and 0 <= beside["y"] - heading["y"] <= 12, (
            room,
            page.evaluate("document.documentElement.scrollWidth"),
        )
