"""Whether a body replied to a round at all, and how its request ended in the terms of AAPOR."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from answerable.core.answers import REPLIED, Outcome, Status
from answerable.core.errors import GridMisaligned
from answerable.core.measures.codes import (
    NO_REPLY_CODE,
    NOT_ASKED_CODE,
    STATUS_CODE,
    Codes,
    Flags,
    is_answered,
)
from answerable.core.questions import Questionnaire
from answerable.core.study.model import Round


class Response(StrEnum):
    """How a request to an eligible body ended. Source: AAPOR Standard Definitions"""

    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSAL = "refusal"
    OTHER = "other"
    NON_CONTACT = "non_contact"
    UNRESOLVED = "unresolved"


RESPONSE = pl.Enum([str(response) for response in Response])
RESPONSE_OF = {
    Outcome.ANSWERED: Response.COMPLETE,
    Outcome.PARTLY_ANSWERED: Response.PARTIAL,
    Outcome.REFUSED: Response.REFUSAL,
    Outcome.NOT_HELD: Response.OTHER,
    Outcome.TRANSFERRED: Response.OTHER,
    Outcome.NO_REPLY: Response.NON_CONTACT,
    Outcome.BOUNCED: Response.NON_CONTACT,
    Outcome.UNRESOLVED: Response.UNRESOLVED,
}
NOT_ELIGIBLE = (Outcome.WITHDRAWN, Outcome.ABOLISHED)


def split_eligible(a_round: Round, bodies: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Bodies that the round asked, and those withdrawn from it or abolished meanwhile."""
    if a_round.requests is None:
        return bodies, bodies.clear()
    gone = a_round.requests.filter(pl.col("outcome").is_in([str(outcome) for outcome in NOT_ELIGIBLE]))
    is_gone = pl.col("id").is_in(gone["body_id"].implode())
    return bodies.filter(~is_gone), bodies.filter(is_gone)


@dataclass(frozen=True, eq=False)
class Replies:
    """Per asked body, in the order of the grid: whether it replied, how its request ended, and when.

    Shape:  `response` (blank for a body to which nothing was put), `sent_on`, `replied_on`
    """

    replied: Flags
    frame: pl.DataFrame

    @classmethod
    def of(cls, a_round: Round, questionnaire: Questionnaire, ids: pl.Series, own: Codes) -> "Replies":
        """From requests.csv where it has the body, else from what the body's answers say.

        Raises: GridMisaligned for two requests to one body
        """
        requests = _requests(a_round, ids)
        has_request = requests["outcome"].is_not_null()
        by_rows = ((own != NO_REPLY_CODE) & (own != NOT_ASKED_CODE)).any(axis=0)
        by_request = requests["replied_on"].is_not_null() | requests["outcome"].is_in(
            [str(outcome) for outcome in REPLIED]
        ).fill_null(False)
        replied = np.where(has_request.to_numpy(), by_request.to_numpy(), by_rows)
        response = requests.select(
            pl.coalesce(
                pl.col("outcome")
                .cast(pl.String)
                .replace_strict({str(k): str(v) for k, v in RESPONSE_OF.items()}, default=None)
                .cast(RESPONSE),
                pl.lit(_response_by_rows(questionnaire, own)),
            ).alias("response"),
            pl.coalesce("sent_on", pl.lit(a_round.sent_on, dtype=pl.Date)),
            "replied_on",
        )
        return cls(replied.astype(bool), response)


def _requests(a_round: Round, ids: pl.Series) -> pl.DataFrame:
    wanted = ids.alias("body_id").to_frame()
    if a_round.requests is None:
        blank = [
            pl.lit(None, dtype=t).alias(name) for name, t in (("sent_on", pl.Date), ("replied_on", pl.Date))
        ]
        return wanted.with_columns(*blank, pl.lit(None, dtype=pl.String).alias("outcome"))
    twice = a_round.requests.filter(pl.col("body_id").is_duplicated())
    if twice.height:
        raise GridMisaligned(a_round.id, "bodies with two requests", twice["body_id"].unique().head(5))
    return wanted.join(a_round.requests, on="body_id", how="left", maintain_order="left").with_columns(
        pl.col("outcome").cast(pl.String)
    )


def _response_by_rows(questionnaire: Questionnaire, own: Codes) -> pl.Series:
    """How a request ended, told from a body's rows alone; blank where every question was kept from it."""
    printed = [
        place
        for place, question in enumerate(questionnaire.questions)
        if question.parent is None and question.derived is None
    ]
    settled = is_answered(own) | (own == STATUS_CODE[Status.NOT_APPLICABLE]) | (own == NOT_ASKED_CODE)
    complete = settled[printed].all(axis=0)
    any_answered = is_answered(own).any(axis=0)
    any_refused = (own == STATUS_CODE[Status.REFUSED]).any(axis=0)
    any_row = ((own != NO_REPLY_CODE) & (own != NOT_ASKED_CODE)).any(axis=0)
    nothing_put = (own[printed] == NOT_ASKED_CODE).all(axis=0) & ~any_row
    frame = pl.DataFrame(
        {
            "complete": complete,
            "some": any_answered,
            "refused": any_refused,
            "row": any_row,
            "none": nothing_put,
        }
    )
    return frame.select(
        pl.when("none")
        .then(None)
        .when("complete")
        .then(pl.lit("complete"))
        .when("some")
        .then(pl.lit("partial"))
        .when("refused")
        .then(pl.lit("refusal"))
        .when("row")
        .then(pl.lit("other"))
        .otherwise(pl.lit("non_contact"))
        .cast(RESPONSE)
    ).to_series()
