"""The interface itself: who is let in, how errors are told, its OpenAPI document."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

import answerable
from answerable.desk.api.actions import Scope
from answerable.desk.api.letting_in import Bearer, Caller
from answerable.desk.api.problems import CONTENT_TYPE, tell_problems
from answerable.desk.surveys.models import Round

DESCRIPTION = (
    "What a script needs of a survey: read it, push messages, read and decide answers. A token is of one "
    "person and one survey, and does no more than its scopes and that person’s role allow. Lists come in "
    "pages: pass `next` back as `cursor` until it is null. Errors are problems (RFC 9457) with all faults."
)


class Interface(NinjaAPI):
    """An interface whose document says that errors are problems."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        schema = super().get_openapi_schema(**given)
        for path in schema["paths"].values():
            for operation in path.values():
                for code, response in operation["responses"].items():
                    content = response.get("content")
                    if int(code) >= 400 and content and "application/json" in content:
                        content[CONTENT_TYPE] = content.pop("application/json")
        return schema


api = Interface(
    title="Answerable desk",
    version=answerable.__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=Bearer(),
)
tell_problems(api)


def let_in(request: HttpRequest, survey: str, scope: Scope = Scope.READ_SURVEY) -> Caller:
    """The caller, where the survey is the token's and the scope is there. Raises: Http404, NotAllowed"""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    if caller.survey.key != survey:
        # That there is such a survey is nobody else's business.
        raise Http404("There is no such survey, or the token is not for it.")
    caller.check(scope)
    return caller


def round_of(caller: Caller, key: str) -> Round:
    """A round of the caller's survey. Raises: Http404"""
    if "\x00" in key:
        raise Http404("There is no such round.")
    found = Round.objects.select_related("survey").filter(survey=caller.survey, key=key).first()
    if found is None:
        raise Http404("There is no such round.")
    return found
