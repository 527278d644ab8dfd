"""The commands that make the public site: publish any studies, or the packaged ones as a demonstration."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from answerable.cli.output import FormatOption, OutputFormat, console, emit_record, say
from answerable.cli.paths import study_path
from answerable.packaged import packaged_studies

if TYPE_CHECKING:
    from answerable.press.site import Progress as Tell
    from answerable.press.site import SiteReport

HOST, FIRST_PORT, PORTS_TRIED = "127.0.0.1", 8000, 100
MEGABYTE = 1_000_000

OutOption = Annotated[Path, typer.Option("--out", help="The folder of the site; replaced whole.")]
ImagesOption = Annotated[
    bool,
    typer.Option(
        "--images/--no-images", help="Make pictures for sharing: a card for each page, maps as PNG."
    ),
]
PostcodesOption = Annotated[
    str,
    typer.Option(
        "--postcodes",
        metavar="FILE|package",
        help="Postcodes to look bodies up by: a file of the ONS Postcode Directory (CSV or zip), or the word "
        "package for those of the extra [postcodes].",
    ),
]
NorthernIrelandOption = Annotated[
    bool,
    typer.Option(
        "--northern-ireland",
        help="Keep postcodes of Northern Ireland too; using them in a business needs a licence of its own.",
    ),
]

ThemeOption = Annotated[
    Path | None,
    typer.Option(
        "--theme", metavar="FILE", help="Design tokens (JSON) that change colours, letters and sizes."
    ),
]


def publish(
    studies: Annotated[list[str], typer.Argument(metavar="STUDY...", help="Study folders or releases.")],
    out: Annotated[
        Path, typer.Option("--out", help="The folder of the site: new, empty, or a site made before.")
    ],
    address: Annotated[str, typer.Option("--address", help="Where the site will stand, if known.")] = "",
    images: ImagesOption = True,
    versions: Annotated[
        bool,
        typer.Option("--versions/--no-versions", help="Keep a copy of a release under /v/; it stays there."),
    ] = True,
    postcodes: PostcodesOption = "",
    northern_ireland: NorthernIrelandOption = False,
    theme: ThemeOption = None,
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Publishes studies as a static site; several live under /<study-id>/ each."""
    given = [study_path(study) for study in studies]
    report = _publish(
        given,
        out,
        address=address,
        images=images,
        versions=versions,
        postcodes=postcodes or None,
        northern_ireland=northern_ireland,
        theme=theme,
    )
    record = {
        "out": str(out),
        "files": report.pages,
        "bytes": report.bytes,
        "seconds": round(report.seconds, 3),
        "images_made": report.images_made,
        "images_kept": report.images_kept,
        "warnings": list(report.warnings),
    }
    emit_record(record, format, [f"Published {out}: {_size(report)}."])


def demo(
    out: OutOption = Path("site"),
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the site when it is built.")
    ] = True,
    images: ImagesOption = True,
) -> None:
    """Builds the packaged studies into a site and serves it on this machine."""
    report = _publish(packaged_studies(), out, images=images)
    typer.echo(f"Published the packaged studies into {out}: {_size(report)}.")
    if not serve:
        typer.echo(f"Open {out / 'index.html'} in a browser.")
        return
    with _server(out) as server:
        typer.echo(f"Look at it: http://{HOST}:{server.server_address[1]}/ (Ctrl-C ends)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("Stopped.")


def _publish(studies: Sequence[Path], out: Path, **chosen: Any) -> "SiteReport":
    # The press takes most of a second to import: the other commands should not wait for it.
    from answerable.press.options import Options
    from answerable.press.site import publish as publish_site

    with _progress() as tell:
        report = publish_site(studies, out, options=Options(**chosen), progress=tell)
    for warning in report.warnings:
        say(f"warning: {warning}")
    return report


def _size(report: "SiteReport") -> str:
    pictures = ""
    if report.images_made or report.images_kept:
        pictures = f", {report.images_made:,} pictures made and {report.images_kept:,} kept"
    return f"{report.pages:,} files, {report.bytes / MEGABYTE:.1f} MB{pictures}, in {report.seconds:.1f} s"


@contextmanager
def _progress() -> "Iterator[Tell]":
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def tell(words: str, done: int, of: int) -> None:
            bar.update(task, description=words, completed=done, total=of)

        yield tell


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and 404.html, and keeps no log on the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Shows the site's own page for an address that does not exist."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _server(folder: Path) -> ThreadingHTTPServer:
    handler = partial(_Quiet, directory=str(folder))
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        try:
            return ThreadingHTTPServer((HOST, port), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(errno.EADDRINUSE, f"No free port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1}")
