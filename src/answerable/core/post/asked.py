"""The requests that a message may answer, ready to be looked up by address, thread, reference and body."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

Key = TypeVar("Key")
SHORTEST_REFERENCE = 6
LONGEST_REFERENCE = 100
LONGEST_GAP = 3
_SHARED = (
    "gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.com live.co.uk msn.com yahoo.com"
    " yahoo.co.uk ymail.com aol.com btinternet.com btopenworld.com icloud.com me.com sky.com talktalk.net"
    " virginmedia.com ntlworld.com protonmail.com proton.me mail.com gmx.com nhs.net cjsm.net gsi.gov.uk"
    " gcsx.gov.uk gov.uk nhs.uk ac.uk org.uk co.uk sch.uk police.uk mod.uk gov.scot gov.wales llyw.cymru"
    " scot.nhs.uk wales.nhs.uk cymru.nhs.uk hscni.net"
)
SHARED_DOMAINS = frozenset(_SHARED.split(" "))
"""Domains that many senders share: they say nothing of the body."""

_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_RUN = re.compile(r"[^\W\d_]+|\d+")
_PREFIX = re.compile(
    r"\s*(?:(?:re|fw|fwd|aw|wg|sv|vs|ateb|automatic reply|out of office)\s*(?:\[\d{1,3}\]\s*)?:"
    r"|\[[^\]]{1,40}\])\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Request:
    """What is known of a request that a message may answer.

    `address` is the reply address made for it, whose local part holds its token; `message_ids` are those of
    every message sent for it; `reference` is what its letters ask to be quoted, and `references` those that
    the body gave it; `sent_to` are addresses it went to; `domains` are the body's, `later_domains` those of
    bodies that succeeded it.
    """

    id: str
    address: str | None = None
    message_ids: frozenset[str] = frozenset()
    reference: str | None = None
    references: frozenset[str] = frozenset()
    subject: str = ""
    body_name: str = ""
    domains: frozenset[str] = frozenset()
    later_domains: frozenset[str] = frozenset()
    sent_to: frozenset[str] = frozenset()
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Found:
    """A reference as it stands in a text, and the requests it may mean."""

    start: int
    end: int
    runs: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Requests:
    """Requests to be looked up; built once for many messages.

    Two requests of one id count as the last of them.
    """

    all: tuple[Request, ...]
    by_id: Mapping[str, Request] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {request.id: request for request in self.all})

    @cached_property
    def by_address(self) -> Mapping[str, frozenset[str]]:
        """Requests by their own address, in lower case."""
        return _grouped((each.address.strip().lower(), each.id) for each in self.all if each.address)

    @cached_property
    def by_local(self) -> Mapping[str, frozenset[str]]:
        """Requests by what stands before the @ of their own address."""
        return _grouped(
            (address.rpartition("@")[0], one) for address, ids in self.by_address.items() for one in ids
        )

    @cached_property
    def locals(self) -> tuple[str, ...]:
        """What stands before the @ of all own addresses, sorted."""
        return tuple(sorted(each for each in self.by_local if each))

    @cached_property
    def own_domains(self) -> frozenset[str]:
        """The domains of all own addresses."""
        return frozenset(address.rpartition("@")[2] for address in self.by_address)

    def beginning_with(self, start: str) -> Iterator[str]:
        """Those of `locals` that begin so."""
        for at in range(bisect_left(self.locals, start), len(self.locals)):
            if not self.locals[at].startswith(start):
                return
            yield self.locals[at]

    @cached_property
    def by_message(self) -> Mapping[str, frozenset[str]]:
        """Requests by the identifiers of messages sent for them, without angle brackets."""
        return _grouped((name.strip("<> "), each.id) for each in self.all for name in each.message_ids)

    @cached_property
    def by_sent_to(self) -> Mapping[str, frozenset[str]]:
        """Requests by the addresses that they went to."""
        return _grouped((address.strip().lower(), each.id) for each in self.all for address in each.sent_to)

    @cached_property
    def by_domain(self) -> Mapping[str, frozenset[str]]:
        """Requests by the domains of the body that was asked, or of its successors; shared ones left out."""
        return _grouped(
            (plain_domain(domain), each.id)
            for each in self.all
            for domain in (*each.domains, *each.later_domains)
            if plain_domain(domain) not in SHARED_DOMAINS
        )

    @cached_property
    def by_subject(self) -> Mapping[str, frozenset[str]]:
        """Requests by the subject of their letters, without the marks that replies add."""
        return _grouped((bare_subject(each.subject), each.id) for each in self.all if each.subject.strip())

    @cached_property
    def by_name(self) -> Mapping[str, frozenset[str]]:
        """Requests by the name of the body."""
        return _grouped((plain_name(each.body_name), each.id) for each in self.all if each.body_name.strip())

    @cached_property
    def by_reference(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """Requests by reference, as runs of letters and of digits; those too short to mean one left out."""
        return _grouped(
            (runs, each.id)
            for each in self.all
            for said in (each.reference, *each.references)
            if said and (runs := runs_of(said))
        )

    @cached_property
    def own_references(self) -> frozenset[tuple[str, ...]]:
        """References that we made ourselves; others were made by bodies, and two bodies may use one."""
        return frozenset(runs for each in self.all if each.reference and (runs := runs_of(each.reference)))

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, set[int]] = {}
        for runs in self.by_reference:
            found.setdefault(runs[0], set()).add(len(runs))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    def references_in(self, text: str) -> list[Found]:
        """The references that stand in a text as words of their own, the longest where they overlap.

        Time grows with the text, and not with the number of requests.
        """
        text = plain_text(text)
        runs = [(run[0].casefold(), run.start(), run.end()) for run in _RUN.finditer(text)]
        found: list[Found] = []
        past = -1
        for at, (word, start, _) in enumerate(runs):
            if start < past:
                continue
            for length in self._lengths.get(word, ()):
                some = runs[at : at + length]
                names = tuple(each[0] for each in some)
                if (
                    len(some) == length
                    and names in self.by_reference
                    and _stands_alone(text, runs, at, length)
                ):
                    end = some[-1][2]
                    found.append(Found(start, end, names, text[start:end]))
                    past = end
                    break
        return found

    def of_domain(self, domain: str) -> frozenset[str]:
        """Requests to the body of a domain, or of the one it lies under."""
        parts = plain_domain(domain).split(".")
        if ".".join(parts) in SHARED_DOMAINS:
            return frozenset()
        for start in range(min(len(parts) - 1, 10)):
            found = self.by_domain.get(".".join(parts[start:]))
            if found:
                return found
        return frozenset()


def plain_text(text: str) -> str:
    """A text whose letters and digits compare: full-width forms narrowed, invisible characters gone."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_INVISIBLE))


