"""What the interface says and takes: the shapes of its answers."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from answerable.core.answers import Status

Key = Annotated[str, Field(max_length=120)]
Long = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(max_length=2_000)]
Position = Annotated[int, Field(ge=0, le=10_000_000)]
Number = Annotated[int, Field(ge=1, le=2**62)]


class ProblemFault(Schema):
    """One thing wrong with what was asked."""

    rule: str
    message: str
    remedy: str = ""
    place: str = ""
    expected: str | None = None


class Problem(Schema):
    """Why something was not done (RFC 9457), with all faults found."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    faults: list[ProblemFault]


class SurveyShape(Schema):
    """A survey."""

    key: str
    title: str
    publisher: str
    licence: str
    simulated: bool
    rounds: list[str]


class RoundShape(Schema):
    """A round."""

    key: str
    title: str
    sent_on: date | None
    cut_off: date | None
    regime: str
    kinds: list[str]


class BodyShape(Schema):
    """A body: one row of bodies.csv."""

    id: int
    body_id: str
    kind: str
    name: str
    opened: date | None
    closed: date | None
    region: str
    columns: dict[str, Any]


class QuestionShape(Schema):
    """A question, a follow-up or what is worked out from others."""

    key: str
    number: str
    text: str
    section: str
    answer: str
    options: list[str]
    parent: str | None
    condition: str | None
    unit: str | None
    period: str | None
    derived: dict[str, Any] | None


class QuestionnaireShape(Schema):
    """What one kind of body is asked."""

    kind: str
    title: str
    revision: int
    questions: list[QuestionShape]


class RequestShape(Schema):
    """A request and how it stands in law today, in the words of the law's states."""

    id: int
    reference: str
    body_id: str
    state: str
    clock: str
    computed: str | None
    lateness: str | None
    due_on: date | None
    due_if_deemed_on: date | None
    outcome: str | None
    their_reference: str
    url: str


class EventShape(Schema):
    """Something that happened to a request; undone ones do not count."""

    id: int
    reference: str
    kind: str
    on: date
    logged_at: datetime
    until: date | None
    sections: list[str]
    undone_at: datetime | None


class FileShape(Schema):
    """A file that came with a message."""

    id: int
    filename: str
    content_type: str
    size_bytes: int


class MessageShape(Schema):
    """A message that came in. Sender, subject and words are there only with read:people."""

    id: int
    received_at: datetime
    came_by: str
    state: str
    kind: str
    references: list[str]
    sender: str | None
    subject: str | None
    text: str | None
    files: list[FileShape] | None


class EvidenceShape(Schema):
    """Words that a decision rests on."""

    message: int | None
    file: int | None
    part: str
    page: int | None
    start: int
    end: int
    quote: str


class Coded(Schema):
    """What a body answered to a question."""

    id: int
    body_id: str
    question: str
    status: str
    answer: str | None
    value: float | None
    unit: str | None
    period: str | None
    note: str | None


class AnswerShape(Coded):
    """What will be published; `decision` is None where it was imported."""

    decision: int | None
    changed_at: datetime


class DecisionShape(Coded):
    """What somebody decided; it counts while it is neither superseded nor undone."""

    stage: str
    made_at: datetime
    superseded_at: datetime | None
    undone_at: datetime | None
    because: str
    evidence: list[EvidenceShape] | None


class GivenEvidence(Schema):
    """Words in a message or a file, by where they stand; the quote must be the words there."""

    model_config = ConfigDict(extra="forbid")
    message: Number | None = None
    file: Number | None = None
    part: Key = ""
    start: Position
    end: Position
    quote: Annotated[str, Field(max_length=5_000)] | None = None


class GivenAnswer(Schema):
    """An answer to be decided. `seen` is the decision that it follows, 0 for none; else it is not checked."""

    model_config = ConfigDict(extra="forbid")
    body_id: Annotated[str, Field(max_length=80)]
    question: Key
    status: Status
    answer: Long | None = None
    value: Annotated[float, Field(allow_inf_nan=False)] | None = None
    unit: Short | None = None
    period: Short | None = None
    note: Annotated[str, Field(max_length=5_000)] | None = None
    because: Annotated[str, Field(max_length=300)] = ""
    evidence: Annotated[tuple[GivenEvidence, ...], Field(max_length=20)] = ()
    seen: Annotated[int, Field(ge=0, le=2**62)] | None = None


class Received(Schema):
    """What became of a message: None where that is not of this survey, or not told yet."""

    id: int | None
    state: str
    references: list[str]


class ReleaseShape(Schema):
    """A frozen release."""

    version: str
    as_at: str
    frozen_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    embargo_until: datetime | None
    because: str
    sha256: str
    size_bytes: int


class BodyPage(Schema):
    """Some bodies; `next` is the cursor of the next page, None at the end."""

    items: list[BodyShape]
    next: int | None


class RequestPage(Schema):
    """Some requests."""

    items: list[RequestShape]
    next: int | None


class EventPage(Schema):
    """Some events."""

    items: list[EventShape]
    next: int | None


class MessagePage(Schema):
    """Some messages."""

    items: list[MessageShape]
    next: int | None


class AnswerPage(Schema):
    """Some answers."""

    items: list[AnswerShape]
    next: int | None


class DecisionPage(Schema):
    """Some decisions."""

    items: list[DecisionShape]
    next: int | None
