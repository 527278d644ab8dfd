"""People at the desk, what each may do in a survey, and invitations."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from answerable.desk.people.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users; only `people.actions` and tests call it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in by email. Without a password nobody can sign in as this user."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who works at the desk. `may_found` lets a person create surveys.

    A person who asks to be forgotten becomes a nameless row, so that the trail of what was done stays whole.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    may_found = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name to be shown."""
        return str(self)

    @property
    def is_staff(self) -> bool:
        """There is no back door of Django's admin."""
        return False


class SurveyRules(models.Model):
    """What the owners of a survey ask of its people."""

    survey = models.OneToOneField("desk_surveys.Survey", on_delete=models.CASCADE, related_name="rules")
    second_factor = models.BooleanField(default=False)


class Membership(models.Model):
    """What a person may do in one survey."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    survey = models.ForeignKey("desk_surveys.Survey", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "survey"), name="one_role_in_a_survey"),)


class Invitation(models.Model):
    """An invitation by email to join a survey; only the hash of its token is kept."""

    email = models.EmailField()
    survey = models.ForeignKey("desk_surveys.Survey", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
