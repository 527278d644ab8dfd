"""A study in which everything happens to bodies, and the site made of it, once per test run.

They merge, split, get new codes and share old ones; they are rated, flagged, add statements, are withdrawn
or were never asked; questions compare softly, hardly and identically, are derived, recoded, or printed.
"""

import tempfile
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from answerable.core.bodies.model import BodyKind
from answerable.core.questions import ConsistencyRule, Question, Questionnaire, Remark
from answerable.core.ratings.model import Band, ItemSet, RatingScheme
from answerable.core.study.model import Study
from answerable.press.site import publish
from tests.factories import make_round, make_study, question, questionnaire
from tests.unit.press.maps.land import block, land

COLUMNS, ROWS = 4, 3
CODES = list(block(COLUMNS, ROWS))
HOSTILE = '"><svg onload=alert(1)> & Co'
LONG = "Board of " + "Exceedingly " * 15 + "Long Name"
MERGED, REUSED, WITHDRAWN, SILENT, NEVER, LATER = "M1", CODES[3], CODES[4], CODES[5], "N1", "X1"
OVERALL, CARE, NIGHT, PLAN, EITHER, HARD = "overall", "care", "care__ooh", "plan", "either", "hard"
KINDS = {
    "ccg": BodyKind("ccg", "local group", "local groups", "group"),
    "icb": BodyKind("icb", "NHS board", "NHS boards", "board"),
}
STATEMENT = "Since we replied, nurses also work at night."
WHOLE = 'We stand by <i>every</i> "answer".\n\nAsk us more.'
MEMBERS: list[dict[str, Any]] = [
    {"body_id": CODES[0], "name": 'Sits "Here" <b>', "role": "Member", "area": "North & West",
     "email": "north@assembly.example", "url": "https://assembly.example/1", "source": "A list",
     "date": "2026-05-01"},
    {"body_id": CODES[0], "role": "Member", "area": "East", "url": "javascript:alert(1)"},
    {"body_id": LATER, "role": "Member", "area": "Today", "email": "today@assembly.example"},
]  # fmt: skip


def form(round_id: str) -> Questionnaire:
    """Overall, a pair with spend, a plan that was recoded, one derived, one that changed too much."""

    def link(comparability: str) -> dict[str, Any]:
        if round_id == "2016":
            return {}
        because = f"A reason for {comparability}."
        return {
            "compares_with": {"round": "2016", "comparability": comparability, "because": because},
        }

    def linked(question_id: str, comparability: str, **given: Any) -> Question:
        made = link(comparability)
        if made:
            made["compares_with"]["question"] = question_id
        return question(question_id, label=question_id.title().replace("__Ooh", " at night"), **made, **given)

    recoded = {"options": ["yes", "no", "in_development"], "on": "2017-10-09", "because": "Many said so."}
    return questionnaire(
        "ccg",
        [
            linked(OVERALL, "soft", number="1", section="Whole"),
            linked(CARE, "identical", number="2a", section="Services", meaning={"yes": "It cares."}),
            question("spend", "How much?", answer="money", parent=CARE, condition="yes", unit="GBP"),
            linked(NIGHT, "soft", number="2b", section="Services", pair_of=CARE),
            linked(PLAN, "hard", section="Planning", recoded=recoded),
            linked(HARD, "hard", number="4", section="Planning"),
            question("where", "Where is it?", answer="link", section="Planning", number="5"),
            question(EITHER, "Either", label="Either", section="Planning", derived={"any_of": [CARE, PLAN]}),
        ],
        remarks=(Remark("asks_others", "Said that others should be asked.", OVERALL),),
        definitions={"out-of-hours": "From evening to morning."},
        consistency=(ConsistencyRule("overall_no_with_element", OVERALL, (CARE, PLAN)),),
    )


def answers(codes: list[str], shift: int) -> dict[str, dict[str, Any]]:
    """What the bodies said; a body named SILENT says nothing."""
    made: dict[str, dict[str, Any]] = {}
    for n, code in enumerate(codes):
        turn = n + shift
        if code == SILENT:
            continue
        made[code] = {
            OVERALL: ("no", "yes", "yes", "unclear")[turn % 4],
            CARE: ("yes", "no", "yes", "refused", "yes")[turn % 5],
            NIGHT: ("no", "no", "yes", "not_held", "referred", "not_applicable")[turn % 6],
            PLAN: ("in_development", "no", "yes", "yes")[turn % 4],
            HARD: ("yes", "no")[turn % 2],
            "where": {"answer": f"https://example.org/{code}"} if turn % 3 else "not_held",
        }
        if made[code][CARE] == "yes":
            made[code]["spend"] = 1500.5 * turn
    first = codes[0]
    made[first][CARE] = {
        "answer": "yes",
        "note": "=Jointly <b>with</b> others",
        "evidence": 'We commission "care" & more.',
        "evidence_url": "https://example.org/reply",
        "statement": STATEMENT,
    }
    made[first][OVERALL] = {"answer": "no", "remarks": "asks_others"}
    return made


