"""Every answer carries the headers, no page holds what they forbid, and failures are told in words."""

import re

import pytest
from django.test import Client, override_settings

from tests.desk_factories import make_survey, member, signed_in

pytestmark = pytest.mark.django_db
PAGES = (
    "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/no/such/page/",
)  # fmt: skip
OWN_PAGES = (
    "/account/", "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/sessions/",
    "/accounts/password/change/", "/accounts/logout/", "/s/{key}/people/",
    "/s/{key}/trail/", "/s/{key}/jobs/",
)  # fmt: skip


def test_pages_hold_nothing_inline_and_carry_the_policy() -> None:
    survey = make_survey()
    stranger, owner = Client(), signed_in(member(survey))
    asked = [(stranger, page) for page in PAGES] + [
        (owner, page.format(key=survey.key)) for page in OWN_PAGES
    ]
    for client, address in asked:
        answer = client.get(address)
        assert answer.status_code in {200, 404}, address
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        for name in (
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "X-Frame-Options",
        ):
            assert answer.headers[name], address
        page = answer.content.decode()
        assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", page), address
        # Blocks of data are no scripts; whatever runs comes from a file.
        for tag in re.findall(r"<script\b[^>]*>", page):
            assert "src=" in tag or 'type="application/json"' in tag, (address, tag)
        assert re.search(r"<html lang=\"en-GB\">", page) and page.count("<h1") == 1, address


def test_pages_of_the_desk_are_kept_by_nobody() -> None:
    assert Client().get("/accounts/login/").headers["Cache-Control"].find("no-store") >= 0


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=10)
def test_a_form_that_is_too_long_is_refused_in_words() -> None:
    answer = Client().post("/accounts/login/", {f"f{n}": "x" for n in range(20)})
    assert answer.status_code == 400 and "Not understood" in answer.content.decode()


def test_a_strange_host_is_refused() -> None:
    with override_settings(ALLOWED_HOSTS=["desk.example.org"]):
        assert Client().get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400
