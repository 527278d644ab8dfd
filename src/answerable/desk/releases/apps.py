from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """The app `releases` of the desk."""

    name = "answerable.desk.releases"
    label = "desk_releases"
    default_auto_field = "django.db.models.BigAutoField"
