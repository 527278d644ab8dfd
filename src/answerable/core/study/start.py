"""Starting: a study from a template, and a round from the last one with today's bodies."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.errors import Fault, InputFaults
from answerable.core.questions import Comparability, ComparesWith, Question, Questionnaire
from answerable.core.study.model import Round, Study
from answerable.core.study.reading import read_study
from answerable.core.study.writing import write_study

STUDY_WORD, ROUND_WORD = "STUDY", "ROUND"


@dataclass(frozen=True)
class NewRound:
    """A round just started, and what its maker should know of it, in sentences."""

    id: str
    notes: tuple[str, ...]


def new_study(path: Path, *, first_round: str) -> None:
    """Makes a study folder from the template; its name becomes the study's id. Raises: InputFaults"""
    path = path.resolve()  # "." has a name too
    _check_name(path.name, "The folder's name becomes the study's id")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputFaults(
            [
                Fault(
                    "target_taken", f"{path} exists and is not empty.", "Name a folder that is not there yet."
                )
            ]
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        _fill(files("answerable.core.study").joinpath("template"), staging, path.name, first_round)
        staging.chmod(0o755)
        if path.is_dir():
            # The folder itself stays: somebody may be standing in it.
            for entry in staging.iterdir():
                entry.rename(path / entry.name)
            staging.rmdir()
        else:
            staging.rename(path)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _fill(template: Traversable, target: Path, study_id: str, first_round: str) -> None:
    for entry in template.iterdir():
        place = target / entry.name.replace(ROUND_WORD, first_round)
        if entry.is_dir():
            place.mkdir()
            _fill(entry, place, study_id, first_round)
        else:
            text = entry.read_text(encoding="utf-8")
            text = text.replace(STUDY_WORD, study_id).replace(ROUND_WORD, first_round)
            place.write_text(text, encoding="utf-8")


def new_round(path: Path, round_id: str, from_round: str, *, today: date) -> NewRound:
    """Starts a round in a study folder from an earlier one, as `next_round` does.

    Raises: InputFaults, UnknownName
    """
    _check_name(round_id, "A round's id is a folder's name")
    study = read_study(path)
    if study.release is not None:
        remedy = "Start the round in the study folder that it was frozen from."
        raise InputFaults([Fault("target_taken", f"{path} is a release, which never changes.", remedy)])
    target = path / "rounds" / round_id
    if target.exists():
        raise InputFaults([_round_taken(round_id)])
    made, notes = next_round(study, round_id, from_round, today=today)
    _write_round(study, made, target)
    return NewRound(round_id, notes)


def next_round(study: Study, round_id: str, from_round: str, *, today: date) -> tuple[Round, tuple[str, ...]]:
    """A round from an earlier one: its questionnaires, for the bodies that are there today, with notes.

    A kind of body that is gone hands its questionnaire to the kind that followed it. Every question is
    set beside its earlier self as identical, for the author to lower where the wording is changed. The
    round has no sending date: nobody has been asked yet. Raises: InputFaults, UnknownName
    """
    _check_name(round_id, "A round's id is a folder's name")
    if any(each.id == round_id for each in study.rounds):
        raise InputFaults([_round_taken(round_id)])
    source = study.round(from_round)
    heirs = {kind: _heirs(study, source, kind, today) for kind in source.questionnaires}
    notes = [_note(study, source, kind, by_kind) for kind, by_kind in heirs.items()]
    goes_to = {
        kind: [heir for heir in by_kind if heir not in source.questionnaires or heir == kind]
        for kind, by_kind in heirs.items()
    }
    questionnaires = {
        heir: _carried_over(source.questionnaires[kind], source.id, heir, goes_to)
        for kind, to in goes_to.items()
        for heir in to
    }
    if not questionnaires:
        notes.append(
            "No body of any kind asked then, nor any that followed, is open today: add them to bodies.csv."
        )
    made = Round(
        id=round_id,
        sent_on=None,
        cut_off=None,
        regime=source.regime,
        asked={kind: f"{kind}.yaml" for kind in questionnaires},
        questionnaires=questionnaires,
    )
    return made, tuple(notes)


def _round_taken(round_id: str) -> Fault:
    return Fault("target_taken", f"The study has a round {round_id} already.", "Give the new one another id.")


def _write_round(study: Study, made: Round, target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent.parent) as folder:
        whole = Path(folder) / study.id
        write_study(replace(study, rounds=(made,), boundaries={}), whole)
        (whole / "rounds" / target.name).rename(target)


def _heirs(study: Study, source: Round, kind: str, today: date) -> Mapping[str, int]:
    """Kinds that a kind's questionnaire goes to, with how many bodies of each are open today."""
    same = bodies_on(study.bodies, today, kind).height
    if same:
        return {kind: same}
    asked = (
        bodies_on(study.bodies, source.sent_on, kind) if source.sent_on else study.bodies.filter(kind=kind)
    )
    reached = _descendants(study, set(asked["id"]), today)
    open_now = bodies_on(study.bodies, today)
    found = Counter(open_now.filter(pl.col("id").is_in(list(reached)))["kind"].to_list())
    return {heir: bodies_on(study.bodies, today, heir).height for heir, _ in found.most_common()}


def _descendants(study: Study, ids: set[str], today: date) -> set[str]:
    """Every body that these became by today; successions are walked in order of date."""
    reached = set(ids)
    steps = study.successions.filter(pl.col("effective_date") <= today).sort("effective_date")
    for before, after in steps.select("predecessor_id", "successor_id").iter_rows():
        if before in reached:
            reached.add(after)
    return reached


def _note(study: Study, source: Round, kind: str, by_kind: Mapping[str, int]) -> str:
    name = study.kind(kind).plural
    if not by_kind:
        return f"{name}: none is open today and none follows them; the new round does not ask them."
    if list(by_kind) == [kind]:
        return f"{name}: {by_kind[kind]} are open today and will be asked."
    heirs = " and ".join(f"{n} {study.kind(heir).plural}" for heir, n in by_kind.items())
    return f"{name}: none is open today; their questions of {source.id} go to {heirs}, which followed them."


def _carried_over(
    questionnaire: Questionnaire, round_id: str, kind: str, goes_to: Mapping[str, Sequence[str]]
) -> Questionnaire:
    earlier_kind = None if kind == questionnaire.kind else questionnaire.kind
    questions = tuple(_question_carried_over(q, round_id, earlier_kind) for q in questionnaire.questions)
    rules = tuple(
        replace(rule, other_kind=other)
        for rule in questionnaire.consistency
        for other in ([None] if rule.other_kind is None else goes_to.get(rule.other_kind, ()))
    )
    return replace(questionnaire, kind=kind, questions=questions, consistency=rules)


def _question_carried_over(question: Question, round_id: str, earlier_kind: str | None) -> Question:
    """A widened coding frame becomes the printed options: the next round asks what was coded."""
    options = question.coded_options if question.recoded else question.options
    link = None
    if question.has_options:
        link = ComparesWith(round_id, question.id, Comparability.IDENTICAL, kind=earlier_kind)
    return replace(question, options=options, recoded=None, compares_with=link)


def _check_name(name: str, what: str) -> None:
    plain = name.replace("-", "").replace("_", "")
    if not (plain.isalnum() and plain.isascii()):
        message = f"“{name}” will not do. {what}."
        raise InputFaults([Fault("name", message, "Use letters, digits, hyphens and underscores only.")])
