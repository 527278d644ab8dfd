from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The app `forms` of the desk."""

    name = "answerable.desk.forms"
    label = "desk_forms"
    default_auto_field = "django.db.models.BigAutoField"
