"""Files of messages: as text on a screen of ours, and as downloads from a place where nothing runs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from answerable.desk.look.headers import SANDBOX
from answerable.desk.look.undoing import with_undo
from answerable.desk.mail.attachments import clear_file, preview_of
from answerable.desk.mail.files import open_stored
from answerable.desk.mail.inbox_views_queue import visible
from answerable.desk.mail.models import IncomingFile, IncomingMessage, StoredFile
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import Right, has_right


@survey_view(Right.SEE_PEOPLE)
@require_safe
def preview(request: SurveyRequest, pk: int) -> HttpResponse:
    """A file as text, with what it hides."""
    file = _file(request, pk)
    return render(request, "mail/inbox_file.html", {"file": file, "preview": preview_of(file)})


@survey_view(Right.PLACE)
@require_POST
def clear(request: SurveyRequest, pk: int) -> HttpResponse:
    """A person has looked at a file; or wants it held again."""
    file = _file(request, pk)
    is_clear = not request.POST.get("hold")
    clear_file(file=file, is_clear=is_clear, by=person(request))
    here = reverse("inbox-clear", args=[request.survey.key, pk])
    if is_clear:
        messages.success(request, with_undo(request, "Looked at: it may be used.", here, hold="1"))
    else:
        messages.success(request, with_undo(request, "Held until somebody looks at it.", here))
    return redirect("inbox-message", request.survey.key, file.message_id)


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """A file that somebody sent us: to be saved, never to be opened as a page of ours."""
    file = get_object_or_404(IncomingFile.objects.select_related("file", "message"), pk=pk)
    _check(person(request), file.message)
    return _saved(file.file, file.filename)


@login_required
@require_safe
def raw(request: HttpRequest, pk: int) -> FileResponse:
    """A message byte for byte as it came."""
    message = get_object_or_404(IncomingMessage.objects.select_related("raw"), pk=pk)
    _check(person(request), message)
    is_outlook = message.came_as.lower().endswith(".msg")
    return _saved(message.raw, f"message-{message.pk}.{'msg' if is_outlook else 'eml'}")


def _file(request: SurveyRequest, pk: int) -> IncomingFile:
    files = IncomingFile.objects.select_related("file", "message", "cleared_by")
    return get_object_or_404(files, pk=pk, message__in=visible(request))


def _check(user: User, message: IncomingMessage) -> None:
    """Lets in whoever may see people in the message's survey; for a message of none, in any survey.

    Raises: Http404
    """
    mine = Membership.objects.filter(user=user)
    if message.survey_id is not None:
        mine = mine.filter(survey=message.survey_id)
    needed = Right.SEE_PEOPLE if message.survey_id is not None else Right.PLACE
    if not any(has_right(role, needed) for role in mine.values_list("role", flat=True)):
        raise Http404("No such file, or it is not yours to see.")


def _saved(file: StoredFile, name: str) -> FileResponse:
    response = FileResponse(
        open_stored(file), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
