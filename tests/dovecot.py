"""A real IMAP server for tests, Debian's dovecot, and a line to it that falls."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

DOVECOT = "/usr/sbin/dovecot"
PASSWORD = "open/sesame"
_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""
_numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running server; every user has the same password and an empty folder at first."""

    home: Path
    port: int
    uid: int
    gid: int

    def url(self, user: str, *, port: int = 0, password: str = PASSWORD, folder: str = "INBOX") -> str:
        """The address of a user's folder, as ANSWERABLE_INBOX takes it."""
        return f"imap://{user}:{password.replace('/', '%2F')}@127.0.0.1:{port or self.port}/{folder}"

    def deliver(self, user: str, *raws: bytes) -> None:
        """Puts messages into a user's folder, as a mail server does."""
        folder = self.home / "mail" / user
        for name in ("cur", "new", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for raw in raws:
            name = f"{next(_numbers):08d}.test"
            (folder / "tmp" / name).write_bytes(raw)
            (folder / "tmp" / name).rename(folder / "new" / name)
        for path in (folder, *folder.rglob("*")):
            with suppress(FileNotFoundError):
                os.chown(path, self.uid, self.gid)

    def number_anew(self, user: str) -> None:
        """Makes the server forget its numbers: another UIDVALIDITY, all messages numbered again."""
        folder = self.home / "mail" / user
        uids = folder / "dovecot-uidlist"
        head = uids.read_text().split("\n", 1)[0].split()
        validity = next(int(each[1:]) for each in head if each.startswith("V"))
        for path in folder.glob("dovecot*"):
            path.unlink()
        uids.write_text(f"3 V{validity + 7} N1\n")
        os.chown(uids, self.uid, self.gid)

    def files(self, user: str) -> dict[str, bytes]:
        """The messages in a user's folder by the name and flags under which the server keeps them."""
        folder = self.home / "mail" / user
        return {
            path.name: path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.parent.name in ("cur", "new")
        }


@contextmanager
def dovecot() -> Iterator[Server]:
    """The server while the block runs; the test is skipped where it cannot be started."""
    if not Path(DOVECOT).exists():
        pytest.skip("no dovecot here (Debian: apt-get install dovecot-imapd)")
    if os.getuid() != 0:
        pytest.skip("dovecot is started by root only")
    home = Path(tempfile.mkdtemp(prefix="answerable-imap-"))
    home.chmod(0o755)
    mail = pwd.getpwnam("mail")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = Server(home, port, mail.pw_uid, mail.pw_gid)
    (home / "mail").mkdir()
    os.chown(home / "mail", mail.pw_uid, mail.pw_gid)
    config = home / "dovecot.conf"
    values = {"home": home, "password": PASSWORD, "uid": mail.pw_uid, "gid": mail.pw_gid, "port": port}
    config.write_text(_CONFIG.format(**values))
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, home, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int, home: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            if line.recv(20).startswith(b"* OK"):
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    log = home / "log"
    pytest.fail(f"dovecot did not start: {log.read_text()[-2000:] if log.exists() else 'no log'}")


@contextmanager
def falling_line(port: int, *bytes_until: int | None) -> Iterator[int]:
    """A port that passes on to another; each line in turn falls after so many bytes came, None never."""
    budgets = iter(bytes_until)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=_pass_on, args=(near, port, next(budgets, None)), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


def _pass_on(near: socket.socket, port: int, budget: int | None) -> None:
    far = socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=_copy, args=(near, far, None), daemon=True).start()
    _copy(far, near, budget)
    for line in (near, far):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()


def _copy(source: socket.socket, target: socket.socket, budget: int | None) -> None:
    left = budget
    with suppress(OSError):
        while data := source.recv(4096):
            if left is not None and len(data) >= left:
                target.sendall(data[:left])
                return
            target.sendall(data)
            left = None if left is None else left - len(data)
