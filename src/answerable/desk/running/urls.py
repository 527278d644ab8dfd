"""Addresses of the app `running`."""

from django.urls import URLPattern, path

from answerable.desk.running import views

urlpatterns: list[URLPattern] = [path("health", views.health, name="health")]
