"""Trust: no CSV file of the site holds a cell that a spreadsheet would run, whoever wrote it."""

import csv
import io
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from answerable.core.release.freezing import freeze_study
from answerable.core.study.model import Study
from answerable.press.data.guarding import unguarded
from answerable.press.options import Options
from answerable.press.site import publish
from tests.factories import make_round, make_study, question

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", " =", "\u200b=", "\ufeff@")
RUNS = '{}HYPERLINK("https://example.org")'


def evil(n: int) -> str:
    return RUNS.format(STARTS[n % len(STARTS)])


def hostile(answer: str) -> Study:
    """A study in which everything that people may write begins as a formula does."""
    bodies = [
        {"id": f"E{n}", "name": evil(n), "region": evil(n + 1), "type": evil(n + 2)}
        for n in range(len(STARTS))
    ]
    asked = [question("ccn", evil(3), label=evil(4)), question("why", evil(5), answer="text")]
    answers = {
        f"E{n}": {
            "ccn": {"answer": answer if n == 0 else "yes", "note": evil(n), "evidence": evil(n + 3)},
            "why": {"answer": evil(n + 5), "statement": evil(n)},
        }
        for n in range(len(STARTS))
    }
    study = make_study(
        bodies, [make_round("2016", {"ccg": asked}, answers)], title=evil(0), publisher=evil(3)
    )
    return replace(study, licence=evil(1))


@cache
def site() -> Path:
    """The study as two releases, so that corrections hold such texts too."""
    folder = Path(mkdtemp(prefix="answerable-formula-"))
    freeze_study(hostile("yes"), folder / "r/1.0", version="1.0", as_at=date(2016, 6, 3))
    last = freeze_study(
        hostile("no"), folder / "r/1.1", version="1.1", as_at=date(2016, 7, 1), because=evil(0)
    )
    publish([replace(hostile("no"), release=last)], folder / "site", options=Options(images=False))
    return folder / "site"


def csv_files() -> list[str]:
    return sorted(path.relative_to(site()).as_posix() for path in site().rglob("*.csv"))


def test_there_are_files_of_every_kind() -> None:
    names = {Path(name).name for name in csv_files()}
    assert {
        "answers.csv",
        "bodies.csv",
        "questions.csv",
        "measures.csv",
        "ccn.csv",
        "corrections.csv",
    } <= names
    assert any(name.startswith("regions/") for name in csv_files())
    assert any(name.startswith("v/1.1/") for name in csv_files())


def test_no_cell_of_any_file_begins_as_a_formula() -> None:
    guarded = 0
    for name in csv_files():
        text = (site() / name).read_bytes().decode()
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                bare = cell.strip("\u200b\ufeff \t\r\n")
                if cell.startswith("'"):
                    assert unguarded(cell) != cell, (name, cell)
                    guarded += 1
                elif not _is_number(bare):
                    assert not bare.startswith(("=", "+", "-", "@", "＝")), (name, cell)
                    assert not cell.startswith(("\t", "\r", "\n")), (name, cell)
    assert guarded > 100


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
