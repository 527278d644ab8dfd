"""The screens of bodies: the register with its contacts, one body, and tables being imported."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.errors import InputFaults
from answerable.core.study.folder import MEGABYTE
from answerable.desk.clock import today
from answerable.desk.look.undoing import with_undo
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right, has_right
from answerable.desk.requests.models import Contact
from answerable.desk.surveys import contacts as contact_actions
from answerable.desk.surveys import importing
from answerable.desk.surveys.choosing import page_of
from answerable.desk.surveys.forms import ContactForm, TableForm
from answerable.desk.surveys.judging import judge
from answerable.desk.surveys.models import PublicBody, TableImport

ON_A_PAGE = 50
MOST_SHOWN = 200
LARGEST_TABLE = 20 * MEGABYTE
WHATS = ("bodies", "contacts")


@survey_view(Right.VIEW)
def bodies(request: SurveyRequest) -> HttpResponse:
    """The register, by filters that stay in the address, with whom letters go to."""
    on, query = today(), request.GET
    preferred = Contact.objects.filter(body=OuterRef("pk"), preferred=True, removed_at=None).order_by("-pk")
    rows = (
        PublicBody.objects.filter(survey=request.survey)
        .select_related("kind")
        .annotate(email=Subquery(preferred.values("email")[:1]), has_contact=Exists(preferred))
        .order_by("kind__position", "position")
    )
    is_open = Q(opened=None) | Q(opened__lte=on)
    is_open &= Q(closed=None) | Q(closed__gte=on)
    n_all, n_open = rows.count(), rows.filter(is_open).count()
    n_missing = rows.filter(is_open, has_contact=False).count()
    if query.get("closed") != "too":
        rows = rows.filter(is_open)
    if query.get("contact") == "missing":
        rows = rows.filter(has_contact=False)
    if query.get("kind"):
        rows = rows.filter(kind__key=query["kind"])
    if query.get("region"):
        rows = rows.filter(region=query["region"])
    words = query.get("q", "").strip()[:100]
    if words:
        found = Q(name__icontains=words) | Q(body_id__iexact=words)
        if has_right(request.role, Right.SEE_PEOPLE):
            found |= Q(email__icontains=words)
        rows = rows.filter(found)
    regions = request.survey.bodies.exclude(region="").order_by("region").values_list("region", flat=True)
    context = {
        "bodies": page_of(request, rows, ON_A_PAGE),
        "kinds": request.survey.kinds.all(),
        "regions": list(regions.distinct()),
        "n_all": n_all,
        "n_open": n_open,
        "n_missing": n_missing,
        "today": on,
    }
    return render(request, "surveys/bodies.html", context)


@survey_view(Right.VIEW, to_change=Right.EDIT)
def body(request: SurveyRequest, body: int) -> HttpResponse:
    """A body: its row of the register, and whom letters go to."""
    found = _body(request, body)
    contacts = list(found.contacts.order_by("-preferred", "-pk"))
    now = next((each for each in contacts if each.preferred and each.removed_at is None), None)
    first = {name: getattr(now, name) for name in ("email", "name", "role", "telephone")} if now else {}
    form, faults = ContactForm(request.POST or None, initial=first), ()
    if request.method == "POST" and form.is_valid():
        try:
            contact_actions.prefer_contact(body=found, by=person(request), **form.cleaned_data)
        except InputFaults as error:
            faults = error.faults  # type: ignore[assignment]
        else:
            back = reverse("setup-contact-back", args=[request.survey.key, body])
            said = with_undo(
                request, "Letters go there from now on.", back, contact=str(now.pk if now else "")
            )
            messages.success(request, said)
            return redirect("setup-body", request.survey.key, body)
    context = {"body": found, "contacts": contacts, "now": now, "form": form, "faults": faults}
    return render(request, "surveys/body.html", context, status=400 if form.errors or faults else 200)


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def contact_back(request: SurveyRequest, body: int) -> HttpResponse:
    """Puts an earlier contact back, or none."""
    found = _body(request, body)
    pk = request.POST.get("contact", "")
    contact = get_object_or_404(found.contacts, pk=int(pk)) if pk.isdecimal() and len(pk) < 18 else None
    contact_actions.put_back_contact(body=found, contact=contact, by=person(request))
    messages.success(request, "The contact is as it was before.")
    return redirect("setup-body", request.survey.key, body)


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def contact_remove(request: SurveyRequest, body: int) -> HttpResponse:
    """Removes the contact that letters go to."""
    found = _body(request, body)
    now = found.contacts.filter(preferred=True, removed_at=None).order_by("-pk").first()
    if now is not None:
        contact_actions.remove_contact(contact=now, by=person(request))
        back = reverse("setup-contact-back", args=[request.survey.key, body])
        messages.success(request, with_undo(request, "The contact was removed.", back, contact=str(now.pk)))
    return redirect("setup-body", request.survey.key, body)


@survey_view(Right.EDIT)
def upload(request: SurveyRequest, what: str) -> HttpResponse:
    """Takes a table of bodies or contacts to be looked through."""
    if what not in WHATS:
        raise Http404("Only bodies and contacts are imported.")
    form, faults = TableForm(request.POST or None, request.FILES or None), ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LARGEST_TABLE:
            form.add_error(
                "file", f"The file has {file.size // MEGABYTE} MB; at most {LARGEST_TABLE // MEGABYTE}."
            )
        else:
            try:
                table, read = importing.upload_table(
                    survey=request.survey, what=what, data=file.read(), filename=file.name, by=person(request)
                )
            except InputFaults as error:
                faults = error.faults  # type: ignore[assignment]
            else:
                if read.unused:
                    messages.info(
                        request, f"Nothing is made of these columns: {', '.join(read.unused)[:400]}."
                    )
                return redirect("setup-table", request.survey.key, table.pk)
    context = {"form": form, "what": what, "faults": faults}
    return render(request, "surveys/upload.html", context, status=400 if form.errors or faults else 200)


@survey_view(Right.EDIT)
def table(request: SurveyRequest, table: int) -> HttpResponse:
    """What an uploaded table would do, row by row; settling what is open; writing it."""
    found = _table(request, table)
    if request.method == "POST":
        settled = _decisions(request)
        importing.settle_rows(table=found, settled=settled, by=person(request))
        return redirect("setup-table", request.survey.key, table)
    judged = judge(found, today())
    rows = judged.rows
    show = request.GET.get("show") or ("stops" if judged.n_stopping else "")
    if show == "stops":
        rows = [row for row in rows if row.stops or row.skipped]
    elif show == "said":
        rows = [row for row in rows if row.said]
    context = {
        "table": found,
        "judged": judged,
        "rows": rows[:MOST_SHOWN],
        "n_shown": len(rows),
        "show": show,
        "n_said": sum(bool(row.said) for row in judged.rows),
        "n_skipped": sum(row.skipped for row in judged.rows),
        "without": judged.without_contact[:20],
    }
    return render(request, "surveys/table.html", context)


@require_POST
@survey_view(Right.EDIT)
def table_write(request: SurveyRequest, table: int) -> HttpResponse:
    """Writes a table whose rows are settled."""
    done = importing.write_table(table=_table(request, table), by=person(request))
    messages.success(request, f"Written: {done.outcome}")
    return redirect("setup-bodies", request.survey.key)


@require_POST
@survey_view(Right.EDIT)
def table_drop(request: SurveyRequest, table: int) -> HttpResponse:
    """Forgets a table without writing it."""
    importing.drop_table(table=_table(request, table), by=person(request))
    messages.success(request, "The table was dropped; nothing was written.")
    return redirect("setup", request.survey.key)


def _decisions(request: SurveyRequest) -> dict[str, str]:
    """What was decided by line: a choice of the list, or a body by its code."""
    codes = {
        name.removeprefix("code-"): str(value).strip()
        for name, value in request.POST.items()
        if name.startswith("code-") and str(value).strip()
    }
    on = today()
    rows = PublicBody.objects.filter(survey=request.survey, body_id__in=codes.values())
    # Of a code that was used twice, the body that is open now is meant.
    known = {
        row.body_id: str(row.pk)
        for row in sorted(rows, key=lambda row: row.closed is None or row.closed >= on)
    }
    chosen = {
        name.removeprefix("row-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("row-")
    }
    return chosen | {line: known[code] for line, code in codes.items() if code in known}


def _body(request: SurveyRequest, pk: int) -> PublicBody:
    return get_object_or_404(PublicBody.objects.select_related("kind"), survey=request.survey, pk=pk)


def _table(request: SurveyRequest, pk: int) -> TableImport:
    found = get_object_or_404(TableImport, survey=request.survey, pk=pk)
    found.survey = request.survey
    return found
