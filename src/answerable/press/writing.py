"""Writes pages into a folder, in as many processes as help."""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from traceback import format_exc
from typing import Any, NoReturn

import polars as pl

from answerable.press.errors import AddressTaken, PageFailed
from answerable.press.paging import Page

ENOUGH_PAGES = 48
CHUNK = 12
MOST_PROCESSES = 4
STALLED_S = 120

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Written:
    """How many files were written, and their size together."""

    files: int
    bytes: int

    def __add__(self, other: "Written") -> "Written":
        return Written(self.files + other.files, self.bytes + other.bytes)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write_pages(pages: Sequence[Page], folder: Path, *, progress: Progress | None = None) -> Written:
    """Renders every page and writes it under `folder`; what is written does not depend on the processes.

    Raises: AddressTaken, PageFailed
    """
    check_addresses(pages)
    mine = [page for page in pages if page.in_parent]
    shared = [page for page in pages if not page.in_parent]
    helpers = min(cores(), MOST_PROCESSES) - 1
    if helpers < 1 or len(shared) < ENOUGH_PAGES or sys.platform in ("win32", "darwin"):
        return _write_some(mine + shared, folder, progress, len(pages))
    return _write_with_helpers(mine, shared, folder, progress, helpers)


def check_addresses(pages: Sequence[Page]) -> None:
    """Refuses two pages for one file, letters of either case alike. Raises: AddressTaken"""
    seen: set[str] = set()
    for page in pages:
        key = page.file.casefold()
        if key in seen:
            raise AddressTaken(page.path)
        seen.add(key)


def write_page(page: Page, folder: Path) -> int:
    """Renders one page and writes it; returns its size in bytes."""
    content = page.render()
    data = content.encode() if isinstance(content, str) else content
    path = folder / page.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)


def _write_some(pages: Sequence[Page], folder: Path, progress: Progress | None, total: int) -> Written:
    size = 0
    for done, page in enumerate(pages, start=1):
        size += write_page(page, folder)
        if progress:
            progress(done, total)
    return Written(len(pages), size)


def _write_with_helpers(
    mine: Sequence[Page], shared: Sequence[Page], folder: Path, progress: Progress | None, helpers: int
) -> Written:
    # Forked, the helpers find every view and template in memory; whoever is free takes the next chunk.
    context = multiprocessing.get_context("fork")
    turn = context.Value("l", 0)
    gc.collect()
    gc.freeze()
    try:
        running: list[tuple[Any, Connection]] = []
        for _ in range(helpers):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_help, args=(turn, shared, folder, sender), daemon=True)
            process.start()
            sender.close()
            running.append((process, receiver))
        try:
            total = len(mine) + len(shared)

            def tell(done_by_me: int, _: int) -> None:
                if progress:
                    progress(min(total, done_by_me + min(turn.value, len(shared))), total)

            written = _write_some(mine, folder, tell, total)
            written += _take_turns(turn, shared, folder, lambda: tell(len(mine), total))
            for process, receiver in running:
                written += _result(process, receiver)
        finally:
            for process, _ in running:
                if process.is_alive():
                    process.terminate()
                process.join()
    finally:
        gc.unfreeze()
    if progress:
        progress(total, total)
    return written


def _take_turns(
    turn: "Synchronized[int]", pages: Sequence[Page], folder: Path, tell: Callable[[], None] | None = None
) -> Written:
    files = size = 0
    while True:
        with turn.get_lock():
            start = turn.value
            turn.value = start + CHUNK
        if start >= len(pages):
            return Written(files, size)
        for page in pages[start : start + CHUNK]:
            size += write_page(page, folder)
            files += 1
        if tell:
            tell()


def _help(turn: "Synchronized[int]", pages: Sequence[Page], folder: Path, sender: Connection) -> None:
    gc.disable()
    for way_in in ("collect", "_collect_eager"):
        setattr(pl.LazyFrame, way_in, _no_threads_here)
    try:
        sender.send(_take_turns(turn, pages, folder))
    except BaseException as error:
        sender.send((f"{type(error).__name__}: {error}", format_exc()))
    finally:
        sender.close()
    # The parent owns what is open in this copy of it; leave without tidying up on its behalf.
    os._exit(0)


def _no_threads_here(*_: object, **__: object) -> NoReturn:
    """Stands in for polars in a helper, where it would wait for threads that a fork left behind."""
    raise RuntimeError("a page that asks polars must be made in the parent: give it in_parent=True")


def _result(process: Any, receiver: Connection) -> Written:
    # When this is asked there is no page left to take: a helper has one chunk at most before it.
    if not receiver.poll(STALLED_S):
        raise PageFailed(f"a helper process made no page for {STALLED_S} seconds and was ended")
    try:
        result = receiver.recv()
    except EOFError:
        process.join()
        raise PageFailed(f"a helper process ended early (exit code {process.exitcode})") from None
    if isinstance(result, Written):
        return result
    raise PageFailed(*result)
