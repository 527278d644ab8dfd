"""A child that hangs, crashes, eats memory or answers with something else costs only its file."""

import ctypes
import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from answerable.core.reading.documents import bounded as module
from answerable.core.reading.documents.bounded import bounded
from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.model import Document

MEGABYTE = 1024 * 1024


def forever() -> Document:
    while True:
        pass


def crash() -> Document:
    ctypes.string_at(0)
    raise AssertionError


def leave() -> Document:
    os._exit(0)


def eat() -> Document:
    kept = [bytes(64 * MEGABYTE) for _ in range(100)]
    return Document(str(len(kept)), "")


class Evil:
    """What a child that was taken over might send."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("true",)


def test_what_the_child_read_comes_back() -> None:
    made = Document("a", "text/plain", text="Yes £5")
    assert bounded(lambda: made, seconds=60, memory=256 * MEGABYTE) == made


@pytest.mark.parametrize(
    ("work", "seconds", "why"),
    [(forever, 0.3, "too long"), (crash, 60, "broke"), (leave, 60, "broke"), (eat, 60, "too much memory")],
)
def test_a_child_that_goes_wrong_is_told(work: Callable[[], Document], seconds: float, why: str) -> None:
    started = time.monotonic()
    with pytest.raises(Refusal, match=why):
        bounded(work, seconds=seconds, memory=256 * MEGABYTE)
    assert time.monotonic() - started < 30


def test_only_documents_are_taken_from_a_child() -> None:
    with pytest.raises(Refusal, match="broke"):
        bounded(lambda: Evil(), seconds=60, memory=256 * MEGABYTE)  # type: ignore[arg-type, return-value]
    with pytest.raises(Refusal, match="broke"):
        bounded(lambda: {"a": 1}, seconds=60, memory=256 * MEGABYTE)  # type: ignore[arg-type, return-value]
    with pytest.raises(pickle.UnpicklingError):
        module._OnlyDocuments(__import__("io").BytesIO(pickle.dumps(Evil()))).load()


def test_no_child_stays_behind() -> None:
    # A browser of other tests may be a child of this process too.
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = set(children.read_text().split())
    for work in (forever, leave):
        with pytest.raises(Refusal):
            bounded(work, seconds=0.2, memory=256 * MEGABYTE)
    assert set(children.read_text().split()) <= before
