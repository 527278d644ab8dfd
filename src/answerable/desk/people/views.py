"""The screen of a survey's people, and the page of an invitation."""

from datetime import timedelta

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from answerable.desk.look.undoing import with_undo
from answerable.desk.people import actions, invitations
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.forgetting import forget_person
from answerable.desk.people.forms import ROLE_WORDS, ForgetForm, InviteForm, JoinForm
from answerable.desk.people.models import Invitation, Membership, User
from answerable.desk.people.roles import Right, Role
from answerable.desk.running.limits import check_limit, who_asks

HOUR = timedelta(hours=1)


@survey_view(Right.MANAGE)
def people(request: SurveyRequest) -> HttpResponse:
    """Who is in the survey, who is invited, and what is asked of them."""
    return _people(request, InviteForm())


def _people(request: SurveyRequest, form: InviteForm, *, link: str = "", status: int = 200) -> HttpResponse:
    from allauth.mfa.models import Authenticator

    protected = Authenticator.objects.filter(user=OuterRef("user"))
    members = (
        Membership.objects.filter(survey=request.survey)
        .select_related("user")
        .annotate(has_second_factor=Exists(protected))
        .order_by("user__name", "user__email")
    )
    waiting = Invitation.objects.filter(survey=request.survey, accepted_at=None, revoked_at=None)
    rules = getattr(request.survey, "rules", None)
    told = {
        "members": members,
        "invitations": waiting.select_related("invited_by").order_by("-invited_at"),
        "form": form,
        "forget_form": ForgetForm(prefix="forget"),
        "roles": [(role.value, role.value) for role in Role],
        "role_words": ROLE_WORDS,
        "second_factor": bool(rules and rules.second_factor),
        "link": link,
    }
    return render(request, "people/people.html", told, status=status)


@require_POST
@survey_view(Right.MANAGE)
def invite(request: SurveyRequest) -> HttpResponse:
    """Invites somebody: by mail, or by a link to be handed over where mail does not leave."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=400)
    by = person(request)
    check_limit(key=f"invite {by.pk}", per=HOUR, most=60)
    invitation, link = invitations.invite(
        survey=request.survey, email=form.cleaned_data["email"], role=Role(form.cleaned_data["role"]), by=by
    )
    if invitations.mail_invitation(invitation=invitation, link=link):
        messages.success(request, f"An invitation is on its way to {invitation.email}.")
        return redirect("people", request.survey.key)
    return _people(request, InviteForm(), link=link)


@require_POST
@survey_view(Right.MANAGE)
def uninvite(request: SurveyRequest, invitation: int) -> HttpResponse:
    """Takes an invitation back."""
    found = get_object_or_404(Invitation, pk=invitation, survey=request.survey)
    invitations.revoke(invitation=found, by=person(request))
    messages.success(request, f"The invitation of {found.email} no longer lets anybody in.")
    return redirect("people", request.survey.key)


@require_POST
@survey_view(Right.MANAGE)
def change_role(request: SurveyRequest, member: int) -> HttpResponse:
    """Gives a person another role, or puts one back that was taken away."""
    role = request.POST.get("role", "")
    if role not in set(Role):
        return HttpResponse("There is no such role.", status=400)
    user = get_object_or_404(User, pk=member)
    membership = Membership.objects.filter(survey=request.survey, user=user).first()
    if membership is None:
        _check_was_member(request, user)
        actions.join(user=user, survey=request.survey, role=Role(role), by=person(request))
        messages.success(request, f"{user} is back as {role}.")
        return redirect("people", request.survey.key)
    before = membership.role
    actions.change_role(membership=membership, role=Role(role), by=person(request))
    _tell_with_undo(request, f"{user} is now {role}.", member, before)
    return _after(request)


@require_POST
@survey_view(Right.MANAGE)
def remove(request: SurveyRequest, member: int) -> HttpResponse:
    """Takes a person out of the survey."""
    membership = get_object_or_404(
        Membership.objects.select_related("user"), survey=request.survey, user_id=member
    )
    actions.remove_member(membership=membership, by=person(request))
    _tell_with_undo(request, f"{membership.user} is out of the survey.", member, membership.role)
    return _after(request)


def _tell_with_undo(request: SurveyRequest, words: str, member: int, before: str) -> None:
    address = reverse("people-role", args=[request.survey.key, member])
    messages.success(request, with_undo(request, words, address, role=before))


def _check_was_member(request: SurveyRequest, user: User) -> None:
    """Only one who was in the survey is put back without an invitation. Raises: NotAllowed"""
    from answerable.desk.audit.models import AuditEvent
    from answerable.desk.errors import NotAllowed

    left = AuditEvent.objects.filter(
        survey=request.survey, verb="people.removed", target_type="user", target_id=str(user.pk)
    )
    if not user.is_active or not left.exists():
        raise NotAllowed("This person was never in the survey. Send an invitation.")


def _after(request: SurveyRequest) -> HttpResponse:
    """Back to the screen, or away from it where one took oneself out."""
    still = Membership.objects.filter(survey=request.survey, user=person(request), role=Role.OWNER).exists()
    return redirect("people", request.survey.key) if still else redirect("surveys")


@require_POST
@survey_view(Right.MANAGE)
def second_factor(request: SurveyRequest) -> HttpResponse:
    """Asks everybody for a second factor, or no longer."""
    wanted = request.POST.get("wanted") == "1"
    actions.ask_for_second_factor(survey=request.survey, wanted=wanted, by=person(request))
    messages.success(
        request, "A second factor is asked of everybody." if wanted else "It is no longer asked."
    )
    return redirect("people", request.survey.key)


@require_POST
@survey_view(Right.MANAGE)
def forget(request: SurveyRequest) -> HttpResponse:
    """Takes a correspondent out of the survey's records."""
    form = ForgetForm(request.POST, prefix="forget")
    if not form.is_valid():
        messages.error(request, "Give the whole address of the person, such as sam@example.org.")
        return redirect("people", request.survey.key)
    done = forget_person(survey=request.survey, address=form.cleaned_data["email"], by=person(request))
    messages.success(
        request,
        f"Taken out of {done.contacts} contacts, {done.senders} messages that came in and {done.recipients} "
        f"that went out. {done.raw_messages} raw messages are kept as they came; they are redacted "
        "before anything of them is published.",
    )
    return redirect("people", request.survey.key)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation: join as who one is, or with a name and a password."""
    check_limit(key=f"invitation {who_asks(request)}", per=HOUR, most=60)
    found = invitations.invitation_of(token)
    user = request.user if isinstance(request.user, User) else None
    has_account = User.objects.filter(email=found.email).exists()
    form = JoinForm(request.POST or None, email=found.email)
    told = {"invitation": found, "form": form, "has_account": has_account, "path": request.path}
    if request.method == "GET" or (user is None and (has_account or not form.is_valid())):
        status = 200 if request.method == "GET" else 400
        return render(request, "people/invitation.html", told, status=status)
    if user is not None:
        invitations.accept(token=token, user=user)
        return redirect("survey", found.survey.key)
    joined = invitations.accept(token=token, user=None, **form.cleaned_data)
    messages.success(request, "Welcome. Add a second factor on the page of your account.")
    response: HttpResponse = perform_password_login(
        request, {"email": joined.email}, Login(user=joined, redirect_url=f"/s/{found.survey.key}/")
    )
    return response
