"""A wave of 359 requests with every kind of reply: certain is never wrong, and most are certain."""

import random
import string
from collections import Counter
from collections.abc import Iterator
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.post.asked import Request
from answerable.core.post.message import Message, read_message
from answerable.core.post.placing import Requests, place
from tests.unit.core.post.placed import SURVEY, a_failure, a_message, a_request

BODIES = 359
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SUBJECT = "RE: Freedom of Information request: hedgehogs"


def a_wave(rng: random.Random, n: int = BODIES) -> list[Request]:
    """Requests of one wave; every eighth body is on a shared domain, some tokens differ by one letter."""
    made: list[Request] = []
    token = ""
    for number in range(1, n + 1):
        near = token and number % 20 == 0
        token = (token[:-1] + rng.choice(LETTERS)) if near else "".join(rng.choices(LETTERS, k=8))
        council = f"body{number}"
        domain = "nhs.net" if number % 8 == 0 else f"{council}.gov.example"
        foi = f"{council}.foi@nhs.net" if number % 8 == 0 else f"foi@{domain}"
        theirs = frozenset({f"FOI {1000 + number % 200}/26"})
        made.append(
            a_request(
                number,
                token,
                council,
                domains=frozenset({domain}),
                sent_to=frozenset({foi}),
                references=theirs,
            )
        )
    return made


def replies(rng: random.Random, wave: list[Request]) -> Iterator[tuple[str, str | None, Message]]:
    """For each request a reply of some kind: kind, the id it answers (None: nobody can know), the message."""
    ways = (
        ["address"] * 12 + ["thread"] * 3 + ["reference"] * 3 + ["theirs"] * 2 + ["cut", "changed", "domain"]
    )
    ways += ["forwarded", "failure", "failed_address", "two", "stranger", "crossed", "other_body"]
    for request in wave:
        way = rng.choice(ways)
        other = rng.choice([each for each in wave if each.id != request.id])
        yield way, *a_reply(rng, way, request, other)


def a_reply(rng: random.Random, way: str, request: Request, other: Request) -> tuple[str | None, Message]:
    (foi,), (sent,), (their_number,) = request.sent_to, request.message_ids, request.references
    (other_sent,) = other.message_ids
    officer = f"a.clerk@{foi.partition('@')[2]}"
    address = str(request.address)
    local = address.partition("@")[0]
    fields = {"From": officer, "Subject": SUBJECT}
    if way == "address":
        return request.id, a_message(**fields, To=f"Survey <{address}>")
    if way == "thread":
        return request.id, a_message(**fields, To="post@survey.example", In_Reply_To=f"<{sent}>")
    if way == "reference":
        return request.id, a_message(f"Your reference {request.reference}.", **{**fields, "From": foi})
    if way == "theirs":
        return request.id, a_message(**{**fields, "From": foi, "Subject": f"Response to {their_number}"})
    if way == "cut":
        return request.id, a_message(**fields, To=f"{local[: -rng.randint(1, 3)]}@{SURVEY}")
    if way == "changed":
        at = rng.randrange(len(local))
        return request.id, a_message(
            **fields, To=f"{local[:at]}{rng.choice(LETTERS)}{local[at + 1 :]}@{SURVEY}"
        )
    if way == "domain":
        return request.id, a_message(**{**fields, "From": foi})
    if way == "forwarded":  # the thread of another body's request, with the reference of this one
        return request.id, a_message(
            **fields, In_Reply_To=f"<{other_sent}>", References=f"<{sent}> <{other_sent}>"
        )
    if way == "failure":
        return request.id, a_failure("No such user.", f"Message-ID: <{sent}>\n", failed=foi)
    if way == "failed_address":
        return request.id, a_failure("No such user.", failed=foi)
    if way == "two":
        return None, a_message(**fields, To=f"{address}, {other.address}")
    if way == "crossed":
        return None, a_message(**fields, To=address, In_Reply_To=f"<{other_sent}>")
    if way == "other_body":  # another body answers in the thread of this one
        return None, a_message(**{**fields, "From": next(iter(other.sent_to))}, In_Reply_To=f"<{sent}>")
    return None, a_message("Buy our ink.", From="sales@ink.example", Subject="Ink ANS-20 2026")


