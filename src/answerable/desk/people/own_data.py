"""What the desk holds of a person, in one zip for that person (UK GDPR art. 15 and 20)."""

import io
import json
import zipfile
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from answerable.desk.audit.models import AuditEvent
from answerable.desk.audit.trail import record
from answerable.desk.coding.models import CodingDecision
from answerable.desk.people.models import User


@transaction.atomic
def export_own_data(*, user: User, by: User | None) -> bytes:
    """A zip of JSON files with all that is kept of a person and what the person did. No secrets are in it."""
    files = {
        "account.json": _account(user),
        "surveys.json": [
            {"survey": each.survey.key, "title": each.survey.title, "role": each.role, "since": each.since}
            for each in user.memberships.select_related("survey")
        ],
        "trail.json": list(
            AuditEvent.objects.filter(by=user)
            .order_by("id")
            .values("at", "survey__key", "verb", "target_type", "target_id", "words")
        ),
        "coding.json": list(
            CodingDecision.objects.filter(coder=user)
            .order_by("id")
            .values(
                "made_at", "round__survey__key", "round__key", "body__body_id", "question__key", "status",
                "answer", "value", "note",
            )
        ),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, value in files.items():
            packed.writestr(name, json.dumps(value, ensure_ascii=False, indent=2, default=str))
    record(by=by, verb="people.exported", survey=None, target=user, words="Took out one's own data.")
    return out.getvalue()


def _account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "joined_at": user.joined_at,
        "last_login": user.last_login,
        "may_found": user.may_found,
        "second_factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "sessions": list(
            UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "tokens": list(user.tokens.values("name", "survey__key", "made_at", "expires_at", "revoked_at")),
    }
