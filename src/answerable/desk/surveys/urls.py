"""Addresses of the app `surveys`."""

from django.urls import URLPattern, path

from answerable.desk.look.soon import soon
from answerable.desk.surveys import views

urlpatterns: list[URLPattern] = [
    path("", views.surveys, name="surveys"),
    path("s/<slug:survey>/", views.survey, name="survey"),
    path("s/<slug:survey>/setup/", soon, name="setup"),
]
