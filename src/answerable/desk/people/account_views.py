"""The screen of one's own account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from answerable.desk.clock import today
from answerable.desk.people import actions
from answerable.desk.people.access import person
from answerable.desk.people.forgetting import forget_user
from answerable.desk.people.forms import NameForm
from answerable.desk.people.own_data import export_own_data

FACTORS = {
    Authenticator.Type.TOTP: "Authenticator app",
    Authenticator.Type.WEBAUTHN: "Passkey or security key",
    Authenticator.Type.RECOVERY_CODES: "Recovery codes",
}


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's name, how one signs in, one's sessions and surveys."""
    user = person(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        actions.change_name(user=user, name=form.cleaned_data["name"], by=user)
        messages.success(request, "Your name was changed.")
        return redirect("account")
    told: dict[str, Any] = {
        "form": form,
        "factors": [
            (FACTORS.get(each.type, each.get_type_display()), each.created_at)
            for each in Authenticator.objects.filter(user=user).order_by("created_at")
        ],
        "n_sessions": len(UserSession.objects.purge_and_list(user)),
        "memberships": user.memberships.select_related("survey").order_by("survey__title"),
    }
    return render(request, "people/account.html", told)


@require_POST
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """One's own data as a zip."""
    user = person(request)
    response = HttpResponse(export_own_data(user=user, by=user), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{today():%Y-%m-%d}.zip"'
    return response


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Being forgotten: the one deed that cannot be undone, so it has a page that says what it does."""
    if request.method == "GET":
        return render(request, "people/leave.html")
    user = person(request)
    forget_user(user=user, by=user)
    logout(request)
    messages.success(request, "Your account is closed and your name is gone from the desk.")
    return redirect("account_login")
