"""Invented officialese: what a body might have written, and what a coder might have noted."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

from answerable.core.answers import NO, YES, Status

T = TypeVar("T")

BODY = {"ccg": "the CCG", "la": "the Council"}
OTHER = {"ccg": "the provider trust", "la": "the clinical commissioning group"}

_YES = (
    "Yes.",
    "Yes, within the community children’s services contract.",
    "We can confirm that this is commissioned.",
    "Yes. This forms part of the block contract and is not separately identified.",
    "Yes – please see the attached service specification.",
    "{Body} commissions this through a joint arrangement with neighbouring commissioners.",
    "Yes, on a case-by-case basis following assessment.",
    "{Body} can confirm that it does.",
    "Yes; the specification is due for review in the next financial year.",
    "Yes, for children who meet the eligibility criteria.",
)
_NO = (
    "No.",
    "{Body} does not currently commission this.",
    "This is not commissioned as a separate service.",
    "No. Individual packages are considered on request.",
    "{Body} does not hold a contract for this service.",
    "No; families are signposted to other sources of support.",
    "There is no specific provision of this kind in the area at present.",
    "No. This will be considered as part of the forthcoming service review.",
)
_YES_DONE = (
    "Yes.",
    "Yes, through the children’s partnership board.",
    "{Body} can confirm that it does.",
    "Yes. This is set out in the commissioning intentions.",
    "Yes, together with partners in the area.",
    "Yes – please see the attached policy.",
    "This is part of the annual planning round.",
    "Yes, on a case-by-case basis following assessment.",
)
_NO_DONE = (
    "No.",
    "{Body} does not do so at present.",
    "There is nothing specific in place for this group of children.",
    "No; this will be considered in the next planning round.",
    "No, not separately from other children with complex needs.",
    "{Body} has no plans to do so at the time of writing.",
)
_YES_LATE = (
    "Yes, an on-call rota covers evenings and weekends.",
    "Yes, 24 hours a day, seven days a week.",
    "Yes; telephone advice is available at all times, with visits where needed.",
    "Yes, when a child is at the end of life.",
    "Yes. Weekend cover is part of the service specification.",
)
_NO_LATE = (
    "No. The service runs Monday to Friday, 9am to 5pm.",
    "No; out of hours, families contact the hospital ward.",
    "Not at present. A business case for weekend cover is being prepared.",
    "No, although staff may be flexible when a child is dying.",
    "No. The general out-of-hours service is available to all patients.",
)
_WORKING = (
    "A draft is with the programme board.",
    "Work on this is under way and is expected to report next year.",
    "This is in development with partners.",
    "Not yet; a gap analysis has been carried out and an action plan agreed.",
    "Plans to do so are in preparation.",
)
_JOINT = (
    "Yes, through the joint commissioning board for children.",
    "Yes, under a section 75 agreement.",
    "Yes. A joint post leads on this for both organisations.",
)
_SEPARATE = (
    "No. Each organisation commissions its own elements.",
    "No; discussions on a joint approach have begun.",
    "There is no joint commissioning arrangement for this group at present.",
)
_ANSWERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "service": {YES: _YES, NO: _NO},
    "practice": {YES: _YES_DONE, NO: _NO_DONE},
    "late": {YES: _YES_LATE, NO: _NO_LATE},
    "joint": {YES: _JOINT, NO: _SEPARATE},
}
_WHY = {
    Status.REFUSED: (
        "Section 12: the cost of compliance exceeds the appropriate limit.",
        "Section 43(2): disclosure would prejudice commercial interests.",
        "Section 21: the information is reasonably accessible by other means.",
        "Section 40(2): the numbers are small and could identify individuals.",
        "Section 22: the information is intended for future publication.",
    ),
    Status.NOT_HELD: (
        "Information not held.",
        "{Body} does not hold this information; it is not recorded at this level.",
        "Not held: activity is not split by service line.",
    ),
    Status.REFERRED: (
        "Please redirect this question to {other}.",
        "This is a matter for {other}.",
        "{Body} is not the responsible commissioner; we suggest you contact {other}.",
    ),
    Status.UNCLEAR: (
        "Please see the response to the previous question.",
        "Services are provided according to individual need.",
        "Children in the area can access a range of services.",
        "See attached.",
    ),
    Status.NOT_APPLICABLE: ("Not applicable.", "N/A – covered by another organisation’s contract."),
}
_UNCLEAR_NOTE = (
    "The reply answers neither yes nor no.",
    "The reply points to an attachment that does not mention this.",
    "The reply describes services in general.",
)
_MONEY_WHY = {
    Status.NOT_HELD: (
        "Not held: part of a block contract.",
        "The cost cannot be separated from the wider community contract.",
        "Information not held at this level.",
    ),
    Status.REFUSED: (
        "Section 43(2): disclosure would prejudice commercial interests.",
        "Section 12: the cost of compliance exceeds the appropriate limit.",
    ),
    Status.UNCLEAR: ("Figures are included in the total above.",),
}
_MONEY_RANGE = (
    "Between £{low:,} and £{high:,}.",
    "In the region of £{low:,} to £{high:,}, depending on activity.",
)
_MONEY_NOTE = (
    "Part of a pooled budget; the body’s own share.",
    "Whole contract, children and adults.",
    "Part of the year only.",
    "Budget, not outturn.",
)
_TEXTS = {
    "how": (
        "Through the joint strategic needs assessment, refreshed every three years.",
        "By a multi-agency panel that meets monthly.",
        "A keyworker is named for every child with a complex condition.",
        "Through education, health and care plans and a shared pathway.",
        "Providers report quarterly on the pathway, and families are surveyed each year.",
        "Transition nurses begin planning at the age of 14.",
        "By reviewing data from the children’s community nursing caseload.",
        "Services are commissioned by stage of development and not by age alone.",
    ),
    "outcomes": (
        "Children are cared for in the place of their choice.",
        "Fewer unplanned admissions; symptoms managed at home.",
        "Families report that they feel supported.",
        "An advance care plan for every child on the caseload.",
        "Response within two working days of referral.",
        "Equal access across the area.",
    ),
    "services": (
        "The local children’s hospice.",
        "Two regional hospice charities and a bereavement charity.",
        "A grant to the children’s hospice; spot purchase elsewhere.",
        "A national charity’s nursing service and the local hospice at home team.",
    ),
    "steps": (
        "A gap analysis against the recommendations has been completed.",
        "The regional network leads an action plan on our behalf.",
        "Training for community nurses; a pathway agreed with the hospice.",
        "Commissioning intentions for next year include this.",
    ),
}
_STATEMENTS = (
    "{Body} asks readers to note that services have been reviewed since this reply was sent.",
    "{Body} wishes to add that individual packages of care are agreed for every child who needs one.",
    "{Body} has since agreed a joint plan with its neighbours.",
    "{Body} points out that the hospice receives a grant which is not a contract.",
)


class Words:
    """Phrases by seed, in the voice of one kind of body."""

    def __init__(self, kind: str, seed: str) -> None:
        self._rng = random.Random(seed)
        self._body, self._other = BODY[kind], OTHER[kind]

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self._rng.random() < share

    def pick(self, options: Sequence[T]) -> T:
        """One of some options."""
        return options[int(self._rng.random() * len(options))]

    def weighted(self, weights: Sequence[tuple[T, float]]) -> T:
        """One of some options, each as often as its weight."""
        left = self._rng.random() * sum(weight for _, weight in weights)
        for option, weight in weights:
            left -= weight
            if left < 0:
                return option
        return weights[-1][0]

    def between(self, low: float, high: float) -> float:
        """A number between two others, each as likely."""
        return low + (high - low) * self._rng.random()

    def _say(self, options: Sequence[str]) -> str:
        text = self.pick(options)
        return text.format(Body=self._body[0].upper() + self._body[1:], body=self._body, other=self._other)

    def answer(self, option: str, about: str) -> str:
        """The sentence that a yes, a no or an in development was read from.

        `about` is service, practice, late (a service out of hours) or joint.
        """
        return self._say(_ANSWERS[about].get(option, _WORKING))

    def why(self, status: Status, *, money: bool = False) -> str:
        """The sentence that withheld an answer."""
        return self._say((_MONEY_WHY if money and status in _MONEY_WHY else _WHY)[status])

    def unclear_note(self) -> str:
        """What a coder noted beside an answer that is none."""
        return self._say(_UNCLEAR_NOTE)

    def money_range(self, low: int, high: int) -> str:
        """A sum given as a range."""
        return self.pick(_MONEY_RANGE).format(low=low, high=high)

    def money_note(self) -> str:
        """What a sum covers, where it is not what was asked."""
        return self._say(_MONEY_NOTE)

    def text(self, question_id: str) -> str:
        """An answer in words, by what the question asks for."""
        topic = next((topic for topic in _TEXTS if question_id.endswith(topic)), "how")
        return self._say(_TEXTS[topic])

    def statement(self) -> str:
        """What a body wants said beside its answers."""
        return self._say(_STATEMENTS)
