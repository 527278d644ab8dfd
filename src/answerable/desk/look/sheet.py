"""The one style sheet and the one script of the desk, joined from small files and served under their hash.

Colours, letters and sizes are the tokens of the public site, so that the two look like one house.
"""

import hashlib
from functools import cache
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse

from answerable.press.theme import read_theme

FOREVER = "public, max-age=31536000, immutable"


@cache
def sheet() -> str:
    """The style sheet: tokens, then the files of `css/` in order of their names."""
    parts = sorted((files(__package__) / "css").iterdir(), key=lambda each: each.name)
    texts = [part.read_text(encoding="utf-8") for part in parts if part.name.endswith(".css")]
    return "\n".join([read_theme(None).root_css, *texts])


@cache
def script() -> str:
    """The script: the files of `js/` in order of their names, each in a room of its own."""
    parts = sorted((files(__package__) / "js").iterdir(), key=lambda each: each.name)
    texts = [part.read_text(encoding="utf-8") for part in parts if part.name.endswith(".js")]
    return "\n".join(f"(() => {{\n{text}\n}})();" for text in texts)


@cache
def sheet_address() -> str:
    """The address of the style sheet."""
    return f"/look/{_hash(sheet())}.css"


@cache
def script_address() -> str:
    """The address of the script."""
    return f"/look/{_hash(script())}.js"


def look(request: HttpRequest, name: str) -> HttpResponse:
    """The style sheet or the script, to be kept for good: a change has another address."""
    known = {sheet_address(): (sheet, "text/css"), script_address(): (script, "text/javascript")}
    try:
        make, kind = known[f"/look/{name}"]
    except KeyError:
        raise Http404 from None
    response = HttpResponse(make(), content_type=f"{kind}; charset=utf-8")
    response.headers["Cache-Control"] = FOREVER
    return response


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
