"""Letters about a body: what they say of every answer and of every silence, how long they are, to whom."""

import html
import re
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.answers import MISSING, STATUS_WORDS, Status
from answerable.core.study.model import Study
from answerable.press.options import Options
from answerable.press.pages import letters
from answerable.press.pages.letter_said import said_by
from answerable.press.pages.letter_text import (
    CUTS,
    LONGEST_LINK,
    MOST_WORDS,
    Matter,
    plain,
    quoted_length,
    to_body,
    to_representative,
)
from answerable.press.site import make_frames
from answerable.press.view.build import body_views, build_view
from tests.factories import make_round, make_study, question
from tests.lived_study import CODES, HOSTILE, LATER, LONG, SILENT, lived_page, lived_study

SLUGS = {(body.id, body.name): body.slug for body in body_views(lived_study(), "")}
STATES = ["yes", "no", "in_development", *(str(status) for status in MISSING)]
DUTY = {"name": "Care", "source": "An Act s.1", "force": "must"}
SHOULD = {"name": "Care", "source": "A guideline", "force": "should"}


def study_of(answers: dict[str, Any], name: str = "Body", **given: Any) -> Study:
    """One body that was asked six questions, two of them a pair."""
    options = ["yes", "no", "in_development"]
    questions = [
        question("plan", label="Having a plan", options=options),
        question("guide", label="Following a guide", options=options, duty=SHOULD),
        question("care", label="Caring", options=options, duty=DUTY),
        question("care__ooh", label="Caring at night", options=options, pair_of="care"),
        question("why", answer="text"),
        question("rest", label="Resting", options=options),
    ]
    rounds = [make_round("2017", {"ccg": questions}, {"E1": answers}, cut_off="2017-06-01")]
    return make_study([{"id": "E1", "name": name}], rounds, title="A survey", **given)


def texts(study: Study, **options: Any) -> tuple[str, str]:
    """The letter to a representative and the letter to the body, of the first body of a study."""
    [frame] = make_frames([study], options=Options(**options))
    page = next(iter(letters.pages(frame))).render()
    first, second = re.findall(r"<textarea[^>]*>(.*?)</textarea>", str(page), re.DOTALL)
    return html.unescape(first), html.unescape(second)


def lived(code: str, name: str) -> tuple[str, str]:
    """The two letters of the study in which everything happens."""
    found = re.findall(
        r"<textarea[^>]*>(.*?)</textarea>", lived_page(f"write/{SLUGS[code, name]}"), re.DOTALL
    )
    return html.unescape(found[0]), html.unescape(found[1])


def listed(text: str, head: str) -> list[str]:
    """The lines under the sentence that begins with some words."""
    blocks = [block.split("\n") for block in text.split("\n\n")]
    return [line for lines in blocks if lines[0].startswith(head) for line in lines[1:]]


def test_what_it_said_no_to_stands_with_the_duty_and_what_the_law_requires_comes_first() -> None:
    first, second = texts(study_of({"plan": "no", "guide": "no", "care": "no", "care__ooh": "yes"}))
    assert listed(first, "It said no to 3 questions:") == [
        "- caring, in hours (required by law: An Act s.1)",
        "- following a guide (national guidance: A guideline)",
        "- having a plan",
    ]
    assert listed(second, "You said no to 3 questions:") == listed(first, "It said no")
    assert "Of the 1 CCG that answered on caring, in hours, 0 said yes; 1 were asked." in first
    assert "It said yes to 1 question: caring, out of hours. Thanks are due for that." in first
    assert "You said yes to 1 question: caring, out of hours. Thank you for that." in second


def test_day_and_night_stand_together_where_they_were_answered_alike() -> None:
    first, _ = texts(study_of({"care": "no", "care__ooh": "no"}))
    assert listed(first, "It said no to 2 questions:") == [
        "- caring, in hours and out of hours (required by law: An Act s.1)"
    ]


def test_in_development_is_neither_no_nor_yes() -> None:
    first, second = texts(study_of({"plan": "in_development"}))
    assert listed(first, "It said that 1 thing is in development:") == ["- having a plan"]
    assert "You said that 1 thing is in development:" in second
    assert "said no" not in first and "said yes" not in first


@pytest.mark.parametrize("status", [each for each in MISSING if each is not Status.NOT_ASKED])
def test_each_reason_for_silence_is_told_and_is_never_a_no(status: Status) -> None:
    answers = dict.fromkeys(["plan", "guide", "care", "care__ooh"], "yes") | {"rest": str(status)}
    for text in texts(study_of(answers)):
        assert "said no" not in text
        assert "no answer, which is neither yes nor no, to 1 question:" in text
        [line] = listed(text, "It gave no answer") + listed(text, "You gave no answer")
        reason = "" if status is Status.NO_REPLY else f" ({STATUS_WORDS[status]})"
        assert line == f"- resting{reason}"
        assert "- what the answers are where there is none;" in text


