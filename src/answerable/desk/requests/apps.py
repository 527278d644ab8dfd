from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """The app `requests` of the desk."""

    name = "answerable.desk.requests"
    label = "desk_requests"
    default_auto_field = "django.db.models.BigAutoField"
