from django.apps import AppConfig


class CodingConfig(AppConfig):
    """The app `coding` of the desk."""

    name = "answerable.desk.coding"
    label = "desk_coding"
    default_auto_field = "django.db.models.BigAutoField"
