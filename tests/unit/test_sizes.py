"""Files and functions stay small: past a size, the room that wants to be built is missing."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path.relative_to(ROOT) for folder in ("src", "tests", "bench") for path in (ROOT / folder).rglob("*.py")
)
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50


@pytest.mark.parametrize("path", FILES, ids=str)
def test_sizes_of_files_and_functions(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    functions = [
        n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = {n.name: n.end_lineno - n.lineno + 1 for n in functions if n.end_lineno is not None}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}
