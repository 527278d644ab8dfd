"""The published site, served by the desk to everybody: no sign-in, no session, a policy of its own."""

from email.utils import formatdate

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.http import parse_http_date_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from answerable.desk.releases.models import Publishing
from answerable.desk.releases.sites import SiteFile, file_of_site, not_found_page

# Pages of the press have style sheets within them (embeds, drawings), and never a script.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
NOT_FRAMED = f"{POLICY}; frame-ancestors 'self'"
FRAMED = f"{POLICY}; frame-ancestors *"
FOR_A_WHILE = "public, max-age=300"


@require_safe
@xframe_options_exempt
def site(request: HttpRequest, survey: str, path: str = "") -> HttpResponseBase:
    """A file of a published site; one that is not published, not served or under embargo is not found."""
    publishing = (
        Publishing.objects.select_related("survey", "shows").filter(survey__key=survey, served=True).first()
    )
    if publishing is None:
        raise Http404
    found = file_of_site(publishing, path)
    if found is None:
        return _not_found(publishing)
    if found.moved:
        return _dressed(HttpResponseRedirect(request.path + "/"), path)
    return _dressed(_file(request, found), path)


def _file(request: HttpRequest, found: SiteFile) -> HttpResponseBase:
    changed_at = int(found.path.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponseBase
    if since is not None and changed_at <= since:
        response = HttpResponse(status=304)
    else:
        response = FileResponse(found.path.open("rb"), content_type=found.content_type)
        response.headers["Content-Type"] = found.content_type
        response.headers["Content-Disposition"] = "inline"
    response.headers["Last-Modified"] = formatdate(changed_at, usegmt=True)
    return response


def _not_found(publishing: Publishing) -> HttpResponseBase:
    page = not_found_page(publishing)
    if page is None:
        raise Http404
    return _dressed(HttpResponse(page.read_bytes(), status=404), "")


def _dressed(response: HttpResponseBase, path: str) -> HttpResponseBase:
    framed = "/embed/" in f"/{path}"
    response.headers["Content-Security-Policy"] = FRAMED if framed else NOT_FRAMED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = FOR_A_WHILE if response.status_code < 400 else "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
