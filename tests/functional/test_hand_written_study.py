"""A study written by hand, through the command line: every figure below was worked out on paper."""

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from answerable.cli.main import run
from tests.functional.hand_written import write_audit

Capture = pytest.CaptureFixture[str]

# round, kind, question: asked, replied, answered, yes, no, other
COUNTS = {
    "2016 ccg overall": "7 7 5 3 2 0",
    "2016 ccg ccn": "7 7 5 2 3 0",
    "2016 ccg ccn_spend": "4 4 1 0 0 1",  # C2, C3 and C5 said no and were not asked what they spend
    "2016 ccg ccn__ooh": "7 7 2 1 1 0",
    "2016 la hospice": "4 4 2 1 1 0",
    "2017 ccg overall": "7 5 5 5 0 0",
    "2017 ccg ccn": "7 5 4 1 2 1",
    "2017 ccg ccn_spend": "4 2 1 0 0 1",
    "2017 ccg ccn__ooh": "6 4 2 2 0 0",
    "2017 ccg b1": "7 5 3 0 3 0",
    "2017 ccg b2": "7 5 2 1 1 0",
    "2017 ccg b": "7 5 2 1 1 0",
    "2017 ccg needs": "7 5 4 3 1 0",
    "2017 ccg needs_children": "6 4 1 0 0 1",
    "2017 ccg needs_number": "7 5 3 1 2 0",
    "2017 ccg how": "7 5 2 0 0 2",
    "2017 ccg site": "7 5 1 0 0 1",
    "2017 ccg words": "7 5 1 0 0 1",
    "2017 la hospice": "4 3 3 2 1 0",
}
SHARES = {
    "2016 ccg overall": (3 / 5, 3 / 7, 5 / 7),
    "2017 ccg ccn": (1 / 4, 1 / 7, 4 / 7),
    "2017 ccg b": (1 / 2, 1 / 7, 6 / 7),
    "2017 la hospice": (2 / 3, 2 / 4, 3 / 4),
    "2017 ccg ccn_spend": None,
    "2017 ccg how": None,
}
# C7 continues C1 and C2 only where these agree; C9 and C10 are parts of C6, and continue nothing.
TRENDS = [
    "ccg overall 2016 2017 identical 0.6 1.0 3 2 0 0.5",
    "ccg ccn 2016 2017 soft 0.4 0.25 3 1 1 1.0",
    "ccg ccn__ooh 2016 2017 hard 0.5 1.0 - - - -",
    "la hospice 2016 2017 soft 0.5 0.6666666666666666 2 1 1 1.0",
]
FLAGS = {
    (
        "2016",
        "C3",
        "ccn;ccn__ooh",
    ): "Says no to “Community nursing?” but yes to “Community nursing out of hours?”.",
    (
        "2017",
        "C4",
        "ccn;ccn__ooh",
    ): "Says no to “Community nursing?” but yes to “Community nursing out of hours?”.",
    ("2017", "C4", "ccn;ccn_spend"): "Says no to “Community nursing?” yet gives 500 GBP for “ccn spend”.",
    ("2017", "C3", "needs;needs_children"): (
        "Says yes to “Do you assess needs?”, but gives no “needs children”: information not held."
    ),
    ("2017", "C8", "needs;needs_children"): (
        "Says yes to “Do you assess needs?”, but gives no “needs children”: no reply."
    ),
}


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    return write_audit(tmp_path)


