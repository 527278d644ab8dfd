"""The messages in files and folders given to `answerable post`, each as the record that is printed of it."""

import mmap
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answerable.core.post.mbox import is_mbox, messages_in
from answerable.core.post.message import LARGEST_MESSAGE, read_message
from answerable.core.post.outlook import is_outlook, read_outlook
from answerable.core.post.record import as_record

ENDINGS = frozenset({".eml", ".email", ".msg", ".oft", ".mbox"})
MAILDIR = frozenset({"cur", "new"})

Record = dict[str, Any]


def records_of(given: Path) -> Iterator[Record]:
    """A record for every message in a file or a folder, in order; `error` in one that cannot be read."""
    if not given.is_dir():
        yield from _numbered(given) or _of_file(given)
        return
    paths, faults = _in_folder(given)
    yield from faults
    if not paths and not faults:
        yield _fault(given, "The folder holds no .eml, .email, .msg, .oft or .mbox file.")
    for path in paths:
        yield from _of_file(path)


def shown(path: Path | str) -> str:
    """A path as text that JSON can carry, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "replace")


def _numbered(given: Path) -> Iterator[Record] | None:
    """The one message that inbox.mbox#3 names; None where that is no mailbox and number."""
    name, _, number = given.name.rpartition("#")
    mailbox = given.with_name(name) if name else given
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 10) or given.exists():
        return None
    if mailbox.suffix.lower() != ".mbox" or not mailbox.is_file():
        return None
    return _one_of(mailbox, int(number))


def _one_of(mailbox: Path, number: int) -> Iterator[Record]:
    found = 0
    for found, record in enumerate(_of_file(mailbox), start=1):
        if found == number or "error" in record:
            yield record
            return
    said = f"The mailbox holds {found} message{'s' * (found != 1)}; there is no number {number}."
    yield _fault(f"{mailbox}#{number}", said)


def _in_folder(folder: Path) -> tuple[list[Path], list[Record]]:
    """The files of messages in a folder and in those below it, and faults of folders that cannot be read."""
    paths: list[Path] = []
    faults: list[Record] = []

    def blocked(error: OSError) -> None:
        faults.append(_fault(error.filename or folder, f"The folder cannot be read: {error.strerror}."))

    for around, _, names in os.walk(folder, onerror=blocked):
        for path in (Path(around, name) for name in names):
            of_maildir = path.parent.name in MAILDIR and not path.name.startswith(".")
            # A link that leads nowhere stays, so that it is told of.
            if path.suffix.lower() in ENDINGS or of_maildir:
                paths.append(path)
    return sorted(paths), faults


def _fault(path: Path | str, said: str) -> Record:
    return {"file": shown(path), "error": said}


def _of_file(path: Path) -> Iterator[Record]:
    try:
        with path.open("rb") as opened:
            if path.suffix.lower() == ".mbox" and (path.stat().st_size or 0) > 0:
                with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                    if is_mbox(mapped):
                        for number, message in enumerate(messages_in(mapped), start=1):
                            yield as_record(read_message(message), f"{shown(path)}#{number}")
                        return
            # One byte more than is read tells that there is more.
            raw = opened.read(LARGEST_MESSAGE + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        yield _fault(path, f"The file cannot be read: {said}.")
        return
    yield _of_message(raw, path)


def _of_message(raw: bytes, path: Path) -> Record:
    if not is_outlook(raw):
        return as_record(read_message(raw), shown(path))
    message = read_outlook(raw)
    if message is None:
        return _fault(path, "The Outlook item is damaged and cannot be opened.")
    return as_record(message, shown(path))
