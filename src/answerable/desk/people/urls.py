"""Addresses of the app `people`."""

from django.urls import URLPattern, URLResolver, include, path

from answerable.desk.look.soon import soon

urlpatterns: list[URLPattern | URLResolver] = [
    path("s/<slug:survey>/people/", soon, name="people"),
    path("account/", soon, name="account"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
