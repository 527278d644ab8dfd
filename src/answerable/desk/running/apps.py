from django.apps import AppConfig


class RunningConfig(AppConfig):
    """The app `running` of the desk."""

    name = "answerable.desk.running"
    label = "desk_running"
    default_auto_field = "django.db.models.BigAutoField"
