"""One door to every kind of file: `read_document`. It fails for nothing, and ends in time."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from answerable.core.post.types import MESSAGE, OUTLOOK, SHEET, TNEF, WORD, true_type
from answerable.core.reading.documents.archives import directory_fits, unpacked_size
from answerable.core.reading.documents.bounded import bounded
from answerable.core.reading.documents.bounds import MEGABYTE, Budget, Deadline, Enough, Limits, Refusal
from answerable.core.reading.documents.model import Document
from answerable.core.reading.documents.writer import Writer, plain

# What a child may take beyond the time that is left for reading, to hand back what it has.
GRACE_SECONDS = 0.6
HERE = "answerable.core.reading.documents"
PDF = "application/pdf"
ODF = "application/vnd.oasis.opendocument."
EXCEL_OLD = "application/vnd.ms-excel"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
# Whether a file is read in a process of its own: a library in C may hang or crash; a large tree fills memory.
NEVER, WHEN_LARGE, ALWAYS = 0, 1, 2
LARGE = 4 * MEGABYTE
# By type: the module and the function that read it, and whether in a process of its own.
READERS: dict[str, tuple[str, str, int]] = {
    PDF: ("pdf", "read_pdf", ALWAYS),
    WORD: ("word", "read_docx", WHEN_LARGE),
    DOCM: ("word", "read_docx", WHEN_LARGE),
    "application/msword": ("word_old", "read_doc", ALWAYS),
    ODF + "text": ("opendocument", "read_odt", WHEN_LARGE),
    ODF + "text-template": ("opendocument", "read_odt", WHEN_LARGE),
    ODF + "spreadsheet": ("opendocument_sheets", "read_ods", WHEN_LARGE),
    "application/rtf": ("rtf", "read_rtf", NEVER),
    SHEET: ("excel", "read_xlsx", WHEN_LARGE),
    XLSM: ("excel", "read_xlsx", WHEN_LARGE),
    XLSB: ("excel_binary", "read_xlsb", ALWAYS),
    EXCEL_OLD: ("excel_old", "read_xls", ALWAYS),
    "text/csv": ("plain_files", "read_csv", NEVER),
    "text/tab-separated-values": ("plain_files", "read_csv", NEVER),
    "text/html": ("web", "read_html", WHEN_LARGE),
    "application/zip": ("packed", "read_zip", NEVER),
    MESSAGE: ("packed", "read_mail", NEVER),
    OUTLOOK: ("packed", "read_outlook_item", ALWAYS),
    TNEF: ("packed", "read_tnef", ALWAYS),
    "application/x-ole-storage": ("compound", "read_compound", ALWAYS),
}
_TEXTS = frozenset(("application/xml", "application/json", "text/calendar", "text/vcard"))


def read_document(
    data: bytes, filename: str, *, limits: Limits | None = None, declared: str = ""
) -> Document:
    """What a file says, with structure and places; whatever it is, it is read as far as it goes.

    `declared` is the type that the sender gave, which counts only where neither bytes nor name tell.
    Nothing in it is run, worked out, or fetched. `refused` says why nothing was read.
    """
    limits = limits or Limits()
    seconds = limits.ocr_seconds if limits.ocr_pages else limits.seconds
    return read_within(data, filename, Budget(limits, Deadline(seconds)), declared)


def read_within(data: bytes, filename: str, budget: Budget, declared: str = "") -> Document:
    """As `read_document`, with what is left of the bounds on the file that this one is packed in."""
    filename = plain(filename).replace("\n", " ")
    writer = Writer(filename, "application/octet-stream", budget)
    try:
        if len(data) > budget.limits.most_bytes:
            raise Refusal(
                f"It is larger than {budget.limits.most_bytes // 1024 // 1024} MB and was not read."
            )
        if not data.strip(b"\x00 \r\n\t"):
            raise Refusal("It is empty.")
        if data.startswith(b"PK") and not directory_fits(data, budget.limits.most_entries):
            writer.content_type = "application/zip"
            most = f"{budget.limits.most_entries:,}"
            raise Refusal(f"It holds more than {most} files and was not opened: it may be a bomb.")
        kind = writer.content_type = true_type(data, filename, declared)
        return _read(kind, data, writer)
    except Refusal as refusal:
        return writer.finish(refused=str(refusal))


def _read(kind: str, data: bytes, writer: Writer) -> Document:
    module, function, apart = _reader(kind)
    try:
        read: Callable[[bytes, Writer], None] = getattr(import_module(f"{HERE}.{module}"), function)
    except ModuleNotFoundError as missing:
        raise Refusal(_install(missing)) from None
    budget = writer.budget
    size = unpacked_size(data) if apart == WHEN_LARGE else 0
    if apart == NEVER or (apart == WHEN_LARGE and size <= LARGE):
        return _finished(read, data, writer)
    return bounded(
        lambda: _finished(read, data, writer),
        seconds=budget.deadline.left() + GRACE_SECONDS,
        memory=budget.limits.most_memory,
    )


def _finished(read: Callable[[bytes, Writer], None], data: bytes, writer: Writer) -> Document:
    """The document, also where reading it was cut short or went wrong."""
    try:
        read(data, writer)
    except Refusal as refusal:
        return writer.finish(refused=str(refusal))
    except Enough as cut:
        writer.note(str(cut))
    except ModuleNotFoundError as missing:
        return writer.finish(refused=_install(missing))
    except MemoryError:
        return replace(
            writer.finish(), blocks=(), text="", refused="It took too much memory and was not read."
        )
    except RecursionError:
        return writer.finish(refused="It is nested without end; it was not read.")
    except Exception as fault:  # A damaged file can break a reader anywhere; what was read stays.
        writer.note(f"It is damaged ({type(fault).__name__}); it was read as far as it goes.")
    return writer.finish()


def _install(missing: ModuleNotFoundError) -> str:
    library = missing.name or "a library"
    return f"Such files need {library}, which is not installed: pip install 'answerable[reading]'."


def _reader(kind: str) -> tuple[str, str, int]:
    if kind in READERS:
        return READERS[kind]
    if kind.startswith("image/") and kind != "image/svg+xml":
        return "pictures", "read_picture", NEVER
    if kind.startswith("text/") or kind in _TEXTS:
        return "plain_files", "read_text", NEVER
    if kind.startswith("application/vnd.openxmlformats-officedocument.presentationml"):
        return "slides", "read_slides", WHEN_LARGE
    return "plain_files", "read_unknown", NEVER
