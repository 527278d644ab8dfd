"""The packaged study of 2016 and 2017: its questions, printed figures and words, against the sources."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from ruamel.yaml import YAML

from answerable.core.answers import AnswerType
from answerable.core.questions import Question, Questionnaire
from answerable.core.study.model import Study
from answerable.core.study.reading import check_study, read_study

ASKED = [("2016", "ccg"), ("2016", "la"), ("2017", "ccg"), ("2017", "la")]
# The compiler's short names of items, where they differ from the slugs of the printed figures.
SLUGS = {
    "1": "overall",
    "4": "overall",
    "strategy": "strategy_pathway",
    "needs": "needs_assessment",
    "joint": "joint_commissioning",
    "eol_home": "eol_at_home",
    "rapid": "rapid_transfer",
    "pb": "personal_budgets",
    "age": "age_appropriate",
    "smooth": "smooth_transition",
    "nice": "nice_guideline",
    "choice": "choice_commitment",
    "bereave_before_u1": "bereavement_before_under_1",
    "bereave_after_u1": "bereavement_after_under_1",
    "bereave_before_1_25": "bereavement_before_1_25",
    "bereave_after_1_25": "bereavement_after_1_25",
}


@pytest.fixture(scope="module")
def folder(checkout: Path) -> Path:
    return checkout / "studies" / "childrens-palliative-care"


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return read_study(folder)


def questionnaire(study: Study, round_id: str, kind: str) -> Questionnaire:
    return study.round(round_id).questionnaire(kind)


def items_of_sources(shared: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Items of the compiled list of questions, each with the id it has in the study."""
    with (shared / "domain" / "questionnaires.csv").open(encoding="utf-8", newline="") as stream:
        for item in csv.DictReader(stream):
            name = item["item_id"][3:].lstrip("0123456789x") or item["item_id"][3:]
            base, ooh = name.lstrip("_").removesuffix("__ooh"), name.endswith("__ooh")
            yield item, SLUGS.get(base, base) + ("__ooh" if ooh else "")


def test_study_has_no_faults(folder: Path) -> None:
    assert [fault.sentence() for fault in check_study(folder)] == []


def test_study_is_real_and_carries_no_answers(study: Study, folder: Path) -> None:
    assert not study.simulated
    assert list(folder.rglob("answers.csv")) == []
    assert all(one.answers is None for one in study.rounds)


# Questions


@pytest.mark.shared
def test_every_item_of_the_sources_is_a_question(study: Study, shared: Path) -> None:
    seen = defaultdict(set)
    for item, question_id in items_of_sources(shared):
        where = (item["round"], item["body_type"].lower())
        question = questionnaire(study, *where).question(question_id)
        seen[where].add(question_id)
        assert question.number == item["no"].replace("-", ""), question_id
        assert question.pair_of == (question_id.removesuffix("__ooh") if item["pair_ooh_of"] else None)
        assert question.answer is AnswerType.YES_NO
        check_follow_ups(item, question, questionnaire(study, *where))
    for where in ASKED:
        own = {q.id for q in questionnaire(study, *where).asked if q.parent is None}
        assert own == seen[where], where


def check_follow_ups(item: dict[str, str], question: Question, form: Questionnaire) -> None:
    """The follow-ups of a question are of the types, and for the year, that the source lists."""
    listed = item["followup_if_yes"]
    own = form.follow_ups(question.id)
    kinds = {
        "money": AnswerType.MONEY,
        "count": AnswerType.COUNT,
        "text": AnswerType.TEXT,
        "link": AnswerType.LINK,
    }
    assert {q.answer for q in own} == {kind for word, kind in kinds.items() if word in listed}, question.id
    for year in re.findall(r"FY20(\d\d)/(\d\d)", listed):
        assert {q.period for q in own if q.answer is AnswerType.MONEY} == {f"20{year[0]}-{year[1]}"}


def test_number_of_children_is_asked_of_every_group_but_only_of_some_councils(study: Study) -> None:
    assert questionnaire(study, "2017", "ccg").question("needs_children").condition is None
    assert questionnaire(study, "2017", "la").question("needs_children").condition == "yes"


