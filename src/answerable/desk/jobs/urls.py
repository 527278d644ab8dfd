"""Addresses of the app `jobs`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
