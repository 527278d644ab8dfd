"""What came in: every body's part in the round as raw messages, received in the order in which they came."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.core.answers import AnswerType, Status
from answerable.desk import clock
from answerable.desk.demonstration import mailing
from answerable.desk.demonstration.asking import asker
from answerable.desk.demonstration.mailing import Asker
from answerable.desk.demonstration.papers import letter_pdf, workbook
from answerable.desk.demonstration.saying import Given, Put, by_number, inline
from answerable.desk.demonstration.story import Part, Turn, parts
from answerable.desk.letters.questions import numbers_of
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.receiving import keep_raw, read_all_waiting
from answerable.desk.surveys.models import Questionnaire, Round
from answerable.desk.surveys.to_study_forms import questionnaire_of


@dataclass(frozen=True)
class Case:
    """One body's part, its letter, and what it will say to each question."""

    part: Part
    letter: OutgoingMessage
    puts: tuple[Put, ...]
    answers: tuple[Given, ...]


def cases(round: Round, before: Round, seed: int) -> Iterator[Case]:
    """A case for every letter of the round that has left; bodies say what they said last time, mostly."""
    letters = list(
        OutgoingMessage.objects.filter(request__round=round, purpose="request", sent_at__isnull=False)
        .select_related("request__body__kind")
        .order_by("request__position", "request_id")
    )
    puts = {form.kind_id: _puts(form) for form in round.questionnaires.prefetch_related("questions")}
    said: dict[tuple[str, str], Given] = {}
    for answer in before.answers.select_related("body", "question"):
        said[answer.body.body_id, answer.question.key] = Given(
            Status(answer.status), answer.answer or "", answer.value
        )
    roles = parts([str(letter.pk) for letter in letters], seed)
    for letter, part in zip(letters, roles, strict=True):
        assert letter.request is not None
        body = letter.request.body
        dice = random.Random(f"{seed} {body.body_id}")
        asked = puts[body.kind_id]
        answers = tuple(_mind(said.get((body.body_id, put.key)), put, dice) for put in asked)
        yield Case(part, letter, asked, answers)


def _puts(form: Questionnaire) -> tuple[Put, ...]:
    """The questions under the numbers that the letter gave them: replies quote those."""
    questions = list(form.questions.all())
    numbers = numbers_of(questionnaire_of(form, questions))
    return tuple(
        Put(each.key, numbers[each.key], each.text, each.answer, each.unit or "")
        for each in questions
        if each.is_asked
    )


def _mind(before: Given | None, put: Put, dice: random.Random) -> Given:
    """What a body says this time: what it said before, now and then something else."""
    if before is not None and before.status is not Status.NO_REPLY and dice.random() < 0.9:
        return before
    if put.answer in {AnswerType.YES_NO, AnswerType.CHOICE}:
        return Given(Status.ANSWERED, dice.choice(("yes", "yes", "no")))
    if put.answer in {AnswerType.MONEY, AnswerType.COUNT}:
        return dice.choice(
            (Given(Status.NOT_HELD), Given(Status.ANSWERED, value=dice.randrange(2, 400) * 1000.0))
        )
    return Given(Status.NOT_HELD)


def raw_message(case: Case, now: datetime) -> tuple[datetime, bytes] | None:
    """What the body sent and when; None where it has sent nothing."""
    part, sent_at = case.part, case.letter.sent_at
    if part.turn is Turn.NOTHING or sent_at is None:
        return None
    at = sent_at + (now - sent_at) * (0.15 + 0.8 * part.when)
    if part.turn in {Turn.BOUNCED, Turn.AWAY}:
        at = sent_at + timedelta(minutes=1 + part.manner)
    asked, dice = asker(case.letter, case.part.manner), random.Random(f"{case.letter.pk} words")
    plain = {
        Turn.ACKNOWLEDGED: lambda: mailing.acknowledgement(asked, at, part.manner),
        Turn.AWAY: lambda: mailing.away(asked, at, f"{(at + timedelta(days=9)):%d %B}"),
        Turn.BOUNCED: lambda: mailing.bounce(asked, at),
        Turn.CLARIFICATION: lambda: mailing.clarification(asked, at, "commission", part.manner),
        Turn.REFUSED: lambda: mailing.refusal(asked, at, part.manner),
        Turn.TRANSFERRED: lambda: mailing.transfer(asked, at, part.manner),
        Turn.PORTAL: lambda: mailing.portal(asked, at),
        Turn.STRAY: lambda: mailing.stray(
            asked, at, by_number(case.puts, case.answers, part.manner, dice), dice
        ),
    }
    if part.turn in plain:
        return at, plain[part.turn]()
    return at, _answer(case, asked, at, dice)


def _answer(case: Case, asked: Asker, at: datetime, dice: random.Random) -> bytes:
    puts, answers, manner = case.puts, case.answers, case.part.manner
    if case.part.turn is Turn.ANSWERED_INLINE:
        return mailing.reply(asked, at, inline(puts, answers, manner, dice), manner)
    if case.part.turn is Turn.ANSWERED_BY_NUMBER:
        return mailing.reply(asked, at, by_number(puts, answers, manner, dice), manner)
    if case.part.turn is Turn.ANSWERED_IN_PDF:
        pdf = letter_pdf(
            body=asked.body,
            to=case.letter.from_name,
            day=f"{at.day} {at:%B %Y}",
            reference=asked.theirs,
            puts=puts,
            answers=answers,
            manner=manner,
            dice=dice,
        )
        files = ((f"{asked.theirs} response.pdf", pdf, "application", "pdf"),)
    else:
        sheet = workbook(puts=puts, answers=answers, manner=manner, dice=dice)
        kind = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        files = ((f"{asked.theirs} response.xlsx", sheet, "application", kind),)
    with_files = Asker(**{**asked.__dict__, "files": files})
    return mailing.reply(with_files, at, "Please find attached our response to your request.", manner)


def deliver(found: Sequence[Case], now: datetime) -> int:
    """Receives every message in the order in which it came in, then reads them; returns how many."""
    came = [came for case in found if (came := raw_message(case, now)) is not None]
    for at, raw in sorted(came, key=lambda each: each[0]):
        with clock.at(at):
            keep_raw(raw=raw, came_by="upload", came_as="the demonstration", received_at=at)
    return read_all_waiting()
