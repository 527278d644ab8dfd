"""Several messages in one file, as mail programs export them."""

import re
from collections.abc import Iterator

_START = re.compile(
    rb"(?m)^From (?=\S+ {1,4}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) |\S*@\S* |MAILER-DAEMON |- )[^\r\n]*\r?\n"
)
_QUOTED = re.compile(rb"(?m)^>(>*From )")


def is_mbox(raw: bytes) -> bool:
    """Whether bytes begin as a mailbox does."""
    return raw.startswith(b"From ") and _START.match(raw) is not None


def messages_in(raw: bytes) -> Iterator[bytes]:
    """The messages of a mailbox, in order; lines that begin with From were marked and are unmarked.

    A line counts as a start only at the beginning or after an empty line.
    """
    starts = [
        found
        for found in _START.finditer(raw)
        if found.start() == 0
        or raw[found.start() - 2 : found.start()] == b"\n\n"
        or raw[found.start() - 4 : found.start()] == b"\r\n\r\n"
    ]
    for n, found in enumerate(starts):
        end = starts[n + 1].start() if n + 1 < len(starts) else len(raw)
        yield _QUOTED.sub(rb"\1", raw[found.end() : end])
