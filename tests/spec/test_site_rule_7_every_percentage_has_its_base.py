"""Rule 7 of the public site: each percentage has numerator, base and non-response; captions say the rest."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.made_site import html_files, made_site, visible_text

PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
OF = re.compile(r"(\d[\d,]*)(?: [a-z ]+?)? of (?:the )?(\d[\d,]*)")
TALLY = re.compile(r"(\d[\d,]*) yes\b.*?of (\d[\d,]*) asked")
BASE = re.compile(r"of the (\d[\d,]*) that answered")
PAGES = [(path, html) for path, html in html_files(made_site())]
# The ends of a scale, the level of a test and the limit of a rule are no shares of anybody.
NO_SHARE = re.compile(
    r"^(0%)?(50%)?(100%)?$|on a scale from 0 to 100%|at the 5% level|at least 90% of the people"
    r'|which is 400% on a common screen|width="100%"'
)
NEAR, IN_FIGURE = 5, 12


def percent(n: int, of: int, places: int) -> str:
    """What a count is of another, half up; blank where there is nothing to be a share of."""
    return (
        str((Decimal(100 * n) / Decimal(of)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
        if of
        else ""
    )


def number(text: str) -> int:
    return int(text.replace(",", ""))


def counts_near(lines: list[str], place: int) -> list[tuple[int, int]]:
    """Pairs of a count and its base on a line and close to it; a label in a picture has its figure."""
    reach = IN_FIGURE if PERCENT.fullmatch(lines[place]) else NEAR
    near = " \n ".join(lines[max(0, place - 1) : place + reach])
    found = [(number(n), number(of)) for n, of in OF.findall(near)]
    found += [(number(n), number(base)) for n, _ in TALLY.findall(near) for base in BASE.findall(near)]
    return found


@pytest.mark.parametrize("path, html", PAGES, ids=[path for path, _ in PAGES])
def test_percentages_stand_by_their_counts(path: str, html: str) -> None:
    lines = [line.strip() for line in visible_text(html).splitlines() if line.strip()]
    for place, line in enumerate(lines):
        for said in PERCENT.findall(NO_SHARE.sub("", line)):
            places = len(said.partition(".")[2])
            given = {percent(n, of, places) for n, of in counts_near(lines, place)}
            assert said in given, f"{said}% in: {line}"


@pytest.mark.parametrize("path, html", PAGES, ids=[path for path, _ in PAGES])
def test_shares_say_how_many_gave_no_answer(path: str, html: str) -> None:
    rows = re.findall(r'<div class="row[^"]*"><p class="what">.*?</div>', html)
    for row in rows:
        words = visible_text(row)
        if "%" in words and "that answered" in words:
            assert re.search(r"\d+ no answer\b.*of \d+ asked", words, re.DOTALL), words


def test_captions_say_question_base_date_version_and_licence() -> None:
    html = (made_site() / "2017/questions/nurses/ccg/index.html").read_text()
    caption = re.search(r"<figcaption>(.*?)</figcaption>", html)
    assert caption is not None
    for words in (
        "Question: 1a. Do you commission nurses?",
        "that answered, of 29 asked",
        "Answers as at 9 October 2017",
        "not a release",
        "Licence: CC-BY-4.0",
    ):
        assert words in caption.group(1)


def test_the_title_says_the_finding() -> None:
    html = (made_site() / "2017/questions/nurses/ccg/index.html").read_text()
    title = re.search(r"<title>(.*?)</title>", html)
    heading = re.search(r"<h1>(.*?)</h1>", html)
    assert title and heading
    assert heading.group(1) in title.group(1)
    assert re.fullmatch(
        r"Community nurses: \d+% of groups that answered say yes, \d+% out of hours", heading.group(1)
    )
