"""From a folder to everything in it, read file by file; what hangs together is checked afterwards."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import PurePosixPath

from answerable.core.ratings.model import RatingScheme
from answerable.core.release.history import steps
from answerable.core.study import schema
from answerable.core.study.columns import ReadTable, typed
from answerable.core.study.encoding import decoded
from answerable.core.study.faults import Faults, quoted
from answerable.core.study.folder import Folder
from answerable.core.study.model import Release
from answerable.core.study.questionnaire_yaml import ParsedQuestionnaire, parse_questionnaire
from answerable.core.study.round_yaml import RoundHead, parse_round
from answerable.core.study.scheme_yaml import parse_scheme
from answerable.core.study.section import check_address, check_id
from answerable.core.study.sheets import read_xlsx
from answerable.core.study.study_yaml import FILE, StudyHead, extra_columns, parse_study
from answerable.core.study.tables import read_csv
from answerable.core.study.yaml import Node, parse_yaml

RELEASE = "release.json"
# Written over the files of a release, or by it, and so not among the hashed ones.
UNHASHED = frozenset({RELEASE})


@dataclass(frozen=True)
class LoadedRound:
    """A round as read; a table is None where its file is absent or cannot be read."""

    id: str
    file: str
    head: RoundHead
    questionnaires: Mapping[str, ParsedQuestionnaire]
    requests: ReadTable | None
    answers: ReadTable | None
    statements: ReadTable | None


@dataclass(frozen=True)
class Loaded:
    """Everything read from a folder. A table is None where its file is absent or cannot be read."""

    folder: Folder
    head: StudyHead | None
    tables: Mapping[str, ReadTable | None]
    rounds: tuple[LoadedRound, ...]
    schemes: Mapping[str, RatingScheme]
    boundaries: Mapping[str, bytes]
    report: Mapping[str, str]
    postcodes: ReadTable | None = None
    release: Release | None = None
    is_release: bool = field(default=False)


def load(folder: Folder, faults: Faults) -> Loaded:
    """Reads every file of a study folder; every fault is noted and reading goes on."""
    head = _head(folder, faults)
    extra = extra_columns(head.body_attributes) if head else ()
    tables = {
        table.name: _table(folder, table.name, table, faults, extra if table is schema.BODIES else ())
        for table in schema.TOP_TABLES
    }
    if not {"bodies.csv", "bodies.xlsx"} & set(folder.sizes):
        faults.add(
            "missing_file",
            "The file is missing.",
            "Add it: a row for each body with id, kind and name.",
            file="bodies.csv",
        )
    return Loaded(
        folder=folder,
        head=head,
        tables=tables,
        rounds=_rounds(folder, head, faults),
        schemes=_schemes(folder, faults),
        boundaries={
            PurePosixPath(name).stem: data
            for name in folder.below("geography")
            if re.fullmatch(r"geography/[^/]+\.geojson", name)
            and (data := folder.read(name, faults)) is not None
        },
        report=_report(folder, faults),
        postcodes=_table(folder, schema.POSTCODES.name, schema.POSTCODES, faults),
        release=_release(folder, faults) if RELEASE in folder else None,
        is_release=RELEASE in folder,
    )


def _yaml(folder: Folder, name: str, faults: Faults) -> Node | None:
    data = folder.read(name, faults)
    return None if data is None else parse_yaml(data, name, faults)


def _head(folder: Folder, faults: Faults) -> StudyHead | None:
    if FILE not in folder:
        faults.add(
            "missing_file",
            "The file is missing.",
            "Add it, or give the path of a folder that has one: `answerable new` starts a study.",
            file=FILE,
        )
        return None
    node = _yaml(folder, FILE, faults)
    return None if node is None else parse_study(node, faults)


def _table(
    folder: Folder, stem: str, table: schema.Table, faults: Faults, extra: tuple[str, ...] = ()
) -> ReadTable | None:
    """One table from its CSV or XLSX file, or None where it has neither or cannot be read."""
    names = [name for name in (f"{stem}.csv", f"{stem}.xlsx") if name in folder]
    if not names:
        return None
    if len(names) > 1:
        faults.add(
            "file_twice",
            f"The same table is also in {names[1]}.",
            "Keep one of the two files.",
            file=names[0],
        )
    data = folder.read(names[0], faults)
    if data is None:
        return None
    known = (*table.names, *extra)
    raw = (
        read_csv(data, names[0], known, faults)
        if names[0].endswith(".csv")
        else read_xlsx(data, names[0], faults)
    )
    return None if raw is None else typed(raw, table, faults, extra)


def _rounds(folder: Folder, head: StudyHead | None, faults: Faults) -> tuple[LoadedRound, ...]:
    ids = dict.fromkeys(name.split("/")[1] for name in folder.below("rounds") if name.count("/") == 2)
    found = [_round(folder, round_id, head, faults) for round_id in ids]
    rounds = [each for each in found if each is not None]
    return tuple(sorted(rounds, key=lambda r: (r.head.sent_on or date.max, r.id)))


def _round(folder: Folder, round_id: str, head: StudyHead | None, faults: Faults) -> LoadedRound | None:
    file = f"rounds/{round_id}/round.yaml"
    if file not in folder:
        faults.add(
            "missing_file",
            "The file is missing.",
            "Add it with sent_on, cut_off, regime and asked, or remove the folder.",
            file=file,
        )
        return None
    check_id(round_id, "round", lambda rule, message, remedy: faults.add(rule, message, remedy, file=file))
    check_address(round_id, "round", partial(faults.add, file=file, line=1))
    node = _yaml(folder, file, faults)
    if node is None:
        return None
    parsed = parse_round(node, file, head.body_kinds if head else None, faults)
    if parsed is None:
        return None
    questionnaires = {}
    for kind, name in parsed.asked.items():
        form = _questionnaire(folder, f"rounds/{round_id}/{name}", kind, file, parsed, faults)
        if form is not None:
            questionnaires[kind] = form
    return LoadedRound(
        id=round_id,
        file=file,
        head=parsed,
        questionnaires=questionnaires,
        requests=_table(folder, f"rounds/{round_id}/requests", schema.REQUESTS, faults),
        answers=_table(folder, f"rounds/{round_id}/answers", schema.ANSWERS, faults),
        statements=_table(folder, f"rounds/{round_id}/statements", schema.STATEMENTS, faults),
    )


def _questionnaire(
    folder: Folder, name: str, kind: str, round_file: str, head: RoundHead, faults: Faults
) -> ParsedQuestionnaire | None:
    if name not in folder:
        faults.add(
            "missing_file",
            f"The questionnaire {quoted(name)}, which {kind} is asked by, is missing.",
            "Add it, or correct its name under asked.",
            file=round_file,
            line=head.lines.get("asked"),
            column="asked",
        )
        return None
    node = _yaml(folder, name, faults)
    form = None if node is None else parse_questionnaire(node, name, faults)
    if form is not None and form.value.kind and form.value.kind != kind:
        faults.add(
            "two_kinds",
            f"It says that it is for {quoted(form.value.kind)}; round.yaml asks {kind} by it.",
            "Let both name the same kind: each kind has a questionnaire of its own.",
            file=name,
            line=form.line("", "kind"),
            column="kind",
        )
    return form


def _schemes(folder: Folder, faults: Faults) -> dict[str, RatingScheme]:
    schemes: dict[str, RatingScheme] = {}
    for name in folder.below("ratings"):
        if re.fullmatch(r"ratings/[^/]+\.yaml", name):
            node = _yaml(folder, name, faults)
            scheme = None if node is None else parse_scheme(node, name, faults)
            if scheme is not None:
                schemes[scheme.id or PurePosixPath(name).stem] = scheme
    return schemes


def _report(folder: Folder, faults: Faults) -> dict[str, str]:
    """The prose of report/*.md by the name of its file without the ending."""
    report = {}
    for name in folder.below("report"):
        if re.fullmatch(r"report/[^/]+\.md", name):
            data = folder.read(name, faults)
            text = None if data is None else decoded(data, name, faults)
            if text is not None:
                report[PurePosixPath(name).stem] = text.decode("utf-8")
    return report


def _release(folder: Folder, faults: Faults) -> Release | None:
    data = folder.read(RELEASE, faults)
    if data is None:
        return None
    try:
        record = json.loads(data)
        moment = str(record["as_at"])
        hashes = {str(name): str(digest) for name, digest in record["sha256"].items()}
        release = Release(
            version=str(record["version"]),
            as_at=datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment),
            sha256=hashes,
            changes=dict(record.get("changes") or {}),
            since=record.get("since"),
            history=tuple(dict(step) for step in record.get("history") or ()),
        )
        steps(release)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        faults.add(
            "release_broken",
            f"It is not a record of a release: {quoted(error)}.",
            "Freeze the study again; to go on working, take the study folder that it was frozen from.",
            file=RELEASE,
        )
        return None
    _check_hashes(folder, release, faults)
    return release


def _check_hashes(folder: Folder, release: Release, faults: Faults) -> None:
    for name, digest in release.sha256.items():
        if name not in folder:
            faults.add(
                "release_incomplete",
                "The release lists this file and does not have it.",
                "Copy the release again, whole.",
                file=name[:200],
            )
            continue
        data = folder.read(name, faults)
        if data is not None and hashlib.sha256(data).hexdigest() != digest:
            faults.add(
                "hash_mismatch",
                "The file is not the one that was frozen: its sha256 differs from release.json.",
                "Take the release again from where it was published; change a study, never a release.",
                file=name,
            )
    for name in sorted(set(folder.sizes) - set(release.sha256) - UNHASHED):
        faults.add(
            "not_in_release",
            "The file lies in the release, which does not list it.",
            "Remove it: a release holds what was frozen and nothing else.",
            file=name,
        )
