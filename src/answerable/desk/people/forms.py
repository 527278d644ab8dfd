"""Forms of the screens of people."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password

from answerable.desk.people.models import User
from answerable.desk.people.roles import Role

ROLE_WORDS = {
    Role.OWNER: "owner: everything, people too",
    Role.EDITOR: "editor: everything but people",
    Role.CODER: "coder: reads replies, places and codes them",
    Role.VIEWER: "viewer: sees the board and the answers",
    Role.AUDITOR: "outside auditor: sees records and trail, no names of people",
}


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label="Address", max_length=254)
    role = forms.ChoiceField(
        label="Role", choices=[(role.value, words) for role, words in ROLE_WORDS.items()], initial=Role.CODER
    )


class NameForm(forms.Form):
    """The name that others see."""

    name = forms.CharField(label="Your name, as others see it", max_length=150, required=False)


class ForgetForm(forms.Form):
    """A correspondent to be forgotten."""

    email = forms.EmailField(label="Address", max_length=254)


class JoinForm(forms.Form):
    """What an invited person gives: a name and a password."""

    name = forms.CharField(label="Your name, as others see it", max_length=150)
    password = forms.CharField(
        label="A password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=" ".join(password_validators_help_texts()),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Refuses weak passwords."""
        cleaned: dict[str, Any] = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
