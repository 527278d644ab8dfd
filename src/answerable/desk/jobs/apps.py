from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app `jobs` of the desk."""

    name = "answerable.desk.jobs"
    label = "desk_jobs"
    default_auto_field = "django.db.models.BigAutoField"
