"""What a process of the desk calls itself, so that others can tell it from themselves."""

import os
import secrets
import socket
from functools import cache


@cache
def process_name() -> str:
    """Machine, process id and a few letters: a process id comes back, this does not."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"