def test_items_reported_but_not_printed_say_so(study: Study) -> None:
    for kind, expected in (("ccg", 6), ("la", 3)):
        unprinted = [q for q in questionnaire(study, "2016", kind).asked if not q.number and not q.parent]
        assert len(unprinted) == expected
        assert all(q.note for q in unprinted)


def test_derived_questions(study: Study) -> None:
    for kind in ("ccg", "la"):
        form = questionnaire(study, "2017", kind)
        derived = {q.id: q.derived.parts for q in form.questions if q.derived}
        assert derived == {
            "numbers_known": ("needs_children",),
            **{
                f"bereavement_{when}{ooh}": (
                    f"bereavement_{when}_under_1{ooh}",
                    f"bereavement_{when}_1_25{ooh}",
                )
                for when in ("before", "after")
                for ooh in ("", "__ooh")
            },
        }


def test_third_answer_was_made_in_coding(study: Study) -> None:
    form = questionnaire(study, "2017", "ccg")
    recoded = {q.id: q.recoded for q in form.questions if q.recoded}
    assert set(recoded) == {"strategy_pathway", "nice_guideline", "choice_commitment"}
    for recode in recoded.values():
        assert recode.options == ("yes", "no", "in_development")
        assert recode.on == date(2017, 10, 9)
    for q in questionnaire(study, "2026", "icb").questions:
        if q.id in ("strategy_pathway", "nice_guideline"):
            assert q.options == ("yes", "no", "in_development")
            assert q.recoded is None


COMPARED = {
    "ccg": {
        "overall": ("overall", "soft"),
        "ccn": ("ccn", "soft"),
        "ccn__ooh": ("ccn__ooh", "hard"),
        "voluntary_sector": ("hospice", "hard"),
        "voluntary_sector__ooh": ("hospice__ooh", "hard"),
        "community_paediatricians": ("community_paediatrics", "hard"),
        "community_paediatricians__ooh": ("community_paediatrics__ooh", "hard"),
        "equipment": ("equipment", "soft"),
        "equipment__ooh": ("equipment__ooh", "hard"),
        "smooth_transition": ("transition", "hard"),
        "short_breaks": ("short_breaks", "soft"),
        "step_down": ("step_down", "soft"),
        "end_of_life": ("end_of_life", "soft"),
    },
    "la": {
        "overall": ("overall", "hard"),
        "voluntary_sector": ("hospice", "hard"),
        "voluntary_sector__ooh": ("hospice__ooh", "hard"),
        "equipment": ("equipment", "hard"),
        "equipment__ooh": ("equipment__ooh", "hard"),
        "short_breaks": ("short_breaks", "soft"),
    },
}


@pytest.mark.parametrize("kind", ["ccg", "la"])
def test_comparability_with_2016(study: Study, kind: str) -> None:
    found = {q.id: q.compares_with for q in questionnaire(study, "2017", kind).questions if q.compares_with}
    assert {name: (c.question, str(c.comparability)) for name, c in found.items()} == COMPARED[kind]
    assert all(c.round == "2016" and c.because for c in found.values())


def test_comparisons_of_2026_name_questions_that_exist(study: Study) -> None:
    for kind, before in (("icb", "ccg"), ("la", "la")):
        earlier = questionnaire(study, "2017", before)
        compared = [q for q in questionnaire(study, "2026", kind).questions if q.compares_with]
        for q in compared:
            assert q.compares_with is not None
            assert q.compares_with.question in earlier.by_id
            assert (q.compares_with.kind or kind) == before
            assert q.compares_with.comparability == "identical" or q.compares_with.because
        identical = {
            q.id for q in compared if q.compares_with and q.compares_with.comparability == "identical"
        }
        assert all(earlier.question(name).text == form_text(study, kind, name) for name in identical)


def form_text(study: Study, kind: str, question_id: str) -> str:
    return questionnaire(study, "2026", kind).question(question_id).text


def test_councils_must_give_short_breaks(study: Study) -> None:
    for round_id in ("2016", "2017", "2026"):
        duty = questionnaire(study, round_id, "la").question("short_breaks").duty
        assert duty and duty.force == "must"


