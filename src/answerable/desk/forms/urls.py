"""Addresses of the app `forms`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
