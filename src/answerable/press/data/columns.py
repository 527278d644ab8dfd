"""What the columns of the data files mean, in words; their types follow from the tables."""

from collections.abc import Mapping

from answerable.press.language import noop as N_

KEYS: Mapping[str, tuple[str, ...]] = {
    "answers": ("kind", "body_id", "question_id"),
    "questions": ("kind", "question_id"),
    "bodies": ("kind", "body_id"),
    "measures": ("kind", "question"),
    "ratings": ("kind", "body_id", "scheme", "variant"),
}
"""What makes a row one, in tables where something does."""

OF_ALL: Mapping[str, str] = {
    "round": N_("Id of the round"),
    "kind": N_("Kind of body"),
    "body_id": N_("Code of the body; codes are used again over time, so read it with the round"),
    "body_name": N_("Name of the body on the day of sending"),
    "region": N_("Region of the body"),
    "question_id": N_("Id of the question, as in questions.csv"),
    "question": N_("Id of the question, as in questions.csv"),
    "note": N_("What a reader must know beside it"),
    "unit": N_("Unit of the number"),
    "period": N_("Period of the number"),
    "release": N_("Version of the data, or “working copy, not a release”"),
    "as_at": N_("The moment the data stand for, as an ISO date or instant"),
    "simulated": N_("True where bodies and answers are invented"),
}
OF_TABLE: Mapping[str, Mapping[str, str]] = {
    "answers": {
        "status": N_(
            "answered, or why there is no answer: no_reply, refused, not_held, referred, unclear, "
            "not_applicable or not_asked. None of these is a no or a zero"
        ),
        "answer": N_("The option, or the words of a text or link; blank unless the status is answered"),
        "value": N_("The number of a money or count question; blank unless one was given"),
        "evidence": N_("The words of the reply that the answer was read from"),
        "evidence_url": N_("Where the reply can be read"),
        "remarks": N_("Ids of things said unasked, parted by semicolons"),
        "statement": N_("What the body adds to its answer"),
    },
    "questions": {
        "number": N_("Its number in the printed list"),
        "section": N_("Section of the questionnaire"),
        "label": N_("Short name"),
        "text": N_("Wording"),
        "answer_type": N_("yes_no, choice, money, count, text or link"),
        "options": N_("Options that an answer may hold, parted by semicolons"),
        "follow_up_of": N_("The question that a follow-up hangs on"),
        "follow_up_if": N_("The answer to it that calls for the follow-up"),
        "out_of_hours_of": N_("The in-hours question whose out-of-hours twin this is"),
        "derived_from": N_("Questions it is computed from, where nobody was asked"),
        "duty": N_("The duty it asks about"),
        "duty_source": N_("Where the duty is written"),
        "duty_force": N_("must or should"),
        "compares_with_round": N_("The earlier round it may be set beside"),
        "compares_with_question": N_("The question of that round"),
        "comparability": N_("identical, soft (with care) or hard (no trend)"),
        "comparability_because": N_("Why"),
    },
    "bodies": {
        "opened": N_("First day; blank where no bound is known"),
        "closed": N_("Last day; blank where no bound is known"),
        "ods_code": N_("NHS code; it was used again for other areas over time"),
        "region_code": N_("Code of the region"),
        "type": N_("Type of body"),
        "short_name": N_("Short name"),
        "official_name": N_("Name in law"),
        "url": N_("Its own site"),
        "outcome": N_("Outcome of the request as recorded"),
        "response": N_("complete, partial, refusal, other, non_contact or unresolved (AAPOR)"),
        "replied": N_("Whether it replied to the round at all"),
        "sent_on": N_("Day of the request"),
        "replied_on": N_("Day of the reply"),
        "due_on": N_("Day by which the law asked for an answer"),
        "reply_url": N_("Where the request and its reply can be read"),
    },
    "measures": {
        "n_asked": N_("Bodies the question was put to"),
        "n_replied": N_("Of these, bodies that replied to the round at all"),
        "n_answered": N_("Of these, bodies that answered the question"),
        "n_yes": N_("Answered yes"),
        "n_no": N_("Answered no"),
        "n_other": N_("Answered otherwise: in development, other options, numbers, words"),
        "yes_share": N_("n_yes / n_answered; blank where nobody answered or nobody can answer yes"),
        "yes_low": N_("n_yes / n_asked: the share of all asked, had every other body said no"),
        "yes_high": N_("(n_yes + n_asked - n_answered) / n_asked: had every other body said yes"),
    },
    "ratings": {
        "scheme": N_("Id of the rating scheme"),
        "variant": N_("default, or another reading of the rules: other items, another denominator"),
        "stars": N_("A number of stars, or “not rated”, which is not zero"),
        "n_yes": N_("Rated items answered yes"),
        "n_counted": N_("The number of items they were divided by"),
    },
    "corrections": {
        "version": N_("Release that made the change"),
        "version_as_at": N_("Its moment, as an ISO date or instant"),
        "since": N_("Release that it is compared with"),
        "about": N_("answer changed, answer removed, count (of a question) or stars (of a body)"),
        "field": N_("What changed: a column of answers.csv, a count of measures.csv, or a rating scheme"),
        "before": N_("What was published; blank where there was nothing"),
        "after": N_("What is published now; blank where it was taken back"),
        "because": N_("Why, as the publisher says"),
    },
    "statements": {
        "question_id": N_("Id of the question it is about; blank for the round as a whole"),
        "statement": N_("The words of the body"),
        "given_on": N_("Day on which it gave them"),
        "url": N_("Where it published them itself"),
    },
    "published": {
        "question": N_("What the figure is about"),
        "measure": N_("What was printed of it: yes, no, a response rate and so on"),
        "numerator": N_("As printed"),
        "denominator": N_("As printed"),
        "percent": N_("As printed"),
        "source": N_("Where it was printed"),
        "basis": N_("Whose counts the percentage was worked out from again"),
        "basis_numerator": N_("The first of these counts"),
        "basis_denominator": N_("The second of these counts"),
        "recomputed_pct": N_("The percentage that these counts give, rounded half up"),
        "follows": N_("Whether the printed percentage follows from them"),
        "base_low": N_("Smallest base that a count printed with only a percentage allows"),
        "base_high": N_("Largest base that it allows"),
        "n_asked": N_("Bodies asked"),
        "n_asked_from": N_("Where the number of bodies asked comes from"),
        "n_low": N_("Least number of all asked"),
        "n_high": N_("Greatest number of all asked"),
        "low": N_("Least share of all asked, 0 to 1"),
        "high": N_("Greatest share of all asked, 0 to 1"),
        "contradicted_by": N_("Other prints of the same figure that differ"),
        "study_numerator": N_("What the answers in this study give"),
        "study_denominator": N_("Their base"),
        "study_pct": N_("The percentage they give"),
        "agrees": N_("Whether the two agree"),
    },
}


def meaning(table: str, column: str, attributes: Mapping[str, str]) -> str:
    """What one column of a table means; a study names its own attributes of bodies."""
    known = OF_TABLE[table].get(column) or OF_ALL.get(column)
    return known or attributes.get(column, column)
