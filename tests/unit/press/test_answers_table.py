"""The table beside the maps: links to the words of bodies, as many as a page can hold."""

import re

from answerable.core.study.model import Study
from answerable.press.answers_table import MOST_LINKS, answers_table
from answerable.press.view.build import build_view
from tests.factories import make_round, make_study, question

PATH = "2016/questions/q/ccg/"


def study(n_bodies: int) -> Study:
    """A pair of which every body is quoted, but the first one only at night."""
    asked = [question("q"), question("q_ooh", pair_of="q")]
    said = {"answer": "yes", "evidence": "We do."}
    rows = {f"B{n:03}": {"q": said, "q_ooh": said} for n in range(n_bodies)}
    rows["B000"]["q"] = {"answer": "yes"}
    return make_study(sorted(rows), [make_round("2016", {"ccg": asked}, rows)])


def table(n_bodies: int) -> str:
    kind = build_view(study(n_bodies), prefix="").round("2016").kinds["ccg"]
    return answers_table(PATH, kind, list(kind.questions.values()), "Every body.")


def test_each_answer_has_a_link_to_its_words() -> None:
    html = table(5)
    assert html.count(">its words by day</a>") == 4 and html.count(">its words at night</a>") == 5
    assert len(re.findall(r'href="[^"]+#2016-q-words"', html)) == 4


def test_many_words_are_reached_by_the_names() -> None:
    n = MOST_LINKS // 2 + 1
    html = table(n)
    assert html.count("<a ") == n, "one link for each body and no more"
    assert len(re.findall(r'<th scope="row"><a href="[^"]+index.html#2016-q-words">', html)) == n - 1
    assert len(re.findall(r'<th scope="row"><a href="[^"]+index.html#2016-q_ooh-words">', html)) == 1
    assert "A name leads to what the body said, in its words." in html
    assert "Note and evidence" not in html
