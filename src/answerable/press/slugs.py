"""Names of bodies as parts of an address: readable, unique, and safe whatever the name holds."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

MAX_LENGTH = 60
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,78}[A-Za-z0-9]|[A-Za-z0-9]")
_NOT_SAFE = re.compile(r"[^A-Za-z0-9_-]+")


def slugify(text: str) -> str:
    """A name in lower-case ASCII letters, digits and hyphens, cut at a word; blank if nothing is left."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode()
    slug = _NOT_WORD.sub("-", plain.lower().replace("'", "")).strip("-")
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def unique_slugs(names: Sequence[str], codes: Sequence[str]) -> list[str]:
    """A slug for each name; names that share one get their code appended, all of them alike.

    Shape: names, codes -> as many slugs, all distinct, in order
    """
    plain = [slugify(name) or slugify(code) or "body" for name, code in zip(names, codes, strict=True)]
    shared = Counter(plain)
    slugs = [
        f"{slug}-{slugify(code)}".rstrip("-") if shared[slug] > 1 else slug
        for slug, code in zip(plain, codes, strict=True)
    ]
    return _numbered(slugs)


def _numbered(slugs: list[str]) -> list[str]:
    # A code may stand twice (reused over time): the earlier row keeps the plain slug.
    taken: set[str] = set()
    result = []
    following: Counter[str] = Counter()
    for slug in slugs:
        made = slug
        while made in taken:
            following[slug] += 1
            made = f"{slug}-{following[slug] + 1}"
        taken.add(made)
        result.append(made)
    return result


def version_segment(version: str) -> str:
    """A version as one part of an address: 1.0 stays 1.0; what is no plain name becomes one with a hash."""
    plain = _VERSION.fullmatch(version) and ".." not in version and not version.lower().endswith(".html")
    return version if plain else segment(version)


def segment(text: str) -> str:
    """An id as one part of an address: itself where that is safe, else a slug with a short hash.

    Codes come from files that anyone may write; no dot or slash of theirs may reach a path.
    """
    if text and not _NOT_SAFE.search(text):
        return text
    return f"{slugify(text) or 'id'}-{sha256(text.encode()).hexdigest()[:8]}"
