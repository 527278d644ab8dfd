"""Studies with nasty texts, for properties of reading and writing."""

import string
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from answerable.core.answers import AnswerType, Outcome, Status
from answerable.core.questions import (
    Comparability,
    ComparesWith,
    ConsistencyRule,
    Derived,
    Duty,
    Question,
    Questionnaire,
    Recode,
    Remark,
)
from answerable.core.ratings.model import Band, ItemSet, RatingScheme
from answerable.core.study import schema
from answerable.core.study.model import Round, Study
from tests.factories import frame, make_round, make_study

AWKWARD = [
    "yes", "no", "Yes", "on", "null", "~", "true", "False", "1e5", "0123", "12", "1.10", "2016-04-04",
    "2016-17", "=cmd|' /C calc'!A0", "+1", "-", "- a", "? b", ": c", "#d", "a: b", "a #b", "[x]",
    "{y: z}", "&a", "*a", "!t", "%e", "@f", "`g", "'", '"', '"quoted"', 'half "quoted', "a,b", "a;b",
    "a\tb", "line\nbreak", "two\n\nbreaks\n", "\nfirst", "trailing \n", "cr\rlf\r\n", " leading",
    "trailing ", "  both  ", "é ü ß", "Zażółć", "日本語", "😀", "\u2028", "\x85", "\xa0nbsp\xa0",
    "\ufeffbom", "\x07bell", "|", ">", "---", "...", "a" * 120, "word " * 40 + "end", "a  b", "\\n",
    "N/A", "''", '""', "=", "<<", "\u200b",
]  # fmt: skip

_letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_any_text = st.one_of(st.sampled_from(AWKWARD), st.text(_letters, min_size=1, max_size=30))
texts = _any_text.filter(lambda text: bool(text.strip()))
# Polars and Python differ on a few characters that are blank; a cell of nothing else is not the point.
cells = texts.filter(lambda text: any(letter.isprintable() and letter != " " for letter in text))
ids = st.text(string.ascii_letters + string.digits, min_size=1, max_size=6) | st.sampled_from(
    ["yes", "no", "null", "1e5", "0123", "12", "true", "x__ooh", "a-b", "é"]
)
days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
numbers = st.one_of(
    st.integers(-(10**16), 10**16).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.1, 1e-7, 1e22, 12345678.9, -0.0, 1 / 3]),
)
plain_values = st.recursive(
    texts
    | st.integers(-(10**15), 10**15)
    | st.booleans()
    | st.none()
    | st.floats(-1e6, 1e6).map(lambda n: n + 0.5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value, or None."""
    return st.none() | strategy


@st.composite
def questionnaires(draw: st.DrawFn, kind: str, earlier: list[Round]) -> Questionnaire:
    """A questionnaire of one to four questions, some with follow-ups, twins and derived ones."""
    names = draw(st.lists(ids, min_size=2, max_size=8, unique=True))
    questions: list[Question] = []
    for name in names[: len(names) // 2 + 1]:
        main = Question(
            id=name, text=draw(texts), pair_of=_twin(draw, questions), **_shared(draw, kind, earlier)
        )
        questions.append(main)
        for number in range(draw(st.integers(0, 2))):
            conditions = st.sampled_from(main.coded_options) if main.coded_options else st.nothing()
            questions.append(
                Question(
                    id=f"{name}_{number}_f",
                    text=draw(st.just("") | texts),
                    parent=name,
                    condition=draw(st.none() | conditions) if main.coded_options else None,
                    **_shared(draw, kind, earlier),
                )
            )
    parts = [q.id for q in questions if "yes" in q.coded_options]
    if parts:
        questions.append(
            Question(id="derived_1", text=draw(st.just("") | texts), derived=Derived(any_of=tuple(parts)))
        )
    amounts = [q.id for q in questions if q.is_numeric and q.parent]
    if amounts:
        questions.append(Question(id="derived_2", text="", derived=Derived(gives_number=amounts[0])))
    known = [q.id for q in questions]
    return Questionnaire(
        kind=kind,
        questions=tuple(questions),
        title=draw(st.just("") | texts),
        definitions=draw(st.dictionaries(texts, texts, max_size=2)),
        remarks=tuple(
            Remark(id=name, text=draw(texts), of=draw(maybe(st.sampled_from(known))))
            for name in draw(st.lists(ids, max_size=2, unique=True))
        ),
        consistency=tuple(
            ConsistencyRule("overall_yes_no_element", known[0], (known[-1],), words=draw(st.just("") | texts))
            for _ in range(draw(st.integers(0, 1)))
        ),
        extra=draw(st.just({}) | st.fixed_dictionaries({"note": texts})),
    )


def _twin(draw: st.DrawFn, questions: list[Question]) -> str | None:
    taken = {q.pair_of for q in questions}
    free = [q.id for q in questions if q.parent is None and q.pair_of is None and q.id not in taken]
    return draw(maybe(st.sampled_from(free))) if free else None


def _shared(draw: st.DrawFn, kind: str, earlier: list[Round]) -> dict[str, Any]:
    answer = draw(st.sampled_from(AnswerType))
    options: tuple[str, ...] = ()
    recoded = None
    if answer is AnswerType.CHOICE:
        options = tuple(draw(st.lists(texts, min_size=1, max_size=3, unique=True)))
    elif answer is AnswerType.YES_NO:
        options = draw(st.sampled_from([(), ("yes", "no"), ("no", "yes", "in_development")]))
        if draw(st.booleans()):
            recoded = Recode(("yes", "no", "later"), draw(days), draw(texts))
    coded = recoded.options if recoded else options
    links = [
        ComparesWith(
            each.id, question.id, draw(st.sampled_from(Comparability)), draw(st.just("") | texts), other
        )
        for each in earlier
        for other, form in each.questionnaires.items()
        for question in form.questions[:1]
    ]
    duty = Duty(draw(texts), draw(texts), draw(st.sampled_from(["must", "should"])), draw(maybe(texts)))
    return {
        "answer": answer,
        "number": draw(st.just("") | texts),
        "label": draw(st.just("") | texts),
        "section": draw(st.just("") | texts),
        "options": options,
        "recoded": recoded,
        "duty": draw(maybe(st.just(duty))),
        "unit": draw(maybe(texts)),
        "period": draw(maybe(texts)),
        "meaning": {option: draw(texts) for option in coded[:1]},
        "note": draw(st.just("") | texts),
        "compares_with": draw(maybe(st.sampled_from(links))) if links else None,
    }


def _answer(draw: st.DrawFn, body: str, question: Question) -> dict[str, Any]:
    status = draw(st.sampled_from(Status))
    row: dict[str, Any] = {"body_id": body, "question_id": question.id, "status": str(status)}
    row |= {
        name: draw(maybe(cells))
        for name in ("unit", "period", "note", "evidence", "evidence_url", "statement")
    }
    if status is Status.ANSWERED:
        if question.has_options:
            row["answer"] = draw(st.sampled_from(question.coded_options))
        elif question.is_numeric:
            row["value"] = draw(numbers)
            if question.answer is AnswerType.COUNT:
                row["value"] = abs(row["value"])
        else:
            row["answer"] = draw(maybe(cells))
    return row


@st.composite
def rounds(
    draw: st.DrawFn, round_id: str, sent_on: date | None, bodies: list[str], earlier: list[Round]
) -> Round:
    """A round of one kind, its answers absent, empty or some."""
    form = draw(questionnaires("ccg", earlier))
    asked = form.asked
    rows, requests = [], None
    if sent_on is not None:
        for body in draw(st.lists(st.sampled_from(bodies), unique=True)):
            rows += [_answer(draw, body, question) for question in asked if draw(st.booleans())]
        if draw(st.booleans()):
            quiet = {row["body_id"] for row in rows}
            requests = [
                {
                    "body_id": body,
                    "sent_on": draw(maybe(st.just(sent_on))),
                    "outcome": _outcome(draw, body in quiet),
                }
                | {"url": draw(maybe(cells))}
                for body in bodies
            ]
    statements = None
    if sent_on is not None and draw(st.booleans()):
        spoken = {(row["body_id"], row["question_id"]) for row in rows if row["statement"]}
        statements = [
            {"body_id": body, "question_id": name, "statement": draw(cells), "url": draw(maybe(cells))}
            | {"given_on": draw(maybe(st.just(sent_on)))}
            for body in bodies
            for name in draw(st.sampled_from([(), (None,), (None, asked[0].id)]))
            if (body, name) not in spoken
        ]
    return make_round(
        round_id,
        {"ccg": form},
        rows if rows else draw(st.sampled_from([None, rows])),
        requests,
        statements=statements,
        sent_on=sent_on,
        cut_off=sent_on,
        title=draw(st.just("") | texts),
        extra=draw(
            st.just({}) | st.fixed_dictionaries({"note": plain_values.filter(lambda v: v is not None)})
        ),
    )


def _outcome(draw: st.DrawFn, answered: bool) -> str:
    silent = {"no_reply", "bounced"} if answered else set()
    return draw(st.sampled_from(sorted(str(each) for each in Outcome if str(each) not in silent)))


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """A sound study of up to three bodies and two rounds, with every kind of file and nasty texts."""
    body_ids = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    columns = [c.name for c in schema.BODIES.columns if c.name not in ("id", "kind", "opened", "closed")]
    bodies = [
        {"id": body, "kind": "ccg", "opened": draw(maybe(st.just(date(1990, 1, 1))))}
        | {name: draw(cells if name == "name" else maybe(cells)) for name in [*columns, "score"]}
        for body in body_ids
    ]
    first = draw(rounds("2016", date(2016, 4, 4), body_ids, []))
    second = draw(
        rounds("2017 b".replace(" ", "-"), draw(maybe(st.just(date(2017, 6, 1)))), body_ids, [first])
    )
    pair = {"left_id": body_ids[0], "right_id": body_ids[-1]}
    yes = [q.id for q in first.questionnaires["ccg"].questions if "yes" in q.coded_options]
    return make_study(
        bodies,
        (first, second),
        id="study",
        title=draw(texts),
        publisher=draw(texts),
        summary=draw(st.just("") | texts),
        contact=draw(st.just("") | texts),
        simulated=draw(st.booleans()),
        body_attributes={"score": draw(texts), "region": draw(texts)},
        populations=[
            {"body_id": body_ids[0], "measure": draw(cells), "date": draw(days), "value": abs(draw(numbers))}
        ],
        overlaps=draw(st.sampled_from([[], [pair | {"share_of_left_pct": 33.25, "source": "x"}]])),
        published=[
            {
                "round": "2016",
                "kind": "ccg",
                "question": draw(cells),
                "measure": draw(cells),
                "note": draw(maybe(cells)),
            }
            | {"numerator": draw(maybe(st.integers(0, 10**12))), "percent": draw(maybe(numbers))}
        ],
        schemes=[_scheme(draw, yes)] if yes else [],
        boundaries=draw(st.sampled_from([{}, {"ccg": b'{"type": "FeatureCollection", "features": []}'}])),
        representatives=_representatives(draw, body_ids),
        report=draw(st.dictionaries(ids, texts.filter(lambda t: not t.startswith("\ufeff")), max_size=1)),
        postcodes=draw(
            maybe(st.just(frame(schema.POSTCODES, [{"postcode": "XX1", "lon": 0.5, "lat": 50.25}])))
        ),
        extra=draw(st.just({}) | st.fixed_dictionaries({"sources": st.lists(plain_values, max_size=2)})),
    )


def _representatives(draw: st.DrawFn, body_ids: list[str]) -> list[dict[str, Any]]:
    return [
        {"body_id": body, "role": draw(cells), "area": draw(cells), "date": draw(maybe(days))}
        | {name: draw(maybe(cells)) for name in ("name", "url", "source")}
        | {"email": draw(maybe(st.sampled_from(["a@b.example", "o'x+1@b-c.example"])))}
        for body in draw(st.lists(st.sampled_from(body_ids), unique=True))
    ]


def _scheme(draw: st.DrawFn, items: list[str]) -> RatingScheme:
    third = draw(st.sampled_from([Fraction(1, 3), Fraction(1, 5), Fraction(333, 1000)]))
    return RatingScheme(
        id="stars",
        version=draw(texts),
        title=draw(texts),
        bands=(Band(0, Fraction(0)), Band(1, third), Band(2, Fraction(1))),
        item_sets={"all": (ItemSet("2016", "ccg", tuple(items), {items[0]: Fraction(3, 2)}),)},
        default_set="all",
        minimum_coverage=draw(st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(0), Fraction(1)])),
        notes=tuple(draw(st.lists(texts, max_size=2))),
    )
