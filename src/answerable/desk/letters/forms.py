"""Forms of letters and waves."""

from django import forms

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
