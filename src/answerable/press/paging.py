"""What a page is, and how one page points at another."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Page:
    """One file of the site: its address, and how to make it when its turn comes.

    `path` is relative to the site's root: "2017/ratings/" becomes 2017/ratings/index.html; without the
    slash it is a file of that name. `in_parent` keeps work out of forked processes: polars has threads
    of its own, which a fork does not carry over.
    """

    path: str
    render: Callable[[], str | bytes]
    in_parent: bool = False

    @property
    def file(self) -> str:
        """The file to write, relative to the site's root."""
        return f"{self.path}index.html" if self.path.endswith("/") or not self.path else self.path


@dataclass(frozen=True)
class Crumb:
    """One step from the root down to a page; the last step has no path."""

    words: str
    path: str | None = None


@lru_cache(maxsize=64)
def upwards(path: str) -> str:
    """The way from a page up to the site's root: "../../" from two folders down."""
    return "../" * path.count("/")


def link(here: str, there: str) -> str:
    """The address of one page as written on another, for any host, any sub-path and the file system.

    `there` is a path from the root and may end in `#part`. Folders are named with their index.html, as
    nothing but a web server would find it otherwise.
    """
    path, mark, part = there.partition("#")
    if path == here and mark:
        return f"#{part}"
    file = f"{path}index.html" if path.endswith("/") or not path else path
    return f"{upwards(here)}{file}{mark}{part}"
