"""What the frame of every screen needs."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from answerable.desk.look.sheet import script_address, sheet_address
from answerable.desk.people.roles import Right, has_right


def frame(request: HttpRequest) -> dict[str, object]:
    """The addresses of style sheet and script, and on a survey's screens the survey and what one may do."""
    survey, role = getattr(request, "survey", None), getattr(request, "role", None)
    may = {right.value: has_right(role, right) for right in Right} if role else {}
    return {
        "sheet_address": sheet_address(),
        "script_address": script_address(),
        "survey": survey,
        "role": role,
        "may": may,
        "passkeys": _has_name(request),
    }


def _has_name(request: HttpRequest) -> bool:
    """Whether people came by a name rather than by a number: browsers give passkeys to names alone."""
    try:
        host = urlsplit(f"//{request.get_host()}").hostname or ""
    except (DisallowedHost, ValueError):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False
