from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The app `surveys` of the desk."""

    name = "answerable.desk.surveys"
    label = "desk_surveys"
    default_auto_field = "django.db.models.BigAutoField"
