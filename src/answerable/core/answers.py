"""What came back to a question: the status that says whether there is an answer, and why not."""

from enum import StrEnum


class Status(StrEnum):
    """What became of one question put to one body.

    Only `answered` carries an option or a value. Every other member is a reason for the absence of
    an answer: a value of its own, never "no" and never zero.
    """

    ANSWERED = "answered"
    NO_REPLY = "no_reply"
    REFUSED = "refused"
    NOT_HELD = "not_held"
    REFERRED = "referred"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASKED = "not_asked"


MISSING = tuple(status for status in Status if status is not Status.ANSWERED)

STATUS_WORDS = {
    Status.ANSWERED: "answered",
    Status.NO_REPLY: "no reply",
    Status.REFUSED: "refused",
    Status.NOT_HELD: "information not held",
    Status.REFERRED: "referred elsewhere",
    Status.UNCLEAR: "answer unclear",
    Status.NOT_APPLICABLE: "not applicable",
    Status.NOT_ASKED: "not asked",
}


class Outcome(StrEnum):
    """What became of one request as a whole."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    REFUSED = "refused"
    NOT_HELD = "not_held"
    TRANSFERRED = "transferred"
    NO_REPLY = "no_reply"
    BOUNCED = "bounced"
    WITHDRAWN = "withdrawn"
    ABOLISHED = "abolished"
    UNRESOLVED = "unresolved"


REPLIED = (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED, Outcome.REFUSED, Outcome.NOT_HELD, Outcome.TRANSFERRED)


class AnswerType(StrEnum):
    """What kind of answer a question asks for."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MONEY = "money"
    COUNT = "count"
    TEXT = "text"
    LINK = "link"


NUMERIC = (AnswerType.MONEY, AnswerType.COUNT)
OPTION_TYPES = (AnswerType.YES_NO, AnswerType.CHOICE)
YES, NO, IN_DEVELOPMENT = "yes", "no", "in_development"
