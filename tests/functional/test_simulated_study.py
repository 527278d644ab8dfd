"""The simulated study: it gives every printed figure back, and comes out of its generator byte for byte."""

import csv
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest
from studies.simulate import simulate

from answerable.core.answers import Status
from answerable.core.bodies.register import bodies_on
from answerable.core.measures.flags import FlagRule, flags
from answerable.core.measures.grid import answer_grid
from answerable.core.measures.published import check_published
from answerable.core.measures.remarks import remark_counts
from answerable.core.measures.response import response_rates
from answerable.core.measures.shares import measure_table
from answerable.core.measures.trends import trends
from answerable.core.ratings.rating import ratings
from answerable.core.study.model import Study
from answerable.core.study.reading import check_study, read_study

NAME = "childrens-palliative-care-simulated"
# Printed figures that other printed figures contradict, with what is taken in their place.
SET_ASIDE = {
    ("2016", "la", "overall", "yes", "19"): (24, 130),
    ("2016", "la", "short_breaks", "yes", "86"): (106, 124),
    ("2016", "la", "short_breaks", "no", "14"): (18, 124),
    ("2016", "la", "equipment__ooh", "yes", "24"): (31, 112),
    ("2016", "ccg", "equipment", "yes", "96"): (168, 176),
    ("2017", "ccg", "equipment__ooh", "yes", "52"): None,
}


@pytest.fixture(scope="module")
def folder(checkout: Path) -> Path:
    return checkout / "studies" / NAME


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return read_study(folder)


