"""Addresses of the app `surveys`."""

from django.urls import URLPattern, path

from answerable.desk.surveys import body_views, form_views, views

S = "s/<slug:survey>/setup/"
F = f"{S}rounds/<str:round>/<slug:kind>/"
urlpatterns: list[URLPattern] = [
    path("", views.surveys, name="surveys"),
    path("surveys/new", views.found, name="found"),
    path("s/<slug:survey>/", views.survey, name="survey"),
    path(S, views.setup, name="setup"),
    path(f"{S}sender", views.sender, name="setup-sender"),
    path(f"{S}kinds", views.kind, name="setup-kind"),
    path(f"{S}bodies/", body_views.bodies, name="setup-bodies"),
    path(f"{S}bodies/<int:body>/", body_views.body, name="setup-body"),
    path(f"{S}bodies/<int:body>/back", body_views.contact_back, name="setup-contact-back"),
    path(f"{S}bodies/<int:body>/remove", body_views.contact_remove, name="setup-contact-remove"),
    path(f"{S}import/<slug:what>", body_views.upload, name="setup-import"),
    path(f"{S}tables/<int:table>/", body_views.table, name="setup-table"),
    path(f"{S}tables/<int:table>/write", body_views.table_write, name="setup-table-write"),
    path(f"{S}tables/<int:table>/drop", body_views.table_drop, name="setup-table-drop"),
    path(f"{S}rounds/new", views.new_round, name="setup-round-new"),
    path(f"{S}rounds/<str:round>/", views.edit_round, name="setup-round"),
    path(F, form_views.form, name="setup-form"),
    path(f"{F}ask", views.ask_kind, name="setup-ask"),
    path(f"{F}take-back", form_views.form_take_back, name="setup-form-take-back"),
    path(f"{F}questions/new", form_views.question, name="setup-question-new"),
    path(f"{F}questions/new/preview", form_views.question_preview, name="setup-question-new-preview"),
    path(f"{F}questions/<str:key>/", form_views.question, name="setup-question"),
    path(f"{F}questions/<str:key>/preview", form_views.question_preview, name="setup-question-preview"),
    path(f"{F}questions/<str:key>/move", form_views.question_move, name="setup-question-move"),
    path(f"{F}questions/<str:key>/remove", form_views.question_remove, name="setup-question-remove"),
]
