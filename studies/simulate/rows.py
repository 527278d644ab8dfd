"""Rows of answers.csv from what a block answered: parts of derived questions, silences, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studies.simulate.followups import FollowUps
from studies.simulate.words import Words

from answerable.core.answers import IN_DEVELOPMENT, NO, YES, AnswerType, Status
from answerable.core.questions import Question, Questionnaire

Row = dict[str, str]
COLUMNS = (
    "body_id",
    "question_id",
    "status",
    "answer",
    "value",
    "unit",
    "period",
    "note",
    "evidence",
    "evidence_url",
    "remarks",
    "statement",
)
_SILENCE = (
    (Status.NO_REPLY, 42),
    (Status.NOT_HELD, 16),
    (Status.REFERRED, 16),
    (Status.REFUSED, 12),
    (Status.UNCLEAR, 11),
    (Status.NOT_APPLICABLE, 3),
)
_OWN_WAY, _QUOTED, _STATED = 0.7, 0.45, 0.02


@dataclass(frozen=True)
class Reply:
    """One body's reply: what it answered, and where the reply is said to be kept."""

    body: str
    answers: Mapping[str, str]
    url: str


class Clerk:
    """Writes replies out as rows, question by question."""

    def __init__(self, form: Questionnaire, round_id: str, words: Words, follow_ups: FollowUps) -> None:
        self.form, self.round, self.words, self.follow_ups = form, round_id, words, follow_ups
        self.joint = {r.question for r in form.consistency if r.rule == "joint_one_side"}
        self.overarching = [r.question for r in form.consistency if r.rule.startswith("overall_")]

    def rows(self, reply: Reply) -> list[Row]:
        """Rows of one reply, in printed order; what was left blank has none."""
        answers = self._with_parts(reply.answers)
        favourite = self.words.weighted(_SILENCE)
        silences: dict[str, Status] = {}
        rows = []
        for question in self.form.questions:
            if question.derived:
                continue
            if question.parent:
                row = self.follow_ups.row(question, reply.body, answers)
            elif question.id in answers:
                row = self._answered(question, answers[question.id])
            else:
                row = self._silent(question, favourite, silences)
            if row:
                rows.append(self._placed(row, question, reply))
        return rows

    def _placed(self, row: Row, question: Question, reply: Reply) -> Row:
        row = {"body_id": reply.body, "question_id": question.id} | row
        if "evidence" in row:
            row["evidence_url"] = reply.url
        if question.id in self.overarching and self.words.chance(_STATED):
            row["statement"] = self.words.statement()
        return row

    def _answered(self, question: Question, option: str) -> Row:
        row = {"status": str(Status.ANSWERED), "answer": option}
        if option == IN_DEVELOPMENT or self.words.chance(_QUOTED):
            row["evidence"] = self.words.answer(option, self._about(question))
        return row

    def _about(self, question: Question) -> str:
        """What sort of thing a question asks about, for the words of its answer."""
        if question.id in self.joint:
            return "joint"
        if question.pair_of:
            return "late"
        paid = any(q.answer is AnswerType.MONEY for q in self.form.follow_ups(question.id))
        return "service" if paid or self.form.twin(question.id) else "practice"

    def _silent(self, question: Question, favourite: Status, silences: dict[str, Status]) -> Row | None:
        """Most silences of a body are of one sort, and those of twins alike."""
        status = silences.get(question.pair_of or "")
        if status is None or not self.words.chance(_OWN_WAY):
            own = self.words.chance(_OWN_WAY)
            status = favourite if own else self.words.weighted(_SILENCE)
        silences[question.id] = status
        if status is Status.NO_REPLY:
            return None
        row = {"status": str(status)}
        if status is Status.REFUSED or self.words.chance(0.6):
            row["evidence"] = self.words.why(status)
        if status is Status.UNCLEAR and self.words.chance(0.5):
            row["note"] = self.words.unclear_note()
        return row

    def _with_parts(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Answers with derived questions told as the parts that give them."""
        told = dict(answers)
        for question in self.form.questions:
            if question.derived and question.derived.any_of:
                option = told.pop(question.id, None)
                told |= self._parts(question.derived.any_of, option, told)
        return told

    def _parts(self, parts: Sequence[str], option: str | None, told: Mapping[str, str]) -> Row:
        """Parts that give the option: for a yes at least one yes, for a no all no, else one may be no."""
        if option == NO:
            return dict.fromkeys(parts, NO)
        if option is None:
            return {self.words.pick(parts): NO} if self.words.chance(0.15) else {}
        likely = [p for p in parts if told.get(self.form.question(p).pair_of or "", YES) == YES]
        sure = self.words.pick(likely or parts)
        given = {}
        for part in parts:
            also = self.words.chance(0.82 if part in likely else 0.04)
            if part == sure or also:
                given[part] = option
            elif self.words.chance(0.9):
                given[part] = NO
        return given
