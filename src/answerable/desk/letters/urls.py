"""Addresses of the app `letters`."""

from django.urls import URLPattern, path

from answerable.desk.letters import views, wave_views

L = "s/<slug:survey>/letters/"
W = f"{L}waves/<int:wave>/"
urlpatterns: list[URLPattern] = [
    path(L, views.letters, name="letters"),
    path(f"{L}begin", views.begin, name="letters-begin"),
    path(f"{L}<int:letter>/", views.letter, name="letters-letter"),
    path(f"{L}<int:letter>/preview", views.letter_preview, name="letters-preview"),
    path(f"{L}<int:letter>/approve", views.approve, name="letters-approve"),
    path(f"{L}<int:letter>/withdraw", views.withdraw, name="letters-withdraw"),
    path(f"{L}<int:letter>/take-back", views.take_back, name="letters-take-back"),
    path(f"{L}<int:letter>/test", views.test, name="letters-test"),
    path(f"{L}waves/new", wave_views.new_wave, name="letters-wave-new"),
    path(W, wave_views.wave, name="letters-wave"),
    path(f"{W}approve", wave_views.approve, name="letters-wave-approve"),
    path(f"{W}check", wave_views.check, name="letters-wave-check"),
    path(f"{W}take-back", wave_views.take_back, name="letters-wave-take-back"),
    path(f"{W}drop", wave_views.drop, name="letters-wave-drop"),
    path(f"{W}leave-out-stopped", wave_views.leave_out_stopped, name="letters-wave-leave-out"),
    path(f"{W}<int:item>/", wave_views.item, name="letters-item"),
    path(f"{W}<int:item>/leave-out", wave_views.leave_out, name="letters-leave-out"),
]
