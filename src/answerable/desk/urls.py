"""The addresses of the desk; each app has its own, those of a survey below /s/<survey>/."""

from django.urls import URLPattern, URLResolver, include, path

from answerable.desk.look.sheet import look

urlpatterns: list[URLPattern | URLResolver] = [
    path("look/<str:name>", look, name="look"),
    path("", include("answerable.desk.running.urls")),
    path("", include("answerable.desk.people.urls")),
    path("", include("answerable.desk.surveys.urls")),
    path("", include("answerable.desk.letters.urls")),
    path("", include("answerable.desk.mail.urls")),
    path("", include("answerable.desk.chasing.urls")),
    path("", include("answerable.desk.forms.urls")),
    path("", include("answerable.desk.coding.urls")),
    path("", include("answerable.desk.releases.urls")),
    path("", include("answerable.desk.jobs.urls")),
    path("", include("answerable.desk.audit.urls")),
    path("", include("answerable.desk.api.urls")),
]

handler400 = "answerable.desk.look.failures.not_understood"
