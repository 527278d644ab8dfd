"""What people fill in to freeze and to publish."""

from typing import Any

from django import forms

from answerable.core.errors import AnswerableError
from answerable.desk.clock import today
from answerable.desk.releases.models import Publishing
from answerable.desk.releases.sites import FOLDER
from answerable.desk.releases.versions import check_version, past_moment

MOMENT = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """An instant, typed and shown as it is in the United Kingdom."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(required=False, widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], **given)


class FreezeForm(forms.Form):
    """Version, moment, reason and embargo of a release."""

    version = forms.CharField(max_length=40)
    as_at = forms.CharField(
        max_length=40,
        label="As at",
        help_text="A day such as 2026-11-21, or a moment such as 2026-11-21T12:00.",
    )
    because = forms.CharField(
        required=False,
        max_length=2_000,
        label="Why answers are corrected",
        help_text="For the public: it stands on the page of corrections.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    embargo_until = Moment(
        label="Embargo until", help_text="Before then it is neither published nor shown to anybody else."
    )
    publishes = forms.BooleanField(
        required=False, label="Publish it as soon as it is frozen and its embargo is over"
    )

    def clean_version(self) -> str:
        """A version that can be one."""
        return str(_checked(check_version, self.cleaned_data["version"].strip()))

    def clean_as_at(self) -> str:
        """A moment that is one, and has come."""
        return str(_checked(past_moment, self.cleaned_data["as_at"]).isoformat())


class EmbargoForm(forms.Form):
    """Until when a release may not be published."""

    until = Moment(label="Embargo until", help_text="Leave it blank to take the embargo off.")


class PublishingForm(forms.Form):
    """Where a survey is published, and how often it is frozen."""

    served = forms.BooleanField(required=False, label="Show the site at this desk, for everybody")
    folder = forms.CharField(
        required=False,
        max_length=80,
        label="Folder",
        help_text="The name of a folder where this desk keeps sites; a web server can show it from there.",
    )
    address = forms.URLField(
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="Where people will find the site, if that is known: https://audit.example.org",
    )
    every_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=366,
        label="Freeze every so many days",
        help_text="14 is every fortnight. Leave it blank to freeze by hand.",
    )
    next_at = Moment(label="Next on")
    embargo_days = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=90,
        label="Days of embargo",
        help_text="How long a release of the schedule waits before it is published: time to read it.",
    )
    publishes = forms.BooleanField(required=False, label="Publish what the schedule froze")

    @classmethod
    def of(cls, publishing: Publishing) -> "PublishingForm":
        """The form filled with what is set."""
        names = ("served", "folder", "address", "every_days", "next_at", "embargo_days", "publishes")
        return cls(initial={name: getattr(publishing, name) for name in names})

    def clean_folder(self) -> str:
        """A plain name of a folder."""
        name = str(self.cleaned_data["folder"]).strip()
        if name and not FOLDER.match(name):
            raise forms.ValidationError("Use letters, digits and hyphens.")
        return name

    def clean_embargo_days(self) -> int:
        """No days where none were given."""
        return self.cleaned_data["embargo_days"] or 0

    def clean(self) -> dict[str, Any]:
        """A schedule has a first day."""
        given = super().clean() or self.cleaned_data
        if given.get("every_days") and not given.get("next_at"):
            self.add_error("next_at", "Say when the first release is to be frozen.")
        return given


def first_values(version: str) -> dict[str, object]:
    """What the form of a freeze holds at first."""
    return {"version": version, "as_at": today().isoformat()}


def _checked(check: Any, value: str) -> Any:
    try:
        return check(value)
    except AnswerableError as error:
        raise forms.ValidationError(str(error)) from None
