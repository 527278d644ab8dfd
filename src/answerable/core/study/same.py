"""Whether two studies say the same, frame by frame and key by key."""

from dataclasses import fields

import polars as pl

from answerable.core.study.model import Round, Study


def same_study(left: Study, right: Study) -> bool:
    """Whether two studies are equal in everything, column types and order of rows included."""
    return not differences(left, right)


def differences(left: Study, right: Study) -> list[str]:
    """Where two studies differ, as `rounds/2016/answers` or `title`; nothing where they are the same."""
    found = [name for name in _names(left) if name != "rounds" and not _same(left, right, name)]
    if [each.id for each in left.rounds] != [each.id for each in right.rounds]:
        return [*found, "rounds"]
    for one, other in zip(left.rounds, right.rounds, strict=True):
        found += [f"rounds/{one.id}/{name}" for name in _names(one) if not _same(one, other, name)]
    return found


def _names(value: Study | Round) -> list[str]:
    return [field.name for field in fields(value)]


def _same(left: Study | Round, right: Study | Round, name: str) -> bool:
    one, other = getattr(left, name), getattr(right, name)
    if isinstance(one, pl.DataFrame) and isinstance(other, pl.DataFrame):
        return one.schema == other.schema and one.equals(other)
    if isinstance(one, pl.DataFrame) or isinstance(other, pl.DataFrame):
        return False
    return bool(one == other)
