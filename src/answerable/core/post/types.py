"""What a file really is: told by its first bytes, else by its name, else as declared."""

import re
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from answerable.core.post.compound_names import SIGN as COMPOUND
from answerable.core.post.compound_names import top_names

OCTETS = "application/octet-stream"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OUTLOOK = "application/vnd.ms-outlook"
TNEF = "application/ms-tnef"
MESSAGE = "message/rfc822"
PDF = "application/pdf"

BY_ENDING = {
    "pdf": PDF, "doc": "application/msword", "dot": "application/msword", "docx": WORD,
    "docm": "application/vnd.ms-word.document.macroenabled.12", "xls": "application/vnd.ms-excel",
    "xlsx": SHEET, "xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "ppt": "application/vnd.ms-powerpoint", "pptx": SLIDES,
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation", "rtf": "application/rtf", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "txt": "text/plain", "log": "text/plain", "htm": "text/html",
    "html": "text/html", "xml": "application/xml", "json": "application/json", "zip": "application/zip",
    "7z": "application/x-7z-compressed", "gz": "application/gzip", "rar": "application/vnd.rar",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "svg": "image/svg+xml", "webp": "image/webp",
    "heic": "image/heic", "emf": "image/emf", "wmf": "image/wmf", "ico": "image/vnd.microsoft.icon",
    "eml": MESSAGE, "email": MESSAGE, "msg": OUTLOOK, "oft": OUTLOOK, "dat": TNEF, "ics": "text/calendar",
    "vcf": "text/vcard", "mdb": "application/x-msaccess", "accdb": "application/x-msaccess",
    "p7s": "application/pkcs7-signature", "p7m": "application/pkcs7-mime",
    "asc": "application/pgp-signature", "md": "text/markdown", "mp3": "audio/mpeg", "wav": "audio/wav",
    "mp4": "video/mp4", "vsd": "application/vnd.visio", "pub": "application/vnd.ms-publisher",
    "exe": "application/vnd.microsoft.portable-executable",
}  # fmt: skip
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\x78\x9f\x3e\x22", TNEF),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (4, b"Standard Jet DB", "application/x-msaccess"),
    (4, b"Standard ACE DB", "application/x-msaccess"),
    (0, b"-----BEGIN PGP SIGNATURE", "application/pgp-signature"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"),
)  # fmt: skip
_MOST_SEARCHED = 4 * 1024 * 1024
_STREAMS = (
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("VisioDocument", "application/vnd.visio"),
)
# A PDF may begin after what another program wrote, within this many bytes; its first object soon follows.
_PDF_WITHIN, _OBJECT_WITHIN = 1_024, 64 * 1024
_SAID_PDF = re.compile(rb"%PDF-[0-9]\.[0-9]")
_OBJECT = re.compile(rb"(?<![0-9])[0-9]{1,10}\s{1,3}[0-9]{1,5}\s{1,3}obj\b")
_BLANK = b" \t\r\n\f\x00\xef\xbb\xbf"
# A table of contents past this is not read to learn what a zip holds: its first bytes tell.
_MOST_NAMES, _MOST_DIRECTORY = 2_000, 512 * 1024
_END_OF_ZIP = b"PK\x05\x06"
_IN_ZIP = (("word/", WORD), ("xl/", SHEET), ("ppt/", SLIDES))
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,200}(?:<!--.{0,500}?-->\s{0,200})?<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
ENDINGS = {kind: ending for ending, kind in reversed(BY_ENDING.items())} | {
    "text/plain": "txt", "text/html": "html", "image/jpeg": "jpg", MESSAGE: "eml", OUTLOOK: "msg",
    "image/jpg": "jpg", "message/delivery-status": "txt", "text/rfc822-headers": "txt", OCTETS: "bin",
    "image/pjpeg": "jpg", "image/x-png": "png",
}  # fmt: skip
_OFFICE_ZIPS = frozenset({"docx", "docm", "xlsx", "xlsm", "xlsb", "pptx", "odt", "ods", "odp"})
_COMPOUND_ENDINGS = frozenset({"doc", "dot", "xls", "ppt", "msg", "oft", "vsd", "pub"})


