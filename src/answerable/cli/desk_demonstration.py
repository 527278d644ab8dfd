"""The command that fills a desk with the demonstration: an invented country half-way through a round."""

from answerable.cli.desk_ready import desk_ready
from answerable.cli.output import say


def demonstration() -> None:
    """Builds the demonstration survey where it is not yet, and prints how to sign in."""
    with desk_ready():
        from django.conf import settings

        from answerable.desk.demonstration.round import (
            PEOPLE,
            PLACE,
            build,
            demonstration_survey,
            give_password,
        )
        from answerable.desk.people.models import User

        if demonstration_survey() is None:
            say("Building the demonstration: letters to every body, and what came back …")
            built = build()
            print(
                f"“{built.survey.title}”: {built.n_sent} letters left, {built.n_received} messages came in."
            )
        print(f"Sign in at {settings.HERE.address} as one of:")
        for local, _, role in PEOPLE:
            person = User.objects.get(email=f"{local}@{PLACE}")
            print(f"  {person.email:<34} {give_password(person=person)}    {role}")
