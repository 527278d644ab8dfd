from importlib import import_module

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """The app `releases` of the desk."""

    name = "answerable.desk.releases"
    label = "desk_releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Makes its kinds of long work known."""
        import_module("answerable.desk.releases.work")
