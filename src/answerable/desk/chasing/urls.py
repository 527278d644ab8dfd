"""Addresses of the app `chasing`: the board, a request's thread, the ladder."""

from django.urls import URLPattern, path

from answerable.desk.chasing import ladder_views, views

_BELOW = "s/<slug:survey>/board/"
_REQUEST = f"{_BELOW}request/<str:reference>/"

urlpatterns: list[URLPattern] = [
    path(_BELOW, views.board, name="board"),
    path(f"{_BELOW}ladder/", ladder_views.ladder, name="board-ladder"),
    path(f"{_BELOW}ladder/plan/", ladder_views.plan, name="board-ladder-plan"),
    path(f"{_BELOW}ladder/complaints/", ladder_views.complaints, name="board-complaints"),
    path(f"{_BELOW}ladder/<str:purpose>/propose/", ladder_views.propose, name="board-propose"),
    path(_REQUEST, views.request_page, name="board-request"),
    path(f"{_REQUEST}event/", views.log, name="board-log"),
    path(f"{_REQUEST}event/<int:event>/undo/", views.undo, name="board-undo"),
    path(f"{_REQUEST}letter/", views.letter, name="board-letter"),
    path(f"{_REQUEST}stop/", views.stop, name="board-stop"),
    path(f"{_REQUEST}resume/", views.resume, name="board-resume"),
    path(f"{_REQUEST}complaint.zip", ladder_views.complaint_zip, name="board-complaint"),
]
