"""A small survey of four councils as its people live it: what they bring, and what the authorities write."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.factories import csv_text, write_folder

KEY = "night-care"
COUNCILS = {
    "E10000001": "Ashby Council",
    "E10000002": "Birchwood Council",
    "E10000003": "Coldham Council",
    "E10000004": "Dunmere Council",
}
# Nobody on the published site may be called so, or be reached so.
OFFICER = "Quillan Featherstone"
OFFICERS_ADDRESS = "quillan.featherstone@ashby.gov.example"
OFFICERS_TELEPHONE = "01632 960123"
DAY_AND_NIGHT = "Yes, the Council commissions a community children's nursing team."
AT_NIGHT = (
    "The team is on call at night; the lead is "
    f"{OFFICER} ({OFFICERS_ADDRESS}, telephone {OFFICERS_TELEPHONE})."
)
STATEMENT = "We have since agreed to pay for nights from next year."
REASON = "The night service of Ashby had ended in March; we had read the reply wrongly."
DEADLINE_SECONDS = 120.0
T = TypeVar("T")


def study_folder(parent: Path) -> Path:
    """A study with four councils, and one round of 2024 in which two answered."""
    questions = [
        {"id": "nursing", "number": "1", "text": "Do you commission community children's nursing?",
         "answer": "yes_no", "options": ["yes", "no"]},
        {"id": "nursing_ooh", "number": "2", "text": "Is it there at night?", "answer": "yes_no",
         "options": ["yes", "no"]},
        {"id": "children", "number": "3", "text": "How many children did it see?", "answer": "count",
         "unit": "children"},
    ]  # fmt: skip
    before = [
        {"body_id": body, "question_id": "nursing", "status": "answered", "answer": answer}
        for body, answer in (("E10000001", "no"), ("E10000004", "yes"))
    ]
    files: dict[str, Any] = {
        "study.yaml": {
            "id": KEY,
            "title": "Nursing at night",
            "publisher": "Example Trust",
            "licence": "CC-BY-4.0",
            "simulated": True,
            "body_kinds": {"council": {"name": "council", "plural": "councils", "short": "Council"}},
        },
        "bodies.csv": [{"id": key, "kind": "council", "name": name} for key, name in COUNCILS.items()],
        "rounds/2024/round.yaml": {
            "sent_on": "2024-03-04",
            "cut_off": "2024-06-03",
            "regime": "foia",
            "asked": {"council": "council.yaml"},
        },
        "rounds/2024/council.yaml": {"kind": "council", "questions": questions},
        "rounds/2024/answers.csv": before,
    }
    return write_folder(parent, files)


def address_of(body_id: str) -> str:
    """The address of a council's information team, as the table of contacts has it."""
    return f"foi@{COUNCILS[body_id].split()[0].lower()}.gov.example"


def contacts_csv() -> bytes:
    """The table of contacts as somebody would keep it."""
    return csv_text(
        [{"Authority": name, "E-mail": address_of(key)} for key, name in COUNCILS.items()]
    ).encode()


def reply_from_ashby(letter: EmailMessage) -> bytes:
    """An answer in the thread of its letter, with an officer's name in it and below it."""
    words = (
        f"Dear Olwen Owner\n\nThank you for your request {reference_in(letter)}.\n\n"
        f"1. {DAY_AND_NIGHT}\n\n2. {AT_NIGHT}\n\n3. We do not hold this.\n\n"
        f"Yours sincerely\n\n{OFFICER}\nInformation Governance Manager\nTelephone: {OFFICERS_TELEPHONE}\n"
    )
    fields = {"In-Reply-To": str(letter["Message-ID"]), "References": str(letter["Message-ID"])}
    return _message(words, OFFICERS_ADDRESS, str(letter["Reply-To"] or letter["From"]), letter, **fields)


def reply_from_birchwood(letter: EmailMessage) -> bytes:
    """An answer that names no request and comes to another address, from one that nobody has seen."""
    words = "Hello,\n\nThe answer to your questions is no. We do not commission that service.\n\nRegards\n"
    return _message(words, "customer.services@anywhere.example", "hello@desk.example", None)


def reference_in(letter: EmailMessage) -> str:
    """Our reference of a request, from the subject of its letter."""
    found = re.search(r"\(([^()]+)\)\s*$", str(letter["Subject"]))
    assert found, letter["Subject"]
    return found.group(1)


def link_in(text: str, path: str) -> str:
    """The first address in a text that goes to a path of the desk."""
    found = re.search(rf"https?://[^\s<>\"]*{path}[^\s<>\"]*", text)
    assert found, text
    return found.group(0)


def words_of(letter: EmailMessage) -> str:
    """What a letter says, in plain words."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def _message(words: str, sender: str, to: str, letter: EmailMessage | None, **fields: str) -> bytes:
    message = EmailMessage()
    message["From"] = f"{OFFICER} <{sender}>" if letter else sender
    message["To"] = to
    message["Subject"] = f"RE: {letter['Subject']}" if letter else "Your enquiry"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=sender.split("@")[1])
    for name, value in fields.items():
        message[name] = value
    message.set_content(words)
    return message.as_bytes()


def until(found: Callable[[], T], what: str) -> T:
    """What a look finds as soon as it is something: another process is at work on it."""
    end = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come in {DEADLINE_SECONDS:.0f} seconds")


@dataclass
class Person:
    """Somebody at a browser: their page, and what the browser refused or complained of."""

    page: Page
    root: str
    complaints: list[str]

    @classmethod
    def at(cls, context: BrowserContext, root: str) -> "Person":
        """A person with a browser of their own."""
        page = context.new_page()
        page.set_default_timeout(DEADLINE_SECONDS * 1_000)
        complaints: list[str] = []

        def note(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                complaints.append(f"{page.url}: {message.text}")

        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return cls(page, root, complaints)

    def go(self, path: str) -> None:
        """Opens a screen of the survey."""
        self.page.goto(f"{self.root}/s/{KEY}/{path}")

    def press(self, name: str, *, exact: bool = False) -> None:
        """Presses the first button of a name."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def fill(self, **fields: str) -> None:
        """Fills fields by the names that their form gives them."""
        for name, value in fields.items():
            self.page.locator(f"[name={name}]:visible").first.fill(value)

    def says(self, words: str) -> None:
        """The page comes to say words."""
        self.page.get_by_text(words).first.wait_for()

    def wait_for_job(self, words: str = "Done") -> None:
        """The work on whose page one is comes to its end."""
        state = self.page.locator("#job b").first
        until(lambda: state.inner_text() not in {"Waiting", "Running"}, "the end of a job")
        assert state.inner_text() == words, self.page.locator("#job").inner_text()
