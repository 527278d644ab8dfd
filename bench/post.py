"""Messages per second on one core for a mixed set, the parser of the standard library alone beside it; then
megabytes a second of attachments, by kind.

The set is what a survey of councils gets: answers as text and as HTML with their threads, letters
attached, acknowledgements, machines that answer, failures, items of Outlook. The library only parses;
ours also tells kinds, people, own words and true types, and opens what is packed. That the two see the same
subjects and the same files is checked first.
"""

import email
import email.policy
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from email.message import Message as StandardMessage

from tests.packed_mail import attached, item, winmail
from tests.post_cases import failures, kinds, own_words
from tests.raw_mail import file, in_parts, mail, part, together

from answerable.core.post.message import read_message
from bench.documents import attachments
from bench.figures import Figure, WrongResult

MESSAGES, QUICK = 2_000, 200
ROUNDS = 3
SEED = 2026
LEAST_PER_SECOND = 200.0
_KNOWN = "we hold the number of posts in each year and it was recorded by the service in March"


def run() -> list[Figure]:
    """Both readers in turn on the same messages, the best of several rounds each."""
    messages = mixed(QUICK if os.environ.get("BENCH_QUICK") else MESSAGES)
    size = sum(map(len, messages)) / 1e6
    median = statistics.median(map(len, messages))
    print(
        f"{len(messages):,} messages, {size:.1f} MB, median {median:,.0f} bytes",
        flush=True,
    )
    compare(messages)
    ours = _per_second(read_message, messages)
    theirs = _per_second(parsed, messages)
    decoded = _per_second(parts_of, messages)
    seconds = len(messages) / ours
    slowest = max(map(_seconds, messages))
    return [
        Figure("messages read in a second, one core", ours, "", at_least=LEAST_PER_SECOND),
        Figure("megabytes of messages in a second", size / seconds, "MB/s"),
        Figure("slowest message of the set", slowest * 1000, "ms", target=2_000),
        Figure(
            "standard library, parsed only", theirs, "messages/s", note="email.message_from_bytes, compat32"
        ),
        Figure(
            "standard library, decoded",
            decoded,
            "messages/s",
            note="with its newer policy, every part decoded",
        ),
        *attachments(),
    ]


def mixed(count: int) -> list[bytes]:
    """So many messages of every kind that bodies send; the same each time."""
    chance = random.Random(SEED)
    made = []
    for n in range(count):
        make = chance.choices(
            [_answer, _rich, _letter, _short, _machine, _failure, _packed], [30, 25, 20, 10, 6, 6, 3]
        )[0]
        made.append(make(chance, n))
    return made


def _words(chance: random.Random, most: int) -> str:
    known = _KNOWN.split(" ")
    lines = [
        " ".join(chance.choices(known, k=chance.randint(4, 14))).capitalize() + "."
        for _ in range(chance.randint(3, most))
    ]
    return "\r\n".join(lines)


def _answer(chance: random.Random, n: int) -> bytes:
    _, thread = chance.choice(own_words.THREADS)
    _, notice = chance.choice(own_words.NOTICES)
    return mail(
        f"Dear all,\r\n\r\n{_words(chance, 40)}\r\n\r\n{notice}\r\n\r\n{thread}",
        Message_ID=f"<{n}@a.example>",
    )


def _rich(chance: random.Random, n: int) -> bytes:
    text = _words(chance, 60)
    page = "".join(
        f"<p class=MsoNormal><span style='font-size:11pt'>{line}<o:p></o:p></span></p>\r\n"
        for line in text.split("\r\n")
    )
    style = "<style>p.MsoNormal { margin: 0 }</style>" * 30
    parts = [
        part(text),
        part(f"<html><head>{style}</head><body>{page}</body></html>", "text/html; charset=utf-8"),
    ]
    return in_parts(parts, "alternative", Message_ID=f"<{n}@a.example>")


def _letter(chance: random.Random, n: int) -> bytes:
    body = together(
        [part("Please find our response attached."), part("<p>Please find it attached.</p>", "text/html")],
        "alternative",
    )
    size = int(10 ** chance.uniform(3.5, 5.7))
    return in_parts([body, file(f"FOI {n}.pdf", b"%PDF-1.7\n" + chance.randbytes(size), "application/pdf")])


def _short(chance: random.Random, n: int) -> bytes:
    return chance.choice(kinds.ACKNOWLEDGEMENTS + kinds.REPLIES)[1]


def _machine(chance: random.Random, n: int) -> bytes:
    return chance.choice(kinds.AUTOMATIC + kinds.NOTICES)[1]


def _failure(chance: random.Random, n: int) -> bytes:
    return chance.choice(failures.CASES)[1]


def _packed(chance: random.Random, n: int) -> bytes:
    data = b"%PDF-1.7\n" + chance.randbytes(20_000)
    packed = file("a.msg", item({0x37: "x", 0x1000: "Yes."}, [attached("a.pdf", data)]))
    return in_parts([part("See."), chance.choice([packed, file("winmail.dat", winmail([("a.pdf", data)]))])])


def parsed(raw: bytes) -> StandardMessage:
    """The message as the standard library parses it, and no more."""
    return email.message_from_bytes(raw)


def parts_of(raw: bytes) -> list[tuple[str | None, bytes]]:
    """Every part as the standard library decodes it: its name and its bytes."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    found = []
    for each in message.walk():
        if not each.is_multipart():
            payload = each.get_payload(decode=True)
            found.append((each.get_filename(), payload if isinstance(payload, bytes) else b""))
    return found


def compare(messages: Sequence[bytes]) -> None:
    """Holds both readers against each other: named files that the library finds, ours finds byte for byte."""
    for n, raw in enumerate(messages):
        theirs = [data for name, data in parts_of(raw) if name and not name.endswith(".eml")]
        ours = [each.data for each in read_message(raw).attachments]
        if any(data not in ours for data in theirs if data):
            raise WrongResult(f"message {n} of the set lost a file")


def _per_second(read: Callable[[bytes], object], messages: Sequence[bytes]) -> float:
    best = 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for raw in messages:
            read(raw)
        best = max(best, len(messages) / (time.process_time() - began))
    return best


def _seconds(raw: bytes) -> float:
    began = time.process_time()
    read_message(raw)
    return time.process_time() - began
