"""The heads of the simulated study and of its rounds, which say on every page what it is."""

import io
from collections.abc import Mapping

from ruamel.yaml import YAML
from studies.simulate.source import SourceRound
from studies.simulate.targets import Targets

from answerable.core.measures.percent import percent_half_up
from answerable.core.questions import Questionnaire

_KINDS = {
    "ccg": {
        "name": "clinical commissioning group",
        "plural": "clinical commissioning groups",
        "short": "CCG",
    },
    "la": {"name": "upper-tier council", "plural": "upper-tier councils", "short": "council"},
}
_TITLE = "Children’s palliative care in Mayda, a simulation"
_SUMMARY = (
    "A simulation: no body in it exists and no answer in it was given. Mayda is an island that old charts "
    "showed in the Atlantic and that was never there. Its councils and commissioning groups are asked here "
    "what those of England were asked in 2016 and 2017, and their invented answers add up to the figures "
    "printed then. It shows what a survey of this kind looks like when every answer is published."
)
_CONTACT = "For corrections to the simulation, write to whoever publishes this copy of it."
_SIGNPOSTING = (
    "This country is invented, and nothing on this page helps to find care. In the real one, the team that "
    "looks after a child can say what there is nearby."
)
_SOURCES = [
    "Bodies, boundaries, postcodes, numbers of people and answers: invented, by studies/simulate from a seed",
    "Questions, rating scheme and printed figures: the study childrens-palliative-care",
]
_WIDTH = 110


def _dump(content: Mapping[str, object]) -> bytes:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.default_flow_style = False
    buffer = io.StringIO()
    yaml.dump(dict(content), buffer)
    return buffer.getvalue().encode()


def study_yaml(study_id: str, scheme_id: str) -> bytes:
    """The file study.yaml."""
    return _dump(
        {
            "id": study_id,
            "title": _TITLE,
            "publisher": "Answerable",
            "licence": "CC-BY-4.0",
            "simulated": True,
            "language": "en-GB",
            "summary": _SUMMARY,
            "contact": _CONTACT,
            "body_kinds": _KINDS,
            "body_attributes": {"stp": {"name": "Sustainability and transformation plan area"}},
            "default_scheme": scheme_id,
            "signposting": _SIGNPOSTING,
            "sources": _SOURCES,
        }
    )


def round_yaml(a_round: SourceRound, targets: Mapping[str, Targets]) -> bytes:
    """The file round.yaml, with a note on how the answers came about."""
    forms = a_round.forms
    notes = [
        "A simulated round. The questions are those really put in this year, told in other words; the bodies "
        "are invented, and so are their answers, which an integer program settled so that they give the "
        "printed figures.",
        _replied(forms, targets),
        "Where printed figures contradict each other, counts were kept and percentages that do not follow "
        "from them were not; of two percentages, and of two numbers of replies, the last one was kept.",
        *_contradictions(forms, targets),
        *_remarks(forms, targets),
        "Questions for which nothing was printed have answers of no meaning.",
    ]
    return _dump(
        {
            "title": a_round.id,
            "sent_on": a_round.sent_on,
            "cut_off": a_round.cut_off,
            "regime": a_round.regime,
            "asked": dict(a_round.asked),
            "note": " ".join(notes),
        }
    )


def _plural(kind: str) -> str:
    return _KINDS[kind]["plural"]


def _replied(forms: Mapping[str, Questionnaire], targets: Mapping[str, Targets]) -> str:
    told = []
    for kind in forms:
        others = "".join(f" ({n} is printed too)" for n in targets[kind].other_replied)
        told.append(f"{targets[kind].n_replied} {_plural(kind)}{others}")
    return f"In it {' and '.join(told)} replied."


def _contradictions(forms: Mapping[str, Questionnaire], targets: Mapping[str, Targets]) -> list[str]:
    """Sentences on each printed figure that the answers do not give."""
    told = []
    for kind, form in forms.items():
        for question, measure, printed in targets[kind].set_aside:
            target = targets[kind].questions[question]
            count, base = target.counts[measure], target.n_answered
            percent = percent_half_up(count, base)
            name = form.question(question).name
            told.append(
                f"{name}, {_plural(kind)}: {printed:f}% {measure} is printed too, but "
                f"{count} of {base} is {percent:f}%."
            )
    return told


def _remarks(forms: Mapping[str, Questionnaire], targets: Mapping[str, Targets]) -> list[str]:
    """A sentence where a remark was printed as a share of those that answered, and so must be an answer."""
    told = []
    for kind, form in forms.items():
        for remark in form.remarks:
            if remark.id in targets[kind].remarks_of_answers and remark.of:
                count, base = targets[kind].remarks[remark.id], targets[kind].questions[remark.of].n_answered
                share = percent_half_up(count, base)
                told.append(
                    f"“{remark.text}” is printed as {share:f}% of the {_plural(kind)}; these cannot all be "
                    f"without an answer when {base} are said to have answered, so {count} of them stand as "
                    "no, with a note."
                )
    return told
