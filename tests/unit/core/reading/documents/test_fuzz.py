"""Damaged files of every type: no exception escapes, every place holds, none takes over two seconds."""

import io
import random
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.reading.documents.reader import read_document
from tests.unit.core.reading.documents.reading import check_places
from tests.unit.core.reading.documents.samples import rewritten, samples

NAMES = tuple(samples())
NUMBERS = (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff", b"\x01\x00\x00\x00")
SOAK_ROUNDS = 4_000
MOST_SECONDS = 2.0


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes with a few things done to them: changed, lost, doubled, moved, cut."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        if not changed:
            break
        at, how = chance.randrange(len(changed)), chance.random()
        if how < 0.4:
            changed[at] = chance.randrange(256)
        elif how < 0.55:
            del changed[at : at + chance.randint(1, 200)]
        elif how < 0.7:
            changed[at:at] = changed[at : at + chance.randint(1, 200)] * chance.randint(1, 4)
        elif how < 0.8:
            changed[at : at + 4] = chance.choice(NUMBERS)
        elif how < 0.85:
            del changed[at:]
        else:
            other = chance.randrange(len(changed))
            changed[at : at + 20] = changed[other : other + 20]
    return bytes(changed)


def damaged_within(data: bytes, chance: random.Random) -> bytes:
    """An archive of which one part is damaged, and which is whole itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        name = chance.choice(opened.namelist())
        part = opened.read(name)
    return rewritten(data, {name: damaged(part, chance)})


def read_damaged(name: str, chance: random.Random) -> float:
    """Reads a file after damaging it. Units: seconds it took"""
    data = samples()[name]
    within = data.startswith(b"PK") and chance.random() < 0.7
    changed = damaged_within(data, chance) if within else damaged(data, chance)
    started = time.monotonic()
    document = read_document(changed, name)
    taken = time.monotonic() - started
    check_places(document)
    document.text.encode()
    assert document.refused is None or document.text == ""
    return taken


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_as_far_as_it_goes(name: str, seed: int) -> None:
    read_damaged(name, random.Random(seed))


@given(data=st.binary(max_size=400), name=st.sampled_from(NAMES))
def test_any_bytes_under_any_name_are_read(data: bytes, name: str) -> None:
    document = read_document(data, name)
    check_places(document)


@given(name=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
def test_a_file_under_a_wrong_name_is_read(name: str, other: str) -> None:
    check_places(read_document(samples()[name], other))


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_damaged_files_in_thousands(name: str) -> None:
    chance = random.Random(f"soak {name}")
    worst = max(read_damaged(name, chance) for _ in range(SOAK_ROUNDS))
    assert worst < MOST_SECONDS
