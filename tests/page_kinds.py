"""Every kind of page and file that a reader is sent, where it stands, and the budget it has to keep."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

KILOBYTE = 1000
MAP_PAGE_KB, BODY_PAGE_KB, EMBED_KB, SHARD_KB, CARD_KB = 60, 30, 20, 15, 80
SCRIPT_KB, STYLE_KB, MOST_REQUESTS, MOST_ELEMENTS = 10, 8, 4, 3_500
_ELEMENT = re.compile(rb"<[a-z]")


@dataclass(frozen=True)
class Kind:
    """Files of one kind under the root of a study; `kilobytes` is the most each may weigh as sent.

    Units: kilobytes of 1,000 bytes, compressed with gzip but for pictures
    """

    name: str
    pattern: str
    kilobytes: float = MAP_PAGE_KB

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.pattern.endswith(".html")

    def files(self, site: Path) -> list[Path]:
        """The files of this kind."""
        return sorted(site.glob(self.pattern))


PAGES = (
    Kind("front page", "index.html"),
    Kind("round", "20*/index.html"),
    Kind("question", "20*/questions/*/*/index.html"),
    Kind("answers of a question", "20*/questions/*/*/*/**/index.html"),
    Kind("stars", "20*/ratings/**/index.html"),
    Kind("body", "bodies/*/index.html", BODY_PAGE_KB),
    Kind("bodies", "bodies/index.html"),
    Kind("identifier", "id/**/index.html"),
    Kind("find", "find/**/index.html"),
    Kind("regions", "regions/index.html"),
    Kind("region", "regions/*/index.html"),
    Kind("letter", "write/*/index.html", BODY_PAGE_KB),
    Kind("compare", "compare/index.html"),
    Kind("search", "search/index.html"),
    Kind("trends", "trends/index.html"),
    Kind("trend", "trends/*/index.html"),
    Kind("embed", "embed/**/index.html", EMBED_KB),
    Kind("figure", "figures/**/index.html", BODY_PAGE_KB),
    Kind("methods", "methods/**/index.html"),
    Kind("corrections", "corrections/index.html"),
    Kind("versions", "v/index.html"),
    Kind("accessibility", "accessibility/index.html"),
    Kind("data", "data/index.html"),
    Kind("not found", "404.html"),
)
FILES = (
    Kind("postcodes", "find/*.json", SHARD_KB),
    Kind("search index", "search/**/*.json", SHARD_KB),
    Kind("script", "assets/*.js", SCRIPT_KB),
    Kind("style sheet", "assets/*.css", STYLE_KB),
)
CARDS = Kind("card", "**/card.png", CARD_KB)


def weight_kb(file: Path) -> float:
    """What a file weighs as sent. Units: kilobytes"""
    data = file.read_bytes()
    return len(data if file.suffix == ".png" else gzip.compress(data, 9)) / KILOBYTE


def elements(page: Path) -> int:
    """How many elements a page has."""
    return len(_ELEMENT.findall(page.read_bytes()))


def heaviest(kind: Kind, site: Path) -> Path | None:
    """The file of a kind with the most bytes, before they are compressed; None where there is none."""
    return max(kind.files(site), key=lambda file: file.stat().st_size, default=None)
