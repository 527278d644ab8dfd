"""Bytes to UTF-8, naming the encoding that they seem to be in where it is another."""

import codecs

from answerable.core.study.faults import Faults

CHUNK = 8_000_000
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
BINARIES = (
    (b"PK\x03\x04", "a spreadsheet or another zipped file", "Give it its own ending, such as .xlsx"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file", "Save it as CSV UTF-8 or as .xlsx"),
    (b"%PDF-", "a PDF", "Put the data into the columns of a CSV file"),
    (b"\x1f\x8b", "a compressed file", "Unpack it first"),
)
SAVE_AS = "Save it again as UTF-8; in a spreadsheet choose “CSV UTF-8”."


def decoded(data: bytes, file: str, faults: Faults) -> bytes | None:
    """The content as UTF-8 without a byte order mark, or None where it is not text.

    Another encoding is a fault, but is read all the same, so that the other faults of the file are found.
    """
    for mark, what, remedy in BINARIES:
        if data.startswith(mark):
            faults.add("not_text", f"The file is {what}, not text.", f"{remedy}.", file=file)
            return None
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    guess = _wide_encoding(data)
    if guess is not None:
        codec, name = guess
        _wrong(file, name, None, "", faults)
        return (
            data.decode(codec, "replace")
            .replace("\x00", "")
            .removeprefix("\ufeff")
            .encode("utf-8", "replace")
        )
    data = _without_nul(data, file, faults)
    bad = first_invalid(data)
    if bad is None:
        return data
    return _from_windows(data, bad, file, faults)


def first_invalid(data: bytes) -> int | None:
    """Where the first byte stands that is not UTF-8, or None. Works in chunks: a file may be large."""
    if data.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    for start in range(0, len(data), CHUNK):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + CHUNK], final=start + CHUNK >= len(data))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    return None


def _wide_encoding(data: bytes) -> tuple[str, str] | None:
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return codec, name
    head = data[:2000]
    if len(head) < 8:
        return None
    # Text in Latin letters has a zero in every second byte of UTF-16.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.6 * half and even < 0.2 * half:
        return "utf-16-le", "UTF-16"
    if even > 0.6 * half and odd < 0.2 * half:
        return "utf-16-be", "UTF-16"
    return None


def _without_nul(data: bytes, file: str, faults: Faults) -> bytes:
    at = data.find(b"\x00")
    if at < 0:
        return data
    faults.add(
        "nul_byte",
        f"The file holds {data.count(0):,} zero bytes, which no text has.",
        f"The file is damaged or is not text. {SAVE_AS}",
        file=file,
        line=data.count(b"\n", 0, at) + 1,
    )
    return data.replace(b"\x00", b"")


def _from_windows(data: bytes, bad: int, file: str, faults: Faults) -> bytes | None:
    line = data.count(b"\n", 0, bad) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        faults.add(
            "wrong_encoding",
            f"The byte {data[bad]:#04x} is not UTF-8, and the file is in no encoding that is known here.",
            SAVE_AS,
            file=file,
            line=line,
            expected="UTF-8",
        )
        return None
    letter = data[bad : bad + 1].decode("cp1252")
    _wrong(file, "Windows-1252", line, f" (the first such letter is “{letter}”)", faults)
    return text.encode("utf-8")


def _wrong(file: str, name: str, line: int | None, detail: str, faults: Faults) -> None:
    faults.add(
        "wrong_encoding",
        f"The file seems to be in {name}{detail}.",
        SAVE_AS,
        file=file,
        line=line,
        expected="UTF-8",
    )
