"""Work on hostile bytes in a process of its own, ended when it takes too long or too much memory.

Libraries in C cannot be stopped from outside and can crash; so PDF and old Excel files are read in a forked
child. The child sends back a pickle, of which only the plain values of a document are accepted.
"""

import faulthandler
import gc
import io
import os
import pickle
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path

from answerable.core.reading.documents.bounds import Refusal
from answerable.core.reading.documents.model import Document

MODEL = Document.__module__
CHUNK = 1 << 20
LARGEST_ANSWER = 512 * 1024 * 1024
CAN_FORK = hasattr(os, "fork")


class _OnlyDocuments(pickle.Unpickler):
    """Accepts the values of a document and nothing else."""

    def find_class(self, module: str, name: str) -> object:
        if module == MODEL:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")


def bounded(work: Callable[[], Document], *, seconds: float, memory: int) -> Document:
    """What the work hands back, done in a child with so much time and memory.

    Units: memory in bytes beyond what the process has now
    Raises: Refusal where the child took too long, too much or crashed
    """
    if not CAN_FORK:
        return work()
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        _work_in_child(work, into, seconds, memory)
    os.close(into)
    try:
        data = _all_of(out, time.monotonic() + seconds)
    finally:
        os.close(out)
        status = _end(child)
    if data is None:
        raise Refusal("Reading it took too long and was stopped.")
    try:
        made = _OnlyDocuments(io.BytesIO(data)).load()
    except Exception:  # Whatever a child that went wrong has sent.
        made = None
    if not isinstance(made, Document):
        raise Refusal(_why(status))
    return made


def _work_in_child(work: Callable[[], Document], into: int, seconds: float, memory: int) -> None:
    """Never comes back: the child ends here, whatever happens."""
    code = 1
    try:
        gc.disable()
        faulthandler.disable()
        _limit(seconds, memory)
        data = pickle.dumps(work(), protocol=pickle.HIGHEST_PROTOCOL)
        at = 0
        while at < len(data):
            at += os.write(into, data[at : at + CHUNK])
        code = 0
    except MemoryError:
        code = 3
    except BaseException:  # The parent is told by the code; nothing of the child may go on.
        code = 1
    finally:
        os._exit(code)


def _limit(seconds: float, memory: int) -> None:
    import resource

    def at_most(what: int, value: int) -> None:
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(what, (value, hard))

    at_most(resource.RLIMIT_CORE, 0)
    at_most(resource.RLIMIT_FSIZE, LARGEST_ANSWER)
    at_most(resource.RLIMIT_CPU, int(seconds) + 1)
    status = Path("/proc/self/statm")
    if status.exists():
        now = int(status.read_text().split()[0]) * resource.getpagesize()
        at_most(resource.RLIMIT_AS, now + memory)


def _all_of(pipe: int, until: float) -> bytes | None:
    """Everything the child sends; None when the time is over first."""
    pieces: list[bytes] = []
    size = 0
    while True:
        left = until - time.monotonic()
        ready, _, _ = select.select([pipe], [], [], max(0.0, left))
        if not ready:
            return None
        piece = os.read(pipe, CHUNK)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            return None


def _end(child: int) -> int:
    """Ends the child if it still runs, and hands back how it ended."""
    try:
        done, status = os.waitpid(child, os.WNOHANG)
        if done == 0:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
    except ChildProcessError:
        return 0
    return status


def _why(status: int) -> str:
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 3:
        return "Reading it took too much memory and was stopped."
    return "It broke the program that reads such files; it was not read."
