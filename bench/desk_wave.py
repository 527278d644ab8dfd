"""How long a wave of 359 letters takes to leave by SMTP, where the pace allows; a bare client beside it."""

import os
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from bench.figures import Figure

N_LETTERS = 359
SCRIPT = """
import os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.desk.settings")
import django
django.setup()
from answerable.desk.mail.outbox import queue_message
from answerable.desk.mail.sending import send_due
n, text = int(sys.argv[1]), "A letter of a wave.\\n" * 200
for number in range(n):
    queue_message(key=f"bench-{number}", survey=None, purpose="request", to_address=f"foi@b{number}.example",
                  subject="A request", text=text, by=None)
begun = time.perf_counter()
report = send_due(seconds=None)
print(report.n_sent, time.perf_counter() - begun)
"""


def wave(home: Path) -> list[Figure]:
    """Queues a wave in a new desk and sends it to a server on this machine."""
    home.mkdir()
    server = Controller(Sink(), hostname="127.0.0.1", port=0)
    server.start()
    try:
        port = server.server.sockets[0].getsockname()[1]
        settings = {
            **os.environ,
            "ANSWERABLE_HOME": str(home),
            "ANSWERABLE_MAIL": f"smtp://127.0.0.1:{port}",
            "ANSWERABLE_PACE": "100000",
        }
        settings.pop("DATABASE_URL", None)
        subprocess.run(
            [sys.executable, str(Path(sys.executable).with_name("answerable")), "desk", "init"],
            env=settings,
            capture_output=True,
            check=True,
        )
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(N_LETTERS)],
            env=settings,
            capture_output=True,
            text=True,
            check=True,
        )
        n_sent, seconds = done.stdout.split()[-2:]
        bare = _bare(port)
    finally:
        server.stop()
    note = f"{n_sent} sent, each stored, claimed and noted; a bare client takes {bare:.1f} s"
    return [Figure(f"a wave of {N_LETTERS} letters by SMTP", float(seconds), "s", target=60, note=note)]


def _bare(port: int) -> float:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@desk.example", "b@desk.example", "A request"
    message.set_content("A letter of a wave.\n" * 200)
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as client:
        for _ in range(N_LETTERS):
            client.send_message(message)
    return time.perf_counter() - begun
