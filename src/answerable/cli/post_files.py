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
        yield from _of_file(given)
        return
    paths = list(_in_folder(given))
    if not paths:
        yield _fault(given, "The folder holds no .eml, .email, .msg, .oft or .mbox file.")
    for path in paths:
        yield from _of_file(path)


def shown(path: Path | str) -> str:
    """A path as text that JSON can carry, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "replace")


def _in_folder(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        of_maildir = path.parent.name in MAILDIR and not path.name.startswith(".")
        if (path.suffix.lower() in ENDINGS or of_maildir) and path.is_file():
            yield path


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
