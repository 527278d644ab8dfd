"""Whatever is asked of the interface, it answers as its OpenAPI document says, and never breaks."""

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from answerable.desk.api.models import ApiToken
from answerable.desk.coding.actions import decide
from answerable.desk.wsgi import application
from tests.unit.desk.api.test_interface import Script
from tests.unit.desk.coding.coded import case

pytestmark = pytest.mark.django_db
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 10


@schemathesis.serializer("message/rfc822")
def raw_bytes(context: schemathesis.SerializationContext, value: object) -> object:
    """A raw message goes as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """A script with every scope in a survey with answers; limits far off."""
    a = case()
    decide(round=a.round, body=a.body, question=a.question("nursing"), status="refused", by=None)
    monkeypatch.setattr("answerable.desk.api.letting_in.MOST_A_MINUTE", 1_000_000)
    monkeypatch.setattr("answerable.desk.api.letting_in.MOST_WRONG_A_MINUTE", 1_000_000)
    made = Script(a.survey)
    assert ApiToken.objects.count() == 1
    return made


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_interface_answers_as_its_document_says(case: schemathesis.Case, script: Script) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a bare WSGI call closes a test's connection to PostgreSQL; tested on SQLite")
    # Half of the calls are about what is there; the other half about anything at all.
    if len(str(case.path_parameters)) % 2 and case.path_parameters:
        case.path_parameters["survey"] = script.token.survey.key
        if "round" in case.path_parameters:
            case.path_parameters["round"] = "2026"
    case.call_and_validate(headers=script.headers, checks=CHECKS)
