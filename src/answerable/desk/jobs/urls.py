"""Addresses of the app `jobs`."""

from django.urls import URLPattern, path

from answerable.desk.jobs import views

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/jobs/", views.jobs, name="jobs"),
    path("s/<slug:survey>/jobs/<int:job>/", views.job, name="jobs-one"),
    path("s/<slug:survey>/jobs/<int:job>/retry/", views.retry, name="jobs-retry"),
]
