"""The whole story in a browser: set up, send, receive, place, code, freeze, publish, correct.

The desk is served by its own command, with its worker, a mail server and a mailbox that are real.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import served
from tests.desk_story import (
    AT_NIGHT,
    COUNCILS,
    DAY_AND_NIGHT,
    KEY,
    OFFICER,
    OFFICERS_TELEPHONE,
    REASON,
    STATEMENT,
    Person,
    address_of,
    contacts_csv,
    link_in,
    reply_from_ashby,
    reply_from_birchwood,
    study_folder,
    words_of,
)
from tests.dovecot import dovecot
from tests.functional.desk.desk_processes import copy_home, free_port, started, wait_for
from tests.functional.desk.sending_server import mail_server
from tests.functional.desk.story_server import SELECT, Here, all_files, command

pytestmark = pytest.mark.browser
PASSWORD = "a lamp in every window"
ASHBY, BIRCHWOOD, COLDHAM, DUNMERE = COUNCILS
CODING = f"/s/{KEY}/coding/2026"
MAIL_ADDRESS = re.compile(rb"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def here(
    request: pytest.FixtureRequest, made_home: Path, tmp_path: Path, chromium: Browser
) -> Iterator[Here]:
    """A desk on each database, served; each browser of its people is closed at the end."""
    home, settings = copy_home(made_home, tmp_path / "home"), {}
    if request.param == "PostgreSQL":
        make: Callable[[], str] = request.getfixturevalue("new_database")
        settings["DATABASE_URL"] = make()
        command(home, settings, "init")
    with ExitStack() as stack:
        smtp, imap = stack.enter_context(mail_server()), stack.enter_context(dovecot())
        root = f"http://127.0.0.1:{free_port()}"
        settings |= {
            "ANSWERABLE_ADDRESS": root,
            "ANSWERABLE_MAIL": smtp.url,
            "ANSWERABLE_MAIL_FROM": "hello@desk.example",
            "ANSWERABLE_REPLY_DOMAIN": "replies.desk.example",
            "ANSWERABLE_INBOX": imap.url("desk"),
            "ANSWERABLE_PACE": "60000",
        }
        imap.deliver("desk")
        stack.enter_context(started(home, "serve", **settings))
        yield Here(home, root, settings, smtp, imap, chromium)
        for context in chromium.contexts:
            context.close()


def test_the_whole_story(here: Here, tmp_path: Path) -> None:
    owner, editor = _found(here, tmp_path)
    _set_up(owner)
    _write_the_letters(here, owner, editor)
    _answers_come(here)
    _place(owner)
    _answer_on_the_form(here)
    _say_what_they_are(owner)
    _code(owner)
    _state(here, owner)
    first = _release(owner, "1.0.0")
    site = here.home / "sites" / "public"
    _check_site(here, site)
    _correct(owner)
    second = _release(owner, "1.0.1", because=REASON)
    _check_correction(first, second)
    _check_site_of_correction(here, site)
    # The release without a reason was refused, as it should be; nothing else was.
    assert [each for each in owner.complaints if "/releases/freeze/" not in each] == []
    assert len(owner.complaints) <= 1 and editor.complaints == []
    assert "Traceback" not in (here.home / "log.txt").read_text()


def _found(here: Here, tmp_path: Path) -> tuple[Person, Person]:
    """The first person comes in by the printed link, with a study, and invites a second."""
    printed = here.desk("user", "olwen@desk.example", "--name", "Olwen Owner", "--founder")
    here.desk("import", str(study_folder(tmp_path)))
    wait_for(f"{here.root}/health", 200)
    owner = Person.at(here.browser.new_context(), here.root)
    owner.page.goto(link_in(printed, "/accounts/password/"))
    owner.fill(password1=PASSWORD, password2=PASSWORD)
    owner.press("Change password")
    owner.page.wait_for_url(lambda url: "/password/" not in url)
    owner.page.goto(f"{here.root}/")
    owner.page.get_by_role("link", name="Nursing at night").click()
    owner.go("people/")
    owner.fill(email="edgar@desk.example")
    owner.page.locator("select[name=role]").last.select_option("editor")
    owner.press("Invite", exact=True)
    letter = here.letter_to("edgar@desk.example", "/invitation/")
    editor = Person.at(here.browser.new_context(), here.root)
    editor.page.goto(link_in(words_of(letter), "/invitation/"))
    editor.fill(name="Edgar Editor", password=PASSWORD)
    editor.press("Join")
    editor.page.wait_for_url(lambda url: f"/s/{KEY}/" in url)
    return owner, editor


def _set_up(owner: Person) -> None:
    """Who asks, a new round from the last one, contacts from a table, the questions beside their letter."""
    owner.go("setup/sender")
    owner.fill(
        sender_name="Olwen Owner",
        sender_organisation="Example Trust",
        postal_address="1 Example Street\nExampleton",
        purpose="We ask every council the same, so that families see what there is at night.",
        privacy="Names of officers are taken out before anything is published.",
    )
    owner.press("Save")
    owner.says("Saved.")
    owner.go("setup/rounds/new")
    owner.fill(key="2026")
    owner.page.locator("[name=source]").select_option("2024")
    owner.press("Start the round")
    owner.says("Started the round")
    owner.go("setup/import/contacts")
    table = {"name": "contacts.csv", "mimeType": "text/csv", "buffer": contacts_csv()}
    owner.page.locator("[name=file]").set_input_files(table)  # type: ignore[arg-type]
    owner.press("Look through it")
    owner.press("Write 4 rows")
    owner.go("setup/bodies/")
    for body in COUNCILS:
        owner.says(address_of(body))
    owner.go("setup/rounds/2026/council/")
    assert "Is it there at night?" in owner.page.locator(".sheet").inner_text()


def _write_the_letters(here: Here, owner: Person, editor: Person) -> None:
    """The letter is read, tried on oneself, approved by the other; so is the wave."""
    owner.go("letters/?round=2026")
    owner.press("Begin with our text")
    assert "Ashby Council" in owner.page.locator("#preview").inner_text()
    owner.fill(subject="A request about nursing at night ({{ reference }})")
    owner.press("Save")
    owner.says("Saved. It waits for approval.")
    owner.press("Send a test of this to")
    here.letter_to("olwen@desk.example", "Is it there at night?")
    letter = owner.page.url
    assert owner.page.get_by_role("button", name="Approve").count() == 0
    editor.page.goto(letter)
    editor.press("Approve the text as it stands")
    editor.says("Approved")
    owner.go("letters/waves/new?round=2026")
    owner.press("Propose these letters")
    owner.says("Proposed 4 letters")
    assert owner.page.get_by_role("button", name="Approve").count() == 0
    editor.page.goto(owner.page.url)
    editor.page.get_by_label("now", exact=True).check()
    editor.page.locator("[name=leaves][value=now]").check()
    editor.press("Approve and queue 4 letters")
    for body in COUNCILS:
        here.letter_to(address_of(body), "Is it there at night?")


def _answers_come(here: Here) -> None:
    """Two replies lie in the mailbox and are fetched; fetching again brings nothing twice."""
    to_ashby, to_birchwood = (here.letter_to(address_of(body), "/reply/") for body in (ASHBY, BIRCHWOOD))
    here.imap.deliver("desk", reply_from_ashby(to_ashby), reply_from_birchwood(to_birchwood))
    here.desk("fetch")
    here.desk("fetch")


def _place(owner: Person) -> None:
    """One reply is at its place; the other waits, is placed by a click, taken back, and placed again."""
    page = owner.page
    owner.go("inbox/?show=all")
    assert page.locator(".inbox-rows > li").count() == 2
    owner.go("inbox/")
    page.locator(".inbox-rows a").first.click()
    owner.says("The answer to your questions is no.")
    message = page.url
    _place_at_birchwood(owner, message)
    page.locator("#messages").get_by_role("button", name="Undo").click()
    page.locator("h2", has_text="Where it belongs").wait_for()
    _place_at_birchwood(owner, message)
    owner.go("inbox/?show=all")
    page.locator(".inbox-rows a", has_text="Ashby Council").click()
    owner.says("Placed for certain")


def _place_at_birchwood(owner: Person, message: str) -> None:
    owner.page.goto(message)
    owner.page.locator("#find").fill("Birchwood")
    owner.press("Search")
    asked = owner.page.locator(".candidates li", has_text="2026")
    asked.get_by_role("button", name="Place at Birchwood Council").click()
    owner.page.locator("h2", has_text="Birchwood Council").wait_for()


def _answer_on_the_form(here: Here) -> None:
    """Coldham answers on the form by the link in its letter: no account, no JavaScript."""
    authority = _authority(here)
    page = authority.page
    page.locator("fieldset", has_text="Do you commission").get_by_label("Yes", exact=True).check()
    page.locator("fieldset", has_text="Is it there at night?").get_by_label("No", exact=True).check()
    authority.press("Check and hand in")
    authority.says("Left blank")
    authority.press("Hand in")
    authority.says("Received")
    authority.page.context.close()
    assert authority.complaints == []


def _authority(here: Here) -> Person:
    letter = here.letter_to(address_of(COLDHAM), "/reply/")
    authority = Person.at(here.browser.new_context(java_script_enabled=False), here.root)
    authority.page.goto(link_in(words_of(letter), "/reply/"))
    return authority


def _say_what_they_are(owner: Person) -> None:
    """A person says of each message that it is an answer; then nobody is late with one."""
    page = owner.page
    for body in (ASHBY, BIRCHWOOD, COLDHAM):
        owner.go("inbox/?show=all")
        page.locator(".inbox-rows a", has_text=COUNCILS[body]).click()
        page.locator("select[name$=kind]").select_option("answered")
        owner.press("Note it")
        page.locator("li b", has_text="answered").wait_for()
    owner.go("board/?round=2026")
    for name in COUNCILS.values():
        owner.says(name)


def _code(owner: Person) -> None:
    """What was said is coded: with selected words, by keys, and from the form."""
    page = owner.page
    page.goto(f"{owner.root}{CODING}/{ASHBY}/")
    _select(owner, "nursing", DAY_AND_NIGHT)
    _say(owner, "nursing", "y")
    _select(owner, "nursing_ooh", AT_NIGHT)
    _say(owner, "nursing_ooh", "y")
    _say(owner, "children", "h")
    owner.press("Done, next body")
    page.goto(f"{owner.root}{CODING}/{BIRCHWOOD}/")
    _say(owner, "nursing", "n")
    page.goto(f"{owner.root}{CODING}/{COLDHAM}/")
    for question in ("nursing", "nursing_ooh"):
        page.locator(f"#q-{question}").get_by_role("button", name="Take this").click()
        page.locator(f"#q-{question} .stands").wait_for()


def _select(owner: Person, question: str, words: str) -> None:
    """Selects words of the reply with a mouse's selection, as evidence for a question."""
    page = owner.page
    page.locator(f"#q-{question} h3").click()
    page.evaluate(SELECT, words)
    page.locator("[data-use]:enabled").click()
    assert page.locator(f"#q-{question} .evidence q").inner_text() == words


