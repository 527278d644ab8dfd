"""A survey with a reply that came in, for tests of coding."""

from typing import NamedTuple

from answerable.desk.coding.models import Answer
from answerable.desk.mail.files import store_bytes
from answerable.desk.mail.models import IncomingFile, IncomingMessage, IncomingState, Placement
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import PublicBody, Question, Questionnaire, Round, Survey
from tests.desk_factories import NOON, make_survey, open_requests

REPLY = """Dear Sam Asker,

1. Yes, we commission it jointly with the trust.
2. Not at night.
3. We spent £30,000 in 2025-26.

Yours, Jo Replier 🙂
End of the letter"""


class Case(NamedTuple):
    """A survey, its round and first body, and what came in from it."""

    survey: Survey
    round: Round
    body: PublicBody
    request: Request
    message: IncomingMessage

    def question(self, key: str) -> Question:
        """A question by its key."""
        return Question.objects.get(questionnaire__round=self.round, key=key)

    def answer(self, key: str) -> Answer | None:
        """The answer that would be published."""
        return Answer.objects.filter(round=self.round, body=self.body, question__key=key).first()


def reply_to(*requests: Request, text: str = REPLY, subject: str = "Your request") -> IncomingMessage:
    """A message with these words, placed at requests."""
    message = IncomingMessage.objects.create(
        raw=store_bytes(f"{subject} {[each.pk for each in requests]} {text}".encode()),
        received_at=NOON,
        came_by="upload",
        survey=requests[0].round.survey,
        state=IncomingState.PLACED,
        kind="reply",
        sender_name="Jo Replier",
        sender_address="jo@council.gov.example",
        subject=subject,
        text=text + "\n\n> Do you commission it?",
        reply_text=text,
    )
    for request in requests:
        Placement.objects.create(message=message, request=request, made_at=NOON, because="by its address")
    return message


def attached(message: IncomingMessage, data: bytes, filename: str, kind: str, **fields: bool) -> IncomingFile:
    """A file that came with a message."""
    return IncomingFile.objects.create(
        message=message,
        position=message.files.count(),
        filename=filename,
        content_type=kind,
        size_bytes=len(data),
        file=store_bytes(data),
        **fields,
    )


def case(n_bodies: int = 3) -> Case:
    """A survey of which the first body has replied, with a follow-up on spending at night."""
    survey = make_survey(n_bodies=n_bodies)
    requests = open_requests(survey)
    form = Questionnaire.objects.get(round__survey=survey)
    more = {"questionnaire": form, "text": "…"}
    Question.objects.create(
        **more,
        position=3,
        key="night_staff",
        answer="count",
        parent="nursing_ooh",
        condition="yes",
        unit="people",
    )
    Question.objects.create(**more, position=4, key="strategy", number="4", answer="text")
    Question.objects.create(
        **more, position=5, key="any_nursing", answer="yes_no", derived={"any_of": ["nursing", "nursing_ooh"]}
    )
    first = requests[0]
    return Case(survey, first.round, first.body, first, reply_to(first))


def seventy(a_case: Case, n: int = 60) -> None:
    """Gives the questionnaire more questions, up to so many."""
    form = Questionnaire.objects.get(round=a_case.round)
    there = form.questions.count()
    Question.objects.bulk_create(
        Question(
            questionnaire=form,
            position=k,
            key=f"more_{k}",
            number=str(k),
            text=f"Do you commission service {k} for children in your area, by day or by night?",
            answer=("yes_no", "count", "money", "choice")[k % 4],
            options=["all", "some", "none"] if k % 4 == 3 else [],
        )
        for k in range(there, n)
    )
