"""Mutations of every invented message: none breaks the reader, none takes long, all that is printed is well formed."""

import random
import time
from collections.abc import Iterator

import pytest

from answerable.core.post.message import read_message
from tests.mail_corpus import corpus
from tests.unit.core.post.test_structure import well_formed

IN_THE_SUITE, WHEN_SOAKED = 10_000, 1_000_000
MOST_SECONDS = 2.0
PIECES = [
    b"\r\n", b"\n", b"\r", b"\0", b"\xff", b"\x80", b"=", b"?=", b"=?utf-8?q?", b'"', b"\\", b"<", b">", b",", b";", b":", b"@", b"(",
    b")", b"--", b"-----Original Message-----\r\n", b"> ", b"Content-Type: multipart/mixed; boundary=x\r\n", b"Content-Type: text/html\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n", b"charset=utf-16", b"charset=utf-7",
    b"message/rfc822", b"begin 644 x\n", b"\nend\n", b"From x Wed Mar 04 09:15:00 2026\n", b"\r\n\r\n", b"\xd0\xcf\x11\xe0", b"&#x", b"<!--",
    b"\xed\xa0\x80", b"%", b"*0*=", b"''", b"\x1b$B", b"550 5.1.1 ", b"To\r\n", b"Subject", b" " * 300, b"a" * 3_000,
]  # fmt: skip


def mutated(chance: random.Random, known: tuple[bytes, ...]) -> bytes:
    """A message with a few bytes lost, doubled, changed, exchanged, or put in from another."""
    raw = bytearray(chance.choice(known))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at, end = sorted((chance.randint(0, len(raw)), chance.randint(0, len(raw))))
        end = min(end, at + chance.choice((1, 4, 40, 100_000)))
        how = chance.randrange(7)
        if how == 0:
            del raw[at:end]
        elif how == 1:
            raw[at:at] = raw[at:end] * chance.choice((1, 2, 9))
        elif how == 2 and at < len(raw):
            raw[at] = chance.randrange(256)
        elif how == 3:
            raw[at:end] = chance.choice(PIECES)
        elif how == 4:
            raw[at:at] = chance.choice(PIECES)
        elif how == 5:
            raw[at:end] = chance.randbytes(min(end - at, 30))
        else:
            other = chance.choice(known)
            start = chance.randint(0, len(other))
            raw[at:end] = other[start : start + chance.choice((9, 90, 900))]
    return bytes(raw[:200_000])


def all_mutations(count: int, seed: int) -> Iterator[bytes]:
    """So many mutations; the same for the same seed."""
    chance, known = random.Random(seed), corpus()
    return (mutated(chance, known) for _ in range(count))


def run(count: int, seed: int) -> None:
    for n, raw in enumerate(all_mutations(count, seed)):
        began = time.process_time()
        try:
            well_formed(read_message(raw))
        except Exception as error:
            error.add_note(f"mutation {n} of seed {seed}: {raw!r}")
            raise
        assert time.process_time() - began < MOST_SECONDS, (
            f"mutation {n} of seed {seed} took too long: {raw!r}"
        )


@pytest.mark.parametrize("seed", range(4))
def test_mutations_are_read(seed: int) -> None:
    run(IN_THE_SUITE // 4, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 140))
def test_a_million_mutations_are_read(seed: int) -> None:
    run(WHEN_SOAKED // 40, seed)


def test_there_are_hundreds_of_messages_and_all_are_read() -> None:
    assert len(corpus()) > 500
    for raw in corpus():
        well_formed(read_message(raw))
