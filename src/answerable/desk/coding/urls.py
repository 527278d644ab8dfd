"""Addresses of the app `coding`."""

from django.urls import URLPattern, path

from answerable.desk.coding import answer_views, saying, views

_QUEUE = "s/<slug:survey>/coding/"
_BODY = f"{_QUEUE}<str:round>/<str:body_id>/"

urlpatterns: list[URLPattern] = [
    path(_QUEUE, views.coding, name="coding"),
    path(f"{_QUEUE}<str:round>/", views.give, name="coding-give"),
    path(_BODY, views.coding_body, name="coding-body"),
    path(f"{_BODY}here/", views.here, name="coding-here"),
    path(f"{_BODY}done/", views.done, name="coding-done"),
    path(f"{_BODY}alike/", views.alike, name="coding-alike"),
    path(f"{_BODY}reply/", saying.say_reply, name="coding-say"),
    path(f"{_BODY}undo/", answer_views.undo, name="coding-undo"),
    path(f"{_BODY}answer/<str:key>/", answer_views.answer, name="coding-answer"),
    path(f"{_BODY}file/<int:file>/", answer_views.file, name="coding-file"),
]
