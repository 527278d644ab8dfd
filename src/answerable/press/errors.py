"""Errors of the press, under the root of them all."""

from pathlib import Path

from answerable.core.errors import AnswerableError


class PressError(AnswerableError):
    """Root of what can go wrong while publishing."""


class NotASite(PressError):
    """The folder to publish into holds something that the press did not make; nothing was touched."""

    def __init__(self, out: Path, because: str) -> None:
        self.out = out
        super().__init__(
            f"{out} {because}, so it was left as it is. Give --out a new or empty folder, "
            "or a site published by answerable."
        )


class AddressTaken(PressError):
    """Two pages claim one address: a defect of a page kind, or two studies of one id."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Two pages claim the address /{path}. Give each study an id of its own.")


class PageFailed(PressError):
    """A page could not be made in a helper process; carries what went wrong there, and where as a note."""

    def __init__(self, because: str, where: str = "") -> None:
        super().__init__(f"A page could not be made: {because}")
        if where:
            self.add_note(where)
