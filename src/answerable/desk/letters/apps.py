from django.apps import AppConfig


class LettersConfig(AppConfig):
    """The app `letters` of the desk."""

    name = "answerable.desk.letters"
    label = "desk_letters"
    default_auto_field = "django.db.models.BigAutoField"
