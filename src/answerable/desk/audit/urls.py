"""Addresses of the app `audit`."""

from django.urls import URLPattern, path

from answerable.desk.audit import views

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/trail/", views.trail, name="trail"),
    path("s/<slug:survey>/trail.csv", views.trail_csv, name="trail-csv"),
]
