"""The complaint pack: what a regulator wants to see, as a PDF, with every message beside it as it was."""

import io
import json
import re
import zipfile
from collections.abc import Iterable
from typing import Any

import typst

from answerable.core.law.regimes import regime_named
from answerable.desk.chasing.thread import Entry, thread
from answerable.desk.clock import today
from answerable.desk.jobs.kinds import Progress, job_kind
from answerable.desk.jobs.models import Job
from answerable.desk.mail.files import store_bytes, stored_bytes
from answerable.desk.mail.outbox import reply_address
from answerable.desk.requests.models import Request
from answerable.desk.requests.standing import complaint, stands

# Zip members carry a moment; the same pack is to have the same bytes.
MOMENT = (2000, 1, 1, 0, 0, 0)
LONGEST_WORDS = 20_000
_PAGE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.asker, date: none)
#set page(margin: 2.4cm, numbering: "1 / 1", footer-descent: 40%)
#set text(size: 10.5pt, lang: "en", region: "gb")
#set par(justify: false, leading: .62em)
#show heading: set block(above: 1.6em, below: .7em)
= #d.title
#table(columns: (auto, 1fr), stroke: none, inset: (x: 0pt, y: 3pt), column-gutter: 1.4em,
  ..d.facts.map(f => (strong(f.at(0)), f.at(1))).flatten())
== What we complain about
#d.because
== What happened, in order
#table(columns: (auto, 1fr), stroke: (x, y) => if y > 0 {(top: .4pt + gray)}, inset: (x: 0pt, y: 4pt),
  column-gutter: 1.4em, table.header(strong[Day], strong[What happened]), ..d.events.flatten())
== How the time was counted
#for note in d.notes [#note \\ ]
#for letter in d.letters [
  #pagebreak(weak: true)
  == #letter.head
  #text(size: 9pt, fill: rgb("#4b555c"))[#letter.line]
  #v(.4em)
  #letter.words
]
"""


def pack(request: Request) -> bytes:
    """A zip for one request: the complaint as PDF, and every message as it left or came in.

    Raises: FileLost where a stored message is gone
    """
    held = io.BytesIO()
    entries = thread(request)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, "complaint.pdf", complaint_pdf(request, entries))
        for number, entry in enumerate((e for e in entries if e.incoming or e.outgoing), start=1):
            if entry.incoming:
                name = f"messages/{number:02d}-from-them.eml"
                _put(packed, name, stored_bytes(entry.incoming.raw))
            elif entry.outgoing and entry.outgoing.sent_at:
                _put(packed, f"messages/{number:02d}-from-us.txt", _as_text(entry).encode("utf-8"))
    return held.getvalue()


def complaint_pdf(request: Request, entries: Iterable[Entry] | None = None) -> bytes:
    """The complaint of one request, tagged PDF: the facts, the chronology, the letters in full."""
    data = _told(request, list(entries) if entries is not None else thread(request))
    return bytes(typst.compile(_PAGE.encode(), sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"]))


def _told(request: Request, entries: list[Entry]) -> dict[str, Any]:
    regime, survey = regime_named(request.round.regime), request.round.survey
    ruled, stood = complaint(request, today()), stands(request, today())
    due = stood.live.due
    facts = [
        ("To", ruled.regulator.name),
        ("About", request.body.name),
        ("Law", f"{regime.name}, {regime.complaint.section}"),
        ("Asked by", ", ".join(filter(None, (survey.sender_name, survey.sender_organisation)))),
        ("Address", survey.postal_address or reply_address(request)),
        ("Our reference", request.reference),
        ("Their reference", request.their_reference or "none was given"),
        ("Answer due", f"{due.due_on} ({regime.time_section})" if due else "–"),
        ("As at", str(today())),
    ]
    return {
        "title": f"Complaint about {request.body.name}",
        "asker": survey.sender_name or survey.publisher,
        "facts": facts,
        "because": ruled.because,
        "events": [
            (str(event.on), _event_words(event)) for event in request.events.all() if not event.undone_at
        ],
        "notes": list(stood.live.notes) or ["The time ran without a stop."],
        "letters": [_letter(entry) for entry in entries if entry.incoming or entry.outgoing],
    }


def _event_words(event: Any) -> str:
    more = ", ".join(
        filter(None, (*event.sections, f"until {event.until}" if event.until else "", event.note))
    )
    words = event.kind.replace("_", " ")
    return f"{words} ({more})" if more else words


def _letter(entry: Entry) -> dict[str, str]:
    message = entry.outgoing or entry.incoming
    assert message is not None
    if entry.outgoing:
        line, words = f"From us, {entry.at:%Y-%m-%d %H:%M} UTC", entry.outgoing.text
    else:
        assert entry.incoming is not None
        line, words = (
            f"From them, {entry.at:%Y-%m-%d %H:%M} UTC",
            entry.incoming.reply_text or entry.incoming.text,
        )
    return {"head": message.subject or "Without a subject", "line": line, "words": words[:LONGEST_WORDS]}


def _as_text(entry: Entry) -> str:
    out = entry.outgoing
    assert out is not None
    head = f"To: {out.to_address}\nFrom: {out.from_address}\nDate: {out.sent_at}\nSubject: {out.subject}\n"
    return f"{head}Message-ID: <{out.message_id}>\n\n{out.text}\n"


def _put(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, MOMENT), data, zipfile.ZIP_DEFLATED)


def file_name(request: Request) -> str:
    """The name of a request's pack: its reference and the body, plain letters only."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", request.body.name).strip("-")
    return f"{request.reference}-{plain}.zip"


@job_kind("complaint_packs")
def make_packs(job: Job, progress: Progress) -> dict[str, object]:
    """The packs of many requests in one zip, stored; the result names the file."""
    ids = [int(str(each)) for each in job.given["requests"]]
    found = (
        Request.objects.filter(pk__in=ids, round__survey=job.survey)
        .select_related("body", "round__survey")
        .prefetch_related("events")
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as packed:
        for number, request in enumerate(found, start=1):
            progress(f"Pack of {request.body.name}", number, len(ids))
            _put(packed, file_name(request), pack(request))
    file = store_bytes(held.getvalue())
    return {"file": file.pk, "filename": "complaints.zip", "n_packs": len(ids)}
