"""The health page."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from answerable import __version__
from answerable.desk.running.health import look


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """How the desk is, as JSON: 200 when well or still starting, 503 when not."""
    found = look()
    told = {"well": found.is_well, "version": __version__, **asdict(found)}
    return JsonResponse(told, status=200 if found.is_fine_so_far else 503)
