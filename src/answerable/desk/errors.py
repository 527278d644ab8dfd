"""What can go wrong at the desk; the words of each are fit for the person at the screen."""

from answerable.core.errors import AnswerableError


class DeskError(AnswerableError):
    """Root of the desk's own errors. The screen shows its words and nothing was changed."""


class NotAllowed(DeskError):
    """The person may not do this in this survey."""


class Conflict(DeskError):
    """What was to be changed has changed meanwhile, or is in a state that does not allow it."""


class NotReady(DeskError):
    """Something has to be done first; the words say what."""


class BadSetting(DeskError):
    """A setting of the environment is missing or wrong; the words name it and say what it should be."""
