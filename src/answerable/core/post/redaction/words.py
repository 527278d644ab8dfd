"""Words that tell people's names from all else: given names, titles, roles, and what is never a name."""

from functools import cache
from importlib import resources

from answerable.core.study.yaml import yaml_values


@cache
def _lists() -> dict[str, str | list[str]]:
    source = resources.files("answerable.core.post.redaction").joinpath("words.yaml")
    return dict(yaml_values(source.read_text(encoding="utf-8"), "words.yaml"))


def _words(name: str) -> frozenset[str]:
    said = _lists()[name]
    return frozenset(said.split() if isinstance(said, str) else said)


AMBIGUOUS = _words("ambiguous")
GIVEN = _words("given")
SURNAMES = _words("surnames")
ROLES = _words("roles")
NOT_NAMES = _words("plain") | ROLES
ORGANISED = _words("organised")
PLACES = _words("places")
PLACED = frozenset(tuple(each.split()) for each in _words("placed"))
PARTICLES = frozenset(
    ("de", "van", "von", "der", "den", "la", "le", "du", "di", "da", "dos", "bin", "al", "ap", "ab", "ferch")
)
TITLES = (
    "Mr|Mrs|Ms|Miss|Messrs|Drs|Mx|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame|Lord|Lady|Rev|Revd|Reverend|Baroness|Canon|Sgt"
    "|Sergeant|PC|DC|DCI|DI|DS|Insp|Supt|Nurse|Sister|Judge|HHJ|Madame|MR|MRS|MS|MISS|DR|CLLR|Y Cyng|Mme"
)
_LETTERS = (
    "ba bsc ma msc mba phd llb llm mp ms obe mbe cbe kbe ceng cipfa frsa hons jp qc kc rgn cgma acca aca dip"
    " pgdip cert rcn mcips mrtpi miod frics mrics dms"
)
POSTNOMINALS = frozenset(_LETTERS.split(" "))