# Printed figures and the rating


@pytest.mark.shared
def test_every_printed_figure_of_the_bodies_is_there(study: Study, shared: Path) -> None:
    def key(*cells: object) -> tuple[str, ...]:
        return tuple("" if cell is None else str(cell).removesuffix(".0") for cell in cells)

    columns = ["round", "kind", "question", "measure", "numerator", "denominator", "percent"]
    ours = {key(*row) for row in study.published.select(columns).iter_rows()}
    with (shared / "domain" / "published-figures.csv").open(encoding="utf-8", newline="") as stream:
        printed = [r for r in csv.DictReader(stream) if r["body_type"] and (r["numerator"] or r["percent"])]
    theirs = {
        key(r["round"], r["body_type"].lower(), *[r[name] for name in columns[2:]])
        for r in printed
        if r["question"] != "spend_year"
    }
    assert theirs <= ours
    assert len(theirs) > 100
    counts = {k for k in theirs if k[0] == "2016" and k[3] == "yes" and k[4] and k[5]}
    assert len(counts) == 22


def test_printed_contradictions_are_all_kept(study: Study) -> None:
    def printed(round_id: str, kind: str, question: str, column: str) -> set[float]:
        rows = study.published.filter(
            (pl.col("round") == round_id) & (pl.col("kind") == kind) & (pl.col("question") == question)
        )
        return set(rows[column].drop_nulls())

    assert printed("2017", "ccg", "any_question", "numerator") == {197, 199}
    assert printed("2017", "ccg", "equipment__ooh", "percent") == {52, 53}
    assert printed("2016", "la", "equipment__ooh", "percent") == {24, 28}
    assert printed("2016", "la", "overall", "percent") == {19}
    assert printed("2016", "la", "overall", "numerator") >= {24}
    assert study.published["source"].null_count() == 0


def test_printed_figures_name_questions_of_their_round(study: Study) -> None:
    about_all = {"any_star_question", "any_question", "population", "stars"}
    for row in study.published.filter(pl.col("kind").is_not_null()).iter_rows(named=True):
        form = questionnaire(study, row["round"], row["kind"])
        known = set(form.by_id) | {remark.id for remark in form.remarks} | about_all
        assert row["question"] in known, row


@pytest.mark.shared
def test_rating_items_are_those_of_the_sources(study: Study, shared: Path) -> None:
    scheme = study.scheme()
    assert scheme.id == "stars-2016"
    for name, column in (("reported", "in_star_reported_set"), ("printed", "in_star_printed")):
        for item_set in scheme.item_sets[name]:
            expected = [
                question_id
                for item, question_id in items_of_sources(shared)
                if (item["round"], item["body_type"].lower()) == ("2016", item_set.kind)
                and item[column] == "yes"
            ]
            assert list(item_set.items) == expected
    sizes = {name: [len(one.items) for one in sets] for name, sets in scheme.item_sets.items()}
    assert sizes == {"reported": [16, 7], "printed": [10, 4]}


# Words

# Names of laws and documents may be given in full; what stands between them must be our own.
NAMES = re.compile(
    "government response to the review of choice in end of life care"
    "|breaks for carers of disabled children regulations"
    "|children and families act 2014"
)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def texts(value: object) -> Iterator[str]:
    """Every string in a value of YAML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.mark.shared
def test_no_six_words_in_a_row_are_taken_from_the_sources(folder: Path, shared: Path) -> None:
    runs = set()
    for seed in sorted((shared / "seeds").glob("*.txt")):
        tokens = words(seed.read_text(encoding="utf-8"))
        runs |= {tuple(tokens[i : i + 6]) for i in range(len(tokens) - 5)}
    assert len(runs) > 10_000
    for path in sorted(folder.rglob("*.yaml")):
        for text in texts(YAML(typ="safe").load(path)):
            for part in NAMES.split(" ".join(words(text))):
                tokens = part.split()
                taken = {tuple(tokens[i : i + 6]) for i in range(len(tokens) - 5)} & runs
                assert not taken, f"{path.name}: {text}"
