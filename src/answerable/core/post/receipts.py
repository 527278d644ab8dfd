"""Whether a message only confirms receipt: every sentence in it must be one that such messages are made of.

Words that confirm receipt stand above answers too, so that finding them proves nothing. What proves a receipt
is that nothing else is said: a sentence that is neither a greeting, nor about the handling of the request,
nor the law's usual words is taken for an answer.
"""

import re
from collections.abc import Iterator

from answerable.core.post.receipt_wordings import (
    ASKED_BACK,
    CLAUSES,
    GREETING,
    HANDLING,
    LABEL,
    OF_THE_REQUEST,
    OTHERS,
    PLEASE_NOTE,
    PROMISE,
    RESTATES,
    SIGN_OFF,
    SIGNAL,
    TELLS,
    VERB,
    bare_of_numbers,
)
from answerable.core.post.wordings import ANSWERED, CLARIFY, RECEIPT_SUBJECT

LONGEST_RECEIPT = 8_000
MOST_SENTENCES = 150
LONGEST_SENTENCE = 1_500
FULL_LINE = 56
LONGEST_LABEL = 9
LONGEST_AFTER_SIGN_OFF = 90

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\u200b": ""}
)
_SENTENCE = re.compile(
    r"(?<![ie]\.[eg]\.)(?<!\b[Nn]o\.)(?<!\b[Rr]ef\.)(?<!\b[A-Z]\.)(?<=[.!?;*])[\")*]{0,3}\s+(?=[A-ZÂÊÎÔŴŶ\d\"'(£])"
)
_NUMBERED = re.compile(r"\s{0,10}(?:q(?:uestion)? ?)?\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.):]+\s", re.I)
_LINK_LINE = re.compile(r"\W*(?:https?://|www\.|\S+@\S+\.\S+)\S*\W*", re.I)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|whether|where|unless|should (?:we|you|the|any)|in the event|in some c\w+)\b"
    r"(?=.*\b(?:will|shall|may|might|would|can|let you know)\b)"
    r"|\b(?:may|might|could) (?:be|apply|also|prevent|have|then|not)\b|\bno later than\b"
    r"|\byou may (?:wish|like|want|find)\b(?=[^.]*\b(?:log|previous|meantime|privacy)\b)"
    r"|\bin the meantime\b|\bprivacy (?:notice|policy|statement)\b",
    re.I,
)
_ACKNOWLEDGES = re.compile(r"acknowledg|receipt|cydnab", re.I)
_ANSWERING_FILE = re.compile(r"respon[sd]|answer|reply|disclos|decision|refusal|ymateb|ateb", re.I)


def plain_marks(text: str) -> str:
    """The text with the quotes, dashes and blanks of typewriters."""
    return text.translate(_MARKS)


def is_receipt(subject: str, words: str, files: list[str]) -> str | None:
    """What shows that a message confirms receipt and answers nothing yet; None where it does more.

    Whoever confirms receipt and asks for a clarification, or answers, has replied. `files` are the names of
    what is attached.
    """
    text = plain_marks(words).strip()
    if len(text) > LONGEST_RECEIPT or _answers_by_file(files):
        return None
    said = list(_sentences(_above_signature(text)))
    if len(said) > MOST_SENTENCES or _answers(text, said):
        return None
    found: re.Match[str] | None = None
    promised: re.Match[str] | None = None
    handled = restated = False
    for sentence in said:
        if _told(sentence, restated=restated):
            return None
        restated = bool(RESTATES.search(sentence)) or (restated and _is_restated(sentence))
        found = found or SIGNAL.search(sentence)
        promised = promised or PROMISE.search(sentence)
        handled = handled or bool(HANDLING.search(sentence))
    if files and not ((found and handled) or _ACKNOWLEDGES.search(" ".join([subject, *files]))):
        return None
    if found := found or promised:
        return f"the words “{_short(found[0])}”"
    in_subject = RECEIPT_SUBJECT.search(subject)
    return f"the subject “{_short(in_subject[0])}”" if in_subject and said else None


def _answers_by_file(files: list[str]) -> bool:
    return any(_ANSWERING_FILE.search(name) and not _ACKNOWLEDGES.search(name) for name in files)


