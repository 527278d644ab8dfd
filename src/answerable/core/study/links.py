"""Everything in a study that must fit together with something else in it."""

from answerable.core.law.regimes import regimes
from answerable.core.ratings.scheme import scheme_faults
from answerable.core.study.faults import Faults, any_of, did_you_mean, quoted
from answerable.core.study.link_answers import check_answers
from answerable.core.study.link_bodies import check_bodies
from answerable.core.study.link_files import check_files
from answerable.core.study.link_geography import check_geography
from answerable.core.study.link_published import check_published_names
from answerable.core.study.link_questions import check_questionnaires
from answerable.core.study.link_representatives import check_representatives
from answerable.core.study.link_requests import check_requests
from answerable.core.study.link_statements import check_statements
from answerable.core.study.loading import RELEASE, Loaded
from answerable.core.study.model import Study
from answerable.core.study.study_yaml import FILE


def check_links(loaded: Loaded, study: Study | None, faults: Faults, *, thorough: bool) -> None:
    """Notes every fault between the files of a study; `thorough` adds what costs time and only warns."""
    _check_head(loaded, faults)
    check_bodies(loaded, faults)
    check_questionnaires(loaded, faults)
    for each in loaded.rounds:
        if thorough:
            _check_regime(each.file, each.head.regime, each.head.lines.get("regime"), faults)
        check_requests(loaded, each, faults)
        check_answers(loaded, each, faults)
        check_statements(loaded, each, faults)
    for scheme in loaded.schemes.values() if study else ():
        assert study is not None
        for fault in scheme_faults(study, scheme):
            faults.note(fault)
    check_published_names(loaded, faults)
    check_representatives(loaded, faults)
    check_geography(loaded, faults, thorough=thorough)
    check_files(loaded, faults)


def _check_head(loaded: Loaded, faults: Faults) -> None:
    head = loaded.head
    if head is None:
        return
    name = loaded.folder.root.resolve().name
    if head.id and head.id != name and RELEASE not in loaded.folder:
        faults.add(
            "id_not_folder_name",
            f"The id {quoted(head.id)} is not the name of the folder, {quoted(name)}.",
            "Rename the folder, or change the id: links to the study are made from it.",
            file=FILE,
            line=head.line_of_id,
            column="id",
            expected=name,
        )
    if head.default_scheme and head.default_scheme not in loaded.schemes:
        faults.add(
            "unknown_scheme",
            f"There is no rating scheme {quoted(head.default_scheme)} among ratings/*.yaml.",
            did_you_mean(head.default_scheme, loaded.schemes),
            file=FILE,
            line=head.line_of_scheme,
            column="default_scheme",
            expected=any_of(list(loaded.schemes)),
        )


def _check_regime(file: str, regime: str, line: int | None, faults: Faults) -> None:
    known = list(regimes())
    if regime and regime not in known:
        faults.add(
            "unknown_regime",
            f"The regime {quoted(regime)} is not one whose time limits are known here.",
            did_you_mean(regime, known),
            file=file,
            line=line,
            column="regime",
            expected=any_of(known),
            warning=True,
        )
