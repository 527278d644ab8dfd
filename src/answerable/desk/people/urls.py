"""Addresses of the app `people`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from answerable.desk.people import account_views, views


def not_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What allauth offers and the desk does not: an address is the one that was invited."""
    raise Http404


_PEOPLE = "s/<slug:survey>/people/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_PEOPLE, views.people, name="people"),
    path(f"{_PEOPLE}invite/", views.invite, name="people-invite"),
    path(f"{_PEOPLE}invitation/<int:invitation>/revoke/", views.uninvite, name="people-uninvite"),
    path(f"{_PEOPLE}<int:member>/role/", views.change_role, name="people-role"),
    path(f"{_PEOPLE}<int:member>/remove/", views.remove, name="people-remove"),
    path(f"{_PEOPLE}second-factor/", views.second_factor, name="people-second-factor"),
    path(f"{_PEOPLE}forget/", views.forget, name="people-forget"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("account/", account_views.account, name="account"),
    path("account/export/", account_views.export, name="account-export"),
    path("account/leave/", account_views.leave, name="account-leave"),
    path("accounts/email/", not_here),
    path("accounts/confirm-email/", not_here),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
]
