"""A study of an invented country, whose answers give the printed results of a real survey.

Made from the real study's questions and printed figures and from a seed; the same seed gives the same
bytes. Run `python -m studies.simulate` to make the packaged study again.
"""

from pathlib import Path

from studies.simulate.source import REAL, read_source
from studies.simulate.study import build_files, write_files

SEED = 7


def simulate(*, out: Path, scale: int = 1, seed: int = SEED, real: Path = REAL) -> None:
    """Write the simulated study to a folder, whose name becomes the id of the study.

    With a larger scale there are that many times as many bodies; shares stay, counts grow. Files that
    stood in the folder under the same names are overwritten.

    Raises: InputFaults where the real study cannot be read; ValueError where its figures admit no answers
    """
    write_files(build_files(read_source(real, scale), out.resolve().name, scale, seed), out)
