"""Approval by a second person: whoever wrote it last does not approve it."""

from answerable.desk.errors import NotReady
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import RIGHTS, Right, Role
from answerable.desk.surveys.models import Survey

_SENDERS = [role.value for role, rights in RIGHTS.items() if Right.SEND in rights]


def needs_reason(*, survey: Survey, author: User | None, by: User) -> bool:
    """Whether a person is alone in the survey and the author, so that only a recorded reason will do."""
    return author is not None and author.pk == by.pk and not _others(survey, by)


def check_second(*, survey: Survey, author: User | None, by: User, because: str = "") -> str:
    """The reason to be recorded, which is blank where a second person approves.

    An owner who is alone with the right to send may approve with a reason. Raises: NotReady
    """
    if author is None or author.pk != by.pk:
        return ""
    others = _others(survey, by)
    if others:
        raise NotReady(
            "You began this or wrote it last, so somebody else approves it. "
            f"{others} other{' person' if others == 1 else ' people'} in this survey can."
        )
    is_owner = Membership.objects.filter(survey=survey, user=by, role=Role.OWNER).exists()
    if not is_owner:
        raise NotReady(
            "You began this or wrote it last. Ask the owner to approve it, or to invite a second person."
        )
    if not because.strip():
        raise NotReady(
            "Nobody else in this survey can approve letters. Invite a second person, or approve your own "
            "text and write down why: the reason stays in the trail."
        )
    return because.strip()


def _others(survey: Survey, by: User) -> int:
    return (
        Membership.objects.filter(survey=survey, role__in=_SENDERS, user__is_active=True)
        .exclude(user=by)
        .count()
    )
