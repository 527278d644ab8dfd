"""The form of one question: what a person writes, and core's value of it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from answerable.core.answers import OPTION_TYPES, AnswerType
from answerable.core.questions import (
    Comparability,
    ComparesWith,
    Duty,
    Question,
    Questionnaire,
    Recode,
)

_ANSWERS = {
    AnswerType.YES_NO: "yes or no",
    AnswerType.CHOICE: "one of several options",
    AnswerType.MONEY: "an amount of money",
    AnswerType.COUNT: "a number",
    AnswerType.TEXT: "words",
    AnswerType.LINK: "a link",
}


class QuestionForm(forms.Form):
    """A question or a follow-up. `revision` is the questionnaire's as the editor saw it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    id = forms.CharField(
        max_length=80,
        label="Short name",
        help_text="Letters, digits and underscores; it stands in data and addresses and stays for good.",
    )
    number = forms.CharField(max_length=20, required=False, help_text="As printed; blank: its place.")
    text = forms.CharField(
        required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}), label="Question"
    )
    answer = forms.ChoiceField(choices=[(each.value, words) for each, words in _ANSWERS.items()])
    options = forms.CharField(
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line; a meaning may follow an equals sign: in_development = agreed and funded.",
    )
    unit = forms.CharField(max_length=60, required=False, help_text="Such as GBP, or children.")
    period = forms.CharField(max_length=60, required=False, help_text="Such as 2025-26.")
    parent = forms.ChoiceField(required=False, label="Follow-up of")
    condition = forms.CharField(
        max_length=120, required=False, label="Asked if the answer is", help_text="Blank: of everyone."
    )
    pair_of = forms.ChoiceField(required=False, label="Out-of-hours twin of")
    section = forms.CharField(max_length=300, required=False, label="Section heading")
    label = forms.CharField(max_length=300, required=False, help_text="A short name for tables and charts.")
    note = forms.CharField(
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Shown beside the answers.",
    )
    duty_name = forms.CharField(max_length=300, required=False, label="Duty asked about")
    duty_source = forms.CharField(max_length=300, required=False, label="Where the duty is written")
    duty_force = forms.ChoiceField(
        choices=[("must", "must"), ("should", "should")], required=False, label="Force"
    )
    duty_url = forms.URLField(max_length=500, required=False, label="Link to the duty", assume_scheme="https")
    compares_round = forms.CharField(max_length=80, required=False, label="Compares with round")
    compares_question = forms.CharField(max_length=120, required=False, label="Its question there")
    compares_kind = forms.CharField(
        max_length=40, required=False, label="Kind of body then", help_text="Only where it was another."
    )
    comparability = forms.ChoiceField(
        choices=[(each.value, each.value) for each in Comparability], required=False
    )
    compares_because = forms.CharField(max_length=500, required=False, label="Why")
    recoded_options = forms.CharField(
        required=False,
        max_length=1_000,
        label="Options used in coding, if widened later",
        help_text="Separated by commas.",
    )
    recoded_on = forms.DateField(
        required=False, label="Widened on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    recoded_because = forms.CharField(max_length=500, required=False, label="Widened because")

    # How the screen groups the fields; the first group is open.
    ASKED = (
        "id",
        "number",
        "text",
        "answer",
        "options",
        "unit",
        "period",
        "parent",
        "condition",
        "pair_of",
        "section",
    )
    SHOWN = ("label", "note", "duty_name", "duty_source", "duty_force", "duty_url")
    COMPARED = (
        "compares_round",
        "compares_question",
        "compares_kind",
        "comparability",
        "compares_because",
        "recoded_options",
        "recoded_on",
        "recoded_because",
    )

    def __init__(self, *args: Any, form: Questionnaire, old: Question | None = None, **kwargs: Any) -> None:
        """`form` is the questionnaire around it; `old` the question that is changed, if it is there."""
        super().__init__(*args, **kwargs)
        self.form, self.old = form, old
        others = [each for each in form.asked if old is None or each.id != old.id]
        tops = [
            ("", "–"),
            *((each.id, f"{each.number} {each.name}".strip()[:80]) for each in others if each.parent is None),
        ]
        self.fields["parent"].choices = tops  # type: ignore[attr-defined]
        self.fields["pair_of"].choices = tops  # type: ignore[attr-defined]
        if old is not None:
            self.fields["id"].disabled = True
            self.fields["id"].initial = old.id

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in groups under headings."""
        names = (
            ("What is asked", self.ASKED),
            ("How it is shown", self.SHOWN),
            ("How it compares", self.COMPARED),
        )
        return [(heading, [self[name] for name in fields]) for heading, fields in names]

    def clean_id(self) -> str:
        """A new question's id is not taken yet; core tells whether it can be one."""
        name = str(self.cleaned_data["id"])
        if self.old is None and name in self.form.by_id:
            raise forms.ValidationError("There is a question of this short name already.")
        return name

    def question(self) -> Question:
        """The question that was written, with what the form does not show kept from the old one."""
        data = self.cleaned_data
        options, meaning = (
            _options(data["options"]) if AnswerType(data["answer"]) in OPTION_TYPES else ((), {})
        )
        return Question(
            id=data["id"],
            text=data["text"].replace("\r\n", "\n").strip(),
            answer=AnswerType(data["answer"]),
            number=data["number"],
            label=data["label"],
            section=data["section"],
            options=options,
            meaning=meaning,
            note=data["note"].replace("\r\n", "\n").strip(),
            unit=data["unit"] or None,
            period=data["period"] or None,
            parent=data["parent"] or None,
            condition=(data["condition"] or None) if data["parent"] else None,
            pair_of=data["pair_of"] or None,
            derived=self.old.derived if self.old else None,
            **_parts(data),
        )


def _parts(data: Mapping[str, Any]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if data["duty_name"] or data["duty_source"]:
        force = data["duty_force"] or "should"
        parts["duty"] = Duty(data["duty_name"], data["duty_source"], force, data["duty_url"] or None)
    if data["compares_round"] or data["compares_question"]:
        parts["compares_with"] = ComparesWith(
            data["compares_round"],
            data["compares_question"],
            Comparability(data["comparability"] or Comparability.HARD),
            data["compares_because"],
            data["compares_kind"] or None,
        )
    if data["recoded_options"] and data["recoded_on"]:
        options = tuple(word.strip() for word in data["recoded_options"].split(",") if word.strip())
        parts["recoded"] = Recode(options, data["recoded_on"], data["recoded_because"])
    return parts


def _options(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    options, meaning = [], {}
    for line in text.splitlines():
        name, _, words = (part.strip() for part in line.partition("="))
        if name:
            options.append(name)
            if words:
                meaning[name] = words
    return tuple(options), meaning


def first_values(question: Question) -> dict[str, Any]:
    """What the form of a question shows before it is changed."""
    duty, link, code = question.duty, question.compares_with, question.recoded
    options = [
        f"{name} = {question.meaning[name]}" if name in question.meaning else name
        for name in question.options
    ]
    return {
        **{name: getattr(question, name) or "" for name in QuestionForm.ASKED if name != "options"},
        "answer": str(question.answer),
        "options": "\n".join(options),
        "label": question.label,
        "note": question.note,
        **(
            {
                "duty_name": duty.name,
                "duty_source": duty.source,
                "duty_force": duty.force,
                "duty_url": duty.url or "",
            }
            if duty
            else {}
        ),
        **(
            {
                "compares_round": link.round,
                "compares_question": link.question,
                "compares_kind": link.kind or "",
                "comparability": str(link.comparability),
                "compares_because": link.because,
            }
            if link
            else {}
        ),
        **(
            {
                "recoded_options": ", ".join(code.options),
                "recoded_on": code.on,
                "recoded_because": code.because,
            }
            if code
            else {}
        ),
    }


def definitions_of(text: str) -> dict[str, str]:
    """Definitions as written, `name: words` a line; a line without a name goes on with the one above."""
    found: dict[str, str] = {}
    last = ""
    for line in text.replace("\r\n", "\n").splitlines():
        name, colon, words = line.partition(":")
        if colon and name.strip() and not line.startswith((" ", "\t")):
            last = name.strip()
            found[last] = words.strip()
        elif last and line.strip():
            found[last] = f"{found[last]} {line.strip()}".strip()
    return found


class DefinitionsForm(forms.Form):
    """A questionnaire's title and definitions."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=300, required=False)
    definitions = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line: the word, a colon, what it means. They travel with every letter.",
    )
