"""What a body says itself, and the ways onward, on its page."""

import re
from pathlib import Path

import pytest

from answerable.press.pages.body_parts import voice
from answerable.press.site import publish
from answerable.press.view.build import body_views
from tests.factories import make_study
from tests.lived_study import CODES, HOSTILE, LONG, WITHDRAWN, lived_page, lived_site, lived_study
from tests.made_site import visible_text

SLUGS = {(body.id, body.name): body.slug for body in body_views(lived_study(), "")}
FIRST, SECOND = f"bodies/{SLUGS[CODES[0], HOSTILE]}", f"bodies/{SLUGS[CODES[1], LONG]}"


def test_statement_on_a_round_stands_at_its_top_word_for_word_as_text() -> None:
    page = lived_page(FIRST)
    said = (
        '<div class="voice"><p><b>The body’s own statement, 1 November 2017:</b> '
        "We stand by &lt;i&gt;every&lt;/i&gt; &#34;answer&#34;.</p><p>Ask us more.</p>"
    )
    assert page.count(said) == 1
    top, ledger = page.index(">What it said in 2017<"), page.index('id="2017-overall"')
    assert top < page.index(said) < ledger
    assert '<a href="https://example.org/own" rel="nofollow">Read it where the body published it</a>' in page


def test_statement_on_an_answer_stands_beside_it_and_its_row_says_so() -> None:
    found = re.search(r'<tr id="2017-care">(.*?)</tr>', lived_page(SECOND), re.DOTALL)
    assert found is not None
    row = found.group(1)
    assert '<span class="tag">with a statement</span></summary>' in row
    assert "<b>The body adds:</b> At night we share.</p>" in row
    assert row.index("Out of hours:") < row.index("At night we share.")
    assert "javascript" not in row
    other = re.search(r'<tr id="2016-care">(.*?)</tr>', lived_page(SECOND), re.DOTALL)
    assert other is not None and "statement" not in other.group(1)


def test_statement_of_a_body_whose_request_was_withdrawn_is_shown() -> None:
    name = next(name for code, name in SLUGS if code == WITHDRAWN)
    text = visible_text(lived_page(f"bodies/{SLUGS[WITHDRAWN, name]}"))
    assert "The body’s own statement: We were not asked after all." in text


def test_statements_are_in_the_data_too() -> None:
    answers = (lived_site() / "data/2017/answers.csv").read_text(encoding="utf-8")
    assert "At night we share." in answers
    rows = (lived_site() / "data/2017/statements.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("round,body_id,question_id,statement,given_on,url")
    assert "representatives" not in {path.stem for path in (lived_site() / "data").rglob("*")}


def test_each_answer_by_day_and_by_night_has_an_address_of_its_own() -> None:
    page = lived_page(FIRST)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for anchor in ("2017-care", "2017-care__ooh", "2017-plan", "2016-spend"):
        assert anchor in ids or anchor == "2016-spend"
    assert '<a href="#2017-care">Address of this answer</a>' in page


def test_answer_says_what_each_option_means_and_how_it_was_recorded() -> None:
    text = visible_text(lived_page(FIRST))
    assert "Yes: It cares." in text
    assert "Recorded from these words as “Yes”." in text
    assert "Recorded as “No”; the words of the reply are not in this study." in text
    assert "The answers were sorted anew on 9 October 2017: Many said so." in text


def test_way_to_the_letters_and_to_help_stand_before_the_answers() -> None:
    page = lived_page(FIRST)
    address = f'href="../../write/{SLUGS[CODES[0], HOSTILE]}/index.html">Write about this</a>'
    assert page.index(address) < page.index('id="round-1"')
    assert page.index(">Where to turn<") < page.index('id="round-1"')
    assert page.count(">Where to turn<") == 1


@pytest.mark.parametrize(("name", "before"), [("Board of today", ["group-8"]), ("Latecomer", [])])
def test_body_never_asked_leads_to_letters_about_those_before_it(name: str, before: list[str]) -> None:
    slug = next(slug for (_, each), slug in SLUGS.items() if each == name)
    page = lived_page(f"bodies/{slug}")
    assert re.findall(r'href="../../write/([^/]+)/', page) == before


@pytest.mark.parametrize(
    ("email", "shown"), [("foi@body.example", True), ("a@b.example?cc=c@d.example", False)]
)
def test_address_of_the_body_is_linked_where_it_is_one(tmp_path: Path, email: str, shown: bool) -> None:
    publish([make_study([{"id": "E1", "name": "Body", "email": email}])], tmp_path / "site")
    page = (tmp_path / "site/bodies/body/index.html").read_text(encoding="utf-8")
    assert (f'<a href="mailto:{email}">{email}</a>' in page) is shown
    assert "cc=" not in page


def test_nothing_said_gives_nothing() -> None:
    assert voice(None) == ""
