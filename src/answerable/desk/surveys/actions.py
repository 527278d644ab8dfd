"""What changes a survey: how it starts, who asks, its kinds of bodies and its rounds."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import IO

from django.db import IntegrityError, transaction

from answerable.core.errors import Fault, InputFaults
from answerable.core.law.regimes import regime_named
from answerable.core.questions import Questionnaire as Form
from answerable.core.study.reading import read_study
from answerable.core.study.start import next_round
from answerable.desk.audit.trail import record
from answerable.desk.clock import today
from answerable.desk.errors import Conflict, NotAllowed
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import Role
from answerable.desk.surveys.models import BodyKind, Question, Questionnaire, Round, Survey
from answerable.desk.surveys.unpacking import unpack_study
from answerable.desk.surveys.values import fields_of, form_fields

SENDER = ("sender_name", "sender_organisation", "postal_address", "purpose", "privacy")


def check_may_found(by: User) -> None:
    """Refuses whoever may not start surveys. Raises: NotAllowed"""
    if not by.may_found:
        raise NotAllowed("You cannot start surveys here. Ask whoever runs this desk.")


def found_from_zip(*, upload: IO[bytes], size: int, by: User, key: str | None = None) -> Survey:
    """A survey from a zip of a study folder. Raises: NotAllowed, InputFaults, Conflict, NotReady"""
    from answerable.desk.surveys.from_study import study_to_survey

    check_may_found(by)
    with tempfile.TemporaryDirectory(prefix="answerable-upload-") as place:
        study = read_study(unpack_study(upload, size, Path(place)))
    return study_to_survey(study=study, by=by, key=key or None)


@transaction.atomic
def found_survey(
    *, key: str, title: str, publisher: str, kinds: list[tuple[str, str, str]], by: User
) -> Survey:
    """A survey from nothing, owned by who starts it; `kinds` are (key, name, plural).

    Raises: NotAllowed; Conflict where the key is taken
    """
    check_may_found(by)
    if Survey.objects.filter(key=key).exists():
        raise Conflict(f"There is a survey “{key}” already. Choose another short name.")
    survey = Survey.objects.create(
        key=key, title=title, publisher=publisher, licence="CC-BY-4.0", sender_organisation=publisher[:200]
    )
    for position, (kind, name, plural) in enumerate(kinds):
        BodyKind.objects.create(
            survey=survey, position=position, key=kind, name=name, plural=plural, short=kind.upper()
        )
    Membership.objects.create(user=by, survey=survey, role=Role.OWNER)
    record(by=by, verb="survey.founded", survey=survey, target=survey, words="Started the survey.")
    return survey


@transaction.atomic
def change_sender(*, survey: Survey, values: Mapping[str, str], by: User | None) -> dict[str, str]:
    """Says who asks, and why; returns what stood before, for undoing.

    Letters that were approved are not changed by it, but what they become is: the trail says which fields.
    """
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    before = {name: str(getattr(locked, name)) for name in SENDER}
    changed = [name for name in SENDER if name in values and values[name] != before[name]]
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=changed)
        words = f"Changed who asks: {', '.join(changed).replace('_', ' ')}."
        record(by=by, verb="survey.sender", survey=locked, target=locked, words=words)
    return before


@transaction.atomic
def add_kind(*, survey: Survey, key: str, name: str, plural: str, by: User | None) -> BodyKind:
    """A further kind of body. Raises: Conflict"""
    if survey.kinds.filter(key=key).exists():
        raise Conflict(f"The survey has a kind “{key}” already.")
    kind = BodyKind.objects.create(
        survey=survey, position=survey.kinds.count(), key=key, name=name, plural=plural, short=key.upper()
    )
    record(by=by, verb="survey.kind", survey=survey, target=kind, words=f"Added the kind of body “{key}”.")
    return kind


@transaction.atomic
def start_round(*, survey: Survey, key: str, regime: str, by: User | None) -> Round:
    """A round from nothing, without questions. Raises: Conflict, UnknownName, InputFaults"""
    regime_named(regime)
    made = _new_round(survey, key, regime)
    record(by=by, verb="round.started", survey=survey, target=made, words=f"Started the round {key}.")
    return made


@transaction.atomic
def start_next_round(
    *, survey: Survey, key: str, from_round: Round, by: User | None
) -> tuple[Round, tuple[str, ...]]:
    """A round from an earlier one, with today's bodies and the successors of those that closed.

    Returns it with what its maker should know. Raises: Conflict, InputFaults
    """
    from answerable.desk.surveys.to_study import survey_to_study

    given, notes = next_round(survey_to_study(survey), key, from_round.key, today=today())
    made = _new_round(survey, key, given.regime)
    kinds = {kind.key: kind for kind in survey.kinds.all()}
    for position, (kind, file) in enumerate(given.asked.items()):
        _new_form(made, kinds[kind], position, file, given.questionnaires[kind])
    record(
        by=by,
        verb="round.started",
        survey=survey,
        target=made,
        words=f"Started the round {key} from {from_round.key}.",
        details={"notes": list(notes)},
    )
    return made, notes


@transaction.atomic
def add_questionnaire(*, round: Round, kind: BodyKind, by: User | None) -> Questionnaire:
    """An empty questionnaire for a kind that the round does not ask yet. Raises: Conflict"""
    if round.questionnaires.filter(kind=kind).exists():
        raise Conflict(f"The round asks {kind.plural} already.")
    position = round.questionnaires.count()
    form = _new_form(round, kind, position, f"{kind.key}.yaml", Form(kind.key, ()))
    words = f"Added a questionnaire for {kind.plural}."
    record(by=by, verb="form.added", survey=round.survey, target=form, words=words)
    return form


@transaction.atomic
def change_round(*, round: Round, title: str, cut_off: date | None, by: User | None) -> Round:
    """A round's title and the day after which replies no longer count. Raises: InputFaults"""
    locked = Round.objects.select_for_update().select_related("survey").get(pk=round.pk)
    if cut_off and locked.sent_on and cut_off < locked.sent_on:
        words = f"The cut-off, {cut_off}, is before the day of sending, {locked.sent_on}."
        raise InputFaults([Fault("cut_off_before_sent", words, "Check which of the two is right.")])
    locked.title, locked.cut_off = title, cut_off
    locked.save(update_fields=["title", "cut_off"])
    words = f"Changed the round {locked.key}."
    record(by=by, verb="round.changed", survey=locked.survey, target=locked, words=words)
    return locked


def _new_round(survey: Survey, key: str, regime: str) -> Round:
    last = survey.rounds.order_by("-position").first()
    try:
        with transaction.atomic():
            return Round.objects.create(
                survey=survey, key=key, regime=regime, position=last.position + 1 if last else 0
            )
    except IntegrityError:
        raise Conflict(f"The survey has a round {key} already. Give the new one another id.") from None


def _new_form(a_round: Round, kind: BodyKind, position: int, file: str, form: Form) -> Questionnaire:
    row = Questionnaire.objects.create(
        round=a_round, kind=kind, position=position, file=file, **form_fields(form)
    )
    Question.objects.bulk_create(
        Question(questionnaire=row, position=n, **fields_of(question))
        for n, question in enumerate(form.questions)
    )
    return row
