"""What bodies are called: never nothing, and never the same for two that were there at one time."""

from datetime import date
from typing import Any

import pytest

from answerable.press.view.names import shown_names


def row(code: str, name: str, opened: str = "", closed: str = "") -> dict[str, Any]:
    """A row of the register."""
    days = [date.fromisoformat(day) if day else None for day in (opened, closed)]
    return {"id": code, "name": name, "opened": days[0], "closed": days[1]}


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([row("A", "North"), row("B", "South")], ["North", "South"]),
        ([row("A", "North"), row("B", "north")], ["North (A)", "north (B)"]),
        (
            [row("A", "North", "2013-04-01", "2020-03-31"), row("B", "North", "2020-04-01")],
            ["North", "North"],
        ),
        (
            [row("A", "North", "2013-04-01", "2020-04-01"), row("B", "North", "2020-04-01")],
            ["North (A)", "North (B)"],
        ),
        (
            [row("A", "North", "", "2020-04-01"), row("B", "North", "", "2014-01-01")],
            ["North (A)", "North (B)"],
        ),
        ([row("A", " North\n and  South ")], ["North and South"]),
        ([row("A", "\u200b \u200f"), row("B", "——"), row("C", "🏥")], ["A", "——", "🏥"]),
    ],
)
def test_shown_names(rows: list[dict[str, Any]], names: list[str]) -> None:
    assert shown_names(rows) == names
