from django.apps import AppConfig


class ChasingConfig(AppConfig):
    """The app `chasing` of the desk."""

    name = "answerable.desk.chasing"
    label = "desk_chasing"
    default_auto_field = "django.db.models.BigAutoField"
