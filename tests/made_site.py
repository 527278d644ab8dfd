"""A small study with everything a page can meet, and the site made of it, once per test run."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from answerable.core.answers import Status
from answerable.core.bodies.model import BodyKind
from answerable.core.questions import Question
from answerable.core.study.model import Study
from answerable.press.site import publish
from tests.factories import make_round, make_study, question
from tests.unit.press.maps.land import block, land

COLUMNS, ROWS = 6, 5
CODES = list(block(COLUMNS, ROWS))
SERVICE, OOH, PLAN, FORM, CHILDREN, WHY = "nurses", "nurses__ooh", "plan", "form", "children", "why"
HOSTILE = '<script>alert("1")</script> & Sons'
LONG = "The Most Honourable and Ancient Board of " + "Very " * 30 + "Long Names CCG"
MISSING = [str(status) for status in Status if status is not Status.ANSWERED]


def questions(round_id: str) -> list[Question]:
    """A pair with a follow-up, a question with three answers, a choice, a number and a text."""
    earlier = {"round": "2016", "question": SERVICE, "comparability": "soft", "because": "Reworded."}
    link = {"compares_with": earlier} if round_id != "2016" else {}
    return [
        question(
            SERVICE,
            "Do you commission nurses?",
            label="Community nurses",
            number="1a",
            section="Services",
            meaning={"yes": "It commissions nurses", "no": "It does not"},
            duty={"name": "Provide care by day and night", "source": "An Act s.1", "force": "must"},
            **link,
        ),
        question(
            "spend", "How much?", answer="money", parent=SERVICE, condition="yes", unit="GBP", label="Spend"
        ),
        question(
            OOH,
            "And out of hours?",
            label="Community nurses, out of hours",
            section="Services",
            pair_of=SERVICE,
        ),
        question(PLAN, "Have you a plan?", section="Planning", options=["yes", "no", "in_development"]),
        question(FORM, "Which form?", answer="choice", options=["block", "spot"], section="Planning"),
        question(CHILDREN, "How many children?", answer="count", unit="children", section="Planning"),
        question(WHY, "Why?", answer="text", section="Planning"),
    ]


def answers(shift: int = 0) -> dict[str, dict[str, Any]]:
    """What the bodies said: every kind of answer and of silence in turn."""
    made: dict[str, dict[str, Any]] = {}
    for n, code in enumerate(CODES):
        turn = n + shift
        word = ("yes", "no", "yes", MISSING[turn // 5 % len(MISSING)], "yes")[turn % 5]
        made[code] = {
            SERVICE: word,
            OOH: ("yes", "no", "no", "no_reply", "refused")[turn % 5],
            PLAN: ("yes", "in_development", "no", "unclear")[turn % 4],
            FORM: ("block", "spot", "referred")[turn % 3],
            CHILDREN: float(turn * 7 % 90) if turn % 4 else "not_held",
            WHY: {"note": "In words.", "answer": "Because."} if turn % 6 == 0 else "not_applicable",
        }
        if word == "yes":
            made[code]["spend"] = 1000.0 * (turn + 1)
    made[CODES[0]][SERVICE] = {
        "answer": "yes",
        "note": 'Said "<b>so</b>" & more',
        "evidence_url": "https://example.org/reply?a=1&b=2",
    }
    made[CODES[2]][SERVICE] = {"answer": "yes", "evidence": "We do.", "evidence_url": "javascript:alert(1)"}
    made[CODES[-1]][SERVICE] = "not_asked"
    return made


def bodies() -> list[dict[str, Any]]:
    """Thirty bodies with hostile, long, equal and ordinary names, some without a region."""
    rows = [
        {"id": code, "name": f"Body {n} CCG", "region": ("North", "South", "")[n % 3], "opened": "2013-04-01"}
        for n, code in enumerate(CODES)
    ]
    rows[0]["name"], rows[1]["name"] = HOSTILE, LONG
    rows[2]["name"] = rows[3]["name"] = "Two of a Name CCG"
    return rows


def made_study(**given: Any) -> Study:
    """The study: two rounds of answers, one ready to send, boundaries without one of the bodies."""
    rings = block(COLUMNS, ROWS)
    rings.pop(CODES[-1])
    rounds = [
        make_round("2016", {"ccg": questions("2016")}, answers(), sent_on="2016-04-04", cut_off="2016-06-03"),
        make_round(
            "2017", {"ccg": questions("2017")}, answers(2), sent_on="2017-06-14", cut_off="2017-10-09"
        ),
        make_round("2026", {"ccg": questions("2026")}, None, sent_on=None),
    ]
    fields: dict[str, Any] = {
        "title": "Nurses for children",
        "contact": "audit@example.org",
        "summary": "Who commissions nurses?",
        "boundaries": {"ccg": land(rings)},
        **given,
    }
    study = make_study(bodies(), rounds, **fields)
    return replace(study, body_kinds={"ccg": BodyKind("ccg", "local group", "local groups", "group")})


@cache
def made_site(simulated: bool = False) -> Path:
    """The folder of the published site."""
    out = Path(tempfile.mkdtemp(prefix="answerable-site-")) / "site"
    publish([made_study(simulated=simulated)], out)
    return out


def html_files(site: Path) -> Iterator[tuple[str, str]]:
    """Every page with its path in the site."""
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")


BLOCKS = {
    "p",
    "li",
    "td",
    "th",
    "div",
    "section",
    "h1",
    "h2",
    "h3",
    "header",
    "figure",
    "dd",
    "dt",
    "figcaption",
    "text",
    "br",
}


class _Words(HTMLParser):
    """Collects the words of a page, and of every element with one of some classes."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "title"):
            self.hidden += 1
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self.hidden -= 1
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def visible_text(html: str) -> str:
    """The words of a page as read, blocks on lines of their own."""
    parser = _Words()
    parser.feed(html)
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"[^\S\n]+", " ", "".join(parser.parts)))
