"""The commands that make people: user, invite. No password passes the command line."""

from typing import Annotated

import typer

from answerable.cli.desk_ready import desk_ready, survey_named
from answerable.desk.people.roles import Role

EmailArgument = Annotated[
    str,
    typer.Argument(metavar="EMAIL", help="The address that the person signs in with.", show_default=False),
]


def user(
    email: EmailArgument,
    name: Annotated[str, typer.Option("--name", help="The name that others see.")] = "",
    founder: Annotated[
        bool, typer.Option("--founder", help="May start surveys, and owns those that have no owner.")
    ] = False,
) -> None:
    """Makes a person, or helps one back in: prints a link, good for once, to set a password."""
    with desk_ready():
        from answerable.desk.people.actions import make_person, own_the_ownerless
        from answerable.desk.people.links import password_link

        person, is_new = make_person(email=email, name=name, may_found=founder, by=None)
        owned = own_the_ownerless(user=person) if founder else 0
        what = "can sign in once a password is set" if is_new else "is at the desk already"
        print(f"{person.email} {what}.")
        if owned:
            print(f"Owner of {owned} survey{'' if owned == 1 else 's'} that nobody owned.")
        print("To set a password, within 3 days and once:")
        print(password_link(person))


def invite(
    survey: Annotated[str, typer.Argument(metavar="SURVEY", help="A survey, by its study's id.")],
    email: EmailArgument,
    role: Annotated[Role, typer.Option("--role", help="What the person is in the survey.")] = Role.CODER,
) -> None:
    """Makes an invitation to a survey and prints its link: whoever has it can join, once."""
    with desk_ready():
        from answerable.desk.people.invitations import invite as make_invitation

        invitation, link = make_invitation(survey=survey_named(survey), email=email, role=role, by=None)
        print(f"{invitation.email} is invited as {invitation.role} until {invitation.expires_at:%-d %B %Y}:")
        print(link)
