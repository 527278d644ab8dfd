"""Answers to follow-ups: sums of money, counts of children, links and words, and why there are none."""

from collections.abc import Mapping

from studies.simulate.words import Words

from answerable.core.answers import NO, AnswerType, Status
from answerable.core.questions import Question, Questionnaire

Row = dict[str, str]

_MONEY = (
    ("value", 34),
    ("zero", 3),
    ("range", 4),
    (Status.NOT_HELD, 30),
    (Status.REFUSED, 9),
    (Status.UNCLEAR, 4),
    (Status.NO_REPLY, 16),
)
_COUNT = (("value", 60), ("range", 8), (Status.NOT_HELD, 17), (Status.REFUSED, 7), (Status.NO_REPLY, 8))
_TEXT = (("words", 40), (Status.NOT_HELD, 10), (Status.UNCLEAR, 6), (Status.NO_REPLY, 44))
_LINK = (("words", 88), (Status.NO_REPLY, 12))
# Pounds a year for each resident, the least and the most; children in need of this care per 10,000.
_POUNDS, _PREVALENCE = (0.04, 1.6), (28.0, 75.0)
_STRAY_SPEND = 0.009


class FollowUps:
    """Writes follow-ups where the parent's answer calls for them, by how many people a body serves."""

    def __init__(
        self,
        form: Questionnaire,
        round_id: str,
        words: Words,
        people: Mapping[str, Mapping[str, float]],
        numbers: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.form, self.round, self.words, self.people, self.numbers = form, round_id, words, people, numbers

    def row(self, question: Question, body: str, answers: Mapping[str, str]) -> Row | None:
        """The row of one follow-up of one body, without its ids; None where the body left it blank."""
        parent = answers.get(question.parent or "")
        if question.id in self.numbers:
            return self._number_known(question, body)
        if question.condition is not None and parent != question.condition:
            return self._stray(question, body, parent)
        if question.answer is AnswerType.MONEY:
            return self._money(question, body)
        if question.answer is AnswerType.COUNT:
            return self._count(question, body, self.words.between(0, 40))
        return self._told(question, body)

    def _number_known(self, question: Question, body: str) -> Row | None:
        """The number of children, settled beforehand since a printed figure counts those that gave one."""
        state = self.numbers[question.id].get(body)
        children = self.people[body]["children_0_25"]
        per_10_000 = self.words.between(*_PREVALENCE)
        if state == "value":
            return self._value(question, round(children * per_10_000 / 10_000))
        if state == "range":
            low = round(children * per_10_000 / 10_000, -1)
            row = {"status": str(Status.ANSWERED), "note": "A range, not a number."}
            return row | {"evidence": f"Between {low:.0f} and {low + 100:.0f}."}
        return None if state is None else self._why(Status(state), money=False)

    def _stray(self, question: Question, body: str, parent: str | None) -> Row | None:
        """Now and then a body that says no to a service puts a sum beside it all the same."""
        if question.answer is AnswerType.MONEY and parent == NO and self.words.chance(_STRAY_SPEND):
            row = self._value(question, self._pounds(body))
            return row | {"note": "Given although the service is said not to be commissioned."}
        return None

    def _money(self, question: Question, body: str) -> Row | None:
        found = self.words.weighted(_MONEY)
        if isinstance(found, Status):
            return None if found is Status.NO_REPLY else self._why(found, money=True)
        pounds = self._pounds(body)
        if found == "zero":
            note = {"note": "Said to be met from other budgets."} if self.words.chance(0.5) else {}
            return self._value(question, 0) | note
        if found == "range":
            low = max(5_000, round(pounds, -4))
            words = self.words.money_range(low, low + 10_000 * (1 + low // 50_000))
            return {"status": str(Status.ANSWERED), "note": "A range, not a number.", "evidence": words}
        row = self._value(question, pounds)
        return row | {"note": self.words.money_note()} if self.words.chance(0.12) else row

    def _pounds(self, body: str) -> int:
        low, high = _POUNDS
        # A product of three draws lies nearer the low end, as sums of money do.
        part = self.words.between(0, 1) * self.words.between(0.2, 1) * self.words.between(0.4, 1)
        pounds = self.people[body]["all_ages"] * (low + (high - low) * part)
        return int(round(pounds, self.words.pick((0, 0, -2, -3, -3))))

    def _count(self, question: Question, body: str, likely: float) -> Row | None:
        found = self.words.weighted(_COUNT)
        if isinstance(found, Status):
            return None if found is Status.NO_REPLY else self._why(found, money=False)
        if found == "range":
            row = {"status": str(Status.ANSWERED), "note": "Not a number: small figures are withheld."}
            return row | {"evidence": "Fewer than five."}
        return self._value(question, 0 if self.words.chance(0.15) else round(likely))

    def _told(self, question: Question, body: str) -> Row | None:
        link = question.answer is AnswerType.LINK
        found = self.words.weighted(_LINK if link else _TEXT)
        if isinstance(found, Status):
            return None if found is Status.NO_REPLY else self._why(found, money=False)
        url = f"https://foi.example/{self.round}/{body}/strategy"
        return {"status": str(Status.ANSWERED), "answer": url if link else self.words.text(question.id)}

    def _value(self, question: Question, value: int) -> Row:
        row = {"status": str(Status.ANSWERED), "value": str(value)}
        if question.unit:
            row["unit"] = question.unit
        if question.period:
            row["period"] = question.period
        return row

    def _why(self, status: Status, *, money: bool) -> Row:
        row = {"status": str(status)}
        if status is Status.REFUSED or self.words.chance(0.25):
            row["evidence"] = self.words.why(status, money=money)
        return row
