"""What coders do, for locust: board, inbox, message, coding screen, with a few seconds of thought between."""

import json
import os
import random
from itertools import cycle
from pathlib import Path

from locust import HttpUser, between, task

TOLD = json.loads(Path(os.environ["BENCH_DESK"]).read_text())
COOKIES = cycle(TOLD["cookies"])
BELOW = f"/s/{TOLD['survey']}"


class Coder(HttpUser):
    """One coder at a time of work: most looks are at the coding screen."""

    wait_time = between(3, 9)

    def on_start(self) -> None:
        """Is signed in already."""
        self.client.cookies["sessionid"] = next(COOKIES)
        self.dice = random.Random(str(self.client.cookies["sessionid"]))

    def look(self, address: str, name: str) -> None:
        """Loads a screen; anything but the screen itself is a failure."""
        with self.client.get(address, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200 or b"<main" not in answer.content:
                answer.failure(f"{answer.status_code}")

    @task(3)
    def board(self) -> None:
        """The board, with one filter or another."""
        show = self.dice.choice(("all", "all", "unread", "running", "answered"))
        self.look(f"{BELOW}/board/?show={show}", "board")

    @task(2)
    def inbox(self) -> None:
        """The inbox."""
        self.look(f"{BELOW}/inbox/", "inbox")

    @task(2)
    def message(self) -> None:
        """A message of the inbox."""
        self.look(f"{BELOW}/inbox/{self.dice.choice(TOLD['messages'])}/", "inbox, a message")

    @task(5)
    def coding(self) -> None:
        """A reply beside its questions."""
        body = self.dice.choice(TOLD["bodies"])
        self.look(f"{BELOW}/coding/{TOLD['round']}/{body}/", "coding screen")

    @task(1)
    def baseline(self) -> None:
        """The smallest screen that looks at the database: what the server costs before any work of ours."""
        with self.client.get("/health", name="baseline: health", catch_response=True) as answer:
            answer.success() if answer.status_code in (200, 503) else answer.failure(str(answer.status_code))
