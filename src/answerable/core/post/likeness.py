"""Requests that a message may answer by likeness alone: proposed to a person, and never certain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from answerable.core.post.asked import Request, Requests, bare_subject, plain_address, plain_name
from answerable.core.post.kinds import Kind
from answerable.core.post.message import Message

MOST_PROPOSED = 10
MOST_EDITS = 3
MOST_ADDRESSES = 30
LONGEST_LOCAL = 100
SHORTEST_TOKEN = 6
LEAST_SCORE = 0.1
HIGHEST_SCORE = 0.95
LEAST_SUBJECT = 85
LEAST_NAME = 95
EARLY = timedelta(days=2)


@dataclass(frozen=True)
class Proposal:
    """One request that a message may answer. `score` is 0 to 1; `why` is for the person who decides."""

    request_id: str
    score: float
    why: str


class _Scores:
    """What speaks for each request: signs that do not depend on each other add up, never to certainty."""

    def __init__(self) -> None:
        self.scores: dict[str, float] = {}
        self.reasons: dict[str, list[str]] = {}

    def add(self, ids: Iterable[str], score: float, why: str) -> None:
        """Shares out a score among requests that a sign cannot tell apart."""
        some = list(ids)
        for request_id in some:
            before = self.scores.get(request_id, 0.0)
            self.scores[request_id] = 1 - (1 - before) * (1 - score / len(some))
            self.reasons.setdefault(request_id, []).append(why)


def likely(
    message: Message, known: Requests, quoted: frozenset[str] = frozenset(), why: str = ""
) -> tuple[Proposal, ...]:
    """Requests by likeness, best first: a reference, an address gone wrong, a body, a subject."""
    found = _Scores()
    found.add(quoted, 0.85, why)
    for ids, edits, address in _misspelt(message, known):
        letters = "a letter" if edits == 1 else f"{edits} letters"
        told = (
            f"{address} is {letters} away from its address" if edits else f"{address} begins as its address"
        )
        found.add(ids, 0.95 - 0.12 * (edits or MOST_EDITS), told)
    _by_sender(message, known, found)
    _by_subject(message, known, found)
    kept = [
        Proposal(request_id, round(min(score, HIGHEST_SCORE), 3), "; ".join(found.reasons[request_id]))
        for request_id, score in found.scores.items()
        if score >= LEAST_SCORE and not _is_too_early(message, known.by_id[request_id])
    ]
    return tuple(sorted(kept, key=lambda each: (-each.score, each.request_id))[:MOST_PROPOSED])


def failed_address(message: Message) -> str:
    """The address that a report of non-delivery names, in lower case; blank where there is none."""
    if message.kind is not Kind.DELIVERY_FAILURE or message.delivery_failure is None:
        return ""
    return (message.delivery_failure.address or "").lower()


def _by_sender(message: Message, known: Requests, found: _Scores) -> None:
    failed = failed_address(message)
    found.add(known.by_sent_to.get(failed, ()), 0.7, f"the request went to {failed}, which failed")
    address = (message.sender.address or "").lower() if message.sender else ""
    same = known.by_sent_to.get(address, frozenset())
    found.add(same, 0.6, f"the request went to {address}, the sender")
    domain = message.sender.domain if message.sender else ""
    if not same:
        found.add(known.of_domain(domain), 0.5, f"the sender's domain {domain} is the body's")
    name = plain_name(message.sender.name or "") if message.sender else ""
    if name:
        alike = process.extract(
            name,
            list(known.by_name),
            scorer=fuzz.token_set_ratio,
            score_cutoff=LEAST_NAME,
            limit=MOST_PROPOSED,
        )
        ids = frozenset[str]().union(*(known.by_name[each] for each, _, _ in alike if len(each) > 3))
        found.add(ids, 0.3, f"the sender calls itself {message.sender.name}" if message.sender else "")


def _by_subject(message: Message, known: Requests, found: _Scores) -> None:
    """A subject like that of the letters. All letters of a wave may have the same: then it says little."""
    subject = bare_subject(message.subject or "")
    if not subject:
        return
    alike = process.extract(
        subject, list(known.by_subject), scorer=fuzz.ratio, score_cutoff=LEAST_SUBJECT, limit=MOST_PROPOSED
    )
    ids = frozenset[str]().union(*(known.by_subject[each] for each, _, _ in alike))
    narrowed = ids & found.scores.keys() or ids
    found.add(narrowed, 0.4, "the subject is that of the letter")


def _misspelt(message: Message, known: Requests) -> list[tuple[frozenset[str], int, str]]:
    """Requests whose own address is nearly one the message was sent to, with how many letters differ.

    Zero stands for an address that is the beginning of one, or has one as its beginning.
    """
    given = [each.address for each in (*message.to, *message.cc) if each.address]
    found: dict[str, tuple[int, str]] = {}
    for address in list(dict.fromkeys((*message.delivered_to, *given)))[:MOST_ADDRESSES]:
        local, _, domain = plain_address(address).rpartition("@")
        if not SHORTEST_TOKEN <= len(local) <= LONGEST_LOCAL:
            continue
        exact = known.by_local.get(local, frozenset())
        if not exact and not any(_is_near(domain, own) for own in known.own_domains):
            continue
        for request_id in exact:
            found.setdefault(request_id, (1, address))
        for own, edits in _near(local, known):
            for request_id in known.by_local[own]:
                before = found.get(request_id)
                if before is None or (edits or MOST_EDITS) < (before[0] or MOST_EDITS):
                    found[request_id] = (edits, address)
    groups: dict[tuple[int, str], set[str]] = {}
    for request_id, sign in found.items():
        groups.setdefault(sign, set()).add(request_id)
    return [(frozenset(ids), edits, address) for (edits, address), ids in groups.items()]


def _near(local: str, known: Requests) -> Iterable[tuple[str, int]]:
    longest = min(MOST_EDITS, len(local) // 4)
    near = process.extract(
        local, known.locals, scorer=OSA.distance, score_cutoff=longest, limit=MOST_PROPOSED
    )
    for own, edits, _ in near:
        if len(own) >= SHORTEST_TOKEN:
            yield own, max(1, int(edits))
    seen = {own for own, _, _ in near}
    for n, own in enumerate(known.beginning_with(local)):
        if n >= MOST_PROPOSED:
            break
        if own not in seen:
            yield own, 0
    for end in range(len(local) - 1, SHORTEST_TOKEN - 1, -1):
        if local[:end] in known.by_local and local[:end] not in seen:
            yield local[:end], 0
            break


def _is_near(domain: str, own: str) -> bool:
    cut = len(domain) >= 4 and own.startswith(domain)
    return cut or OSA.distance(domain, own, score_cutoff=MOST_EDITS) <= MOST_EDITS


def _is_too_early(message: Message, request: Request) -> bool:
    """Whether a message was written before the request it would answer, clocks that are wrong apart."""
    if message.sent_at is None or request.sent_at is None:
        return False
    return aware(message.sent_at) < aware(request.sent_at) - EARLY


def aware(moment: datetime) -> datetime:
    """A moment that can be compared: without an offset it is taken for one of UTC."""
    # The ends of the calendar cannot be moved to another offset.
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment if 2 < moment.year < 9998 else moment.replace(tzinfo=UTC)
