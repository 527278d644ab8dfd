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


class RoundMisnamed(PressError):
    """A round bears a name that the site needs for other pages."""

    def __init__(self, round_id: str) -> None:
        super().__init__(
            f"The round cannot be called “{round_id}”: the site keeps the address /{round_id.casefold()}/ "
            "for other pages. Give the round another id, such as its year."
        )


class PageFailed(PressError):
    """A page could not be made in a helper process; carries what went wrong there, and where as a note."""

    def __init__(self, because: str, where: str = "") -> None:
        super().__init__(f"A page could not be made: {because}")
        if where:
            self.add_note(where)


class VersionTaken(PressError):
    """A release of this version is published already with other contents; nothing was touched."""

    def __init__(self, version: str, where: Path) -> None:
        self.version, self.where = version, where
        super().__init__(
            f"Version {version} was published with other contents, and a version never changes: it stands in "
            f"{where}. Freeze a new version and publish that."
        )


class VersionBroken(PressError):
    """A copy of a release under /v/ cannot be read, so nobody could tell what it is; nothing was touched."""

    def __init__(self, where: Path, because: str) -> None:
        self.where = where
        super().__init__(
            f"{where} should hold a copy of a release and its release.json cannot be read ({because}). "
            "Restore the folder from where it was published, or move it away."
        )
