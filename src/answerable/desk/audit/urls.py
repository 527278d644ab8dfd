"""Addresses of the app `audit`."""

from django.urls import URLPattern, path

from answerable.desk.look.soon import soon

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/trail/", soon, name="trail"),
]
