"""A desk that is served for the whole story, and what its test looks with."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Browser

from tests.desk_story import until, words_of
from tests.dovecot import Server
from tests.functional.desk.desk_processes import environment
from tests.functional.desk.sending_server import MailServer

SELECT = """words => {
  for (const source of document.querySelectorAll('.source')) {
    const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return;
    }
  }
  throw new Error('these words are not in the reply: ' + words);
}"""


@dataclass
class Here:
    """A desk that is being served, what surrounds it, and the people at it."""

    home: Path
    root: str
    settings: dict[str, str]
    smtp: MailServer
    imap: Server
    browser: Browser

    def desk(self, *arguments: str) -> str:
        """Runs a command of the desk; what it printed."""
        return command(self.home, self.settings, *arguments)

    def letter_to(self, address: str, holds: str) -> EmailMessage:
        """The first letter to an address that holds some words, once it has come."""

        def found() -> EmailMessage | None:
            mine = (each for each in self.smtp.letters if address in str(each["To"]))
            return next((each for each in mine if holds in words_of(each)), None)

        letter = until(found, f"a letter to {address}")
        assert letter is not None
        return letter


def command(home: Path, settings: dict[str, str], *arguments: str) -> str:
    """Runs a command as a user does, in a process that starts from nothing; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "answerable", "desk", *arguments],
        env=environment(home, **settings), capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def all_files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a site, and every file in its archives."""
    for path in sorted(each for each in site.rglob("*") if each.is_file()):
        yield str(path.relative_to(site)), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}: {name}", archive.read(name)
