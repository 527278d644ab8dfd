"""The same measures in plain pandas, as one would write them in a notebook: the baseline of the benchmark.

It is given its best plain form: categories instead of text, one table of bodies x questions per round.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from answerable.core.questions import Question
from answerable.core.study.model import Round, Study

MISSING = ["no_reply", "refused", "not_held", "referred", "unclear", "not_applicable", "not_asked"]
COUNTS = ["n_asked", "n_replied", "n_answered", "n_yes", "n_no", "n_other"]
WORDS_ONLY = "in_words"
Tables = dict[str, pd.DataFrame]


def as_pandas(study: Study) -> dict[str, pd.DataFrame]:
    """The answers of each round as pandas frames with categories; not part of what is timed."""
    frames = {}
    for a_round in study.rounds:
        assert a_round.answers is not None
        columns = ["body_id", "question_id", "status", "answer", "value"]
        frame = a_round.answers.select(columns).to_pandas()
        for name in columns[:4]:
            frame[name] = frame[name].astype("category")
        frames[a_round.id] = frame
    return frames


def pandas_measures(study: Study, answers: dict[str, pd.DataFrame]) -> Tables:
    """Measures overall and by region and type, pairs, response, numbers and trends."""
    bodies = study.bodies.select("id", "kind", "opened", "closed", "region", "type").to_pandas()
    recodes = study.successions.select("effective_date", "predecessor_id", "successor_id").to_pandas()
    found: dict[str, list[pd.DataFrame]] = {}
    earlier: tuple[Round, pd.DataFrame] | None = None
    for a_round in study.rounds:
        ((_, form),) = a_round.questionnaires.items()
        open_now = _open(bodies, a_round)
        rows = answers[a_round.id]
        states = _states(rows, open_now, form.questions)
        replied = states.index.isin(
            rows.loc[~rows["status"].isin(["no_reply", "not_asked"]), "body_id"].unique()
        )
        flags = _flags(states, replied)
        everyone = pd.Series("all", index=states.index)
        parts = {
            "measures": _measures(flags, form.questions, everyone),
            "by_region": _measures(flags, form.questions, open_now["region"]),
            "by_type": _measures(flags, form.questions, open_now["type"]),
            "pairs": _pairs(states, form.questions),
            "response": _response(states, rows, form.questions),
            "numbers": _numbers(rows, states, form.questions),
        }
        if earlier:
            parts["trends"] = _trends(earlier, (a_round, states), recodes, form.questions)
        for name, part in parts.items():
            found.setdefault(name, []).append(part.assign(round=a_round.id))
        earlier = (a_round, states)
    return {name: pd.concat(parts, ignore_index=True) for name, parts in found.items()}


def _open(bodies: pd.DataFrame, a_round: Round) -> pd.DataFrame:
    day = pd.Timestamp(a_round.sent_on)
    opened, closed = pd.to_datetime(bodies["opened"]), pd.to_datetime(bodies["closed"])
    is_open = (opened.isna() | (opened <= day)) & (closed.isna() | (closed >= day))
    return bodies[is_open].set_index("id")


def _states(rows: pd.DataFrame, open_now: pd.DataFrame, questions: tuple[Question, ...]) -> pd.DataFrame:
    """Bodies x questions: the option, "answered", or why there is no answer."""
    answered = rows["status"] == "answered"
    with_options = [q.id for q in questions if q.has_options and q.derived is None]
    numeric = [q.id for q in questions if q.is_numeric]
    state = rows["status"].astype(object)
    has_option = answered & rows["question_id"].isin(with_options)
    state = state.where(~has_option, rows["answer"].astype(object))
    in_words = answered & rows["question_id"].isin(numeric) & rows["value"].isna()
    state = state.where(~in_words, WORDS_ONLY)
    categories = pd.CategoricalDtype(["answered", WORDS_ONLY, *MISSING, *rows["answer"].cat.categories])
    tidy = pd.DataFrame({"body_id": rows["body_id"], "question_id": rows["question_id"], "state": state})
    tidy["state"] = tidy["state"].astype(categories)
    wide = tidy.pivot(index="body_id", columns="question_id", values="state")
    wide = wide.reindex(open_now.index).astype(object).fillna("no_reply")
    for question in questions:
        if question.parent and question.condition:
            parent = wide[question.parent]
            wide[question.id] = np.where(
                parent == question.condition,
                wide[question.id],
                np.where(parent.isin(MISSING), parent, "not_asked"),
            )
    for question in questions:
        if question.derived:
            wide[question.id] = _derived(wide, question, {q.id: q for q in questions})
    return wide[[question.id for question in questions]]


def _derived(wide: pd.DataFrame, question: Question, by_id: dict[str, Question]) -> np.ndarray:
    assert question.derived
    if question.derived.any_of:
        parts = wide[list(question.derived.any_of)]
        missing = parts.isin(MISSING)
        first = parts[parts.columns[0]].where(missing.iloc[:, 0])
        for name in parts.columns[1:]:
            first = first.where(first.notna(), parts[name].where(missing[name]))
        agree = (parts.eq(first, axis=0) | ~missing).all(axis=1)
        developing = (parts == "in_development").any(axis=1)
        complete = np.where(developing, "in_development", "no")
        state = np.where(missing.any(axis=1), np.where(agree, first, "unclear"), complete)
        return np.where((parts == "yes").any(axis=1), "yes", state)
    number = by_id[str(question.derived.gives_number)]
    state = wide[number.id].replace({"answered": "yes", WORDS_ONLY: "unclear", "not_held": "no"})
    parent = wide[number.parent] if number.parent else None
    if parent is None:
        return state.to_numpy()
    otherwise = ~parent.isin(MISSING) & (parent != number.condition)
    return np.where(otherwise, "no", state)


def _flags(states: pd.DataFrame, replied: np.ndarray) -> dict[str, pd.DataFrame]:
    """For each count, which cells of bodies x questions it counts."""
    asked = states != "not_asked"
    return {
        "n_asked": asked,
        "n_replied": asked & replied[:, np.newaxis],
        "n_answered": ~states.isin(MISSING),
        "n_yes": states == "yes",
        "n_no": states == "no",
    }


def _measures(
    flags: dict[str, pd.DataFrame], questions: tuple[Question, ...], groups: pd.Series
) -> pd.DataFrame:
    """Counts and shares, one row per question and group."""
    counts = {name: cells.groupby(groups).sum().stack() for name, cells in flags.items()}
    table = pd.DataFrame(counts).astype("int64").rename_axis(["group", "question"]).reset_index()
    table["n_other"] = table["n_answered"] - table["n_yes"] - table["n_no"]
    can_be_yes = table["question"].isin([q.id for q in questions if "yes" in q.coded_options])
    silent = table["n_asked"] - table["n_answered"]
    for name, top, bottom in (
        ("yes_share", table["n_yes"], table["n_answered"]),
        ("yes_low", table["n_yes"], table["n_asked"]),
        ("yes_high", table["n_yes"] + silent, table["n_asked"]),
    ):
        table[name] = (top / bottom).where(can_be_yes & (bottom > 0))
    return table


def _pairs(states: pd.DataFrame, questions: tuple[Question, ...]) -> pd.DataFrame:
    rows = []
    for twin in questions:
        if not twin.pair_of:
            continue
        inside, outside = states[twin.pair_of], states[twin.id]
        put = (inside != "not_asked") | (outside != "not_asked")
        known = ~inside.isin(MISSING) & ~outside.isin(MISSING)
        yes_in, yes_out = (inside == "yes")[known], (outside == "yes")[known]
        rows.append(
            {
                "question": twin.pair_of,
                "both": int((yes_in & yes_out).sum()),
                "hours_only": int((yes_in & ~yes_out).sum()),
                "out_of_hours_only": int((~yes_in & yes_out).sum()),
                "neither": int((~yes_in & ~yes_out).sum()),
                "unknown": int((put & ~known).sum()),
            }
        )
    return pd.DataFrame(rows)


def _response(states: pd.DataFrame, rows: pd.DataFrame, questions: tuple[Question, ...]) -> pd.DataFrame:
    printed = [q.id for q in questions if q.parent is None and q.derived is None]
    settled = ["answered", "not_applicable", "not_asked"]
    of_printed = rows[rows["question_id"].isin(printed)]
    n_settled = of_printed["status"].isin(settled).groupby(of_printed["body_id"], observed=True).sum()
    any_answered = (rows["status"] == "answered").groupby(rows["body_id"], observed=True).any()
    any_refused = (rows["status"] == "refused").groupby(rows["body_id"], observed=True).any()
    any_row = (~rows["status"].isin(["no_reply", "not_asked"])).groupby(rows["body_id"], observed=True).any()
    index = states.index
    complete = (n_settled.reindex(index, fill_value=0) == len(printed)).to_numpy()
    answered, refused, row = (
        part.reindex(index, fill_value=False).to_numpy() for part in (any_answered, any_refused, any_row)
    )
    end = np.select(
        [complete & row, answered, refused, row], ["complete", "partial", "refusal", "other"], "non_contact"
    )
    counts: dict[str, Any] = {
        name: int((end == name).sum()) for name in ("complete", "partial", "refusal", "other", "non_contact")
    }
    n = len(end)
    rates = {"rr1": counts["complete"] / n, "rr2": (counts["complete"] + counts["partial"]) / n}
    return pd.DataFrame([{"n_asked": n, **counts, "n_replied": int(row.sum()), **rates}])


def _numbers(rows: pd.DataFrame, states: pd.DataFrame, questions: tuple[Question, ...]) -> pd.DataFrame:
    numeric = [q.id for q in questions if q.is_numeric]
    given = rows[rows["value"].notna() & rows["question_id"].isin(numeric)]
    parts = []
    for name, group in given.groupby("question_id", observed=True):
        put = states[name].reindex(group["body_id"]).to_numpy() == "answered"
        values = group["value"][put]
        parts.append(
            {
                "question": name,
                "n_asked": int((states[name] != "not_asked").sum()),
                "n_reporting": len(values),
                "n_zero": int((values == 0).sum()),
                "total": values.sum(),
                "median": values.median(),
                "lower_quartile": values.quantile(0.25),
                "upper_quartile": values.quantile(0.75),
                "minimum": values.min(),
                "maximum": values.max(),
            }
        )
    return pd.DataFrame(parts)


def _trends(
    earlier: tuple[Round, pd.DataFrame],
    later: tuple[Round, pd.DataFrame],
    recodes: pd.DataFrame,
    questions: tuple[Question, ...],
) -> pd.DataFrame:
    (before_round, before), (after_round, after) = earlier, later
    day = pd.to_datetime(recodes["effective_date"])
    between = (day > pd.Timestamp(before_round.sent_on)) & (day <= pd.Timestamp(after_round.sent_on))
    renamed = dict(zip(recodes["predecessor_id"][between], recodes["successor_id"][between], strict=True))
    carried = before.rename(index=renamed)
    common = after.index.intersection(carried.index)
    rows = []
    for question in questions:
        if question.compares_with is None:
            continue
        was, now = carried.loc[common, question.compares_with.question], after.loc[common, question.id]
        both = ~was.isin(MISSING) & ~now.isin(MISSING)
        was_yes, now_yes = (was == "yes")[both], (now == "yes")[both]
        gained, lost = int((~was_yes & now_yes).sum()), int((was_yes & ~now_yes).sum())
        test = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
        rows.append(
            {
                "question": question.id,
                "n_matched": int(both.sum()),
                "gained": gained,
                "lost": lost,
                "p_value": test,
            }
        )
    return pd.DataFrame(rows)