def _say(owner: Person, question: str, key: str) -> None:
    owner.page.locator(f"#q-{question} h3").click()
    owner.page.keyboard.press(key)
    owner.page.keyboard.press("s")
    owner.page.locator(f"#q-{question} .stands").wait_for()


def _state(here: Here, owner: Person) -> None:
    """Coldham sees what will be published and gives a statement, which a person looks at."""
    authority = _authority(here)
    authority.page.get_by_role("link", name="See what will be published").click()
    row = authority.page.locator("fieldset", has_text="Is it there at night?")
    row.locator("summary").click()
    row.get_by_label("A statement to be published").fill(STATEMENT)
    authority.press("Hand in")
    authority.says("your statement is kept")
    authority.page.context.close()
    owner.go("inbox/forms/?show=statements")
    owner.says(STATEMENT)
    owner.press("Publish beside the answer")
    owner.says("The statement stands beside the answer from the next release on.")


def _release(owner: Person, version: str, *, because: str = "") -> dict[str, bytes]:
    """Looks at what a release would say, freezes it, publishes it to a folder; its files by name."""
    page = owner.page
    if not because:
        owner.go("releases/publishing/")
        owner.fill(folder="public")
        owner.press("Keep")
        owner.says("Kept.")
    owner.go("releases/freeze/")
    owner.fill(version=version)
    if because:
        owner.press("Freeze", exact=True)
        owner.says("Say why answers that were frozen before are changed or gone.")
        owner.fill(because=because)
    owner.press("Freeze", exact=True)
    owner.wait_for_job()
    owner.go("releases/")
    page.get_by_role("link", name=version, exact=True).click()
    address = page.get_by_role("link", name="Download the zip").get_attribute("href")
    kept = page.request.get(f"{owner.root}{address}").body()
    owner.press("Publish it")
    owner.wait_for_job()
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def _check_site(here: Here, site: Path) -> None:
    """The site says what was coded; nobody's name, address or number is anywhere in its files."""
    with served(site) as root:
        page = here.browser.new_page()
        page.goto(root)
        page.goto(f"{root}bodies/ashby-council/index.html")
        said = str(page.locator("main").text_content())
        assert DAY_AND_NIGHT in said and "The team is on call at night" in said
        page.goto(f"{root}bodies/coldham-council/index.html")
        assert STATEMENT in str(page.locator("main").text_content())
        page.close()
    for name, data in all_files(site):
        for word in (*OFFICER.split(), OFFICERS_TELEPHONE, "customer.services"):
            assert word.lower().encode() not in data.lower(), f"{word} in {name}"
        found = (
            MAIL_ADDRESS.findall(data) if name.endswith((".html", ".csv", ".json", ".txt", ".xml")) else []
        )
        assert found == [], f"{found} in {name}"


def _correct(owner: Person) -> None:
    owner.page.goto(f"{owner.root}{CODING}/{ASHBY}/")
    _say(owner, "nursing_ooh", "n")


def _check_correction(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    """One row of answers.csv and release.json differ, nothing else."""
    assert first.keys() == second.keys()
    table = "rounds/2026/answers.csv"
    assert {name for name in first if first[name] != second[name]} == {table, "release.json"}
    before, after = (each[table].decode().splitlines() for each in (first, second))
    assert len(before) == len(after)
    rows = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert len(rows) == 1 and f"{ASHBY},nursing_ooh," in rows[0][1]
    record = json.loads(second["release.json"])
    assert REASON in json.dumps(record) and record["version"] == "1.0.1"


def _check_site_of_correction(here: Here, site: Path) -> None:
    with served(site) as root:
        page = here.browser.new_page()
        page.goto(f"{root}corrections/index.html")
        words = page.locator("main").inner_text()
        page.close()
    assert REASON in words and "Ashby Council" in words
