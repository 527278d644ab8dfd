"""Fills a desk for the benchmark: the demonstration, more mail, a third of the answers coded, many coders.

`python -m bench.load.desk OUT.json CODERS MESSAGES` writes what the coders need to know to OUT.json.
"""

import json
import os
import sys
from datetime import timedelta
from itertools import cycle
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.desk.settings")


def main(out: Path, n_coders: int, n_messages: int) -> None:
    """Fills the desk that the environment names; Django is ready before anything of it is imported."""
    import django

    django.setup()
    from answerable.desk.demonstration.round import build
    from answerable.desk.mail.models import IncomingMessage

    built = build()
    more_mail(built.round, n_messages - IncomingMessage.objects.count())
    n_coded = code_some(built.round)
    told = {
        "survey": built.survey.key,
        "round": built.round.key,
        "bodies": list(built.round.requests.values_list("body__body_id", flat=True)),
        "messages": list(IncomingMessage.objects.values_list("pk", flat=True)),
        "cookies": [cookie_of(built.survey, n) for n in range(n_coders)],
        "n_coded": n_coded,
    }
    out.write_text(json.dumps(told))


def more_mail(a_round: object, n: int) -> None:
    """Copies of the placed messages, so that the inbox holds as many as are wanted; rows only, no files."""
    from django.db import transaction

    from answerable.desk.clock import now
    from answerable.desk.mail.models import IncomingMessage, Placement, StoredFile

    placed = list(Placement.objects.filter(request__round=a_round, undone_at=None).select_related("message"))
    chosen = [each for each, _ in zip(cycle(placed), range(max(n, 0)), strict=False)]
    with transaction.atomic():
        files = StoredFile.objects.bulk_create(
            StoredFile(sha256=f"{number:064x}", size_bytes=1, name=f"copy/{number}", stored_at=now())
            for number in range(len(chosen))
        )
        copies = []
        for number, (each, file) in enumerate(zip(chosen, files, strict=True)):
            fields = {
                field.attname: getattr(each.message, field.attname) for field in each.message._meta.fields
            }
            fields |= {"id": None, "raw_id": file.pk, "message_id": f"{number}@copy.example"}
            fields |= {"received_at": each.message.received_at - timedelta(minutes=number)}
            copies.append(IncomingMessage(**fields))
        IncomingMessage.objects.bulk_create(copies, batch_size=200)
        Placement.objects.bulk_create(
            Placement(message=copy, request=each.request, made_at=now(), because=each.because)
            for copy, each in zip(copies, chosen, strict=True)
        )


def code_some(a_round: object) -> int:
    """Answers to every question of every third body, as coders leave them."""
    from answerable.desk.clock import now
    from answerable.desk.coding.models import Answer
    from answerable.desk.surveys.models import Question, Round

    assert isinstance(a_round, Round)
    asked: dict[int, list[Question]] = {}
    for question in Question.objects.filter(questionnaire__round=a_round, derived=None).select_related(
        "questionnaire"
    ):
        asked.setdefault(question.questionnaire.kind_id, []).append(question)
    bodies = [request.body for request in a_round.requests.select_related("body")[::3]]
    rows = [
        Answer(round=a_round, body=body, question=question, status="not_held", changed_at=now())
        for body in bodies
        for question in asked[body.kind_id]
    ]
    return len(Answer.objects.bulk_create(rows, batch_size=500))


def cookie_of(survey: object, number: int) -> str:
    """The session of a coder who has signed in: signing in is not what is measured."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from answerable.desk.people.actions import join, make_person
    from answerable.desk.people.roles import Role
    from answerable.desk.surveys.models import Survey

    assert isinstance(survey, Survey)
    person, _ = make_person(
        email=f"coder{number}@desk.example", name=f"Coder {number}", may_found=False, by=None
    )
    join(user=person, survey=survey, role=Role.CODER, by=None)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return session.session_key


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
