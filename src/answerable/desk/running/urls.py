"""Addresses of the app `running`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
