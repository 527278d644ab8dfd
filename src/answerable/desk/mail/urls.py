"""Addresses of the app `mail`."""

from django.urls import URLPattern, path

from answerable.desk.look.soon import soon

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/inbox/", soon, name="inbox"),
    path("s/<slug:survey>/outbox/", soon, name="outbox"),
]