def rows(capsys: Capture, *arguments: str) -> list[dict[str, str]]:
    assert run([*arguments, "--format", "csv"]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_hand_written_study_has_no_faults(audit: Path, capsys: Capture) -> None:
    assert run(["check", str(audit)]) == 0
    assert capsys.readouterr().out == "No faults found.\n"


def test_hand_written_study_gives_the_counts_of_the_paper(audit: Path, capsys: Capture) -> None:
    found = {
        f"{row['round']} {row['kind']} {row['question']}": row for row in rows(capsys, "measures", str(audit))
    }
    names = ("n_asked", "n_replied", "n_answered", "n_yes", "n_no", "n_other")
    assert {key: " ".join(row[name] for name in names) for key, row in found.items()} == COUNTS
    for key, shares in SHARES.items():
        cells = [found[key][name] for name in ("yes_share", "yes_low", "yes_high")]
        if shares is None:
            assert cells == ["", "", ""]
        else:
            assert [float(cell) for cell in cells] == pytest.approx(shares)


def test_hand_written_study_adds_up_over_regions(audit: Path, capsys: Capture) -> None:
    parts = rows(capsys, "measures", str(audit), "--by", "region")
    for key, counts in COUNTS.items():
        mine = [row for row in parts if f"{row['round']} {row['kind']} {row['question']}" == key]
        assert {row["region"] for row in mine} == {"North", "South"}
        names = ("n_asked", "n_replied", "n_answered", "n_yes", "n_no", "n_other")
        assert " ".join(str(sum(int(row[name]) for row in mine)) for name in names) == counts


def test_hand_written_study_gives_the_trends_of_the_paper(audit: Path, capsys: Capture) -> None:
    found = rows(capsys, "trends", str(audit))
    assert [" ".join(cell or "-" for cell in row.values()) for row in found] == TRENDS


def test_hand_written_study_gives_the_flags_of_the_paper(audit: Path, capsys: Capture) -> None:
    found = rows(capsys, "flags", str(audit))
    assert {(row["round"], row["body_id"], row["questions"]): row["words"] for row in found} == FLAGS
    assert len(found) == len(FLAGS)


@pytest.mark.parametrize("command", ["measures", "trends", "flags"])
def test_workbooks_give_the_same_figures_as_csv(command: str, audit: Path, capsys: Capture) -> None:
    before = rows(capsys, command, str(audit))
    for path in list(audit.rglob("*.csv")):
        table = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        with xlsxwriter.Workbook(str(path.with_suffix(".xlsx"))) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
        path.unlink()
    assert rows(capsys, command, str(audit)) == before


@pytest.mark.parametrize("form", ["semicolons", "byte order mark", "windows line breaks"])
def test_other_forms_of_csv_give_the_same_figures(form: str, audit: Path, capsys: Capture) -> None:
    before = rows(capsys, "measures", str(audit))
    for path in list(audit.rglob("*.csv")):
        table = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        out = io.StringIO()
        csv.writer(
            out,
            delimiter=";" if form == "semicolons" else ",",
            lineterminator="\r\n" if form == "windows line breaks" else "\n",
        ).writerows(table)
        encoding = "utf-8-sig" if form == "byte order mark" else "utf-8"
        path.write_bytes(out.getvalue().encode(encoding))
    assert rows(capsys, "measures", str(audit)) == before


def test_ratings_of_a_study_without_a_scheme_say_what_to_add(audit: Path, capsys: Capture) -> None:
    assert run(["ratings", str(audit), "--format", "json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "ratings/<id>.yaml" in said.err


def test_derived_question_takes_over_in_development_from_its_parts(
    audit: Path, tmp_path: Path, capsys: Capture
) -> None:
    form, answers = audit / "rounds/2017/ccg.yaml", audit / "rounds/2017/answers.csv"
    recoded = "recoded: {options: [yes, no, in_development], on: 2017-10-09, because: many said so}, "
    form.write_text(
        form.read_text(encoding="utf-8").replace("{id: b1, ", "{id: b1, " + recoded), encoding="utf-8"
    )
    answers.write_text(
        answers.read_text(encoding="utf-8").replace("C3,b1,answered,no", "C3,b1,answered,in_development"),
        encoding="utf-8",
    )
    found = {row["question"]: row for row in rows(capsys, "measures", str(audit)) if row["round"] == "2017"}
    names = ("n_answered", "n_yes", "n_no", "n_other")
    assert " ".join(found["b"][name] for name in names) == "2 1 0 1"
    assert run(["publish", str(audit), "--out", str(tmp_path / "site")]) == 0


def test_hand_written_study_is_published_and_frozen_without_a_word_of_complaint(
    audit: Path, tmp_path: Path, capsys: Capture
) -> None:
    release = tmp_path / "releases" / "1.0"
    freeze = ["freeze", str(audit), "--out", str(release), "--version", "1.0", "--as-at", "2017-10-09"]
    assert run(freeze) == 0
    sites = [tmp_path / "working", tmp_path / "frozen"]
    capsys.readouterr()
    assert [run(["publish", str(audit), "--out", str(sites[0])])] == [0]
    assert [run(["publish", str(release), "--out", str(sites[1])])] == [0]
    assert capsys.readouterr().err.strip() == ""
    before = rows(capsys, "measures", str(audit))
    assert rows(capsys, "measures", str(release)) == before
