"""Addresses of the app `releases`."""

from django.urls import URLPattern, path

from answerable.desk.look.soon import soon

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/releases/", soon, name="releases"),
]
