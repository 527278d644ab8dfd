"""Forms of set-up."""

from django import forms

from answerable.core.law.regimes import regimes

# As the study folder has them: they stand in paths and addresses.
_KEY = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"
_KIND = r"^[a-z][a-z0-9_]{0,39}$"
_KEY_HELP = "Letters, digits and hyphens; it stands in addresses and stays for good."


class FolderForm(forms.Form):
    """A zip of a study folder."""

    file = forms.FileField(label="Zip of the study folder", widget=forms.FileInput(attrs={"accept": ".zip"}))
    key = forms.RegexField(
        _KEY, required=False, label="Another short name", help_text="Blank: the study's id."
    )


class FoundForm(forms.Form):
    """A survey from nothing."""

    title = forms.CharField(max_length=300)
    key = forms.RegexField(_KEY, label="Short name", help_text=_KEY_HELP)
    publisher = forms.CharField(max_length=300, help_text="Who publishes the answers.")
    kinds = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Kinds of bodies",
        help_text="One a line, as short word, name, plural: council, council, councils",
    )

    def clean_kinds(self) -> list[tuple[str, str, str]]:
        """Kinds as (key, name, plural), each once."""
        found: dict[str, tuple[str, str, str]] = {}
        for line in self.cleaned_data["kinds"].splitlines():
            key, *names = (part.strip() for part in line.split(","))
            if not key:
                continue
            if not forms.RegexField(_KIND).regex.match(key):
                raise forms.ValidationError(f"“{key[:40]}” cannot be a kind: use a short lower-case word.")
            name = names[0] if names and names[0] else key
            found[key] = (key, name, names[1] if len(names) > 1 and names[1] else f"{name}s")
        if not found:
            raise forms.ValidationError("Name at least one kind.")
        return list(found.values())


class SenderForm(forms.Form):
    """Who asks, and why."""

    sender_name = forms.CharField(
        max_length=200,
        required=False,
        label="Real name of who asks",
        help_text="First name and surname: a request has to be in a real name.",
    )
    sender_organisation = forms.CharField(max_length=200, required=False, label="Organisation")
    postal_address = forms.CharField(
        required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    purpose = forms.CharField(
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Stands in the letter and on the page that tells officers that it is genuine.",
    )
    privacy = forms.CharField(
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        label="What happens to personal data",
    )


class KindForm(forms.Form):
    """A further kind of body."""

    key = forms.RegexField(_KIND, label="Short word", help_text="Lower case, such as council.")
    name = forms.CharField(max_length=200)
    plural = forms.CharField(max_length=200)


class NewRoundForm(forms.Form):
    """A round, from an earlier one or from nothing."""

    key = forms.RegexField(_KEY, label="Short name", help_text="Such as its year. " + _KEY_HELP)
    source = forms.ChoiceField(label="Questions from", required=False)
    regime = forms.ChoiceField(label="Law", required=False)

    def __init__(self, *args: object, rounds: list[tuple[str, str]], **kwargs: object) -> None:
        """`rounds` are those whose questions may be taken over."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["source"].choices = [*rounds, ("", "nothing: an empty round")]  # type: ignore[attr-defined]
        self.fields["regime"].choices = [(name, law.name) for name, law in regimes().items()]  # type: ignore[attr-defined]


class RoundForm(forms.Form):
    """A round's title and cut-off."""

    title = forms.CharField(max_length=200, required=False)
    cut_off = forms.DateField(
        required=False,
        help_text="Replies after this day no longer count in the round.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ContactForm(forms.Form):
    """Whom to write to."""

    email = forms.CharField(max_length=254, widget=forms.EmailInput)
    name = forms.CharField(
        max_length=200, required=False, help_text="Only where a person has asked to be named."
    )
    role = forms.CharField(max_length=200, required=False, help_text="Such as Freedom of Information team.")
    telephone = forms.CharField(max_length=60, required=False)
    source = forms.CharField(max_length=300, required=False, label="Where it was found")


class TableForm(forms.Form):
    """A table of bodies or contacts."""

    file = forms.FileField(label="Table", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}))
