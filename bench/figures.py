"""What a benchmark hands back: figures with their targets, for one table at the end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure; `target` is the most it may be, `at_least` the least."""

    name: str
    value: float
    unit: str = ""
    target: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None and self.at_least is None:
            return None
        below = self.target is None or self.value <= self.target
        return below and (self.at_least is None or self.value >= self.at_least)

    def cells(self) -> tuple[str, str, str, str]:
        """Name, value, target, and how they compare."""
        bounds = []
        if self.target is not None:
            bounds.append(f"at most {self.target:g} {self.unit}".strip())
        if self.at_least is not None:
            bounds.append(f"at least {self.at_least:g} {self.unit}".strip())
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return self.name, f"{self.value:,.2f} {self.unit}".strip(), " and ".join(bounds), verdict


class WrongResult(Exception):
    """A benchmark whose result is not what the slower way gives: how fast it was does not matter."""


def table(figures: list[Figure]) -> str:
    """Figures as a table for a terminal."""
    rows = [("figure", "measured", "target", ""), *(figure.cells() for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"  {figure.name}: {figure.note}" for figure in figures if figure.note]
    return "\n".join([line.rstrip() for line in lines] + notes)
