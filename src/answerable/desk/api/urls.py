"""Addresses of the app `api`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
