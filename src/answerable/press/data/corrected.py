"""Every correction as a table: one row for each thing that was one way and is another."""

from collections.abc import Iterator

import polars as pl

from answerable.press.changes import Changes

TABLE = "corrections"
COLUMNS = (
    "version",
    "version_as_at",
    "since",
    "about",
    "round",
    "kind",
    "body_id",
    "body_name",
    "question",
    "field",
    "before",
    "after",
    "because",
)


def corrections_table(changes: Changes) -> pl.DataFrame:
    """The table, newest release first; without rows where nothing was corrected."""
    made = [tuple(row.get(name) or None for name in COLUMNS) for row in rows(changes)]
    return pl.DataFrame(made, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def rows(changes: Changes) -> Iterator[dict[str, str]]:
    """Every change as rows of the file: one for each thing that was one way and is another."""
    for step in changes.steps:
        head = {
            "version": step.version,
            "version_as_at": step.as_at.isoformat(),
            "since": step.since or "",
            "because": step.because,
        }
        for figure in step.figures:
            for name in sorted({*figure.before, *figure.after}):
                sides = (str(side.get(name, "")) for side in (figure.before, figure.after))
                where = {"round": figure.round, "kind": figure.kind, "question": figure.question}
                yield from _row(head, "count", where, name, *sides)
        for answer in step.answers:
            body = changes.body(answer)
            where = {
                "round": answer.round,
                "kind": body.kind if body else "",
                "body_id": answer.body_id,
                "body_name": body.name if body else "",
                "question": answer.question_id,
            }
            for name in sorted({*answer.before, *answer.after}):
                sides = (_text(side.get(name)) for side in (answer.before, answer.after))
                yield from _row(head, f"answer {answer.change}", where, name, *sides)
        for stars in step.stars:
            where = {"round": stars.round, "kind": stars.kind, "body_id": stars.body_id}
            yield from _row(head, "stars", where, stars.scheme, stars.before, stars.after)


def _row(
    head: dict[str, str], about: str, where: dict[str, str], field: str, before: str = "", after: str = ""
) -> Iterator[dict[str, str]]:
    if before != after:
        yield {**head, "about": about, **where, "field": field, "before": before, "after": after}


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)
