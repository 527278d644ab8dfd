"""What the columns of the data files mean, in words; their types follow from the tables."""

from collections.abc import Mapping

KEYS: Mapping[str, tuple[str, ...]] = {
    "answers": ("kind", "body_id", "question_id"),
    "questions": ("kind", "question_id"),
    "bodies": ("kind", "body_id"),
    "measures": ("kind", "question"),
    "ratings": ("kind", "body_id", "scheme", "variant"),
}
"""What makes a row one, in tables where something does."""

OF_ALL: Mapping[str, str] = {
    "round": "Id of the round",
    "kind": "Kind of body",
    "body_id": "Code of the body; codes are used again over time, so read it with the round",
    "body_name": "Name of the body on the day of sending",
    "region": "Region of the body",
    "question_id": "Id of the question, as in questions.csv",
    "question": "Id of the question, as in questions.csv",
    "note": "What a reader must know beside it",
    "unit": "Unit of the number",
    "period": "Period of the number",
    "release": "Version of the data, or “working copy, not a release”",
    "as_at": "The moment the data stand for, as an ISO date or instant",
    "simulated": "True where bodies and answers are invented",
}
OF_TABLE: Mapping[str, Mapping[str, str]] = {
    "answers": {
        "status": "answered, or why there is no answer: no_reply, refused, not_held, referred, unclear, "
        "not_applicable or not_asked. None of these is a no or a zero",
        "answer": "The option, or the words of a text or link; blank unless the status is answered",
        "value": "The number of a money or count question; blank unless one was given",
        "evidence": "The words of the reply that the answer was read from",
        "evidence_url": "Where the reply can be read",
        "remarks": "Ids of things said unasked, parted by semicolons",
        "statement": "What the body adds to its answer",
    },
    "questions": {
        "number": "Its number in the printed list",
        "section": "Section of the questionnaire",
        "label": "Short name",
        "text": "Wording",
        "answer_type": "yes_no, choice, money, count, text or link",
        "options": "Options that an answer may hold, parted by semicolons",
        "follow_up_of": "The question that a follow-up hangs on",
        "follow_up_if": "The answer to it that calls for the follow-up",
        "out_of_hours_of": "The in-hours question whose out-of-hours twin this is",
        "derived_from": "Questions it is computed from, where nobody was asked",
        "duty": "The duty it asks about",
        "duty_source": "Where the duty is written",
        "duty_force": "must or should",
        "compares_with_round": "The earlier round it may be set beside",
        "compares_with_question": "The question of that round",
        "comparability": "identical, soft (with care) or hard (no trend)",
        "comparability_because": "Why",
    },
    "bodies": {
        "opened": "First day; blank where no bound is known",
        "closed": "Last day; blank where no bound is known",
        "ods_code": "NHS code; it was used again for other areas over time",
        "region_code": "Code of the region",
        "type": "Type of body",
        "short_name": "Short name",
        "official_name": "Name in law",
        "url": "Its own site",
        "outcome": "Outcome of the request as recorded",
        "response": "complete, partial, refusal, other, non_contact or unresolved (AAPOR)",
        "replied": "Whether it replied to the round at all",
        "sent_on": "Day of the request",
        "replied_on": "Day of the reply",
        "due_on": "Day by which the law asked for an answer",
        "reply_url": "Where the request and its reply can be read",
    },
    "measures": {
        "n_asked": "Bodies the question was put to",
        "n_replied": "Of these, bodies that replied to the round at all",
        "n_answered": "Of these, bodies that answered the question",
        "n_yes": "Answered yes",
        "n_no": "Answered no",
        "n_other": "Answered otherwise: in development, other options, numbers, words",
        "yes_share": "n_yes / n_answered; blank where nobody answered or nobody can answer yes",
        "yes_low": "n_yes / n_asked: the share of all asked, had every other body said no",
        "yes_high": "(n_yes + n_asked - n_answered) / n_asked: had every other body said yes",
    },
    "ratings": {
        "scheme": "Id of the rating scheme",
        "variant": "default, or another reading of the rules: other items, another denominator",
        "stars": "A number of stars, or “not rated”, which is not zero",
        "n_yes": "Rated items answered yes",
        "n_counted": "The number of items they were divided by",
    },
    "published": {
        "question": "What the figure is about",
        "measure": "What was printed of it: yes, no, a response rate and so on",
        "numerator": "As printed",
        "denominator": "As printed",
        "percent": "As printed",
        "source": "Where it was printed",
        "basis": "Whose counts the percentage was worked out from again",
        "basis_numerator": "The first of these counts",
        "basis_denominator": "The second of these counts",
        "recomputed_pct": "The percentage that these counts give, rounded half up",
        "follows": "Whether the printed percentage follows from them",
        "base_low": "Smallest base that a count printed with only a percentage allows",
        "base_high": "Largest base that it allows",
        "n_asked": "Bodies asked",
        "n_asked_from": "Where the number of bodies asked comes from",
        "n_low": "Least number of all asked",
        "n_high": "Greatest number of all asked",
        "low": "Least share of all asked, 0 to 1",
        "high": "Greatest share of all asked, 0 to 1",
        "contradicted_by": "Other prints of the same figure that differ",
        "study_numerator": "What the answers in this study give",
        "study_denominator": "Their base",
        "study_pct": "The percentage they give",
        "agrees": "Whether the two agree",
    },
}


def meaning(table: str, column: str, attributes: Mapping[str, str]) -> str:
    """What one column of a table means; a study names its own attributes of bodies."""
    known = OF_TABLE[table].get(column) or OF_ALL.get(column)
    return known or attributes.get(column, column)
