from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The app `api` of the desk."""

    name = "answerable.desk.api"
    label = "desk_api"
    default_auto_field = "django.db.models.BigAutoField"
