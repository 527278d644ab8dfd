"""Whatever person stands wherever in a reply, nothing of them is in what is published."""

import csv
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.post.containers import Attachment
from answerable.core.post.people import Person
from answerable.core.post.redaction.folding import fold
from answerable.core.post.redaction.model import PublishedFile
from answerable.core.post.redaction.publishing import publish_file
from answerable.core.post.redaction.text import redact_text
from tests.unit.core.post.offices import a_pdf, a_word, everything

REPLIES = Path(__file__).parents[5] / "shared" / "data" / "foi-in-local-government" / "responses.csv"

FIRST = st.sampled_from(["Petra", "Zorblatt", "Ottoline", "Jean-Luc", "Siân"])
LAST = st.sampled_from(["Quillfeather", "Vexley", "O'Brindle", "Oak-Tansy", "van der Thistle", "McFennel"])
BLANK = st.sampled_from([" ", "  ", "\u00a0", "\u2009", "\t", "\u200b ", "\n"])
DIGITS = st.text("0123456789", min_size=6, max_size=6)
SOUND = ["We hold 40 records.", "The cost was £1,200 in 2019.", "No.", "1. Yes, jointly.", "See section 12."]
AROUND = st.lists(st.sampled_from(SOUND), max_size=3).map("\n".join)
PLACES = [
    "{}\n{} wrote this.\n{}",
    "{}\nMy colleague {} will answer.\n{}",
    "{}\n\nYours sincerely\n\n{}\nFOI Officer\n\n{}",
    "{}\nCase officer: {}\n{}",
    "Dear Ms {1}\n{0}\n{2}",
    "{}\n({}, Head of Archives)\n{}",
]


def letters(text: str) -> str:
    return "".join(each for each in fold(text).text.casefold() if each.isalnum())


@given(FIRST, LAST, st.sampled_from([" ", "  ", "\u00a0", "\u2009"]), AROUND, AROUND, st.sampled_from(PLACES))
def test_no_officer_known_from_the_headers_survives(
    first: str, last: str, blank: str, before: str, after: str, place: str
) -> None:
    people = [Person(f"{first} {last}", None)]
    redacted = redact_text(place.format(before, f"{first}{blank}{last}", after), people=people)
    assert redacted.withheld is None
    assert letters(f"{first}{last}") not in letters(redacted.text)
    assert letters(last) not in letters(redacted.text)
    assert before in redacted.text and after in redacted.text


def disguised(draw: st.DrawFn) -> str:
    local = draw(st.from_regex(r"[a-z]{2,8}[._][a-z]{3,9}", fullmatch=True))
    domain = draw(st.from_regex(r"[a-z]{3,9}\.(gov|nhs)\.example", fullmatch=True))
    at = draw(st.sampled_from(["@", " @ ", "(at)", " [at] ", "＠", "%40", "\u200b@", "@\n", "{at}"]))
    dot = draw(st.sampled_from([".", " [dot] ", "．", "(dot)"]))
    made = f"{local.replace('.', dot)}{at}{domain.replace('.', dot)}"
    hidden = draw(st.sampled_from(["", "\u00ad", "\u200b", "\u2060", "\u0301"]))
    place = draw(st.integers(1, len(made) - 1))
    return made[:place] + hidden + made[place:]


EMAILS = st.composite(disguised)()


