"""The studies that come with Answerable: in studies/ of a checkout, or inside the installed package."""

from importlib.resources import files
from pathlib import Path

from answerable.core.errors import AnswerableError

HEAD = "study.yaml"


class NothingPackaged(AnswerableError):
    """No packaged studies were found, in the checkout or in the package."""


def packaged_folder() -> Path:
    """The folder that holds the packaged studies. Raises: NothingPackaged"""
    inside = Path(str(files("answerable"))) / "studies"
    beside = Path(__file__).resolve().parents[2] / "studies"
    for folder in (beside, inside):
        if any(folder.glob(f"*/{HEAD}")):
            return folder
    raise NothingPackaged(
        f"No packaged studies in {beside} or {inside}. Install Answerable again, or publish a study "
        "of your own: answerable publish STUDY --out DIR"
    )


def packaged_studies() -> tuple[Path, ...]:
    """The packaged studies, in order of name. Raises: NothingPackaged"""
    return tuple(sorted(path.parent for path in packaged_folder().glob(f"*/{HEAD}")))
