"""Random studies for Hypothesis: every kind of question, every status, ids that two bodies share."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from answerable.core.answers import Outcome
from answerable.core.questions import Question, Remark
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question, questionnaire
from tests.unit.core.measures import slow

SENT = date(2016, 4, 4)
KINDS = ("ccg", "la")
DEV = ("yes", "no", "in_development")
MISSING = ("no_reply", "refused", "not_held", "referred", "unclear", "not_applicable", "not_asked")
OUTCOMES = tuple(str(outcome) for outcome in Outcome)
QUESTIONS: tuple[Question, ...] = (
    question("q"),
    question("dev", options=DEV),
    question("colour", answer="choice", options=("red", "blue", "refused")),
    question("spend", answer="money", parent="q", condition="yes", unit="gbp", period="2016-17"),
    question("sub", parent="q", condition="yes"),
    question("subsub", answer="count", parent="sub", condition="no"),
    question("free", answer="text", parent="q"),
    question("link", answer="link"),
    question("count", answer="count"),
    question("any", derived={"any_of": ("q", "dev")}),
    question("any_deep", derived={"any_of": ("any", "sub")}),
    question("gives", derived={"gives_number": "subsub"}),
    question("gives_count", derived={"gives_number": "count"}),
)
REMARKS = (Remark("kind_words", "Kind words", "q"), Remark("aside", "An aside"))


def days(low: int, high: int) -> st.SearchStrategy[date]:
    """Days around the day of sending."""
    return st.integers(low, high).map(lambda n: SENT + timedelta(days=n))


@st.composite
def bodies(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Bodies of two kinds with and without dates; some ids pass from one body to the next."""
    rows = []
    for body_id in "ABCDEFG"[: draw(st.integers(1, 7))]:
        spans = draw(st.sampled_from(("always", "bounded", "two", "touching")))
        opened, closed = (None, None) if spans == "always" else (draw(days(-9, 1)), draw(days(-1, 9)))
        rows.append({"id": body_id, "opened": opened, "closed": closed})
        if spans in ("two", "touching"):
            later = closed + timedelta(days=spans == "two")
            rows.append({"id": body_id, "opened": later, "closed": draw(st.sampled_from([None, SENT]))})
    for place, row in enumerate(rows):
        row |= {
            "name": f"Body {row['id']} {place}",
            "kind": draw(st.sampled_from(KINDS)),
            "region": draw(st.sampled_from((None, "", "North", "South"))),
            "type": draw(st.sampled_from(("big", "small"))),
        }
    return rows


def cells(a_question: Question) -> st.SearchStrategy[dict[str, Any] | None]:
    """What a body may say to a question: nothing, a missing status, or a fit answer."""
    given: list[dict[str, Any]] = [{"status": status} for status in MISSING]
    if a_question.has_options:
        given += [{"answer": option} for option in a_question.coded_options] * 4
    elif a_question.is_numeric:
        given += [{"value": value} for value in (0.0, 1.0, 2.5, 30.0)] * 2
        given += [{"value": 7.0, "period": "2015-16"}, {"value": 7.0, "unit": "gbp"}, {"note": "10 to 20"}]
    else:
        given += [{"answer": "yes"}, {"answer": "words"}, {"note": "see attached"}]
    given += [
        {**row, "remarks": words}
        for row, words in zip(given, ("kind_words", "aside;kind_words"), strict=False)
    ]
    return st.sampled_from([None, None, *given])


@st.composite
def studies(draw: st.DrawFn, sent: bool = True) -> Study:
    """A study of one round, with rows for any open body, with or without requests."""
    rows = draw(bodies())
    questions = list(draw(st.permutations(QUESTIONS)))
    fits = [cells(q) for q in questions]
    answers, requests = [], []
    empty = make_study(rows, kinds=KINDS)
    for body in slow.open_bodies(empty.bodies, SENT) if sent else ():
        for a_question, fit in zip(questions, fits, strict=True):
            given = None if a_question.derived else draw(fit)
            if given is not None:
                row = {"body_id": body["id"], "question_id": a_question.id, "status": "answered"}
                answers.append(row | given)
        if draw(st.booleans()):
            outcome, replied = draw(st.sampled_from(OUTCOMES)), draw(st.sampled_from((None, 9, 29, 40)))
            replied_on = None if replied is None else SENT + timedelta(days=replied)
            requests.append({"body_id": body["id"], "outcome": outcome, "replied_on": replied_on})
    forms = {kind: questionnaire(kind, questions, remarks=REMARKS) for kind in KINDS}
    a_round = make_round(
        "2016",
        forms,
        draw(st.permutations(answers)),
        requests=draw(st.sampled_from((requests, None))),
        sent_on=SENT if sent else None,
    )
    return make_study(rows, [a_round], kinds=KINDS)
