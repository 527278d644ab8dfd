"""True types where they are hard to tell: a PDF after other bytes, a file within a file, archives without end."""

import struct
import time

import pytest

from answerable.core.post.types import MESSAGE, OUTLOOK, PDF, true_type
from tests.packed_mail import compound

BODY = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
WORD, EXCEL = "application/msword", "application/vnd.ms-excel"


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf", b"\r\n\r\n", b"\x00" * 9, b"\x1b%-12345X@PJL JOB\r\n", b"HTTP/1.1 200 OK\r\n\r\n",
        b"Content-Type: application/pdf\r\n\r\n", b"\x93" * 1_000, b"junk ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["answer.pdf", "answer.doc", "answer.bin", None])
def test_a_pdf_after_other_bytes_is_a_pdf(before: bytes, name: str | None) -> None:
    assert true_type(before + BODY, name, "application/octet-stream") == PDF


@pytest.mark.parametrize(
    ("words", "name", "declared", "expected"),
    [
        (b"See %PDF- for more", "a.txt", "text/plain", "text/plain"),
        (b"A file begins with %PDF-1.4 and ends with %%EOF.", "a.txt", "text/plain", "text/plain"),
        (b"\x93" * 1_100 + BODY, "a.bin", "application/x-strange", "application/x-strange"),
        (b"From: a@b.example\n\n" + BODY, "a.eml", "application/octet-stream", MESSAGE),
        (b"From: a@b.example\n\n" + BODY, None, MESSAGE, MESSAGE),
        (BODY, "a.eml", MESSAGE, PDF),
        (b"<html><body>%PDF-1.4\n1 0 obj", "a.pdf", PDF, "text/html"),
    ],
)
def test_what_only_names_a_pdf_is_none(words: bytes, name: str | None, declared: str, expected: str) -> None:
    assert true_type(words, name, declared) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"Workbook": b"x" * 5_000, "MBD01": {"WordDocument": b"y"}}, EXCEL),
        ({"WordDocument": b"x" * 5_000, "ObjectPool": {"_1": {"Workbook": b"y"}}}, WORD),
        ({"WordDocument": b"x", "ObjectPool": {"_1": {"__properties_version1.0": b"y"}}}, WORD),
        ({"__properties_version1.0": b"x", "__attach": {"WordDocument": b"y"}}, OUTLOOK),
        ({f"n{number:03}": b"x" for number in range(90)} | {"Workbook": b"z"}, EXCEL),
    ],
)
def test_a_file_within_a_file_is_no_sign_of_its_type(tree: dict[str, bytes], expected: str) -> None:
    assert true_type(compound(tree), "a.bin", "application/octet-stream") == expected


def test_a_large_compound_file_is_told_by_its_top() -> None:
    data = compound({"Workbook": b"x" * 9_000_000})
    assert true_type(data, None, "") == EXCEL
    # With its directory damaged, the names in its first bytes are what is left.
    assert true_type(compound({"Workbook": b"x"})[:-200], None, "") == EXCEL


@pytest.mark.parametrize("sign", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"x %PDF-1.4 "])
def test_a_hundred_megabytes_of_nothing_hold_nothing_up(sign: bytes) -> None:
    for filling in (b"\x00", b"1 ", b"W\x00o\x00", b"\xff"):
        data = sign + filling * (100_000_000 // len(filling))
        started = time.process_time()
        true_type(data, "a.bin", "")
        assert time.process_time() - started < 0.3


@pytest.mark.parametrize("said", [0xFFFF, 5])
def test_a_zip_of_very_many_entries_holds_nothing_up(said: int) -> None:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 6) + bytes(16)
    listed = b"".join(entry + b"%06d" % number for number in range(700_000))
    local = b"PK\x03\x04" + bytes(22) + struct.pack("<HH", 1, 0) + b"a"
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, said, said, len(listed), len(local), 0)
    started = time.process_time()
    assert true_type(local + listed + end, "a.bin", "") == "application/zip"
    assert time.process_time() - started < 0.3
