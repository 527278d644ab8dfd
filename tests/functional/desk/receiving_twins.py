"""Two processes that read two raw forms of the same messages at the same instants: run as a program.

Each message comes twice, as the way to two mailboxes makes it differ. It prints what the database then holds.
"""

import json
import multiprocessing
import os
import sys
from multiprocessing.synchronize import Barrier

os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.desk.settings"


def main(n: int) -> None:
    """Receives so many messages in both forms at once, then counts."""
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import Count

    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    forms = _prepare(n)
    connection.close()
    forking = multiprocessing.get_context("fork")
    together = forking.Barrier(2)
    readers = [forking.Process(target=_read, args=(pks, together)) for pks in forms]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    from answerable.desk.mail.models import IncomingMessage, Placement
    from answerable.desk.requests.models import RequestEvent

    states = IncomingMessage.objects.values_list("state").annotate(Count("pk")).order_by("state")
    print(json.dumps({
        "ended": [reader.exitcode for reader in readers],
        "states": dict(states),
        "placements": Placement.objects.count(),
        "receipts": RequestEvent.objects.filter(kind="acknowledged").count(),
    }))  # fmt: skip


def _prepare(n: int) -> tuple[list[int], list[int]]:
    """Messages in two forms, stored and not read; gives the keys of each form."""
    from answerable.desk.mail.receiving import keep_raw
    from tests.desk_mail_in import acknowledgement, sent_requests

    keys: tuple[list[int], list[int]] = ([], [])
    for request in sent_requests(n):
        raw = acknowledgement(request)
        for form, each in zip(keys, (raw, b"X-Relay: the other way\r\n" + raw), strict=True):
            form.append(keep_raw(raw=each, came_by="imap")[0].pk)
    return keys


def _read(pks: list[int], together: Barrier) -> None:
    """Reads messages; before it writes what it read of one, it waits for the other process."""
    from answerable.desk.mail import receiving
    from answerable.desk.mail.models import IncomingMessage

    really = receiving._write

    def write(*given: object) -> None:
        together.wait(60)
        really(*given)  # type: ignore[arg-type]

    receiving._write = write
    for pk in pks:
        receiving.read_kept(IncomingMessage.objects.select_related("raw").get(pk=pk))


if __name__ == "__main__":
    main(int(sys.argv[1]))