def bodies() -> list[dict[str, Any]]:
    """Groups with all that can befall a row of the register, and the boards that came after."""
    rows: list[dict[str, Any]] = [
        {"id": code, "name": f"Group {n}", "region": ("North", "South")[n % 2], "opened": "2013-04-01"}
        for n, code in enumerate(CODES)
    ]
    rows[0]["name"], rows[1]["name"] = HOSTILE, LONG
    rows[2]["region"] = None
    rows[3] |= {"name": "Old bearer of the code", "closed": "2016-12-31"}
    for row in rows[6:8]:
        row["closed"] = "2016-12-31"
    rows[8]["closed"] = "2020-03-31"
    return [
        *rows,
        {"id": REUSED, "name": "New bearer of the code", "region": "North", "opened": "2017-01-01"},
        {"id": MERGED, "name": "Merged group", "region": "South", "opened": "2017-01-01"},
        {"id": NEVER, "name": "Latecomer", "region": "South", "opened": "2018-04-01"},
        {"id": LATER, "kind": "icb", "name": "Board of today", "opened": "2020-04-01"},
        {"id": "X2", "kind": "icb", "name": "Other board", "opened": "2020-04-01"},
    ]


def scheme() -> RatingScheme:
    """Stars from three items, or from two of them."""
    bands = tuple(Band(n, Fraction(n, 5)) for n in range(6))
    items = {"reported": (CARE, NIGHT, PLAN), "printed": (NIGHT, PLAN)}
    sets = {
        name: tuple(ItemSet(round_id, "ccg", listed) for round_id in ("2015", "2016", "2017"))
        for name, listed in items.items()
    }
    return RatingScheme(
        "stars", "2", "Stars", bands, sets, "reported", overall={"ccg": OVERALL}, notes=("A note on it.",)
    )


PUBLISHED: list[dict[str, Any]] = [
    {"round": "2015", "kind": "ccg", "question": CARE, "measure": "yes", "numerator": 5,
     "denominator": 9, "percent": 60.0, "source": "Report"},
    {"round": "2015", "kind": "ccg", "question": "stars", "measure": "stars_4_5", "percent": 20.0,
     "source": "Report"},
    {"round": "2017", "kind": "ccg", "question": CARE, "measure": "yes", "percent": 1.0,
     "source": "Report"},
]  # fmt: skip


def requests(early: list[str]) -> list[dict[str, Any]]:
    """Requests of the second round: answered, partly and late, withdrawn, silent."""
    return [
        {"body_id": early[0], "sent_on": "2017-06-14", "replied_on": "2017-07-03", "outcome": "answered"},
        {
            "body_id": early[1],
            "sent_on": "2017-06-14",
            "replied_on": "2017-09-01",
            "outcome": "partly_answered",
        },
        {"body_id": WITHDRAWN, "outcome": "withdrawn"},
        {"body_id": SILENT, "sent_on": "2017-06-14", "outcome": "no_reply"},
    ]


def statements() -> list[dict[str, Any]]:
    """What bodies say of the second round: on the whole of it, on one answer, one that was withdrawn."""
    return [
        {"body_id": CODES[0], "statement": WHOLE, "given_on": "2017-11-01", "url": "https://example.org/own"},
        {"body_id": CODES[1], "question_id": NIGHT, "statement": "At night we share.", "url": "javascript:1"},
        {"body_id": WITHDRAWN, "statement": "We were not asked after all."},
    ]


def lived_study(**given: Any) -> Study:
    """The study: a round of which only figures were printed, two with answers, one ready for the boards."""
    rows = bodies()
    early = [row["id"] for row in rows[:12]]
    late = [row["id"] for row in rows[:12] if not row.get("closed", "").startswith("2016")]
    late += [REUSED, MERGED]
    rounds = [
        make_round("2015", {"ccg": form("2016")}, None, sent_on="2015-04-01", cut_off="2015-06-01"),
        make_round(
            "2016", {"ccg": form("2016")}, answers(early, 0), sent_on="2016-04-04", cut_off="2016-06-03"
        ),
        make_round(
            "2017",
            {"ccg": form("2017")},
            answers([code for code in late if code != WITHDRAWN], 1),
            requests=requests(early),
            statements=statements(),
            sent_on="2017-06-14",
            cut_off="2017-10-09",
            extra={"note": "A note on the round."},
        ),
        make_round(
            "2026", {"icb": questionnaire("icb", [question(CARE, "Do you?", label="Care")])}, sent_on=None
        ),
    ]
    fields: dict[str, Any] = {
        "id": "lived",
        "title": "What happened to groups",
        "contact": "audit@example.org",
        "simulated": False,
        "default_scheme": "stars",
        "schemes": [scheme()],
        "boundaries": {"ccg": land(block(COLUMNS, ROWS))},
        "extra": {"signposting": "Ask your nurse.", "sources": ["A source"]},
        "successions": successions(rows),
        "published": PUBLISHED,
        "representatives": MEMBERS,
        **given,
    }  # fmt: skip
    study = make_study(rows, rounds, kinds=("ccg", "icb"), **fields)
    return replace(study, body_kinds=KINDS)


def successions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A merger, a division between two boards."""
    merged = [rows[6]["id"], rows[7]["id"]]
    return [
        *(
            {
                "effective_date": "2017-01-01",
                "predecessor_id": code,
                "successor_id": MERGED,
                "change": "merger",
            }
            for code in merged
        ),
        *(
            {
                "effective_date": "2020-04-01",
                "predecessor_id": rows[8]["id"],
                "successor_id": board,
                "change": "split",
                "share_pct": share,
            }
            for board, share in ((LATER, 70.4), ("X2", 29.6))
        ),
    ]


@cache
def lived_site() -> Path:
    """The folder of the published site."""
    out = Path(tempfile.mkdtemp(prefix="answerable-lived-")) / "site"
    publish([lived_study()], out)
    return out


def lived_page(path: str) -> str:
    """One page of it as HTML."""
    return (lived_site() / path / "index.html").read_text(encoding="utf-8")
