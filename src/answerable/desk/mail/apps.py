from django.apps import AppConfig


class MailConfig(AppConfig):
    """The app `mail` of the desk."""

    name = "answerable.desk.mail"
    label = "desk_mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Makes the kinds of long work known."""
        import answerable.desk.mail.upload  # noqa: F401
