"""Studies at the edge: one body, nothing answered, nothing sent, nobody left. Each is a whole site."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from answerable.core.bodies.model import BodyKind
from answerable.core.study.model import Study
from answerable.press.options import Options
from answerable.press.site import publish
from tests.factories import make_round, make_study, question
from tests.made_site import html_files, visible_text
from tests.page_kinds import MOST_ELEMENTS, elements
from tests.reading_back import all_faults
from tests.unit.press.maps.land import block, land
from tests.unit.press.test_site import broken_links

SENT: dict[str, Any] = {"sent_on": "2024-03-01", "cut_off": "2024-06-01"}
PAIR = (
    question("n", "Is there a nurse?", label="A nurse", section="Care"),
    question("night", "And at night?", label="A nurse at night", pair_of="n", section="Care"),
)
BODIES = [{"id": code, "name": f"{name} council", "opened": "2010-01-01"} for code, name in
          (("B0", "Ash"), ("B1", "Birch"), ("B2", "Cedar"), ("B3", "Elm"))]  # fmt: skip
UGLY = re.compile(
    r"\bNone\b(?! (of|is|so|was|has|can))|"
    r"\bnan\b|\bNaN\b|\binf\b|\b0 of 0\b|\bof the 0\b|\b0% of 0\b|\{[a-z_]*\}|%\(\w+\)|\bundefined\b|"
    r"<built-in|\bof 0 asked\b|\b0 asked\b|Markup\(|  ,| ,|\(\)|: \.|, \.|\.\."
)


def kinded(study: Study) -> Study:
    """The study with words for its kind."""
    return replace(study, body_kinds={"ccg": BodyKind("ccg", "council", "councils", "council")})


def one_round(bodies: list[dict[str, Any]], answers: Any, asked: Any = PAIR, **given: Any) -> Study:
    """A study of one round."""
    fields = {**SENT, **given.pop("head", {})}
    return kinded(make_study(bodies, [make_round("2024", {"ccg": asked}, answers, **fields)], **given))


def silent() -> dict[str, dict[str, str]]:
    """Everybody refused or did not reply."""
    return {row["id"]: {"n": "refused", "night": "no_reply"} for row in BODIES}


ODD: dict[str, Callable[[], Study]] = {
    "one body": lambda: one_round(BODIES[:1], {"B0": {"n": "yes", "night": "no"}}),
    "one body with boundaries": lambda: one_round(
        BODIES[:1], {"B0": {"n": "yes", "night": "no"}}, boundaries={"ccg": land(block(1, 1))}
    ),
    "one body that said nothing": lambda: one_round(BODIES[:1], []),
    "one question": lambda: one_round(BODIES, {"B0": {"n": "yes"}}, PAIR[:1]),
    "no answers at all": lambda: one_round(BODIES, []),
    "all refused": lambda: one_round(BODIES, silent(), boundaries={"ccg": land(block(2, 2))}),
    "nothing came back yet": lambda: one_round(BODIES, None),
    "not sent": lambda: one_round(BODIES, None, head={"sent_on": None, "cut_off": None}),
    "no questions": lambda: one_round(BODIES, [], ()),
    "no bodies": lambda: one_round([], []),
    "no rounds": lambda: kinded(make_study(BODIES)),
    "all closed": lambda: one_round([{**row, "closed": "2020-01-01"} for row in BODIES], []),
    "all closed and not sent": lambda: one_round(
        [{**row, "closed": "2020-01-01"} for row in BODIES], None, head={"sent_on": None, "cut_off": None}
    ),
    "one region": lambda: one_round(
        [{**row, "region": "North"} for row in BODIES], {"B0": {"n": "yes", "night": "no"}}
    ),
    "nobody was asked one question": lambda: one_round(
        BODIES, {row["id"]: {"n": "not_asked", "night": "not_asked"} for row in BODIES}
    ),
    "one question without an answer": lambda: one_round(
        BODIES, {row["id"]: {"n": "yes", "night": "unclear"} for row in BODIES}
    ),
    "numbers that nobody gave": lambda: one_round(
        BODIES, {row["id"]: {"m": "not_held"} for row in BODIES}, [question("m", "How much?", answer="money")]
    ),
    "a round sent and one to come": lambda: kinded(
        make_study(
            BODIES,
            [
                make_round("2024", {"ccg": PAIR}, silent(), **SENT),
                make_round("2026", {"ccg": PAIR}, None, sent_on=None),
            ],
        )
    ),
}  # fmt: skip


@cache
def site_of(name: str) -> Path:
    """The site of an odd study."""
    out = Path(mkdtemp(prefix="answerable-odd-")) / "site"
    publish([ODD[name]()], out, options=Options(images=False))
    return out


@pytest.mark.parametrize("name", ODD)
def test_odd_study_is_a_whole_site(name: str) -> None:
    site = site_of(name)
    assert all_faults(site, "xss") == {}
    assert broken_links(site) == set()
    for path, html in html_files(site):
        assert html.count("<h1") == 1 or path.startswith("embed/"), path
        assert elements(site / path) <= MOST_ELEMENTS


@pytest.mark.parametrize("name", ODD)
def test_odd_study_says_nothing_ugly(name: str) -> None:
    for path, html in html_files(site_of(name)):
        for line in visible_text(html).splitlines():
            assert not UGLY.search(line), (path, line)
        title = re.findall("<title>(.*?)</title>", html)[0]
        described = re.findall('<meta name="description" content="(.*?)">', html)
        assert not UGLY.search(title), (path, title)
        assert not any(UGLY.search(words) for words in described), (path, described)


def words(name: str, path: str) -> str:
    """What one page of an odd study says, on one line."""
    return " ".join(visible_text((site_of(name) / path / "index.html").read_text()).split())


def test_silence_has_no_share() -> None:
    for name in ("no answers at all", "all refused"):
        said = words(name, "2024/questions/n/ccg")
        assert "none of the 4 councils asked gave an answer" in said
        assert "0%" not in said.partition("What was asked")[0]


def test_question_nobody_was_put_has_no_share() -> None:
    said = words("nobody was asked one question", "2024/questions/n/ccg")
    assert "nobody was asked" in said and "%" not in said.partition("<iframe")[0]


def test_round_that_was_not_sent_shows_no_answers() -> None:
    assert "nobody has been asked" in words("not sent", "2024")
    assert not (site_of("not sent") / "2024/questions").exists()
