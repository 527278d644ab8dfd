"""Pages of bodies: what each says of itself, whatever befell it; short ones where there is little to say."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from answerable.core.measures.grid import answer_grid
from answerable.core.study.model import Study
from answerable.press.pages.body_parts import (
    contact_sentence,
    open_words,
    people_share,
    request_words,
    star_glyphs,
)
from answerable.press.site import publish
from answerable.press.view.build import body_views
from answerable.press.view.ratings import BodyStars
from answerable.press.words import capital
from tests.factories import make_round, make_study
from tests.lived_study import (
    CODES,
    HOSTILE,
    LONG,
    REUSED,
    SILENT,
    STATEMENT,
    lived_page,
    lived_site,
    lived_study,
)
from tests.made_site import visible_text

SLUGS = {(body.id, body.name): body.slug for body in body_views(lived_study(), "")}
FIRST = f"bodies/{SLUGS[CODES[0], HOSTILE]}"
MISSING = {
    "no_reply": "No reply",
    "refused": "Refused",
    "not_held": "Information not held",
    "referred": "Referred elsewhere",
    "unclear": "Answer unclear",
    "not_applicable": "Not applicable",
}


def words(path: str) -> str:
    return " ".join(visible_text(lived_page(path)).split())


def row(path: str, anchor: str) -> str:
    """One row of a ledger."""
    found = re.search(rf'<tr id="{anchor}"[^>]*>(.*?)</tr>', lived_page(path), re.DOTALL)
    assert found is not None
    return found.group(1)


def test_ledger_says_what_the_grid_says_of_every_question() -> None:
    study = lived_study()
    for a_round in study.rounds[1:3]:
        grid = answer_grid(study, a_round.id, "ccg")
        twins = {q.id: q.pair_of for q in a_round.questionnaire("ccg").questions}
        for body_id, question_id, status, answer in grid.select(
            "body_id", "question_id", "status", "answer"
        ).iter_rows():
            name = study.bodies.filter(id=body_id, name=_name(study, a_round.id, body_id))["name"][0]
            if status == "not_asked":
                continue
            cells = re.findall(
                r"<td(?: class=\"[xy]\"| data-s=\"[^\"]+\")?>([^<]*)",
                row(f"bodies/{SLUGS[body_id, name]}", f"{a_round.id}-{twins[question_id] or question_id}"),
            )
            said = cells[1] if twins[question_id] else cells[0]
            if status != "answered":
                assert said == MISSING[status]
            elif question_id not in ("spend", "where"):
                assert said == capital(answer.replace("_", " "))


def _name(study: Study, round_id: str, body_id: str) -> str:
    """The bearer of a code at the time of a round."""
    rows = study.bodies.filter(id=body_id)
    return str(rows["name"][-1 if round_id == "2017" else 0])


def test_answer_opens_to_its_words_note_date_and_link() -> None:
    opened = row(FIRST, "2017-care")
    assert 'id="2017-care-words">We commission &#34;care&#34; &amp; more.</blockquote>' in opened
    assert "Note: =Jointly &lt;b&gt;with&lt;/b&gt; others." in opened
    assert 'href="https://example.org/reply"' in opened and "Replied 3 July 2017." in opened
    assert f"The body adds:</b> {STATEMENT}" in opened
    assert "It cares." in opened and "Asked: 2a. About care?" in opened
    assert '<details><summary>Care <span class="tag">with a statement</span></summary>' in opened


def test_table_of_a_question_links_to_the_words_on_the_page_of_the_body() -> None:
    table = (lived_site() / "2017/questions/care/ccg/index.html").read_text()
    assert f'{SLUGS[CODES[0], HOSTILE]}/index.html#2017-care-words"' in table


def test_what_a_matched_body_said_before_stands_by_its_answer() -> None:
    assert '<small class="was">2016: Yes</small>' in row(FIRST, "2017-care")
    assert "was" not in row(FIRST, "2017-hard")


def test_peers_are_drawn_with_its_own_place_marked() -> None:
    for anchor, n in (("2016-care", 2), ("2016-overall", 1), ("2016-where", 0)):
        assert row(FIRST, anchor).count('<circle class="own"') == n
    assert '<span class="tally">in hours: 3 yes, 1 no, 1 no answer</span>' in row(FIRST, "2016-care")
    assert "The 5 groups of North asked</th>" in lived_page(FIRST)


def test_stars_are_text_with_ties_ranges_and_how_far_they_could_move() -> None:
    text = words(FIRST)
    assert "Stars 2016 ★★☆☆☆ 2 of 5" in text
    assert "Yes to 1 of the 3 rated items it answered; rank joint 9th to 10th of 11 groups rated." in text
    old = words(f"bodies/{SLUGS[REUSED, 'Old bearer of the code']}")
    assert "5 of 5 provisional" in old
    assert "it would have 2 or 5 of 5 stars" in old
    silent = words(f"bodies/{SLUGS[SILENT, 'Group 5']}")
    assert "Stars 2017 not rated It answered none of the rated items." in silent
    assert "☆☆☆☆☆" not in silent


def test_silence_is_said_to_be_neither_yes_nor_no() -> None:
    page = lived_page(f"bodies/{SLUGS[SILENT, 'Group 5']}")
    assert page.count("That is neither yes nor no") == 2
    assert ">No<" not in page and '<td class="y">' not in page


def test_flags_are_told_and_called_no_edit() -> None:
    text = words(FIRST)
    assert "2017: Says no to “Overall” and yes to “Care”." in text
    assert "Nothing was changed" in text


def test_abolished_body_names_todays_successors_first_of_all() -> None:
    page = lived_page(f"bodies/{SLUGS[CODES[8], 'Group 8']}")
    text = " ".join(visible_text(page).split())
    served = "Board of today (70% of its people) and Other board (30% of its people)"
    assert f"This body was abolished on 31 March 2020. Its area is now served by {served}." in text
    assert text.index("This body was abolished") < text.index("was a local group")
    assert 'name="description" content="This body was abolished' in page
    assert (
        'href="../board-of-today/index.html"' in page
        or 'href="../../bodies/board-of-today/index.html"' in page
    )


def test_bodies_of_a_reused_code_are_told_apart_by_dates() -> None:
    old, new = (
        lived_page(f"bodies/{SLUGS[REUSED, name]}")
        for name in ("Old bearer of the code", "New bearer of the code")
    )
    assert "2017-care" not in old and "2016-care" in old
    assert "2016-care" not in new and "2017-care" in new
    listed = lived_page(f"id/{REUSED}")
    assert "Old bearer of the code" in listed and "New bearer of the code" in listed
    assert "http-equiv" not in listed
    for name in ("until 31 December 2016", "from 1 January 2017"):
        assert name in listed or name.replace("until", "to") in listed


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        (
            "Latecomer",
            "N1",
            "It was not there when the questions were sent: 2015 (1 April 2015), 2016 (4 April",
        ),
        ("Board of today", "X1", "Bodies of this kind have not been asked in any round yet."),
        ("Board of today", "X1", "What it will be asked in 2026"),
        ("Merged group", "M1", "Group 6 until 1 January 2017, by merger"),
        ("Group 4", CODES[4], "In 2017: the request was withdrawn, so it counts as not asked."),
        ("Group 9", CODES[9], "What each body answered is not in this study"),
    ],
)
def test_short_pages_say_why_they_are_short(name: str, code: str, said: str) -> None:
    assert said in words(f"bodies/{SLUGS[code, name]}")


def test_names_are_words_not_code() -> None:
    page = lived_page(FIRST)
    assert "<svg onload" not in page
    assert "&lt;svg onload=alert(1)&gt;" in page
    assert LONG in lived_page(f"bodies/{SLUGS[CODES[1], LONG]}")


def test_list_has_every_row_of_the_register() -> None:
    page = lived_page("bodies")
    for slug in SLUGS.values():
        assert f"{slug}/index.html" in page
    assert f"{len(SLUGS)} in the register, all shown" in page
    assert page.count("aria-sort=") == 1


def test_correction_names_the_contact(tmp_path: Path) -> None:
    assert 'Write to <a href="mailto:audit@example.org">' in lived_page(FIRST)
    assert contact_sentence("", "The press") == "Write to The press."
    assert contact_sentence("Ring the bell", "x") == "Ring the bell."
    assert "javascript" not in contact_sentence("https://example.org", "x")


def test_study_of_one_body_without_region_or_round_is_published(tmp_path: Path) -> None:
    publish([make_study(["E1"])], tmp_path / "none")
    assert "not been asked" in (tmp_path / "none/bodies/body-e1/index.html").read_text()
    publish([make_study(["E1"], [make_round("1", {"ccg": ["a"]}, {"E1": {"a": "yes"}})])], tmp_path / "one")
    page = (tmp_path / "one/bodies/body-e1/index.html").read_text()
    assert "It answered 1 of the 1 question put to it: 1 yes." in visible_text(page)
    assert "Stars" not in page and "Trends" not in page
    publish([make_study([], [])], tmp_path / "nobody")
    assert (tmp_path / "nobody/bodies/index.html").is_file()


def test_bodies_with_the_same_name_have_pages_of_their_own(tmp_path: Path) -> None:
    twins = [{"id": "E1", "name": "Twin"}, {"id": "E2", "name": "Twin"}]
    publish([make_study(twins, [make_round("1", {"ccg": ["a"]}, {"E1": {"a": "yes"}})])], tmp_path / "site")
    pages = {path.parent.name: path.read_text() for path in (tmp_path / "site/bodies").glob("*/index.html")}
    assert sorted(pages) == ["twin-e1", "twin-e2"]
    assert "Yes" in pages["twin-e1"] and "/id/E2/" in pages["twin-e2"]


def test_simulated_study_says_so_on_the_page_of_a_body(tmp_path: Path) -> None:
    publish([replace(lived_study(), simulated=True)], tmp_path / "site")
    for path in ("bodies/group-9", "2016/ratings", "2016/ratings/ccg", "trends", "methods/2016", "id/M1"):
        assert "Simulated study" in (tmp_path / "site" / path / "index.html").read_text()


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.704, "70%"), (0.296, "30%"), (0.705, "71%"), (0.004, "less than 1%"), (1.0, "100%")],
)
def test_shares_of_people_are_whole_percents(share: float, said: str) -> None:
    assert people_share(share) == said


def test_request_is_told_with_its_date_its_end_and_whether_it_was_late() -> None:
    assert "Sent 14 June 2017; replied 3 July 2017, in time (due by 13 July 2017)." in words(FIRST)
    late = words(f"bodies/{SLUGS[CODES[1], LONG]}")
    assert "replied 1 September 2017, late (due by 13 July 2017); answered in part." in late
    assert request_words(None) == ""


def test_stars_that_no_answer_could_move_are_said_to_stay() -> None:
    still = BodyStars("5", 9, 9, "", "1st of 2", 1, "5", "5")
    assert open_words(still, 5) == "1 rated item has no answer; whatever it were, the stars would stay."
    assert open_words(BodyStars("5", 9, 9, "", "1st of 2", 0, "5", "5"), 5) == ""
    assert star_glyphs("2", 5) == '<span class="glyphs" aria-hidden="true">★★☆☆☆</span>'
    assert star_glyphs("not rated", 5) == ""
