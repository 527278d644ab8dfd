"""The form in which a person says what a message is for a request."""

from typing import Any

from answerable.core.law.life import EventKind
from answerable.desk.chasing.forms import EventForm
from answerable.desk.mail.placing_events import SAYABLE
from answerable.desk.requests.models import Request


class SayingForm(EventForm):
    """What a message is: of all that can happen to the request now, what a message that came in can be."""

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        """Offers what can follow, the most likely first."""
        super().__init__(*args, request=request, **kwargs)
        field: Any = self.fields["kind"]
        words = dict(field.choices)
        field.choices = [(kind.value, words[kind.value]) for kind in SAYABLE if kind.value in words]
        field.label = "It says that"

    @property
    def event(self) -> EventKind:
        """The kind of event that was chosen."""
        return EventKind(self.cleaned_data["kind"])
