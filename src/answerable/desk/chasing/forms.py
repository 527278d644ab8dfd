"""Forms of the board: what happened, and letters written by hand."""

from typing import Any

from django import forms

from answerable.core.law.life import EventKind, State, life
from answerable.core.law.regimes import regime_named
from answerable.desk.clock import today
from answerable.desk.requests.models import Request

# What a person may say that happened. Sending and bouncing are told by the mail itself.
BY_MAIL = (EventKind.QUEUED, EventKind.SENT)
WORDS = {
    EventKind.DELIVERED: "It was received",
    EventKind.BOUNCED: "It bounced",
    EventKind.ACKNOWLEDGED: "They acknowledged it",
    EventKind.HOLDING_REPLY: "A holding reply came",
    EventKind.CLARIFICATION_ASKED: "They ask what we mean",
    EventKind.CLARIFICATION_ANSWERED: "We told them what we mean",
    EventKind.FEES_NOTICE: "They ask for a fee",
    EventKind.FEE_PAID: "The fee was paid",
    EventKind.EXTENDED: "They take longer for the public interest",
    EventKind.REMINDED: "We reminded them",
    EventKind.TRANSFERRED: "They passed it on to another body",
    EventKind.PARTLY_ANSWERED: "They answered in part",
    EventKind.ANSWERED: "They answered",
    EventKind.NOT_HELD: "They do not hold it",
    EventKind.REFUSED: "They refused",
    EventKind.REFINED: "We narrowed it after a refusal for cost",
    EventKind.REVIEW_ASKED: "We asked for an internal review",
    EventKind.REVIEW_ANSWERED: "The review was answered",
    EventKind.REGULATOR_COMPLAINT: "We complained to the regulator",
    EventKind.DECISION_NOTICE: "The regulator decided",
    EventKind.WITHDRAWN: "We withdrew it",
    EventKind.LAPSED: "It lapsed",
}


class EventForm(forms.Form):
    """What happened to a request, when, under which sections."""

    kind = forms.ChoiceField(label="What happened")
    on = forms.DateField(label="On", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    sections = forms.MultipleChoiceField(
        label="Sections they name", required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label="Until",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Of an extension: the day that they name.",
    )
    note = forms.CharField(label="Note", required=False, max_length=500)

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        """Offers only what can follow in the state that the request is in."""
        super().__init__(*args, **kwargs)
        possible = [kind for kind in life().possible(State(request.state)) if kind not in BY_MAIL]
        refusals = regime_named(request.round.regime).refusals
        self.fields["kind"].choices = [(kind.value, WORDS[kind]) for kind in WORDS if kind in possible]  # type: ignore[attr-defined]
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (refusal.section, f"{refusal.section} {refusal.name}") for refusal in refusals.values()
        ]
        self.fields["on"].initial = today

    def clean(self) -> dict[str, Any]:
        """A day to come cannot have happened; a refusal names its sections."""
        given = super().clean() or {}
        on = given.get("on")
        if on and on > today():
            self.add_error("on", "That day has not come yet.")
        if given.get("kind") == EventKind.REFUSED and not given.get("sections"):
            self.add_error("sections", "Say under which sections they refuse; their letter names them.")
        return given


class LetterForm(forms.Form):
    """A letter to one body, written by hand."""

    subject = forms.CharField(max_length=300)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 14}))
    answers_clarification = forms.BooleanField(
        label="This answers their question: the time for their reply begins again", required=False
    )


class StopForm(forms.Form):
    """Why a body is not chased any more."""

    because = forms.CharField(label="Why", max_length=300)


class PlanForm(forms.Form):
    """After how many working days each step is proposed."""

    acknowledge_after = forms.IntegerField(
        label="Ask whether it arrived, days after sending", min_value=1, max_value=15
    )
    remind_after = forms.IntegerField(label="Remind, days after the due date", min_value=1, max_value=60)
    remind_again_after = forms.IntegerField(
        label="Remind again, days after the last time", min_value=1, max_value=60
    )
    review_after = forms.IntegerField(
        label="Ask for a review, days after the reminder", min_value=1, max_value=60
    )
