"""What the marks of letters become for each request of a round, with a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from answerable.core.law.asking import worth_asking
from answerable.core.law.due import due_date
from answerable.core.law.life import EventKind
from answerable.core.law.regimes import Regime, regime_named, regulator_on
from answerable.core.questions import Questionnaire as Form
from answerable.desk.letters.questions import definitions_text, questions_text
from answerable.desk.look.templatetags.desk import day
from answerable.desk.mail.outbox import reply_address
from answerable.desk.requests.models import Contact, Request
from answerable.desk.requests.standing import calendar_of
from answerable.desk.surveys.models import PublicBody, Questionnaire, Round, Survey
from answerable.desk.surveys.values import form_of

NOBODY_NAMED = "Freedom of Information team"


@dataclass(frozen=True)
class Contents:
    """Values of marks for requests of one round: what is common once, what differs by request."""

    round: Round
    regime: Regime
    by_kind: Mapping[int, Mapping[str, str]]
    contacts: Mapping[int, Contact]
    first_sent: Mapping[int, date]
    _due: dict[date, date] = field(default_factory=dict)

    @classmethod
    def of(
        cls, a_round: Round, requests: Sequence[Request], *, forms: Mapping[int, Form] | None = None
    ) -> "Contents":
        """Gathers what letters of these requests need; `forms` by kind replace the saved questionnaires."""
        kept = forms if forms is not None else forms_of(a_round)
        regime = regime_named(a_round.regime)
        common = common_values(a_round.survey, regime)
        return cls(
            round=a_round,
            regime=regime,
            by_kind={kind: common | form_values(form) for kind, form in kept.items()},
            contacts=preferred_contacts([request.body for request in requests]),
            first_sent=first_sendings(requests),
        )

    def values(self, request: Request, *, because: str = "") -> dict[str, str]:
        """What is known of a request's letter before it is queued; `body` has its kind at hand."""
        return {
            **self.body_values(request.body),
            "reference": request.reference,
            "their_reference": request.their_reference,
            "reply_address": reply_address(request),
            "first_sent_on": day(self.first_sent[request.pk]) if request.pk in self.first_sent else "",
            "because": because,
        }

    def body_values(self, body: PublicBody) -> dict[str, str]:
        """What a letter to a body says whatever its request."""
        contact = self.contacts.get(body.pk)
        return {
            **self.by_kind.get(body.kind_id, {}),
            "body.name": body.name,
            "body.kind": body.kind.name,
            "contact": (contact and (contact.name or contact.role)) or NOBODY_NAMED,
        }

    def late_values(self, request: Request | None, on: date, reply_link: str = "") -> dict[str, str]:
        """What is known once the day of sending is: a first letter's due date is counted from it."""
        due = request.due_on if request is not None and request.due_on else self.due_if_sent(on)
        return {
            "sent_on": day(on),
            "due_on": day(due),
            "reply_link": reply_link,
            "regulator": regulator_on(self.regime, on).name,
        }

    def due_if_sent(self, on: date) -> date:
        """When an answer to a request received on a day is due."""
        if on not in self._due:
            self._due[on] = due_date(on, self.regime, calendar_of(self.regime)).due_on
        return self._due[on]


def forms_of(a_round: Round) -> dict[int, Form]:
    """The questionnaires of a round as core's values, by kind."""
    rows = Questionnaire.objects.filter(round=a_round).select_related("kind").prefetch_related("questions")
    return {row.kind_id: form_of(row) for row in rows}


def form_values(form: Form) -> dict[str, str]:
    """What a questionnaire gives to a letter."""
    return {"questions": questions_text(form), "definitions": definitions_text(form)}


def common_values(survey: Survey, regime: Regime) -> dict[str, str]:
    """What every letter of a survey says alike."""
    form, help_ = worth_asking(regime)
    lines = (survey.sender_name, survey.sender_organisation, survey.postal_address)
    return {
        "survey.title": survey.title,
        "purpose": survey.purpose.strip(),
        "privacy": survey.privacy.strip(),
        "sender": "\n".join(line.strip() for line in lines if line.strip()) if survey.sender_name else "",
        "sender.name": survey.sender_name,
        "sender.organisation": survey.sender_organisation,
        "law": regime.name,
        "law.time": f"{regime.time_words} ({regime.time_section})",
        "law.form": f"{form.words.rstrip('.')} ({form.section}).",
        "law.help": f"{help_.words.rstrip('.')} ({help_.section}).",
        "law.review": regime.review.section,
        "law.review_days": str(regime.review.expected),
        "law.complaint": regime.complaint.section,
    }


def preferred_contacts(bodies: Iterable[PublicBody]) -> dict[int, Contact]:
    """The contact that letters to each body go to: the preferred one that is not removed, newest first."""
    rows = Contact.objects.filter(
        body__in=[body.pk for body in bodies], preferred=True, removed_at=None
    ).order_by("pk")
    return {row.body_id: row for row in rows}


def first_sendings(requests: Sequence[Request]) -> dict[int, date]:
    """The day each request was sent, from its events, else from the imported table."""
    from answerable.desk.requests.models import RequestEvent

    sent = {request.pk: request.imported_sent_on for request in requests if request.imported_sent_on}
    events = RequestEvent.objects.filter(
        request__in=[request.pk for request in requests], kind=EventKind.SENT, undone_at=None
    ).order_by("-on", "-pk")
    return sent | {event.request_id: event.on for event in events}
