"""Matching the names people write to the bodies of a register, only where there is no doubt.

What does not matter in a name: case, accents, punctuation, "&" for "and", the words that say which kind
of body it is ("Council", "NHS ... CCG"), and "City of ...", wherever it stands. Everything else does:
a near miss is a candidate for a person to settle in the mapping, never a match.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

# Phrases before words, so that "London Borough of Camden" loses all of it but "City of London" keeps London.
_PHRASES = (
    r"\b(?:royal|london) borough of\b",
    r"\bmetropolitan borough of\b",
    r"\b(?:council|city|county|borough|corporation) of(?: the)?\b",
    r"\bclinical commissioning group\b",
    r"\bintegrated care board\b",
    r"\bunitary authority\b",
    r"\bhealth and social care partnership\b",
)
_WORDS = frozenset(
    [
        "the",
        "nhs",
        "ccg",
        "icb",
        "council",
        "councils",
        "city",
        "county",
        "borough",
        "metropolitan",
        "district",
    ]
)
_PHRASE = re.compile("|".join(_PHRASES))
NEAREST = 3
NEAR_SCORE = 80.0


def match_key(name: str) -> str:
    """A name reduced to what tells one body from another; the plain name where nothing would be left."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’`.]", "", plain)
    plain = " ".join(re.findall(r"[^\W_]+", plain))
    words = [word for word in _PHRASE.sub(" ", plain).split() if word not in _WORDS]
    return " ".join(words) or plain


@dataclass(frozen=True)
class Match:
    """What a name in a table was found to be: a body, or the nearest candidates with their scores."""

    body_id: str | None
    candidates: tuple[tuple[str, str, float], ...] = ()

    @property
    def near(self) -> tuple[str, ...]:
        """Names of bodies so like the one written that a skipped row deserves a look."""
        return tuple(name for _, name, score in self.candidates if score >= NEAR_SCORE)


class BodyMatcher:
    """Finds bodies by id, code or name; `bodies` maps an id to every name and code it goes by."""

    def __init__(self, bodies: Mapping[str, Sequence[str]]) -> None:
        self._ids = {body_id.casefold(): body_id for body_id in bodies}
        by_key: dict[str, set[str]] = {}
        for body_id, names in bodies.items():
            for name in names:
                by_key.setdefault(match_key(name), set()).add(body_id)
        self._unique = {key: next(iter(ids)) for key, ids in by_key.items() if len(ids) == 1}
        self._shared = {key: sorted(ids) for key, ids in by_key.items() if len(ids) > 1}
        self._names = {body_id: names[0] for body_id, names in bodies.items() if names}
        self._keys = {body_id: match_key(name) for body_id, name in self._names.items()}

    def find(self, name: str) -> Match:
        """The one body of that id, code or name; else no body and the nearest candidates."""
        body_id = self._ids.get(name.strip().casefold())
        if body_id is not None:
            return Match(body_id)
        key = match_key(name)
        if key in self._unique:
            return Match(self._unique[key])
        if key in self._shared:
            return Match(
                None, tuple((each, self._names.get(each, each), 100.0) for each in self._shared[key])
            )
        return Match(None, self._nearest(key))

    def _nearest(self, key: str) -> tuple[tuple[str, str, float], ...]:
        found = process.extract(key, self._keys, scorer=fuzz.token_set_ratio, limit=NEAREST)
        return tuple((body_id, self._names[body_id], float(score)) for _, score, body_id in found)


def names_of(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> dict[str, list[str]]:
    """Every name and code of each body, from records with an `id` and the columns; the first is shown."""
    return {str(row["id"]): [str(row[column]) for column in columns if row.get(column)] for row in rows}