@pytest.mark.parametrize("seed", range(5))
def test_a_wave_has_no_wrong_certainty_and_nearly_all_that_can_be_certain(seed: int) -> None:
    rng = random.Random(seed)
    wave = a_wave(rng)
    known = Requests(tuple(wave))
    counts: Counter[str] = Counter()
    for way, answers, message in replies(rng, wave):
        placement = place(message, known)
        if placement.certain:
            assert placement.certain.request_id == answers, (way, placement)
            counts["certain"] += 1
        elif answers:
            counts["proposed"] += 1
            ids = [each.request_id for each in placement.proposed]
            counts["found"] += answers in ids
            counts["first"] += ids[:1] == [answers]
            assert way not in ("address", "thread", "failure", "reference"), (way, placement)
        counts["answers"] += answers is not None
    assert counts["certain"] / counts["answers"] > 0.7
    assert counts["found"] / counts["proposed"] > 0.95, counts
    assert counts["first"] / counts["proposed"] > 0.9, counts


WAVE = a_wave(random.Random(9), 60)
KNOWN = Requests(tuple(WAVE))
EXACT = {str(each.address) for each in WAVE}
EDITS = st.lists(
    st.tuples(
        st.sampled_from(("cut", "add", "change", "swap")),
        st.integers(0, 40),
        st.sampled_from(string.printable),
    ),
    min_size=1,
    max_size=4,
)


def mutated(address: str, edits: list[tuple[str, int, str]]) -> str:
    letters = list(address)
    for what, at, letter in edits:
        at = at % max(1, len(letters))
        if what == "cut":
            del letters[at]
        elif what == "add":
            letters.insert(at, letter)
        elif what == "change":
            letters[at] = letter
        else:
            letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return "".join(letters)


@given(st.sampled_from(WAVE), EDITS, st.sampled_from(["", SUBJECT]))
def test_a_changed_address_is_never_certain(
    request: Request, edits: list[tuple[str, int, str]], subject: str
) -> None:
    address = mutated(str(request.address), edits)
    message = a_raw_message(address, subject)
    read = {each.address.lower() for each in message.to if each.address}
    placement = place(message, KNOWN)
    if not read & EXACT:
        assert placement.certain is None
    elif placement.certain:
        # What is left of a field may be an address exactly, and then only that one's request.
        assert KNOWN.by_id[placement.certain.request_id].address in read


@given(st.integers(0, 59), st.integers(0, 7), st.sampled_from(LETTERS))
def test_tokens_that_differ_by_a_letter_are_not_confused(n: int, at: int, letter: str) -> None:
    request = WAVE[n]
    local = str(request.address).partition("@")[0]
    token = local[-8:]
    neighbour = a_request(
        n + 1, token[:at] + letter + token[at + 1 :], "twin", id="twin", reference="TWIN-2026-1"
    )
    known = Requests((*WAVE, neighbour))
    placement = place(a_raw_message(str(request.address), ""), known)
    if neighbour.address == request.address:
        assert placement.certain is None
        assert {each.request_id for each in placement.proposed} == {"twin", request.id}
    else:
        assert placement.certain is not None and placement.certain.request_id == request.id


def a_raw_message(to: str, subject: str) -> Message:
    plain = to.replace("\r", " ").replace("\n", " ")
    return read_message(f"From: x@unknown.example\nTo: {plain}\nSubject: {subject}\n\nWords.\n".encode())


def test_ten_thousand_requests_and_long_texts_take_less_than_two_seconds() -> None:
    wave = a_wave(random.Random(1), 10_000)
    known = Requests(tuple(wave))
    everyone = ", ".join(f"request-{n}-zzzzzzzz@survey.example" for n in range(300))
    text = "ANS-2026-0001-2 ANS 2026 " * 400_000
    hard = a_message(text, From='"Body9999 Council" <x@unknown.example>', To=everyone, Subject=SUBJECT * 100)
    place(a_message(), known)  # lookups are made once
    start = perf_counter()
    place(hard, known)
    assert perf_counter() - start < 2


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_any_words_are_placed_without_an_error(reference: str, subject: str, text: str) -> None:
    message = a_raw_message(f"{reference}@{subject}", subject + text)
    known = [a_request(1, reference=reference, subject=subject, body_name=text, references=frozenset({text}))]
    assert place(message, known).certain is None or known[0].reference
