from django.apps import AppConfig


class LookConfig(AppConfig):
    """The app `look` of the desk."""

    name = "answerable.desk.look"
    label = "desk_look"
    default_auto_field = "django.db.models.BigAutoField"
