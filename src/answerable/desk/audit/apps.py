from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app `audit` of the desk."""

    name = "answerable.desk.audit"
    label = "desk_audit"
    default_auto_field = "django.db.models.BigAutoField"
