"""For the people: “report an error” stands on every page, with the address of what is wrong in it."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import parse_qs, urlsplit

import pytest

from answerable.press.options import Options
from answerable.press.render import report_error
from answerable.press.site import publish
from tests.made_site import html_files, made_study, visible_text

ADDRESS = "https://audit.example.org"
MAILED = re.compile(r'<a class="report" href="(mailto:[^"]*)">Report an error</a>')


@cache
def several() -> Path:
    """A site of two studies, so that it has an index of studies too."""
    out = Path(mkdtemp(prefix="answerable-report-")) / "site"
    other = replace(made_study(), id="other", title="Another study", contact="")
    publish([made_study(), other], out, options=Options(address=ADDRESS, images=False))
    return out


def framed() -> list[tuple[str, str]]:
    """Every page but figures shown within other sites, which lead to the page they are of."""
    return [(path, html) for path, html in html_files(several()) if "/embed/" not in path]


def test_every_page_of_a_study_asks_for_errors_with_its_own_address() -> None:
    n = 0
    for path, html in framed():
        if not path.startswith("study/"):
            continue
        mails = [unescape(found) for found in MAILED.findall(html)]
        address = f"{ADDRESS}/{path.removesuffix('index.html')}"
        assert mails, path
        for mail in mails:
            said = parse_qs(urlsplit(mail).query)
            assert address in said["subject"][0] and address in said["body"][0], path
            assert urlsplit(mail).path == "audit@example.org"
        assert address in visible_text(html), path
        n += 1
    assert n > 60


def test_a_study_without_a_contact_names_its_publisher() -> None:
    for path, html in framed():
        if path.startswith("other/"):
            assert "Report an error. Write to A publisher." in visible_text(html), path


def test_the_index_of_studies_says_to_whom_for_each() -> None:
    text = visible_text((several() / "index.html").read_text())
    assert "Report an error on this page" in text and f"{ADDRESS}/" in text
    assert "Nurses for children: Report an error" in text and "Another study: A publisher" in text


def test_a_page_that_is_not_there_asks_for_the_address_that_led_to_it() -> None:
    html = (several() / "404.html").read_text()
    assert "Report an error" in visible_text(html)
    (mail,) = [unescape(found) for found in MAILED.findall(html)]
    assert "address you followed" in parse_qs(urlsplit(mail).query)["body"][0]


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("audit@example.org", "mailto:audit@example.org?"),
        ("https://example.org/@us", 'href="https://example.org/@us"'),
        ("Write to us@example.org, please", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_contact_is_a_link_only_where_it_can_be_one(contact: str, link: str | None) -> None:
    html = str(report_error(contact, "A publisher", "/2017/", "A <b>title</b>"))
    assert "Report an error" in html and "/2017/" in html and "<b>title" not in html
    assert (link in html) if link else ("href" not in html)
