"""Addresses of the app `letters`."""

from django.urls import URLPattern, path

from answerable.desk.look.soon import soon

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/letters/", soon, name="letters"),
]
