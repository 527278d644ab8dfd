"""Addresses of the app `mail`."""

from django.urls import URLPattern, path

from answerable.desk.mail import inbox_views_urls, outbox_views

urlpatterns: list[URLPattern] = [
    *inbox_views_urls.urlpatterns,
    path("s/<slug:survey>/outbox/", outbox_views.outbox, name="outbox"),
    path("s/<slug:survey>/outbox/progress/", outbox_views.progress, name="outbox-progress"),
    path("s/<slug:survey>/outbox/test/", outbox_views.test, name="outbox-test"),
    path("s/<slug:survey>/outbox/try/", outbox_views.try_now, name="outbox-try"),
    path("s/<slug:survey>/outbox/failed-again/", outbox_views.failed_again, name="outbox-failed-again"),
    path("s/<slug:survey>/outbox/<int:pk>/", outbox_views.message, name="outbox-message"),
    path("s/<slug:survey>/outbox/<int:pk>/cancel/", outbox_views.cancel, name="outbox-cancel"),
    path("s/<slug:survey>/outbox/<int:pk>/again/", outbox_views.again, name="outbox-again"),
    path("s/<slug:survey>/outbox/<int:pk>/settle/", outbox_views.settle, name="outbox-settle"),
]
