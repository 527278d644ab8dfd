"""Attachments to text: megabytes a second of each kind, and how long an ordinary one takes.

It is a part of the benchmark `post`. The time is that of `read_document` as callers see it, with the process
that some kinds are read in. How many megabytes a file has says little of how much text is in it, so the
letters read a second stand beside it.
"""

import os
import time
from collections.abc import Callable

from tests.unit.core.reading.documents import samples

from answerable.core.reading.documents.bounds import Limits
from answerable.core.reading.documents.reader import read_document
from bench.figures import Figure, WrongResult

MEGABYTE = 1e6
MOST_SECONDS = 2.0
PATIENT = Limits(seconds=60)
ROUNDS = 3
# By kind: the file's name, how it is made at a size, and a word that must be read in it.
KINDS: dict[str, tuple[str, Callable[[int], bytes], str]] = {
    "PDF, 100 pages": ("a.pdf", samples.pdf, "out of hours"),
    "DOCX": ("a.docx", lambda size: samples.word(20 * size), "out of hours"),
    "DOC": ("a.doc", lambda size: samples.word_2003(), "out of hours"),
    "ODT": ("a.odt", lambda size: samples.open_text(20 * size), "out of hours"),
    "RTF": ("a.rtf", lambda size: _rtf(40 * size), "Council"),
    "XLSX": ("a.xlsx", lambda size: samples.excel(100 * size), "Question 99"),
    "XLS": ("a.xls", lambda size: samples.excel_97(100 * size), "Question 99"),
    "ODS": ("a.ods", lambda size: samples.open_sheet(100 * size), "Question 99"),
    "CSV": ("a.csv", lambda size: (samples.CSV * size * 5).encode("cp1252"), "in hours"),
    "HTML": ("a.html", lambda size: _html(10 * size), "Answers"),
    "TXT": ("a.txt", lambda size: f"{samples.WORDS}\n\n".encode() * size * 100, "out of hours"),
}  # fmt: skip


def _html(times: int) -> bytes:
    return samples.HTML.replace("<p>", f"<p>{samples.WORDS}<p>" * times).encode()


def _rtf(times: int) -> bytes:
    start = samples.RTF.index(b"{\\header")
    return samples.RTF[:start] + samples.RTF[start:-1] * times + b"}"


def attachments() -> list[Figure]:
    """The speed of each kind, large and ordinary. Raises: WrongResult where what was read is not right"""
    size = 20 if os.environ.get("BENCH_QUICK") else 100
    figures: list[Figure] = []
    all_bytes, all_seconds = 0, 0.0
    for kind, (name, make, word) in KINDS.items():
        data = make(size)
        seconds, letters = _timed(name, data, word)
        all_bytes, all_seconds = all_bytes + len(data), all_seconds + seconds
        rate = letters / seconds / 1e6
        note = f"{len(data) / MEGABYTE:.2f} MB in {seconds:.3f} s, {rate:.1f} million letters/s"
        figures.append(Figure(f"attachments: {kind}", len(data) / MEGABYTE / seconds, "MB/s", note=note))
    figures.append(Figure("attachments: all kinds together", all_bytes / MEGABYTE / all_seconds, "MB/s"))
    slowest = 0.0
    for name, data in samples.samples().items():
        seconds, _ = _timed(name, data, "")
        slowest = max(slowest, seconds)
        print(f"{name:14} {len(data):8,} bytes {seconds * 1000:7.1f} ms", flush=True)
    figures.append(Figure("attachments: the slowest of an ordinary size", slowest, "s", target=MOST_SECONDS))
    return figures


def _timed(name: str, data: bytes, word: str) -> tuple[float, int]:
    """The best time of some rounds, and the letters read. Units: seconds"""
    best, letters = float("inf"), 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        document = read_document(data, name, limits=PATIENT)
        best = min(best, time.perf_counter() - started)
        letters = len(document.text)
        if document.refused or word not in document.text:
            raise WrongResult(f"{name}: {document.refused or 'its words were not read'}")
    return best, letters
