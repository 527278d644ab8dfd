"""The marks that a letter may carry, such as `{{ body.name }}`: plain places to be filled, never code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A mark: its name, what it becomes, and when.

    `optional` ones may become nothing. `late` ones are filled when the letter is queued: the day of
    sending and the personal link are not known before. `by_hand` ones only a person can fill.
    """

    name: str
    words: str
    optional: bool = False
    late: bool = False
    by_hand: bool = False


_ALL = (
    Mark("body.name", "the body's name"),
    Mark("body.kind", "what kind of body it is, such as “council”"),
    Mark("contact", "who is addressed: the contact's name or role, else “Freedom of Information team”"),
    Mark("questions", "the numbered questions, with what sort of answer each asks for"),
    Mark("definitions", "the definitions of the questionnaire, if it has any", optional=True),
    Mark("reference", "our reference"),
    Mark("their_reference", "the body's own reference, once it gave one", optional=True),
    Mark("reply_address", "the address that replies to this request go to"),
    Mark("reply_link", "the personal link to the reply form", late=True),
    Mark("sent_on", "the day this letter is sent", late=True),
    Mark("due_on", "the day by which an answer is due, counted by the law’s calendar", late=True),
    Mark("first_sent_on", "the day the request was sent"),
    Mark("because", "why this letter is sent now"),
    Mark("our_answer", "our answer to a question of theirs: written by hand in each letter", by_hand=True),
    Mark("survey.title", "the survey's title"),
    Mark("purpose", "why the survey asks", optional=True),
    Mark("privacy", "what happens to personal data", optional=True),
    Mark("sender", "who asks: name, organisation and postal address"),
    Mark("sender.name", "the name of who asks"),
    Mark("sender.organisation", "the organisation that asks", optional=True),
    Mark("law", "the law that the round asks under"),
    Mark("law.time", "the time it gives, with its section"),
    Mark("law.form", "the form we would like the answer in, with the section on preferences"),
    Mark("law.help", "a request for advice and help, with its section"),
    Mark("law.review", "the section on internal review"),
    Mark("law.review_days", "the working days within which a review is expected"),
    Mark("law.complaint", "the section on complaints"),
    Mark("regulator", "who hears complaints"),
)
MARKS: dict[str, Mark] = {mark.name: mark for mark in _ALL}
LATE = frozenset(mark.name for mark in _ALL if mark.late)
