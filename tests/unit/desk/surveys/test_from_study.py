"""A study that is imported and written again from the records is the same study, byte for byte."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from answerable.core.errors import InputFaults
from answerable.core.study.model import Study
from answerable.core.study.reading import read_study
from answerable.core.study.same import differences
from answerable.core.study.writing import study_files, write_study
from answerable.desk.audit.models import AuditEvent
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.people.models import Membership
from answerable.desk.requests.models import Contact, Request
from answerable.desk.surveys.from_study import study_to_survey
from answerable.desk.surveys.models import Survey
from answerable.desk.surveys.to_study import survey_to_study
from answerable.packaged import packaged_studies
from tests.desk_factories import make_user
from tests.factories import make_round, make_study, tiny_files, write_folder
from tests.functional.hand_written import write_audit
from tests.hostile_study import hostile_study
from tests.lived_study import lived_study
from tests.unit.core.study.strategies import studies

pytestmark = pytest.mark.django_db


def there_and_back(study: Study) -> Study:
    """The study after it was a survey."""
    return survey_to_study(study_to_survey(study=study, by=None))


def assert_same(study: Study) -> None:
    """Asserts that nothing of a study is lost or changed on the way."""
    again = there_and_back(study)
    assert study_files(again) == study_files(study)
    assert differences(again, study) == []


@pytest.mark.parametrize("path", packaged_studies(), ids=lambda path: path.name)
def test_packaged_studies_come_back_byte_for_byte(path: Path) -> None:
    assert_same(read_study(path))


def test_hand_written_studies_come_back_byte_for_byte(tmp_path: Path) -> None:
    assert_same(read_study(write_audit(tmp_path)))
    assert_same(read_study(write_folder(tmp_path, tiny_files())))


def test_a_study_in_which_everything_happened_comes_back(tmp_path: Path) -> None:
    write_study(lived_study(), tmp_path / "lived")
    assert_same(read_study(tmp_path / "lived"))


def test_a_hostile_study_comes_back_but_for_characters_that_no_file_holds(tmp_path: Path) -> None:
    study = hostile_study()
    with pytest.raises(InputFaults, match="null character"):
        study_to_survey(study=study, by=None)
    assert not Survey.objects.exists()
    bodies = study.bodies.with_columns(study.bodies["name"].str.replace_all("\x00", ""))
    rounds = tuple(
        replace(
            each,
            answers=None
            if each.answers is None
            else each.answers.with_columns(
                each.answers[name].str.replace_all("\x00", "") for name in ("note", "evidence")
            ),
        )
        for each in study.rounds
    )
    people = study.representatives.with_columns(study.representatives["name"].str.replace_all("\x00", ""))
    again = there_and_back(replace(study, bodies=bodies, rounds=rounds, representatives=people))
    assert study_files(again) == study_files(
        replace(study, bodies=bodies, rounds=rounds, representatives=people)
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(studies())
def test_any_study_comes_back_byte_for_byte(study: Study) -> None:
    with transaction.atomic():
        assert study_files(there_and_back(study)) == study_files(study)
        transaction.set_rollback(True)


def test_a_code_that_was_used_again_means_the_body_of_the_day_of_sending() -> None:
    rows = [
        {"id": "X1", "name": "Old", "opened": "2010-01-01", "closed": "2016-12-31"},
        {"id": "X1", "name": "New", "opened": "2017-01-01"},
    ]
    asked = {"ccg": ["care"]}
    study = make_study(
        rows,
        [
            make_round("2016", asked, {"X1": {"care": "yes"}}, sent_on="2016-04-04"),
            make_round("2018", asked, {"X1": {"care": "no"}}, sent_on="2018-04-04"),
        ],
    )
    survey = study_to_survey(study=study, by=None)
    said = {each.key: each.answers.get().body.name for each in survey.rounds.all()}
    assert said == {"2016": "Old", "2018": "New"}


def test_tables_that_are_empty_differ_from_tables_that_are_not_there() -> None:
    asked = {"ccg": ["care"]}
    study = make_study(
        ["A"],
        [
            make_round("2015", asked, None, requests=None, sent_on="2015-01-01"),
            make_round("2016", asked, [], requests=[], statements=[], sent_on="2016-01-01"),
            make_round("2017", asked, [], requests=[], sent_on=None),
        ],
    )
    assert_same(study)


def test_import_over_a_survey_is_refused_with_words_and_changes_nothing() -> None:
    survey = study_to_survey(study=make_study(["A"]), by=None)
    with pytest.raises(Conflict, match="another key"):
        study_to_survey(study=make_study(["A", "B"]), by=None)
    assert survey.bodies.count() == 1
    other = study_to_survey(study=make_study(["A", "B"]), by=None, key="other")
    assert survey_to_study(other).id == "other"


def test_import_of_an_id_that_is_no_address_asks_for_a_key() -> None:
    with pytest.raises(NotReady, match="key"):
        study_to_survey(study=make_study(["A"], id="é.1"), by=None)


def test_import_of_a_text_that_is_too_long_names_it_and_keeps_nothing() -> None:
    study = make_study([{"id": "A", "name": "x" * 2_001}])
    with pytest.raises(InputFaults) as found:
        study_to_survey(study=study, by=None)
    assert [(fault.rule, fault.column) for fault in found.value.faults] == [("too_long", "name")]
    assert not Survey.objects.exists()


def test_whoever_imports_owns_the_survey_and_the_trail_tells_it() -> None:
    user = make_user()
    survey = study_to_survey(study=make_study(["A"]), by=user)
    assert Membership.objects.get(user=user, survey=survey).role == "owner"
    event = AuditEvent.objects.get(verb="survey.imported")
    assert (event.by, event.survey) == (user, survey)


def test_imported_requests_have_tokens_and_references_of_their_own() -> None:
    rows = [{"body_id": each, "outcome": "answered"} for each in ("A", "B")]
    study = make_study(["A", "B"], [make_round("2016", {"ccg": ["care"]}, [], requests=rows)])
    study_to_survey(study=study, by=None)
    requests = list(Request.objects.all())
    assert len({each.token for each in requests}) == len({each.reference for each in requests}) == 2
    assert all(len(each.token) > 20 for each in requests)
    assert {each.state for each in requests} == {"answered"}


def test_addresses_of_bodies_become_contacts_where_they_are_addresses() -> None:
    rows = [{"id": "A", "email": "foi@a.example"}, {"id": "B", "email": "ring us"}, {"id": "C"}]
    study_to_survey(study=make_study(rows), by=None)
    assert [each.email for each in Contact.objects.all()] == ["foi@a.example"]
