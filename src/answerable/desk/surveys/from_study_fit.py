"""Whether records can hold what a study says, told before the database would refuse it."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

from answerable.core.errors import Fault, InputFaults

Record = TypeVar("Record", bound=models.Model)
BATCH = 2_000
MOST_TOLD = 40
SHOWN = 60


def fits(record: Record) -> Record:
    """The record, whose texts are found to fit. Raises: InputFaults"""
    _check([record])
    return record


def create_all(records: Iterable[Record]) -> list[Record]:
    """Inserts records of one sort in few queries. Raises: InputFaults where a text does not fit"""
    made = list(records)
    if not made:
        return made
    _check(made)
    return list(type(made[0])._default_manager.bulk_create(made, batch_size=BATCH))


def _check(made: list[Record]) -> None:
    fields = [
        (field.attname, field.max_length, str(field.verbose_name))
        for field in type(made[0])._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    faults = []
    for record in made:
        for name, longest, words in fields:
            value = getattr(record, name)
            if not isinstance(value, str):
                continue
            if longest is not None and len(value) > longest:
                faults.append(_fault("too_long", record, words, value, f"at most {longest:,} characters"))
            elif "\x00" in value:
                faults.append(_fault("nul_character", record, words, value, "text without null characters"))
        if len(faults) >= MOST_TOLD:
            break
    if faults:
        raise InputFaults(faults)


def _fault(rule: str, record: models.Model, words: str, value: str, expected: str) -> Fault:
    shown = "".join(letter if letter.isprintable() else "·" for letter in value[:SHOWN])
    return Fault(
        rule,
        f"The {words} of a {record._meta.verbose_name} cannot be kept: “{shown}”.",
        "Shorten it in the study, and import it again."
        if rule == "too_long"
        else "Remove that character, and import it again.",
        column=words,
        expected=expected,
    )
