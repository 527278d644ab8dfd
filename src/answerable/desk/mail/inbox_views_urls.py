"""Addresses of mail that comes in."""

from django.urls import URLPattern, path

from answerable.desk.mail import attachments_views, inbox_views, inbox_views_deeds, webhook

_BELOW = "s/<slug:survey>/inbox/"

urlpatterns: list[URLPattern] = [
    path(_BELOW, inbox_views.inbox, name="inbox"),
    path(f"{_BELOW}upload/", inbox_views.upload, name="inbox-upload"),
    path(f"{_BELOW}<int:pk>/", inbox_views.message, name="inbox-message"),
    path(f"{_BELOW}<int:pk>/place/", inbox_views_deeds.place, name="inbox-place"),
    path(f"{_BELOW}<int:pk>/aside/", inbox_views_deeds.aside, name="inbox-aside"),
    path(f"{_BELOW}placement/<int:pk>/back/", inbox_views_deeds.take_back, name="inbox-take-back"),
    path(f"{_BELOW}placement/<int:pk>/read/", inbox_views_deeds.read, name="inbox-read"),
    path(f"{_BELOW}placement/<int:pk>/say/", inbox_views_deeds.say, name="inbox-say"),
    path(f"{_BELOW}event/<int:pk>/back/", inbox_views_deeds.take_back_saying, name="inbox-unsay"),
    path(f"{_BELOW}file/<int:pk>/", attachments_views.preview, name="inbox-file"),
    path(f"{_BELOW}file/<int:pk>/clear/", attachments_views.clear, name="inbox-clear"),
    path("files/<int:pk>/", attachments_views.download, name="inbox-download"),
    path("files/raw/<int:pk>/", attachments_views.raw, name="inbox-raw"),
    path("inbound/raw/", webhook.raw_message, name="inbound-raw"),
    path("inbound/<str:secret>/<slug:name>/", webhook.provider, name="inbound-provider"),
]
