"""Addresses of the app `api`."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

import answerable.desk.api.writing  # noqa: F401  its routes join those of `reading`
from answerable.desk.api import reading, views
from answerable.desk.api.interface import api
from answerable.desk.api.problems import problem

api.add_router("", reading.router)


@csrf_exempt
def not_here(request: HttpRequest, rest: str) -> HttpResponse:
    """What the interface does not have."""
    return problem(404, "There is no such address. /api/docs lists them all.")


urlpatterns: list[URLPattern | URLResolver] = [
    path("s/<slug:survey>/setup/tokens/", views.tokens, name="setup-tokens"),
    path("s/<slug:survey>/setup/tokens/<int:token>/revoke/", views.revoke, name="setup-token-revoke"),
    path("api/docs", views.docs, name="api-docs"),
    path("api/", api.urls),
    path("api/<path:rest>", not_here),
]
