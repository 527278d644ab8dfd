"""Addresses of the app `coding`."""

from django.urls import URLPattern, path

from answerable.desk.look.soon import soon

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/coding/", soon, name="coding"),
    path("s/<slug:survey>/coding/<str:round>/<str:body_id>/", soon, name="coding-body"),
]