def test_question_that_was_not_put_to_it_is_in_no_letter() -> None:
    answers = dict.fromkeys(["plan", "guide", "care", "care__ooh"], "yes") | {"rest": "not_asked"}
    for text in texts(study_of(answers | {"why": {"answer": "So."}})):
        assert "resting" not in text and "put 5 questions" in text and "answered all of them" in text


def test_body_that_was_silent_is_asked_why_and_accused_of_nothing() -> None:
    first, second = lived(SILENT, "Group 5")
    for text in (first, second):
        assert "answered none of them by the end of the count, which is neither yes nor no." in text
        assert "said no" not in text and "said yes" not in text and "gave no answer" not in text
        assert "- why there are none." in text


@settings(max_examples=120)
@given(st.tuples(*[st.sampled_from(STATES)] * 5), st.text(min_size=1, max_size=200))
def test_lists_of_a_letter_hold_what_was_answered_and_nothing_else(
    states: tuple[str, ...], name: str
) -> None:
    answers = dict(zip(("plan", "guide", "care", "care__ooh", "rest"), states, strict=True))
    view = build_view(study_of(answers, name if name.strip() else "x"))
    kind = view.rounds[0].kinds["ccg"]
    said = said_by(kind, 0)
    for group, wanted in (("no", ["no"]), ("yes", ["yes"]), ("later", ["in_development"])):
        assert sum(part.n for part in getattr(said, group)) == sum(state in wanted for state in states)
    silences = [state for state in states if state in STATES[3:] and state != "not_asked"]
    assert sum(part.n for part in said.silent) == len(silences)
    for text in (to_representative(matter(said, name), "[you]").text, to_body(matter(said, name), "").text):
        told = re.search(r"(?:It|You) said no to (\d+) question", text)
        assert (int(told.group(1)) if told else 0) == states.count("no")


def matter(said: Any, name: str = "Body", **given: Any) -> Matter:
    """What a letter is about, with everything else plain."""
    fields = {
        "name": letters.one_line(name),
        "what": "a group",
        "heirs": (),
        "ended": "",
        "survey": "A survey",
        "round": "2017",
        "said": said,
        "compared": "",
        "page": "https://example.org/bodies/x/",
        "correct": "",
        "example": "",
    }
    return Matter(**{**fields, **given})


@pytest.mark.parametrize("code, name", [(CODES[0], HOSTILE), (CODES[1], LONG), (SILENT, "Group 5")])
def test_letters_are_short_and_their_link_holds_the_same_words(code: str, name: str) -> None:
    page = lived_page(f"write/{SLUGS[code, name]}")
    links = [html.unescape(link) for link in re.findall(r'class="mail" href="([^"]+)"', page)]
    assert len(links) == 2
    for link, text in zip(links, lived(code, name), strict=True):
        assert len(text.split()) < 300 and len(link) <= LONGEST_LINK
        assert parse_qs(urlsplit(link).query)["body"][0] == text.replace("\n", "\r\n")


def test_letter_that_fits_no_link_has_none_and_says_so() -> None:
    study = study_of({"plan": "no"}, "Ж" * 200)
    [frame] = make_frames([study])
    page = str(next(iter(letters.pages(frame))).render())
    assert page.count('class="mail" hidden') == 2
    assert page.count('<span class="small long">') == 2 and "mailto:" not in page
    assert "Ж" * 200 in page


def test_each_cut_of_a_letter_is_shorter_than_the_one_before() -> None:
    assert list(CUTS) == sorted(CUTS, key=lambda cut: (cut.no, cut.others, cut.duties, cut.compared))[::-1]
    for one, other in pairwise(CUTS):
        assert one.no >= other.no and one.others >= other.others
        assert one.duties >= other.duties and one.compared >= other.compared


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_length_within_a_link_is_what_quoting_gives(text: str) -> None:
    assert quoted_length(text) == len(quote(text.replace("\n", "\r\n"), safe=""))


def test_marks_of_a_letter_are_those_that_every_mail_program_shows() -> None:
    assert plain("“A’s” – b… c\xa0d") == '"A\'s" - b... c d'
    assert plain("Ñandú") == "Ñandú"


def test_long_lists_are_cut_and_say_how_many_there_are() -> None:
    many = [question(f"q{n}", label=f"Thing number {n} with a rather long name") for n in range(40)]
    answers = {"E1": {f"q{n}": "no" if n % 2 else "refused" for n in range(40)}}
    for text in texts(make_study(["E1"], [make_round("2017", {"ccg": many}, answers)])):
        assert "said no to 20 questions, among them:" in text
        assert "to 20 questions, among them:" in text.partition("gave no answer")[2]
        assert len(text.split()) <= MOST_WORDS


def test_letter_about_a_body_that_is_gone_goes_to_those_of_today() -> None:
    first, second = lived(CODES[8], "Group 8")
    served = "Board of today and Other board"
    assert f"Group 8, whose last day was 31 March 2020. Its area is now served by {served}." in first
    assert f"Would you please ask {served}:" in first
    assert f"Dear {served}," in second and "You serve the area of Group 8" in second
    assert "You said no" not in second and "It answered" in second
    page = lived_page("write/group-8")
    assert "This body was abolished on 31 March 2020." in page
    assert page.index("This body was abolished") < page.index("<textarea")


