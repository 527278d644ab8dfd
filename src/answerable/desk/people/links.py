"""Links that let a person in: to set a password, once."""

from django.conf import settings
from django.urls import reverse

from answerable.desk.people.models import User


def password_link(user: User) -> str:
    """A link to set a password: good for three days, until it is used or the person signs in."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    key = default_token_generator.make_token(user)
    way = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.HERE.address}{way}"
