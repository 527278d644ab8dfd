"""Mail that people upload: .eml, .msg and .mbox, kept as given."""

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from answerable.core.post.mbox import is_mbox, messages_in
from answerable.desk.errors import NotReady
from answerable.desk.jobs.actions import ask_for
from answerable.desk.jobs.kinds import Progress, job_kind
from answerable.desk.jobs.models import Job
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.mail.receiving import keep_raw, read_all_waiting, read_kept
from answerable.desk.people.models import User
from answerable.desk.surveys.models import Survey

LARGEST = 50 * 1024 * 1024
LARGEST_MBOX = 500 * 1024 * 1024
MOST_MESSAGES = 5_000
MOST_FILES = 100
# More than these are read in the background.
READ_AT_ONCE = 10
ENDINGS = (".eml", ".email", ".msg", ".mbox", ".mbx")


@dataclass
class UploadReport:
    """What an upload brought: messages kept, how many of them are new, and what was refused."""

    kept: list[IncomingMessage] = field(default_factory=list)
    n_new: int = 0
    faults: list[str] = field(default_factory=list)
    is_reading: bool = False


def receive_uploads(*, files: "Sequence[UploadedFile[bytes]]", survey: Survey, by: User) -> UploadReport:
    """Keeps the messages in files and reads them: a few at once, many in the background.

    A file that is no mail is refused in words; the others are kept. Raises: OSError, NotReady
    """
    if not files:
        raise NotReady("Choose at least one .eml, .msg or .mbox file.")
    report = UploadReport()
    if len(files) > MOST_FILES:
        report.faults.append(f"Only the first {MOST_FILES} files were taken. Upload the rest again.")
    for file in files[:MOST_FILES]:
        name = file.name or "a file"
        for raw in _raws(file, name, report):
            message, is_new = keep_raw(raw=raw, came_by="upload", came_as=name, survey=survey, by=by)
            report.kept.append(message)
            report.n_new += is_new
    if len(report.kept) <= READ_AT_ONCE:
        for message in report.kept:
            read_kept(message)
    else:
        ask_for(kind="read_mail", survey=survey, by=by)
        report.is_reading = True
    return report


@job_kind("read_mail")
def read_mail(job: Job, progress: Progress) -> dict[str, object]:
    """Reads all messages that are stored and not read yet."""
    n_read = read_all_waiting(progress=lambda done, of: progress("Reading messages", done, of))
    return {"n_read": n_read}


def _raws(file: "UploadedFile[bytes]", name: str, report: UploadReport) -> Iterator[bytes]:
    """The raw messages in a file; what is refused is told in the report."""
    size = file.size or 0
    if not name.lower().endswith(ENDINGS):
        report.faults.append(f"{name} is no message. Expected a file that ends in .eml, .msg or .mbox.")
    elif not size:
        report.faults.append(f"{name} is empty.")
    elif name.lower().endswith((".mbox", ".mbx")):
        yield from _in_mbox(file, name, size, report)
    elif size > LARGEST:
        report.faults.append(f"{name} is larger than {LARGEST // 1024 // 1024} MB.")
    else:
        yield file.read()


def _in_mbox(file: "UploadedFile[bytes]", name: str, size: int, report: UploadReport) -> Iterator[bytes]:
    if size > LARGEST_MBOX:
        report.faults.append(f"{name} is larger than {LARGEST_MBOX // 1024 // 1024} MB. Export it in parts.")
        return
    if isinstance(file, TemporaryUploadedFile):
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield from _bounded(mapped, name, report)
    else:
        yield from _bounded(file.read(), name, report)


def _bounded(data: bytes | mmap.mmap, name: str, report: UploadReport) -> Iterator[bytes]:
    if not is_mbox(data):
        report.faults.append(f"{name} is no mailbox: it does not begin with a “From ” line.")
        return
    for number, raw in enumerate(messages_in(data), start=1):
        if number > MOST_MESSAGES:
            words = f"Only the first {MOST_MESSAGES:,} messages of {name} were taken. Export it in parts."
            report.faults.append(words)
            return
        if len(raw) > LARGEST:
            report.faults.append(f"Message {number} of {name} is larger than {LARGEST // 1024 // 1024} MB.")
            continue
        yield raw
