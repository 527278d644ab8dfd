"""Addresses of the app `chasing`."""

from django.urls import URLPattern, path

from answerable.desk.look.soon import soon

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/board/", soon, name="board"),
]
