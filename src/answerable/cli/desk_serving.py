"""The commands that keep the desk running: serve, worker."""

import os
from typing import Annotated

import typer

from answerable.cli.desk_ready import OUTSIDE, desk_ready
from answerable.cli.output import say

BindOption = Annotated[
    str,
    typer.Option("--bind", metavar="HOST:PORT", help="Where to listen; blank: as ANSWERABLE_ADDRESS says."),
]


def serve(
    bind: BindOption = "",
    processes: Annotated[int, typer.Option("--processes", min=1, help="Web processes.")] = 1,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of each.")] = 8,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Run a worker beside it, or leave that to another.")
    ] = True,
) -> None:
    """Serves the desk, with a worker beside it: one command, stopped by Ctrl-C or SIGTERM."""
    with desk_ready():
        from django.conf import settings

        from answerable.desk.running.health import storage_takes_files
        from answerable.desk.running.serving import Serving, where_to_listen, why_taken

        if settings.HERE.files_url and not storage_takes_files():
            say("warning: the place of ANSWERABLE_FILES takes no files. See: answerable desk doctor")
        place = bind or where_to_listen(settings.HERE.address)
        why = why_taken(place)
        if why:
            say(
                f"error: the desk cannot listen on {place} ({why}). End what listens there, or give another "
                "place: --bind HOST:PORT, or a port in ANSWERABLE_ADDRESS."
            )
            raise typer.Exit(OUTSIDE)
        say(f"The desk starts on {place}; people reach it at {settings.HERE.address}")
        code = Serving(bind=place, processes=processes, threads=threads, with_worker=worker).run()
    raise typer.Exit(code)


def worker(
    beside: Annotated[
        int | None, typer.Option("--beside", hidden=True, help="End when this process is gone.")
    ] = None,
) -> None:
    """Does jobs and duties until it is stopped; run as many as are wanted, anywhere."""
    with desk_ready():
        from answerable.desk.running.names import process_name
        from answerable.desk.running.worker import Worker

        say(f"Worker {process_name()} is at work (process {os.getpid()}).")
        Worker(process_name(), parent=beside).run()
