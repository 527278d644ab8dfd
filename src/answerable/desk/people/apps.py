from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app `people` of the desk."""

    name = "answerable.desk.people"
    label = "desk_people"
    default_auto_field = "django.db.models.BigAutoField"
