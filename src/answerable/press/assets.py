"""The style sheet and the script of a site: one file each, the same for every page.

Both are written in parts under `static/` and joined here, as a page may make four requests at most. The
parts of the script are ES modules; what is served is one plain script, for a browser loads no module
from the file system.
"""

import re
from functools import lru_cache
from importlib.resources import files

from answerable.press.maps import map_css, state_css
from answerable.press.tokens import Tokens, themed, tokens

MAIN = "main.js"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|let|class|function|async)", re.MULTILINE)
_LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)


def _parts(folder: str) -> dict[str, str]:
    found = (files("answerable.press") / "static" / folder).iterdir()
    return {part.name: part.read_text(encoding="utf-8") for part in found if part.is_file()}


def style_sheet() -> str:
    """The look of every page: tokens, house, then maps and states as `press.colours` has them."""
    return _style_sheet(tokens())


@lru_cache(maxsize=4)
def _style_sheet(of: Tokens) -> str:
    house = "\n".join(text for _, text in sorted(_parts("css").items()))
    house = _SPACE.sub(" ", _COMMENT.sub("", house)).strip()
    with themed(of):
        return f"{of.root_css}{house}\n{map_css()}\n{state_css()}\n"


@lru_cache(maxsize=1)
def script() -> str:
    """What makes tables sort and maps answer to a pointer or keys; pages are complete without it."""
    parts = _parts("js")
    body = "".join(_bare(parts[name]) for name in module_order(parts, MAIN))
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def module_order(parts: dict[str, str], first: str) -> list[str]:
    """The modules that one needs, each after those it imports. A name is exported by one module only."""
    order: list[str] = []

    def add(name: str) -> None:
        if name not in order:
            for needed in _IMPORT.findall(parts[name]):
                add(needed)
            order.append(name)

    add(first)
    return order


def _bare(module: str) -> str:
    """A module without what only modules may say, and without comments and indents."""
    text = _EXPORT.sub("", _IMPORT.sub("", module))
    return _INDENT.sub("", _LINE_COMMENT.sub("", text))