def _above_signature(text: str) -> str:
    """The text up to its closing words, where what follows them is no more than a signature."""
    for found in SIGN_OFF.finditer(text):
        above, below = text[: found.start()], text[found.end() :]
        if above.strip() and len(below.split()) <= LONGEST_AFTER_SIGN_OFF and "?" not in below:
            return above if not ANSWERED.search(below) else text
    return text


def _answers(text: str, said: list[str]) -> bool:
    """Whether words of an answer, or of a question back, stand anywhere but in what is only possible."""
    kept = []
    for sentence in said:
        found = _HYPOTHETICAL.search(sentence)
        kept.append(sentence[: found.start()] if found else sentence)
    sure = " ".join(kept)
    if ANSWERED.search(sure) or CLARIFY.search(sure):
        return True
    # Questions and answers below each other are known by their lines.
    lines = "\n".join(kept)
    return bool(ANSWERED.search(lines) or (len(kept) < 3 and ANSWERED.search(text) and kept == said))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a line that is not full is not carried on by the next."""
    joined = ""
    short = False
    for line in text.split("\n"):
        plain = " ".join(line.split())
        if joined and (short or not plain or _NUMBERED.match(plain) or GREETING.fullmatch(plain)):
            yield from _split(joined)
            joined = ""
        joined = f"{joined} {plain}".strip()
        short = len(plain) < FULL_LINE
    if joined:
        yield from _split(joined)


def _split(paragraph: str) -> list[str]:
    number = _NUMBERED.match(paragraph)
    start = number.end() if number else 0
    first, *rest = _SENTENCE.split(paragraph[start:])
    return [paragraph[:start] + first, *rest]


def _told(sentence: str, *, restated: bool) -> bool:
    """Whether a sentence tells something, or asks something: whatever a receipt has no reason to say."""
    sentence = PLEASE_NOTE.sub("", sentence[:LONGEST_SENTENCE]).strip()
    if not sentence or GREETING.fullmatch(sentence) or _LINK_LINE.fullmatch(sentence):
        return False
    if restated and _is_restated(sentence):
        return False
    if sentence.endswith("?"):
        return not ASKED_BACK.search(sentence)
    if LABEL.match(sentence):
        return False
    possible = _HYPOTHETICAL.search(sentence)
    if (
        TELLS.search(sentence[: possible.start()] if possible else sentence)
        or bare_of_numbers(sentence) is None
    ):
        return True
    is_signal = SIGNAL.search(sentence)
    if is_signal or HANDLING.search(sentence):
        if not is_signal and OTHERS.search(sentence) and not OF_THE_REQUEST.search(sentence):
            return True
        return any(_adds(clause) for clause in CLAUSES.split(sentence)[1:])
    # A name, a title, an office: words without a verb that end in no full stop.
    if re.match(r"[^:]{3,60}: \S", sentence):
        return True
    return (
        sentence.endswith((".", "!", ";"))
        or len(sentence.split()) > LONGEST_LABEL
        or bool(VERB.search(sentence))
    )


def _adds(clause: str) -> bool:
    """Whether a clause after the first says something of its own, as in: we have it and it is closed."""
    if not re.match(
        r"(?:it|they|he|she|we|there|those|these|the|all|our|most|no|none)\b", clause, re.I
    ) or not VERB.search(clause):
        return False
    return not (HANDLING.search(clause) or SIGNAL.search(clause) or OF_THE_REQUEST.search(clause))


def _is_restated(sentence: str) -> bool:
    """Whether a sentence is part of a request that is repeated: a question, a point in a list, words"
    " quoted."""
    asks = re.search(
        r"\?\"?\Z|\A\W*(?:please|i (?:would|am|wish)|could|can|how|what|which|who|whether|do|does)\b",
        sentence,
        re.I,
    )
    listed = (_NUMBERED.match(sentence) or sentence[:1] in "\"'*•-·") and not VERB.search(sentence)
    return bool(asks or listed) and bare_of_numbers(_NUMBERED.sub("", sentence)) is not None


def _short(words: str) -> str:
    return " ".join(words.split())[:60]