def runs_of(reference: str) -> tuple[str, ...]:
    """A reference as runs of letters and of digits; nothing where it is too short to mean one request."""
    plain = plain_text(reference)
    runs = tuple(run.casefold() for run in _RUN.findall(plain))
    # Without a digit it is a word, which anybody may use.
    long_enough = SHORTEST_REFERENCE <= sum(map(len, runs)) <= LONGEST_REFERENCE
    return runs if long_enough and any(run.isdigit() for run in runs) else ()


def bare_subject(subject: str) -> str:
    """A subject without Re:, Fwd: and marks in brackets before it."""
    text = plain_text(subject)[:500]
    while found := _PREFIX.match(text):
        text = text[found.end() :]
    return " ".join(text.casefold().split())


def plain_name(name: str) -> str:
    """A name to be compared."""
    return " ".join(_RUN.findall(plain_text(name[:300]).casefold()))


def plain_address(address: str) -> str:
    """An address to be compared."""
    return address.strip().lower().removeprefix("mailto:")


def plain_domain(domain: str) -> str:
    """A domain to be compared."""
    return domain.strip().strip("@.").lower()


def _stands_alone(text: str, runs: list[tuple[str, int, int]], at: int, length: int) -> bool:
    """Whether some runs stand together, and neither go on as a word nor as a longer number."""
    for n in range(at, at + length - 1):
        gap = text[runs[n][2] : runs[n + 1][1]]
        if len(gap) > LONGEST_GAP:
            return False
    before = text[runs[at - 1][2] : runs[at][1]] if at else " "
    last = at + length - 1
    after = text[runs[last][2] : runs[last + 1][1]] if last + 1 < len(runs) else " "
    if not before or not after:
        return False
    goes_on = after in _JOINS and runs[last + 1][0].isdigit() if last + 1 < len(runs) else False
    goes_before = before in _JOINS and runs[at - 1][0].isdigit() if at else False
    return not goes_on and not goes_before


_JOINS = frozenset("-/._:,–‐")


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, frozenset[str]]:
    found: dict[Key, set[str]] = {}
    for key, value in pairs:
        if not key:
            continue  # What is blank would be found in whatever is blank.
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}
