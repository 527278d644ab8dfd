"""The letters that a survey starts with: plain, courteous, and sound under each law by way of its marks."""

from functools import cache
from importlib.resources import files

from answerable.desk.letters.models import Purpose

_SUBJECT = "Subject: "


@cache
def default_letter(purpose: str) -> tuple[str, str]:
    """Subject and text that a letter of a purpose starts with."""
    whole = files(__package__).joinpath(f"texts/{Purpose(purpose)}.txt").read_text(encoding="utf-8")
    subject, _, text = whole.partition("\n")
    return subject.removeprefix(_SUBJECT).strip(), text.strip()
