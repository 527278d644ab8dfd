"""From an argument of the command line to a study."""

from pathlib import Path

import typer

from answerable.core.study.model import Study
from answerable.core.study.reading import read_study


def study_path(argument: str) -> Path:
    """The folder that an argument names. Raises: typer.BadParameter, a fault of usage, where there is none"""
    path = Path(argument)
    if not path.is_dir():
        what = "is a file" if path.exists() else "does not exist"
        raise typer.BadParameter(
            f"{argument} {what}. Give the path of a study folder (it holds a study.yaml)."
        )
    return path


def open_study(argument: str) -> Study:
    """The study in the folder that an argument names. Raises: typer.BadParameter, InputFaults"""
    return read_study(study_path(argument))
