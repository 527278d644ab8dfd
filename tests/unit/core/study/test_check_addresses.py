"""A round may not be named as the site names its other pages: they would stand at one address."""

from pathlib import Path

import pytest

from answerable.core.errors import InputFaults
from answerable.core.study.reading import read_study
from answerable.core.study.section import RESERVED
from tests.factories import tiny_files, write_folder


def named(tmp_path: Path, round_id: str) -> Path:
    """The tiny study with its round under another name."""
    files = {name.replace("rounds/2016", f"rounds/{round_id}"): each for name, each in tiny_files().items()}
    return write_folder(tmp_path, files)


@pytest.mark.parametrize("round_id", ["bodies", "DATA", "v"])
def test_round_named_as_other_pages_are_is_a_fault_with_its_file(tmp_path: Path, round_id: str) -> None:
    with pytest.raises(InputFaults) as caught:
        read_study(named(tmp_path, round_id))
    told = [each for each in caught.value.faults if each.rule == "reserved_id"]
    assert [(each.file, each.line) for each in told] == [(f"rounds/{round_id}/round.yaml", 1)]
    assert "The round cannot be called" in told[0].message and "another id" in told[0].remedy


def test_round_named_nearly_so_is_none(tmp_path: Path) -> None:
    assert read_study(named(tmp_path, "bodies-2016")).rounds[0].id == "bodies-2016"
    assert {word.casefold() for word in RESERVED} == RESERVED