def test_names_of_bodies_are_words_not_code() -> None:
    page = lived_page(f"write/{SLUGS[CODES[0], HOSTILE]}")
    assert "<svg onload" not in page and "Dear &#34;&gt;&lt;svg onload=alert(1)&gt; &amp; Co," in page
    first, _ = lived(CODES[1], LONG)
    assert LONG in first


def test_name_with_line_breaks_stays_in_one_line() -> None:
    first, second = texts(study_of({"plan": "no"}, "Body\nBcc: x@y.example"))
    assert "about Body Bcc: x@y.example, a ccg body." in first
    assert second.startswith("Dear Body Bcc: x@y.example,")


def test_only_asked_bodies_with_answers_have_letters() -> None:
    [frame] = make_frames([lived_study()])
    paths = {page.path for page in letters.pages(frame)}
    assert paths == {
        letters.letter_path(frame.view, body)
        for body in frame.view.bodies
        if any(
            body.path in each.kinds["ccg"].places for each in frame.view.rounds if each.id in ("2016", "2017")
        )
    }
    assert "write/latecomer/" not in paths and "write/board-of-today/" not in paths
    nothing = make_study(["E1"], [make_round("2017", {"ccg": ["a"]}, None, sent_on=None)])
    assert list(letters.pages(make_frames([nothing])[0])) == []


def test_representatives_are_those_of_the_study_and_nobody_is_guessed() -> None:
    page = lived_page(f"write/{SLUGS[CODES[0], HOSTILE]}")
    assert "To your Member</h2>" in page and "Dear [name of your Member]," in page
    assert (
        '<option value="north@assembly.example" data-name="Sits &#34;Here&#34; &lt;b&gt;">'
        "Sits &#34;Here&#34; &lt;b&gt;, Member for North &amp; West</option>"
    ) in page
    assert '<option value="" data-name="Member for East">Member for East</option>' in page
    assert "javascript" not in page and "From: A list, 1 May 2026." in page
    other = lived_page(f"write/{SLUGS[CODES[1], LONG]}")
    assert "<select" not in other and "Dear [name of your MP]," in other
    assert "This study has no list of them" in other
    gone = lived_page("write/group-8")
    assert "today@assembly.example" in gone and LATER == "X1"


def test_people_are_named_on_no_other_page() -> None:
    for path in (f"bodies/{SLUGS[CODES[0], HOSTILE]}", "bodies", "data", "2017"):
        assert "assembly.example" not in lived_page(path)


def test_way_to_find_ones_representative_is_given_where_the_study_has_it() -> None:
    study = study_of({"plan": "no"}, extra={"representatives_url": "https://parliament.example/find"})
    [frame] = make_frames([study])
    page = str(next(iter(letters.pages(frame))).render())
    assert '<a href="https://parliament.example/find">Find out who yours is</a>' in page
    study = study_of({"plan": "no"}, extra={"representatives_url": "javascript:alert(1)"})
    assert "javascript" not in str(next(iter(letters.pages(make_frames([study])[0]))).render())


def test_letter_of_a_simulated_study_says_so_in_its_text() -> None:
    for text in texts(study_of({"plan": "no"}, simulated=True)):
        assert text.startswith("[This is an example: the survey is a simulation, and no such body exists.]")
    for text in texts(study_of({"plan": "no"})):
        assert "simulation" not in text


def test_address_of_the_answers_is_whole_where_the_site_knows_its_own() -> None:
    first, _ = texts(study_of({"plan": "no"}), address="https://audit.example/")
    assert "with its words and date: https://audit.example/bodies/body/" in first
    first, _ = texts(study_of({"plan": "no"}))
    assert "with its words and date: [address of the page with its answers]" in first


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("audit@example.org", "the publisher of the survey corrects it: audit@example.org"),
        ("https://audit.example/write", "corrects it: https://audit.example/write"),
        ("Ring the bell", "corrects it; that page says how."),
        ("a@b.example?bcc=c@d.example", "corrects it; that page says how."),
    ],
)
def test_body_is_told_who_corrects_what_is_wrong(contact: str, said: str) -> None:
    assert said in texts(study_of({"plan": "no"}, contact=contact))[1]


def test_letter_to_the_body_goes_to_its_address_only_where_that_is_one() -> None:
    rounds = [make_round("2017", {"ccg": ["a"]}, {"E1": {"a": "no"}})]
    for email, start in (
        ("foi@body.example", "mailto:foi%40body.example?"),
        ("x?cc=a@b.example", "mailto:?"),
    ):
        study = make_study([{"id": "E1", "name": "Body", "email": email}], rounds)
        [frame] = make_frames([study])
        page = str(next(iter(letters.pages(frame))).render())
        links = re.findall(r'class="mail" href="([^"]+)"', page)
        assert links[1].startswith(start) and links[0].startswith("mailto:?")