@st.composite
def phones(draw: st.DrawFn) -> str:
    lead = draw(
        st.sampled_from(["01632", "020", "07700", "+44 1632", "+44(0)7700", "0044 20", "(01632)", "+353 1"])
    )
    number = draw(DIGITS)
    number = number if lead in ("01632", "(01632)", "+44 1632", "07700", "+44(0)7700") else number + "12"
    gap = st.sampled_from(["", " ", "-", ".", "\u00a0", "  ", "\u2009", "\u2011", "\u200b"])
    spaced = "".join(draw(gap) + each for each in number)
    tail = draw(st.sampled_from(["", " ext 123", " x12", ", extension 1234"]))
    made = f"{lead}{spaced}{tail}"
    numbers = draw(st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"]))
    return made.translate(str.maketrans("0123456789", numbers))


def digits(text: str) -> str:
    return "".join(each for each in fold(text).text if each.isdigit())


@given(EMAILS, AROUND, AROUND)
def test_no_email_survives(email: str, before: str, after: str) -> None:
    redacted = redact_text(f"{before}\nWrite to {email} soon.\n{after}")
    assert redacted.withheld is None
    assert letters(email)[:5] not in letters(redacted.text.replace("Write to", "").replace(" soon", ""))
    assert "example" not in letters(redacted.text)
    assert before in redacted.text and after in redacted.text


@given(phones(), AROUND, AROUND)
def test_no_telephone_number_survives(phone: str, before: str, after: str) -> None:
    redacted = redact_text(f"{before}\nPhone: {phone}\n{after}")
    assert redacted.withheld is None
    assert digits(redacted.text) == digits(before + after)
    assert before in redacted.text and after in redacted.text


@given(st.text(max_size=300))
def test_any_text_is_looked_through(text: str) -> None:
    redacted = redact_text(text)
    if not redacted.removals:
        assert redacted.text == text


@given(st.text(alphabet="ab@. \n:,JDoeMsRgards0123456789+()-<>[]'", max_size=200))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact_text(text)
    assert once.withheld is None
    assert redact_text(once.text).text == once.text


@settings(max_examples=25, deadline=None)
@given(FIRST, LAST, EMAILS, phones(), st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(0, 3))
def test_nothing_survives_in_the_bytes_of_a_word_file(
    first: str, last: str, email: str, phone: str, cuts: list[int], place: int
) -> None:
    words = f"Case officer: {first} {last}. Phone: {phone} or {email} today."
    made = docx.Document()
    made.add_table(rows=1, cols=1)
    holders = [made.add_paragraph(), made.sections[0].header.paragraphs[0]]
    holders += [made.sections[0].footer.paragraphs[0], made.tables[0].cell(0, 0).paragraphs[0]]
    at = 0
    for cut in [*sorted(set(cuts)), len(words)]:
        holders[place].add_run(words[at:cut])
        at = max(at, cut)
    made.core_properties.author = f"{first} {last}"
    data = BytesIO()
    made.save(data)
    copy = publish_file(a_word(data.getvalue()), people=[f"{first} {last}"])
    assert isinstance(copy, PublishedFile), copy
    _gone(everything(copy.data), first, last, email, phone)


@settings(max_examples=15, deadline=None)
@given(FIRST, LAST, st.integers(100_000, 999_999))
def test_nothing_survives_in_a_pdf(first: str, last: str, number: int) -> None:
    phone, email = f"01632 {number}", "qu.xv@hedge.example"
    source = f"We hold 40.\n\nCase officer: {first} {last}. Phone: {phone} or {email} today."
    copy = publish_file(a_pdf(source), people=[f"{first} {last}"])
    assert isinstance(copy, PublishedFile), copy
    _gone(everything(copy.data) + copy.text, first, last, email, phone)


def _gone(said: str, first: str, last: str, email: str, phone: str) -> None:
    assert last.casefold() not in fold(said).text.casefold()
    assert letters(f"{first}{last}") not in letters(said)
    assert letters(email) not in letters(said)
    assert digits(phone)[-8:] not in digits(said)


@pytest.mark.parametrize("kind", ["application/pdf", "application/zip", "text/html", "text/plain"])
@given(st.binary(max_size=400))
def test_any_bytes_are_published_or_withheld(kind: str, data: bytes) -> None:
    publish_file(Attachment("x", kind, b"%PDF-" + data if kind.endswith("pdf") else data))


@pytest.mark.shared
def test_real_replies_lose_next_to_nothing() -> None:
    """Real replies from which persons were taken out before: whatever is removed still is removed wrongly."""
    words = removed = 0
    with REPLIES.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for column, text in row.items():
                if column and column[0].isdigit() and text:
                    words += len(text.split())
                    redacted = redact_text(text)
                    assert redacted.withheld is None
                    removed += len(redacted.removals)
    assert words > 10_000
    assert removed / words < 1 / 1_000