def type_by_content(data: bytes) -> str | None:
    """The type that the first bytes show; None where they show none."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(COMPOUND):
        return _in_compound(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data)
    if data.startswith(b"BM") and len(data) > 14 and int.from_bytes(data[2:6], "little") == len(data):
        return "image/bmp"
    for at, sign, kind in _SIGNS:
        if data.startswith(sign, at):
            return kind
    if _HTML.match(data[:2000]):
        return "text/html"
    return PDF if _is_late_pdf(data) else None


def _is_late_pdf(data: bytes) -> bool:
    """Whether a PDF begins after something else. Words that only name one have no object after them."""
    if _begins_as_pdf(data):
        return True
    found = _SAID_PDF.search(data, 0, _PDF_WITHIN)
    return found is not None and _OBJECT.search(data, found.end(), found.end() + _OBJECT_WITHIN) is not None


def _begins_as_pdf(data: bytes) -> bool:
    return data[:_PDF_WITHIN].lstrip(_BLANK).startswith(b"%PDF-")


def true_type(data: bytes, filename: str | None, declared: str) -> str:
    """The type by content where that can be recognised, else by the ending of the name, else as declared."""
    ending = ending_of(filename)
    by_content = type_by_content(data)
    if by_content == "application/zip" and ending in _OFFICE_ZIPS:
        return BY_ENDING[ending]
    if by_content == "application/x-ole-storage" and ending in _COMPOUND_ENDINGS:
        return BY_ENDING[ending]
    if by_content == SHEET and ending in ("xlsm", "xlsb"):
        return BY_ENDING[ending]
    if by_content == WORD and ending == "docm":
        return BY_ENDING[ending]
    # A message may carry a PDF as it is within its first bytes, and is still a message.
    if by_content == PDF and not _begins_as_pdf(data) and MESSAGE in (declared, BY_ENDING.get(ending)):
        return MESSAGE
    if by_content:
        return by_content
    if ending in BY_ENDING and not (
        ending == "dat" and declared not in (TNEF, "application/vnd.ms-tnef", OCTETS, "")
    ):
        named = BY_ENDING[ending]
        return named if ending != "dat" or (filename or "").lower() == "winmail.dat" else declared or OCTETS
    return declared or OCTETS


def ending_of(filename: str | None) -> str:
    """The ending of a file's name in lower case, without the dot."""
    return PurePosixPath(filename).suffix.lower().lstrip(".").strip() if filename else ""


def _in_compound(data: bytes) -> str:
    """Which of Microsoft's older formats: by the names at the top, else by those in its first bytes."""
    names = {name.lower() for name in top_names(data)}
    for name, kind in _STREAMS:
        if name.lower() in names:
            return kind
    if not names:
        # Cut short or damaged: the names are in UTF-16.
        head = data[:_MOST_SEARCHED]
        for name, kind in _STREAMS:
            if name.encode("utf-16-le") in head:
                return kind
    return "application/x-ole-storage"


def _in_zip(data: bytes) -> str:
    if not _directory_is_short(data):
        return _by_local_names(data)
    try:
        with ZipFile(BytesIO(data)) as opened:
            names = opened.namelist()
            if "mimetype" in names and opened.getinfo("mimetype").file_size < 200:
                said = opened.read("mimetype").decode("ascii", "replace").strip()
                if said.startswith("application/vnd.oasis.opendocument."):
                    return said
    except (
        BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        KeyError,
        MemoryError,
        IndexError,
    ):
        return _by_local_names(data)
    if "[Content_Types].xml" in names:
        for start, kind in _IN_ZIP:
            if any(name.startswith(start) for name in names):
                return kind
    return "application/zip"


def _directory_is_short(data: bytes) -> bool:
    """Whether a zip's table of contents can be read at once; what it says of its length may be a lie."""
    at = data.rfind(_END_OF_ZIP, max(0, len(data) - 65_600))
    if at < 0 or len(data) < at + 22:
        return False
    names = int.from_bytes(data[at + 10 : at + 12], "little")
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    large = b"PK\x06\x06" in data[max(0, at - 200) : at]
    return not large and names <= _MOST_NAMES and size <= _MOST_DIRECTORY


def _by_local_names(data: bytes) -> str:
    """For an archive cut short, or of very many files: what its first entries are called."""
    if b"mimetypeapplication/vnd.oasis.opendocument." in data[:200]:
        said = data[: data.find(b"PK", 4) if data.find(b"PK", 4) > 0 else 200]
        for ending in ("odt", "ods", "odp"):
            if BY_ENDING[ending].encode() in said:
                return BY_ENDING[ending]
    if b"[Content_Types].xml" in data[:4_000]:
        for start, kind in _IN_ZIP:
            if start.encode() in data[:20_000]:
                return kind
    return "application/zip"
