"""A form that came too late: what was written comes back to copy, and no secret with it."""

import pytest
from django.test import Client

from tests.desk_factories import make_survey, member, signed_in

pytestmark = pytest.mark.django_db
TEXT = "\nA long reason, which took <b>half an hour</b> to write down & to check."
SHOWN = "A long reason, which took &lt;b&gt;half an hour&lt;/b&gt; to write down &amp; to check."


def test_unsent_form_without_its_mark_comes_back_to_copy() -> None:
    survey = make_survey()
    member(survey)
    client = Client(enforce_csrf_checks=True)
    at = f"/s/{survey.key}/people/"
    sent = {"reason": TEXT, "new-password": "x" * 60, "csrfmiddlewaretoken": "y" * 64, "role": "viewer"}
    page = client.post(at, sent, headers={"referer": f"http://testserver{at}"})
    told = page.content.decode()
    assert page.status_code == 403 and f'<textarea id="written-1" rows="8" readonly>\n\n{SHOWN}' in told
    assert told.count("<textarea") == 1 and "x" * 60 not in told and "y" * 64 not in told
    assert f"/accounts/login/?next=http%3A%2F%2Ftestserver%2Fs%2F{survey.key}%2Fpeople%2F" in told


def test_unsent_form_of_a_session_that_ran_out_comes_back_too() -> None:
    survey = make_survey()
    page = Client().post(
        f"/s/{survey.key}/people/invite/", {"reason": TEXT}, headers={"referer": "http://x/"}
    )
    told = page.content.decode()
    assert page.status_code == 403 and SHOWN in told and "//x/" not in told
    assert Client().get(f"/s/{survey.key}/people/").status_code == 302


def test_unsent_form_of_somebody_who_is_signed_in_leads_back_to_the_page() -> None:
    survey = make_survey()
    user = member(survey)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    at = f"http://testserver/s/{survey.key}/people/"
    told = client.post(at, {"reason": TEXT}, headers={"referer": at}).content.decode()
    assert f'<a href="{at}">Open the page again</a>' in told and "account_login" not in told
    assert signed_in(user).get(at).status_code == 200
