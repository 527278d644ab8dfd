"""The public site as readers get it: what each kind of page weighs, what axe finds, what Lighthouse says.

The baseline beside the map page is the lightest page of the site, 404.html: what the machine itself costs.
A table with every kind of page and its budget is kept in bench/results/site.md.
"""

import gzip
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import perf_counter

from playwright.sync_api import Request
from tests.browsing import MEDIA, NAMES, OPEN_DETAILS, axe_faults, browser
from tests.page_kinds import CARDS, FILES, MOST_ELEMENTS, MOST_REQUESTS, PAGES, elements, heaviest, weight_kb
from tests.real_country import real_country

from answerable.packaged import packaged_studies
from answerable.press.options import Options
from answerable.press.site import publish
from bench import lighthouse
from bench.figures import Figure, WrongResult
from bench.machine import describe

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "bench" / "results" / "site.md"
LEAST_PERFORMANCE, MOST_TTI_S, MOST_TBT_MS, MOST_CLS = 0.95, 2.0, 150.0, 0.01
RUNS = 3
LIGHTHOUSE_PAGES = {"question": "map page", "body": "body page", "not found": "lightest page (baseline)"}


class _Zipped(SimpleHTTPRequestHandler):
    """Serves files compressed, as web servers do."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps no log."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Zipped, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def sites(folder: Path) -> dict[str, Path]:
    """The simulated study with its pictures, and the real boundaries where they lie beside the checkout."""
    simulated = [path for path in packaged_studies() if path.name.endswith("simulated")]
    made = {"simulated": folder / "simulated"}
    publish(simulated, made["simulated"])
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        made["real boundaries"] = folder / "real"
        publish([real_country(shared)], made["real boundaries"], options=Options(images=False))
    else:
        print("No shared data beside the checkout: the real boundaries are left out.")
    return made


def weights(name: str, site: Path) -> tuple[list[str], list[str]]:
    """A line for each kind of file with its heaviest one, and the lines that break a budget."""
    lines, broken = [], []
    for kind in (*PAGES, *FILES, CARDS):
        files = kind.files(site)
        if not files:
            continue
        most = max(map(weight_kb, files))
        parts = max(map(elements, files)) if kind.is_page else 0
        line = (
            f"| {name} | {kind.name} | {len(files)} | {most:.1f} | {kind.kilobytes:g} | {parts or ''} |"
            f" {MOST_ELEMENTS if parts else ''} |"
        )
        lines.append(line)
        if most > kind.kilobytes or parts > MOST_ELEMENTS:
            broken.append(line)
    return lines, broken


def looked_at(address: str, site: Path) -> tuple[int, int, list[str], float]:
    """Every kind of page in a browser: how many were looked at, most requests, what axe found, seconds."""
    pages = {kind.name: page for kind in PAGES if (page := heaviest(kind, site))}
    found: list[str] = []
    most, started = 0, perf_counter()
    with browser() as chromium:
        for media, settings in MEDIA.items():
            page = chromium.new_page(viewport={"width": 1280, "height": 900}, **settings)
            asked: list[str] = []
            page.on("request", partial(_count, asked))
            for name, file in pages.items():
                asked.clear()
                page.goto(f"{address}/{file.relative_to(site)}", wait_until="networkidle")
                most = max(most, len(asked))
                page.evaluate(OPEN_DETAILS)
                found += [f"{name}, {media}: {fault}" for fault in axe_faults(page)]
            page.close()
    return len(pages) * len(MEDIA), most, found, perf_counter() - started


def _count(asked: list[str], request: Request) -> None:
    # A page that leads on to another is left when that one is asked for.
    if request.is_navigation_request():
        asked.clear()
    if not request.url.startswith("data:"):
        asked.append(request.url)


def judged(address: str, site: Path, runs: int) -> tuple[list[Figure], list[str]]:
    """Lighthouse on the heaviest map page and body page."""
    program = lighthouse.installed()
    chromium = next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None or chromium is None:
        print("Lighthouse or Chromium cannot be had here: left out.", file=sys.stderr)
        return [], []
    figures, lines = [], []
    for kind in PAGES:
        file = heaviest(kind, site) if kind.name in LIGHTHOUSE_PAGES else None
        if file is None:
            continue
        what = LIGHTHOUSE_PAGES[kind.name]
        got = lighthouse.measured(program, f"{address}/{file.relative_to(site)}", chromium, runs=runs)
        tti, tbt, cls = got.audits["TTI"], got.audits["TBT"], got.audits["CLS"]
        scores = f"{got.performance:.2f} | {got.accessibility:.2f}"
        lines.append(f"| {what} | {scores} | {tti:.2f} | {tbt:.0f} | {cls:.3f} |")
        if "baseline" in what:
            continue
        figures += [
            Figure(f"Lighthouse {what}, performance", got.performance, at_least=LEAST_PERFORMANCE),
            Figure(f"Lighthouse {what}, accessibility", got.accessibility, at_least=1.0),
            Figure(f"Lighthouse {what}, time to interactive", tti, "s", target=MOST_TTI_S),
            Figure(f"Lighthouse {what}, total blocking time", tbt, "ms", target=MOST_TBT_MS),
            Figure(f"Lighthouse {what}, layout shift", cls, target=MOST_CLS),
        ]
    return figures, lines


def run() -> list[Figure]:
    """Measures every kind of page against its budget."""
    runs = 1 if os.environ.get("BENCH_QUICK") else RUNS
    lines: list[str] = []
    figures: list[Figure] = []
    faults: list[str] = []
    judgements: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        for which, site in sites(Path(name)).items():
            made, broken = weights(which, site)
            lines += made
            figures.append(Figure(f"{which}: kinds of files over their budget", len(broken), target=0))
            print("\n".join(broken), end="", flush=True)
            with served(site) as address:
                looked, most, found, seconds = looked_at(address, site)
                faults += [f"{which}: {fault}" for fault in found]
                figures += [
                    Figure(
                        f"{which}: axe faults", len(found), target=0, note=f"{looked} looks, {seconds:.0f} s"
                    ),
                    Figure(f"{which}: most requests of a page", most, target=MOST_REQUESTS),
                ]
                if which != "simulated" or not (ROOT.parent / "shared").is_dir():
                    more, judgements = judged(address, site, runs)
                    figures += more
    keep(lines, judgements, faults)
    if faults:
        raise WrongResult("axe: " + "; ".join(faults[:10]))
    return figures


def keep(lines: list[str], judgements: list[str], faults: list[str]) -> None:
    """Writes the table of all kinds of pages."""
    TABLE.parent.mkdir(exist_ok=True)
    text = [
        "# The site against its budgets",
        "",
        describe(),
        "",
        "| site | kind | files | heaviest, KB | budget, KB | most elements | budget |",
        "|---|---|---|---|---|---|---|",
        *lines,
        "",
        "| Lighthouse | performance | accessibility | TTI, s | TBT, ms | CLS |",
        "|---|---|---|---|---|---|",
        *judgements,
        "",
        "axe found nothing." if not faults else "\n".join(f"- {fault}" for fault in faults),
    ]
    TABLE.write_text("\n".join(text) + "\n", encoding="utf-8")
    print(f"kept in {TABLE.relative_to(ROOT)}", flush=True)
