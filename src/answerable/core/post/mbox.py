"""Several messages in one file, as mail programs export them."""

import re
from collections.abc import Iterator
from mmap import mmap

_START = re.compile(
    rb"(?m)^From (?:\S+[^\r\n]{0,60}? {1,4}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? |\S*@\S* |MAILER-DAEMON |- )"
    rb"[^\r\n]*\r?$"
)
_QUOTED = re.compile(rb"(?m)^>(>*From )")


def is_mbox(raw: bytes | mmap) -> bool:
    """Whether bytes begin as a mailbox does."""
    return raw[:5] == b"From " and _START.match(raw) is not None


def messages_in(raw: bytes | mmap) -> Iterator[bytes]:
    """The messages of a mailbox, in order; lines that begin with From were marked and are unmarked.

    A line counts as a start only at the beginning or after an empty line. Each message keeps its line, which
    says whom the envelope named. The file may be mapped: only one message at a time is held.
    """
    start: int | None = None
    for found in _START.finditer(raw):
        at = found.start()
        if at and raw[max(0, at - 2) : at] != b"\n\n" and raw[max(0, at - 3) : at] != b"\n\r\n":
            continue
        if start is not None:
            yield _QUOTED.sub(rb"\1", raw[start:at])
        start = at
    if start is not None:
        yield _QUOTED.sub(rb"\1", raw[start:])
