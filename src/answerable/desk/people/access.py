"""Who may open a screen: the decorator of every view of a survey."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from answerable.desk.errors import NotAllowed
from answerable.desk.look.unsent import unsent
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import Right, Role, has_right
from answerable.desk.surveys.models import Survey


class SurveyRequest(HttpRequest):
    """A request to a screen of a survey, by a person who may see it."""

    user: User
    survey: Survey
    role: Role


SurveyScreen = Callable[Concatenate[SurveyRequest, ...], HttpResponseBase]


def survey_view(right: Right, *, to_change: Right | None = None) -> Callable[[Any], Any]:
    """Lets in whoever has a right in the survey of the address; for POST, `to_change` where it is given.

    The view gets the request with `survey` and `role`, without the survey's key. A survey of others is
    not found rather than forbidden: that it exists is nobody's business.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: Any, survey: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                # A redirect would lose what was written while the session ran out.
                late = request.method == "POST"
                return unsent(request) if late else redirect_to_login(request.get_full_path())
            role, found = role_in(request.user, survey)
            if lacks_second_factor(request.user, found):
                messages.warning(request, f"“{found.title}” asks for a second factor. Add one here first.")
                return redirect("mfa_index")
            wanted = to_change if to_change and request.method not in {"GET", "HEAD"} else right
            if not has_right(role, wanted):
                raise NotAllowed(f"Your role in this survey ({role}) does not let you do this.")
            request.survey, request.role = found, role
            return view(request, *args, **kwargs)

        return opened

    return wrap


def person(request: HttpRequest) -> User:
    """The person who is signed in. Raises: NotAllowed"""
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user


def role_in(user: User, key: str) -> tuple[Role, Survey]:
    """A person's role in the survey of a key. Raises: Http404"""
    mine = Membership.objects.select_related("survey__rules").filter(user=user, survey__key=key)
    membership = mine.first()
    if membership is None:
        raise Http404("No such survey, or it is not yours.")
    return Role(membership.role), membership.survey


def check_right(user: User, survey: Survey, right: Right) -> None:
    """Refuses a person without a right. Raises: NotAllowed"""
    membership = Membership.objects.filter(user=user, survey=survey).first()
    if membership is None or not has_right(membership.role, right):
        raise NotAllowed("Your role in this survey does not let you do this.")


def lacks_second_factor(user: User, survey: Survey) -> bool:
    """Whether the survey asks its people for a second factor that this person has not added."""
    rules = getattr(survey, "rules", None)
    if rules is None or not rules.second_factor:
        return False
    from allauth.mfa.models import Authenticator

    return not Authenticator.objects.filter(user=user).exists()
