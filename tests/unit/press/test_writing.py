"""Pages come out the same in one process and in several; a page that fails fails the whole."""

import os
from functools import partial
from pathlib import Path
from time import sleep

import polars as pl
import pytest

from answerable.press import writing
from answerable.press.errors import AddressTaken, PageFailed
from answerable.press.paging import Page
from answerable.press.writing import ENOUGH_PAGES, write_pages


def words(n: int) -> str:
    return f"page {n}"


def pages(n: int) -> list[Page]:
    return [Page(f"p/{i}/", partial(words, i), in_parent=i % 10 == 0) for i in range(n)]


def test_writing_in_several_processes_gives_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = 3 * ENOUGH_PAGES
    monkeypatch.setattr(writing, "cores", lambda: 1)
    alone = write_pages(pages(n), tmp_path / "alone")
    monkeypatch.setattr(writing, "cores", lambda: 3)
    told: list[tuple[int, int]] = []
    together = write_pages(pages(n), tmp_path / "together", progress=lambda done, of: told.append((done, of)))
    assert alone == together
    assert alone.files == n
    for page in pages(n):
        assert (tmp_path / "together" / page.file).read_text() == (tmp_path / "alone" / page.file).read_text()
    assert told[-1] == (n, n)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_writing_keeps_work_of_the_parent_in_the_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "cores", lambda: 2)
    many = [Page(f"{i}/", lambda: str(os.getpid()), in_parent=i < 5) for i in range(3 * ENOUGH_PAGES)]
    write_pages(many, tmp_path)
    written = {(tmp_path / page.file).read_text() for page in many[:5]}
    assert written == {str(os.getpid())}


def test_writing_says_what_went_wrong_in_a_helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "cores", lambda: 2)
    parent = os.getpid()

    def fail_elsewhere() -> str:
        if os.getpid() != parent:
            raise ValueError("no such round")
        return ""

    with pytest.raises(PageFailed, match="no such round"):
        write_pages([Page(f"{i}/", fail_elsewhere) for i in range(40 * ENOUGH_PAGES)], tmp_path)


def test_writing_ends_a_helper_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "cores", lambda: 2)
    monkeypatch.setattr(writing, "STALLED_S", 0.5)
    parent = os.getpid()

    def hang_elsewhere() -> str:
        if os.getpid() != parent:
            sleep(3600)
        sleep(0.001)
        return ""

    with pytest.raises(PageFailed, match="made no page"):
        write_pages([Page(f"{i}/", hang_elsewhere) for i in range(10 * ENOUGH_PAGES)], tmp_path)


def test_writing_lets_no_helper_ask_polars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "cores", lambda: 2)
    parent = os.getpid()

    def ask() -> str:
        if os.getpid() != parent:
            return str(pl.DataFrame({"n": [1, 2]}).select(pl.col("n").sum()).item())
        sleep(0.001)
        return ""

    with pytest.raises(PageFailed, match="in_parent=True"):
        write_pages([Page(f"{i}/", ask) for i in range(10 * ENOUGH_PAGES)], tmp_path)


def test_writing_refuses_two_pages_at_one_address_in_any_case(tmp_path: Path) -> None:
    with pytest.raises(AddressTaken, match="id/E1/"):
        write_pages([Page("id/e1/", str), Page("id/E1/", str)], tmp_path)
    assert not any(tmp_path.iterdir())