@pytest.fixture(scope="module")
def printed(folder: Path) -> list[dict[str, str]]:
    with (folder / "published.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def half_up(count: int, base: int) -> Decimal:
    """A percentage with whole digits, the slow way."""
    return (Decimal(100 * count) / Decimal(base)).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def test_simulated_study_has_no_faults(folder: Path, study: Study) -> None:
    assert check_study(folder) == ()
    assert study.simulated and study.id == NAME and "simulation" in study.title


def test_simulated_study_comes_out_of_its_generator_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    simulate(out=tmp_path / NAME)
    made = {p.relative_to(tmp_path / NAME): p for p in (tmp_path / NAME).rglob("*") if p.is_file()}
    kept = {p.relative_to(folder): p for p in folder.rglob("*") if p.is_file()}
    assert made.keys() == kept.keys()
    assert [name for name in sorted(made) if made[name].read_bytes() != kept[name].read_bytes()] == []


def test_simulated_study_shares_its_questions_and_printed_figures_with_the_real_one(folder: Path) -> None:
    real = folder.with_name("childrens-palliative-care")
    files = [f"rounds/{year}/{kind}.yaml" for year in (2016, 2017) for kind in ("ccg", "la")]
    for name in [*files, "published.csv", "ratings/stars-2016.yaml"]:
        assert (folder / name).read_bytes() == (real / name).read_bytes()


def test_registers_have_as_many_bodies_as_england_had(study: Study) -> None:
    for a_round, groups in zip(study.rounds, (209, 207), strict=True):
        assert a_round.sent_on is not None
        assert bodies_on(study.bodies, a_round.sent_on, "ccg").height == groups
        councils = bodies_on(study.bodies, a_round.sent_on, "la")
        types = Counter(councils["type"].to_list())
        assert types == {"county": 27, "unitary": 56, "metropolitan": 36, "borough": 33}
    assert study.bodies.filter(kind="ccg")["region"].n_unique() == 4
    assert study.bodies.filter(kind="la")["region"].n_unique() == 9
    assert study.bodies["stp"].drop_nulls().n_unique() == 44


def test_every_printed_share_comes_back_by_plain_counting(
    folder: Path, printed: list[dict[str, str]]
) -> None:
    """Counted from the rows of answers.csv alone, without the product; derived questions from their parts."""
    checked = set()
    for row in printed:
        if row["measure"] not in ("yes", "no", "in_development") or row["question"] == "numbers_known":
            continue
        answers = given(folder, row["round"], row["kind"], row["question"])
        count, base = sum(a == row["measure"] for a in answers), len(answers)
        key = (row["round"], row["kind"], row["question"], row["measure"], row["percent"])
        if row["denominator"]:
            assert base == int(row["denominator"]), row
        if row["numerator"]:
            assert count == int(row["numerator"]), row
        if key in SET_ASIDE:
            assert SET_ASIDE[key] in (None, (count, base)), row
        else:
            assert half_up(count, base) == Decimal(row["percent"]), (row, count, base)
        checked.add(key[:4])
    assert len(checked) > 70


def given(folder: Path, year: str, kind: str, question: str) -> list[str]:
    """The answers to a question that are answers; a merged bereavement question is yes if a part is."""
    told: dict[str, dict[str, str]] = {}
    prefix = "X38" if kind == "ccg" else ""
    with (folder / "rounds" / year / "answers.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["body_id"].startswith("X38") == bool(prefix) and row["status"] == "answered":
                told.setdefault(row["body_id"], {})[row["question_id"]] = row["answer"]
    merged = re.fullmatch(r"(bereavement_(?:before|after))(__ooh)?", question)
    if not merged:
        return [answers[question] for answers in told.values() if question in answers]
    ends = [f"{merged[1]}_{age}{merged[2] or ''}" for age in ("under_1", "1_25")]
    result = []
    for answers in told.values():
        parts = [answers.get(end) for end in ends]
        if "yes" in parts:
            result.append("yes")
        elif parts == ["no", "no"]:
            result.append("no")
    return result


def test_the_product_finds_every_printed_figure_again(study: Study) -> None:
    table = check_published(study)
    wrong = table.filter(~pl.col("agrees"))
    found = {
        (r["round"], r["kind"], r["question"], r["measure"], f"{r['percent']:g}")
        for r in wrong.iter_rows(named=True)
    }
    assert found <= {*SET_ASIDE, ("2017", "ccg", "any_question", "response_rate", "94")}
    assert table["agrees"].sum() > 150


def test_numbers_known_comes_back(study: Study) -> None:
    rows = measure_table(study).filter(pl.col("question") == "numbers_known").sort("kind")
    assert [half_up(r["n_yes"], r["n_answered"]) for r in rows.iter_rows(named=True)] == [4, 2]


def test_as_many_reply_as_printed_and_each_answers_something(study: Study) -> None:
    rates = response_rates(study).sort("round", "kind")
    assert rates["n_replied"].to_list() == [187, 144, 197, 126]
    assert rates["n_asked"].to_list() == [209, 152, 207, 152]
    for a_round in study.rounds:
        assert a_round.answers is not None and a_round.requests is not None
        answered = a_round.answers.filter(pl.col("status") == "answered")["body_id"].unique()
        replied = a_round.requests.filter(pl.col("replied_on").is_not_null())["body_id"]
        assert set(answered) == set(replied) == set(a_round.answers["body_id"])


@pytest.mark.parametrize(
    ("kind", "rated", "least", "most", "allowed"),
    [
        ("ccg", 187, 4, 5, {121, 122}),
        ("ccg", 187, 0, 1, {3, 4}),
        ("la", 144, 0, 1, {70, 71}),
        ("la", 144, 5, 5, {10}),
    ],
)
def test_stars_lie_within_the_printed_rounding(
    study: Study, kind: str, rated: int, least: int, most: int, allowed: set[int]
) -> None:
    table = ratings(study).filter((pl.col("variant") == "default") & (pl.col("kind") == kind))
    stars = [int(s) for s in table["stars"] if s != "not rated"]
    assert len(stars) == rated
    assert sum(least <= s <= most for s in stars) in allowed
    assert not table["note"].fill_null("").str.contains("provisional").any()


def test_every_rated_body_answers_at_least_half_the_reported_items(study: Study) -> None:
    for item_set in study.scheme().item_sets["reported"]:
        grid = answer_grid(study, item_set.round, item_set.kind, detail=False)
        answered = grid.filter(pl.col("question_id").is_in(item_set.items) & (pl.col("status") == "answered"))
        counts = answered["body_id"].value_counts()["count"]
        assert 2 * counts.min() >= len(item_set.items)  # type: ignore[operator]


def test_remarks_are_as_many_as_printed_and_stay_no_with_a_note(study: Study) -> None:
    counts = {(r["kind"], r["remark"]): r["n_remarked"] for r in remark_counts(study).iter_rows(named=True)}
    assert counts["ccg", "volunteered_hospices_are_charities"] == 7
    assert counts["ccg", "volunteered_nhse_responsible"] == 6
    assert counts["la", "volunteered_hospices_are_charities"] == 2
    assert counts["la", "overall_referred_to_ccg"] in (41, 42)
    answers = study.round("2016").answers
    assert answers is not None
    remarked = answers.filter(pl.col("remarks").is_not_null())
    assert (remarked["answer"] == "no").all() and remarked["note"].null_count() == 0
    note = str(study.round("2016").extra["note"])
    assert "32%" in note and "stand as no" in note


def test_answers_hang_together_mostly_and_not_always(study: Study) -> None:
    found = flags(study)
    assert set(found["rule"]) >= {str(r) for r in FlagRule} - {"home_without_transfer"}
    late = found.filter(pl.col("rule") == "out_of_hours_without_in_hours")
    assert 8 <= late.height <= 30
    for kind, question in (("ccg", "ccn"), ("la", "equipment")):
        wide = answer_grid(study, "2017", kind, detail=False).filter(
            pl.col("question_id").is_in([question, f"{question}__ooh"]) & (pl.col("status") == "answered")
        )
        both = wide.pivot(on="question_id", index="body_id", values="answer").drop_nulls()
        contrary = both.filter((pl.col(f"{question}__ooh") == "yes") & (pl.col(question) == "no"))
        assert contrary.height <= 2 < both.height


def test_answers_of_one_body_resemble_each_other_from_round_to_round(study: Study) -> None:
    moved = trends(study).filter(pl.col("n_matched") > 100)
    assert moved.height >= 6
    assert ((moved["gained"] + moved["lost"]) / moved["n_matched"]).max() < 0.3  # type: ignore[operator]


def test_statuses_and_outcomes_of_all_kinds_occur(study: Study) -> None:
    for a_round in study.rounds:
        assert a_round.answers is not None and a_round.requests is not None
        statuses = set(a_round.answers["status"])
        assert statuses == {str(s) for s in Status} - {"no_reply", "not_asked"}
        outcomes = set(a_round.requests["outcome"])
        assert outcomes >= {"answered", "partly_answered", "no_reply", "unresolved"}
        sent, cut_off = a_round.sent_on, a_round.cut_off
        dated = a_round.requests.drop_nulls("replied_on")
        assert (dated["replied_on"] >= dated["sent_on"]).all()
        assert dated["sent_on"].min() >= sent and dated["replied_on"].max() <= cut_off  # type: ignore[operator]
    money = study.round("2017").answers
    assert money is not None
    spend = money.filter(pl.col("question_id").str.ends_with("_spend"))
    assert (spend["value"] == 0).any() and (spend["value"] > 0).any()
    assert {"refused", "not_held"} <= set(spend["status"])


def test_bodies_follow_each_other_as_in_april_2017(study: Study) -> None:
    changes = Counter(study.successions["change"].to_list())
    assert changes == {"merger": 3, "split": 1, "merger_and_split": 2, "recode": 1}
    groups = study.bodies.filter(kind="ccg")
    reused = groups.filter(pl.col("ods_code").is_duplicated())
    assert reused["ods_code"].n_unique() == 3 and reused["id"].n_unique() == 6
    moved = study.successions.group_by("predecessor_id").agg(pl.col("share_pct").sum())
    assert (moved["share_pct"] - 100).abs().max() < 0.011  # type: ignore[operator]


def test_nothing_points_to_a_real_person_body_or_address(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        if path.name == "published.csv":
            continue
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"@([^,\s]+)", text)) <= {"assembly.example"}
        assert not re.search(r"\b0\d{3,4} ?\d{5,6}\b", text)
        assert set(re.findall(r"https?://([^/,\s]+)", text)) <= {"foi.example"}
        assert not re.search(r"\b(?:Mr|Mrs|Ms|Dr)\b", text)


@pytest.mark.shared
def test_no_body_is_called_as_a_real_one(study: Study, shared: Path) -> None:
    def bare(name: str) -> str:
        return re.sub(r"^nhs | ccg$| council$", "", name.lower()).strip()

    real = set()
    for name in ("ccg_all_vintages", "utla_register_2016", "utla_register_2023"):
        with (shared / "data/geography" / f"{name}.csv").open(encoding="utf-8") as file:
            real |= {bare(row["name"]) for row in csv.DictReader(file)}
    assert len(real) > 300
    assert {bare(name) for name in study.bodies["name"]} & real == set()


def test_a_larger_country_gives_the_same_shares(tmp_path: Path, study: Study) -> None:
    out = tmp_path / "twice"
    simulate(out=out, scale=2)
    twice = read_study(out)
    assert twice.id == "twice"
    assert bodies_on(twice.bodies, twice.rounds[0].sent_on, "ccg").height == 418  # type: ignore[arg-type]
    printed_only = ~pl.col("question").is_in(["numbers_known"]) & pl.col("yes_share").is_not_null()
    columns = ["round", "kind", "question"]
    counts = ["n_answered", "n_yes"]
    once = measure_table(study).filter(printed_only).select(*columns, *counts)
    both = once.join(measure_table(twice), on=columns, suffix="_twice")
    told = check_published(twice)
    assert told.filter(~pl.col("agrees")).height == check_published(study).filter(~pl.col("agrees")).height
    parts = pl.col("question").str.contains("under_1|1_25")
    assert both.filter(~parts & (pl.col("n_yes_twice") != 2 * pl.col("n_yes"))).height == 0
