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
    """More acknowledgements, so that the inbox holds as many messages as are wanted."""
    from django.db import transaction

    from answerable.desk import clock
    from answerable.desk.demonstration import mailing
    from answerable.desk.demonstration.asking import asker
    from answerable.desk.demonstration.building import cases
    from answerable.desk.mail.receiving import keep_raw, read_all_waiting
    from answerable.desk.surveys.models import Round

    assert isinstance(a_round, Round)
    before = a_round.survey.rounds.exclude(pk=a_round.pk).order_by("-position")[0]
    stories = cycle(list(cases(a_round, before, 1)))
    with transaction.atomic():
        for number in range(max(n, 0)):
            case = next(stories)
            at = clock.now() - timedelta(minutes=number)
            raw = mailing.acknowledgement(asker(case.letter, number % 12), at, number % 12)
            keep_raw(raw=raw, came_by="upload", came_as=f"more {number}", received_at=at)
    read_all_waiting()


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
