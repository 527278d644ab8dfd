"""One command that keeps a web server and a worker alive, and stops them cleanly."""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from types import FrameType
from urllib.parse import urlsplit

from answerable.desk.errors import BadSetting

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 0.5
# gunicorn lets requests end for 30 seconds; a worker brings its duty to an end within less.
PATIENCE_SECONDS = 40.0
LONGEST_PAUSE_SECONDS = 30.0
# An address that is not of this machine alone, without TLS: the owner wants it reached from elsewhere.
EVERYWHERE = "0.0.0.0"  # noqa: S104
ON_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def where_to_listen(address: str) -> str:
    """Host and port for the address that people use: behind TLS the proxy's side, else the address itself."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return "127.0.0.1:8000"
    host = parts.hostname or "127.0.0.1"
    local = host if host in {"127.0.0.1", "::1", "localhost"} else EVERYWHERE
    return f"[{local}]:{parts.port or 80}" if ":" in local else f"{local}:{parts.port or 80}"


def why_taken(place: str) -> str:
    """Why a server cannot listen at HOST:PORT, in the words of the system; blank where it can.

    Raises: BadSetting where the place is none
    """
    if place.startswith(("unix:", "fd:")):
        return ""  # gunicorn takes these too, and they are nobody else's
    try:
        parts = urlsplit(f"//{place}")
        host, port = parts.hostname or ("0.0.0.0" if place.startswith(":") else ""), parts.port  # noqa: S104
    except ValueError:
        host, port = "", None
    if not host or not port:
        raise BadSetting(f"“{place}” is no place to listen at. Expected a host and a port: 127.0.0.1:8000")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        # As gunicorn does: a port that a server left a moment ago is free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
            tried.listen(1)
        except OSError as error:
            return error.strerror or str(error)
    return ""


class Serving:
    """gunicorn, and a worker that is started again when it dies. When gunicorn ends, all ends."""

    def __init__(self, *, bind: str, processes: int, threads: int, with_worker: bool) -> None:
        self.bind = bind
        self.processes = processes
        self.threads = threads
        self.with_worker = with_worker
        self.stopped = threading.Event()

    def run(self) -> int:
        """Runs until it is told to stop or gunicorn ends; returns the exit code: 0, or 3 for a failure."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        web = self._start(self._web_command())
        worker = self._start(self._worker_command()) if self.with_worker else None
        pause, begun = 1.0, time.monotonic()
        while not self.stopped.wait(LOOK_EVERY_SECONDS) and web.poll() is None:
            if worker is None or worker.poll() is None:
                continue
            log.warning("the worker ended with %s; it is started again in %.0f s", worker.returncode, pause)
            pause = 1.0 if time.monotonic() - begun > 60 else min(pause * 2, LONGEST_PAUSE_SECONDS)
            if self.stopped.wait(pause):
                break
            worker, begun = self._start(self._worker_command()), time.monotonic()
        on_its_own = web.poll() is not None and not self.stopped.is_set()
        _end([process for process in (web, worker) if process is not None])
        return 3 if on_its_own else 0

    def _web_command(self) -> list[str]:
        # Many threads, few processes: a request waits for the database, not for the processor.
        return [
            sys.executable, "-m", "gunicorn", "answerable.desk.wsgi:application",
            "--bind", self.bind, "--workers", str(self.processes), "--threads", str(self.threads),
            "--worker-class", "gthread", "--timeout", "120", "--graceful-timeout", "30",
            "--max-requests", "20000", "--max-requests-jitter", "2000",
            "--limit-request-line", "8190", "--log-level", "warning", "--no-control-socket",
            "--logger-class", "answerable.desk.running.web_log.WebLog",
        ]  # fmt: skip

    @staticmethod
    def _worker_command() -> list[str]:
        return [sys.executable, "-m", "answerable", "desk", "worker", "--beside", str(os.getpid())]

    @staticmethod
    def _start(command: list[str]) -> subprocess.Popen[bytes]:
        # A terminal sends Ctrl-C to all of its group at once: children of their own group are told by us.
        return subprocess.Popen(  # noqa: S603 - our own command, with nothing of a user in it
            command, start_new_session=True, preexec_fn=_ends_with_parent
        )

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopped.set()


def _ends_with_parent() -> None:
    """Asks Linux to end this process should the one that started it be killed; elsewhere nothing is asked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ON_PARENTS_DEATH, signal.SIGTERM)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("process %s did not stop in time and is killed", process.pid)
            process.kill()
            process.wait()
