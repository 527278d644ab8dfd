"""Roles and rights: one table says which role may do what."""

from enum import StrEnum


class Right(StrEnum):
    """Something that can be done in a survey."""

    VIEW = "view"
    EDIT = "edit"
    SEND = "send"
    PLACE = "place"
    CODE = "code"
    RELEASE = "release"
    MANAGE = "manage"
    AUDIT = "audit"
    SEE_PEOPLE = "see_people"


class Role(StrEnum):
    """What a person is in a survey. An outside auditor sees records and trail, but no names of people."""

    OWNER = "owner"
    EDITOR = "editor"
    CODER = "coder"
    VIEWER = "viewer"
    AUDITOR = "auditor"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.EDITOR: frozenset(Right) - {Right.MANAGE},
    Role.CODER: frozenset({Right.VIEW, Right.PLACE, Right.CODE, Right.SEE_PEOPLE}),
    Role.VIEWER: frozenset({Right.VIEW}),
    Role.AUDITOR: frozenset({Right.VIEW, Right.AUDIT}),
}


def has_right(role: Role | str, right: Right) -> bool:
    """Whether a role may do something."""
    return right in RIGHTS[Role(role)]
