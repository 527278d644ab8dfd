"""Words of authorities made fit for a release: officers' names out, small counts of children masked.

Cleaning takes milliseconds for each passage, and a survey has tens of thousands; what was cleaned once is
kept under a hash of all that went into it, the rules of cleaning included.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from answerable.core.answers import AnswerType
from answerable.core.law.counting_words import NOUNS
from answerable.core.post.people import Person
from answerable.core.post.redaction.folding import fold
from answerable.core.post.redaction.names import NEVER_ALONE, PIECE, Names, name_in
from answerable.core.post.redaction.publishing import publish_words
from answerable.core.post.redaction.text import names_in
from answerable.core.questions import Question, Questionnaire
from answerable.desk.releases.models import CleanedWords
from answerable.desk.surveys.models import PublicBody, Survey

RULES = ("answerable.core.post.redaction", "answerable.core.law")
BATCH = 500
OFTEN = 100
# “How many children”, not “how many children's nurses”; what stands in doubt counts children.
_OF_CHILDREN = re.compile(
    rf"\b(?:how\s+many|numbers?\s+of|count\s+of|total)\b[^.?!]{{0,80}}?\b(?:{NOUNS})\b(?!['’])",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"(?:{NOUNS})", re.IGNORECASE)


def counts_children(question: Question, form: Questionnaire) -> bool:
    """Whether a question asks for a number of children; a follow-up without words is about its parent's."""
    if question.answer is not AnswerType.COUNT:
        return False
    parent = form.by_id.get(question.parent or "")
    texts = [question.text, question.label]
    if parent is not None and not question.text:
        texts += [parent.text, parent.label]
    if question.unit and _UNIT.search(question.unit):
        return True
    return any(_OF_CHILDREN.search(text) for text in texts)


class Cleaner:
    """Cleans passages of one survey; `withheld` counts those of which nothing could be published.

    `tell` is told how many were cleaned for the first time; they are kept as it goes, not only at the end.
    """

    def __init__(self, survey: Survey, tell: Callable[[int], None] | None = None) -> None:
        self.survey, self.tell = survey, tell
        self.withheld = self.n_new = 0
        self._used: set[str] = set()
        self._known: dict[str, str] | None = None
        self._new: dict[str, str] = {}
        self._names: dict[tuple[str, ...], Names] = {}

    def clean(
        self,
        text: str | None,
        *,
        body: PublicBody,
        people: Iterable[Person] = (),
        context: tuple[str, ...] = (),
        all_counts: bool = False,
    ) -> str | None:
        """A passage as it may be published; None where there is none or where it could not be cleaned.

        `context` are the whole words that it was taken from: whom they name is a name in the passage too.
        """
        if text is None or not text.strip():
            return None
        keep = _own_names(body)
        known_as = tuple(dict.fromkeys((each.name or "", each.address or "") for each in people))
        key = _hash([text, keep, known_as, [_hash([each]) for each in context], all_counts, rules()])
        made = self._kept().get(key)
        if made is None:
            persons = [Person(name or None, address or None) for name, address in known_as]
            names = self._names_in(context) | each_alone(persons)
            made, _ = publish_words(text, people=persons, keep=keep, names=names, all_counts=all_counts)
            self._new[key] = self._kept()[key] = made
            self._count()
        self._used.add(key)
        if not made.strip():
            self.withheld += 1
            return None
        return made

    def whole_or_none(self, text: str | None, cleaned: str | None) -> str | None:
        """A text that is of use only whole, such as an address; None where something had to be removed."""
        if cleaned is None or cleaned == text:
            return cleaned
        self.withheld += 1
        return None

    def keep(self) -> None:
        """Keeps what was cleaned for the next time; that another does so at the same moment does no harm."""
        rows = [CleanedWords(survey=self.survey, key=key, words=words) for key, words in self._new.items()]
        CleanedWords.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        self._new = {}

    def forget_unused(self) -> None:
        """Forgets what was cleaned before and is no longer said anywhere."""
        unused = sorted(self._kept().keys() - self._used)
        for at in range(0, len(unused), BATCH):
            CleanedWords.objects.filter(survey=self.survey, key__in=unused[at : at + BATCH]).delete()

    def _count(self) -> None:
        self.n_new += 1
        if self.tell and self.n_new % OFTEN == 0:
            self.keep()
            self.tell(self.n_new)

    def _kept(self) -> dict[str, str]:
        if self._known is None:
            rows = CleanedWords.objects.filter(survey=self.survey)
            self._known = dict(rows.values_list("key", "words"))
        return self._known

    def _names_in(self, context: tuple[str, ...]) -> Names:
        if context not in self._names:
            self._names[context] = names_in(context)
        return self._names[context]


def each_alone(persons: Iterable[Person]) -> Names:
    """Each word of the names of persons, as one that means them where it stands alone, ordinary words not.

    Of an officer who is known to have written the reply the surname is enough.
    """
    found: set[str] = set()
    for each in persons:
        words = name_in(fold(each.name[:200]).text, strict=False) if each.name else None
        pieces = (piece.lower() for word in words or () for piece in PIECE.findall(word))
        found |= {piece for piece in pieces if len(piece) > 2 and piece not in NEVER_ALONE}
    return Names(alone=frozenset(found))


def _own_names(body: PublicBody) -> list[str]:
    """What a body is called: words that stay though a council may be named like a person."""
    named = [body.name, *(str(body.columns.get(each) or "") for each in ("official_name", "short_name"))]
    return [each for each in dict.fromkeys(named) if each.strip()]


@cache
def rules() -> str:
    """A hash of the rules of cleaning: where they change, everything is cleaned anew."""
    found = hashlib.sha256()
    for package in RULES:
        for name, data in sorted(_files(files(package))):
            found.update(name.encode() + b"\0" + data + b"\0")
    return found.hexdigest()


def _files(folder: Traversable) -> Iterable[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_file() and each.name.endswith((".py", ".yaml")):
            yield each.name, each.read_bytes()


def _hash(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
