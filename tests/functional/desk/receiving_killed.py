"""A receiver that is killed again and again: run as a program, with the desk's database in the environment.

It takes in files of a folder, or with ANSWERABLE_INBOX fetches from an IMAP server, in child processes, kills
each at a random moment, lets the last ones end, and prints what the database then holds.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.desk.settings"


def main(n_kills: int, folder: Path, longest: float, at_the_end: int = 1) -> None:
    """Kills so many receivers, lets some receive at the same time, then counts."""
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    raws = _prepare(folder)
    _warm_up(raws)
    connection.close()
    killed = 0
    while killed < n_kills:
        child = _receiver(folder)
        time.sleep(random.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        if not os.WIFSIGNALED(status):
            _again(folder)  # it was faster than the hand that kills: let it have something to do
    last = [_receiver(folder) for _ in range(at_the_end)]
    assert [os.waitpid(each, 0)[1] for each in last] == [0] * at_the_end
    print(json.dumps(_counted(raws)))


def _receiver(folder: Path) -> int:
    """A process that receives; gives its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        _receive(folder)
        code = 0
    finally:
        os._exit(code)


def _prepare(folder: Path) -> list[bytes]:
    """Requests, and a message for each: receipts, which log an event, and replies with a file."""
    from answerable.desk.requests.models import Request
    from tests.desk_mail_in import acknowledgement, sent_requests, with_files
    from tests.raw_mail import file

    requests = Request.objects.select_related("body").order_by("pk")
    if not requests:
        sent_requests(8)
    raws = []
    for n, request in enumerate(requests.all()):
        workbook = file("answers.xlsx", b"PK\x03\x04" + os.urandom(3_000))
        raws.append(acknowledgement(request) if n % 2 else with_files(request, workbook))
    for n, raw in enumerate(raws):
        (folder / f"{n:03d}.eml").write_bytes(raw)
    return raws


def _warm_up(raws: list[bytes]) -> None:
    """Loads what reading needs, so that children are killed at work and not while they load."""
    from answerable.core.post.placing import place
    from answerable.desk.mail import fetching
    from answerable.desk.mail.placing_index import known_requests
    from answerable.desk.mail.receiving_fields import read_raw

    assert fetching
    for raw in raws[:2]:
        read = read_raw(raw)
        assert read is not None
        place(read, known_requests())


def _receive(folder: Path) -> None:
    """Takes in what is not known to be taken in."""
    from django.conf import settings

    from answerable.desk.mail.fetching import fetch_all
    from answerable.desk.mail.receiving import read_all_waiting, receive_message

    if settings.HERE.inbox_url:
        troubles = fetch_all().troubles
        assert troubles == [], troubles
        return
    for path in sorted(folder.glob("*.eml")):
        receive_message(raw=path.read_bytes(), came_by="imap", came_as=path.name)
        path.rename(path.with_suffix(".done"))
    read_all_waiting()


def _again(folder: Path) -> None:
    """Brings every message again, as a server does that numbers anew."""
    from django.db import connection

    from answerable.desk.mail.models import Mailbox

    Mailbox.objects.update(last_uid=0)
    connection.close()
    for path in folder.glob("*.done"):
        path.rename(path.with_suffix(".eml"))


def _counted(raws: list[bytes]) -> dict[str, object]:
    from answerable.desk.mail.files import stored_bytes
    from answerable.desk.mail.models import IncomingMessage, Placement
    from answerable.desk.requests.models import RequestEvent

    kept = [stored_bytes(each.raw) for each in IncomingMessage.objects.select_related("raw")]
    lost = {hashlib.sha256(raw).digest() for raw in raws} - {hashlib.sha256(raw).digest() for raw in kept}
    return {
        "sent": len(raws),
        "kept": len(kept),
        "lost": len(lost),
        "placements": Placement.objects.count(),
        "placed_requests": Placement.objects.values("request").distinct().count(),
        "receipts": RequestEvent.objects.filter(kind="acknowledged").count(),
        "states": sorted(set(IncomingMessage.objects.values_list("state", flat=True))),
        "files": sum(each.files.count() for each in IncomingMessage.objects.all()),
        "damaged_files": sum(not _is_whole(each) for each in IncomingMessage.objects.all()),
    }


def _is_whole(message: object) -> bool:
    from answerable.desk.mail.files import stored_bytes

    return all(stored_bytes(each.file) for each in message.files.all())  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
