"""The style sheet and the script of a site: one file each, the same for every page."""

import re
from functools import lru_cache
from importlib.resources import files

from answerable.press.maps import map_css, state_css

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


def _static(name: str) -> str:
    return (files("answerable.press") / "static" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """The look of every page: that of the house, then of maps and states as `press.colours` has them."""
    house = _SPACE.sub(" ", _COMMENT.sub("", _static("site.css"))).strip()
    return f"{house}\n{map_css()}\n{state_css()}\n"


@lru_cache(maxsize=1)
def script() -> str:
    """What makes tables sort and maps answer to a pointer or keys; pages are complete without it."""
    return _static("site.js")
