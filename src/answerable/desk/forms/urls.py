"""Addresses of the app `forms`: the reply form for authorities, and what the desk sees of it."""

from django.urls import URLPattern, path

from answerable.desk.forms import desk_views, genuine, handing_views, right_of_reply, views

_LINK = "reply/<str:token>/"
_ONE = f"{_LINK}<str:reference>/"
_DESK = "s/<slug:survey>/inbox/forms/"

urlpatterns: list[URLPattern] = [
    path("about/<slug:survey>/", genuine.about_publicly, name="reply-about-publicly"),
    path(_LINK, views.start, name="reply"),
    path(f"{_LINK}about/", genuine.about, name="reply-about"),
    path(f"{_LINK}hand-in/", handing_views.hand_in_all, name="reply-hand-in-all"),
    path(f"{_LINK}receipt/<str:submission>/", handing_views.receipt, name="reply-receipt"),
    path(f"{_LINK}receipt/<str:submission>/copy.txt", handing_views.receipt_text, name="reply-receipt-text"),
    path(_ONE, views.fill, name="reply-form"),
    path(f"{_ONE}save/", views.save, name="reply-save"),
    path(f"{_ONE}check/", handing_views.check, name="reply-check"),
    path(f"{_ONE}hand-in/", handing_views.hand_in_one, name="reply-hand-in"),
    path(f"{_ONE}copy/", handing_views.copy, name="reply-copy"),
    path(f"{_ONE}again/", handing_views.again, name="reply-again"),
    path(f"{_ONE}right-of-reply/", right_of_reply.right_of_reply, name="reply-right-of-reply"),
    path(_DESK, desk_views.forms, name="inbox-forms"),
    path(f"{_DESK}statements/<int:statement>/", desk_views.decide, name="inbox-forms-statement"),
    path(f"{_DESK}links/<str:reference>/", desk_views.links, name="inbox-forms-links"),
    path(f"{_DESK}links/<str:reference>/new/", desk_views.new_link, name="inbox-forms-new-link"),
    path(f"{_DESK}links/<str:reference>/<int:link>/revoke/", desk_views.revoke, name="inbox-forms-revoke"),
]
