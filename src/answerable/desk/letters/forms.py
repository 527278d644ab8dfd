"""Forms of letters and waves."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from answerable.desk.clock import now
from answerable.desk.letters.models import Purpose
from answerable.desk.letters.waves import LONGEST_SUBJECT


class LetterForm(forms.Form):
    """A letter's subject and text, and the revision that the writer saw."""

    subject = forms.CharField(max_length=300, widget=forms.TextInput(attrs={"size": 60}))
    text = forms.CharField(max_length=100_000, strip=False, widget=forms.Textarea(attrs={"rows": 28}))
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ApprovalForm(forms.Form):
    """Approval of what was seen; the reason is asked of whoever works alone."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    because = forms.CharField(max_length=300, required=False, label="Why you approve your own text")


# Long enough to see that something is wrong and take all of it back.
GRACE = timedelta(minutes=10)
SOON, NOW, LATER = "soon", "now", "at"


class WaveApprovalForm(ApprovalForm):
    """Approval of a wave, and when its letters leave: in a while, at once, or at a time."""

    leaves = forms.ChoiceField(
        required=False,
        label="When the letters leave",
        choices=(
            (SOON, "in 10 minutes; until then all of them can be taken back"),
            (NOW, "now"),
            (LATER, "at the time below"),
        ),
        initial=SOON,
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(
        required=False,
        label="At",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """A time to leave at is one to come."""
        given = super().clean() or self.cleaned_data
        if given.get("leaves") == LATER and "at" in given and (given["at"] is None or given["at"] <= now()):
            self.add_error("at", "Say at what time to come the letters leave.")
        return given

    def not_before(self, planned: datetime | None) -> datetime:
        """Before when no letter leaves; `planned` is what was said when the wave was proposed."""
        leaves = self.cleaned_data["leaves"] or SOON
        if leaves == LATER:
            return self.cleaned_data["at"]  # type: ignore[no-any-return]
        if leaves == NOW:
            return now()
        soon = now() + GRACE
        return max(soon, planned) if planned else soon


class ItemForm(forms.Form):
    """One letter of a wave, written by hand."""

    to_address = forms.EmailField(max_length=254, label="To")
    subject = forms.CharField(max_length=LONGEST_SUBJECT, widget=forms.TextInput(attrs={"size": 60}))
    text = forms.CharField(max_length=100_000, strip=False, widget=forms.Textarea(attrs={"rows": 24}))


class LeaveOutForm(forms.Form):
    """Why a body's letter is left out; blank puts it in again."""

    because = forms.CharField(max_length=300, required=False)


class ProposeForm(forms.Form):
    """When the letters of a wave may leave."""

    not_before = forms.DateTimeField(
        required=False,
        label="Not before",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class PurposeForm(forms.Form):
    """Which letter is begun."""

    purpose = forms.ChoiceField(choices=Purpose.choices)
    kind = forms.SlugField()
