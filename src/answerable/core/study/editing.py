"""Questionnaires that are being edited: checked as if they had been read from a folder."""

from collections.abc import Sequence
from dataclasses import replace

from answerable.core.errors import Fault
from answerable.core.questions import Questionnaire
from answerable.core.study.documents import questionnaire_keys
from answerable.core.study.emit import yaml_document
from answerable.core.study.faults import Faults
from answerable.core.study.link_questions import check_questionnaire
from answerable.core.study.loading import LoadedRound
from answerable.core.study.model import Round
from answerable.core.study.questionnaire_yaml import ParsedQuestionnaire, parse_questionnaire
from answerable.core.study.round_yaml import RoundHead
from answerable.core.study.yaml import parse_yaml


def questionnaire_text(form: Questionnaire) -> str:
    """A questionnaire as the YAML of a study folder."""
    return yaml_document(questionnaire_keys(form))


def read_questionnaire(text: str, file: str, faults: Faults) -> Questionnaire | None:
    """A questionnaire from YAML, follow-ups after their parents, or None; every fault is noted."""
    node = parse_yaml(text.encode("utf-8"), file, faults)
    parsed = None if node is None else parse_questionnaire(node, file, faults)
    return parsed.value if parsed else None


def questionnaire_faults(
    form: Questionnaire, file: str, a_round: Round, earlier: Sequence[Round] = ()
) -> tuple[Fault, ...]:
    """Every fault that a questionnaire would have in its round, told by question and key.

    `earlier` are the rounds before; lines are left out, since nobody sees the file.
    """
    faults = Faults()
    node = parse_yaml(questionnaire_text(form).encode("utf-8"), file, faults)
    parsed = None if node is None else parse_questionnaire(node, file, faults)
    if parsed is not None:
        others = {each.id: _loaded(each) for each in earlier}
        here = _loaded(a_round)
        check_questionnaire(ParsedQuestionnaire(parsed.value, file), here, others, faults)
    return tuple(_without_line(fault) for fault in faults.listed())


def _loaded(a_round: Round) -> LoadedRound:
    file = f"rounds/{a_round.id}/round.yaml"
    return LoadedRound(
        id=a_round.id,
        file=file,
        head=RoundHead(a_round.sent_on, a_round.cut_off, a_round.regime, a_round.asked),
        questionnaires={
            kind: ParsedQuestionnaire(form, a_round.asked.get(kind, file))
            for kind, form in a_round.questionnaires.items()
        },
        requests=None,
        answers=None,
        statements=None,
    )


def _without_line(fault: Fault) -> Fault:
    return replace(fault, line=None)
