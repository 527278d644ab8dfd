"""A letter as it travels, read back by the library and by a second reading of format=flowed."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.desk.mail.outbox_letter import BadAddress, Letter, clean_address, clean_letter, flow
from tests.functional.desk.test_sending_smtp import unflowed

AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)
ANY = st.text(st.characters(codec="utf-8"), max_size=60)


def letter(**more: Any) -> Letter:
    given_: dict[str, Any] = {
        "from_address": "r-1@desk.example",
        "to_address": "foi@council.example",
        "subject": "Request",
        "text": "Dear colleague\n",
        "message_id": "1@desk.example",
        "date": AT,
    }
    return clean_letter(**{**given_, **more})


@given(st.text(st.sampled_from("ab ŵ>F\n"), max_size=400), st.booleans())
def test_flow_a_reader_joins_what_was_broken(text: str, signed: bool) -> None:
    text = text.replace("F", "From ") + ("\n-- \nSiân" if signed else "")
    kept = "\n".join(line if line == "-- " else line.rstrip(" ") for line in text.split("\n"))
    assert unflowed(flow(text)) == kept + "\n"


@given(st.text(st.sampled_from("abc "), max_size=400))
def test_flow_no_line_is_long_but_for_long_words(text: str) -> None:
    longest = max((len(word) for word in text.split(" ")), default=0)
    assert all(len(line) <= max(78, longest + 3) for line in flow(text).split("\n"))


@given(ANY, ANY, ANY, ANY, st.lists(ANY, max_size=4))
def test_letter_nothing_in_the_records_adds_a_header(
    subject: str, name: str, text: str, in_reply_to: str, references: list[str]
) -> None:
    made = letter(
        subject=subject,
        from_name=name,
        to_name=name,
        text=text,
        in_reply_to=in_reply_to,
        references=references,
    )
    assert made.raw.isascii()
    assert all(len(line) <= 998 for line in made.raw.split(b"\r\n"))
    assert b"\n" not in made.raw.replace(b"\r\n", b"")
    read = message_from_bytes(made.raw, policy=default)
    known = {"Message-ID", "In-Reply-To", "References", "From", "To", "Subject", "Date", "MIME-Version"}
    assert set(read.keys()) <= known | {"Content-Type", "Content-Transfer-Encoding"}
    assert read["To"].addresses[0].addr_spec == "foi@council.example"
    assert len(read["From"].addresses) == len(read["To"].addresses) == 1


@given(LINE)
def test_letter_subject_and_name_come_back_as_written(words: str) -> None:
    whole = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    read = message_from_bytes(letter(subject=words, from_name=words).raw, policy=default)
    assert " ".join(str(read["Subject"]).split()) == whole
    assert name_in(letter(subject=words, from_name=words).raw) == whole


def name_in(raw: bytes) -> str:
    """The name in From, read by the library's older reader: the newer one parts long encoded names."""
    written = message_from_bytes(raw)["From"].replace("\r\n", "")
    name, _ = parseaddr(written)
    return " ".join(str(make_header(decode_header(name))).split())


def test_letter_long_threads_keep_their_first_and_last() -> None:
    ids = [f"{n}-{'x' * 90}@council.example" for n in range(60)]
    read = message_from_bytes(letter(references=ids).raw, policy=default)
    kept = str(read["References"]).split()
    assert kept[0] == f"<{ids[0]}>" and kept[-1] == f"<{ids[-1]}>" and len(kept) == 20


@pytest.mark.parametrize(
    "address",
    ["", "foi", "foi@", "@council.example", "foi office@council.example", "a@b@council.example",
     "fôi@x.example",
     "foi@council..example", "foi@-council.example", "a@b.example\r\nRCPT TO:<c@d.example>", ".foi@x.example",
     "<foi@council.example>", "foi@council.example, all@council.example"],
)  # fmt: skip
def test_clean_address_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress, match="Correct the contact"):
        clean_address(address)


def test_clean_address_a_welsh_domain_travels_in_ascii() -> None:
    assert clean_address(" foi@llŷn.example ") == "foi@xn--lln-k2a.example"


def test_letter_types_of_files_are_made_safe() -> None:
    made = letter(files=[("a.eml", "message/rfc822", b"From: x\n\nhello"), ("b", "nonsense", b"\0\xff")])
    parts = list(message_from_bytes(made.raw, policy=default).iter_attachments())
    assert [part.get_content_type() for part in parts] == ["application/octet-stream"] * 2
    assert [part.get_content() for part in parts] == [b"From: x\n\nhello", b"\0\xff"]
