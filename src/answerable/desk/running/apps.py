import time

from django.apps import AppConfig

# When this process made Django ready.
BEGUN = time.monotonic()


class RunningConfig(AppConfig):
    """The app `running` of the desk."""

    name = "answerable.desk.running"
    label = "desk_running"
    default_auto_field = "django.db.models.BigAutoField"
