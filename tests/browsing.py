"""A headless Chromium for tests that need to see a page as people do, and a server for what it sees."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MEDIA: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OPEN_DETAILS = "document.querySelectorAll('details').forEach(each => each.open = true)"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keeps no log."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, with a slash at its end, under which a folder is served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def axe_faults(page: Page) -> list[str]:
    """What axe finds at WCAG 2.2 AA on the page as it stands, one line each."""
    return serious(Axe().run(page, options={"runOnly": {"type": "tag", "values": list(TAGS)}}))


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, closed at the end; nothing is downloaded. Tests take the fixture `chromium`."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield opened
        finally:
            opened.close()


def pixels(page: Page, svg: str, width: int, height: int) -> list[int]:
    """The luminance of each pixel of an SVG file as the browser draws it, row by row, 0 to 255."""
    return list(page.evaluate(_PIXELS, [svg, width, height]))


_PIXELS = """async ([svg, width, height]) => {
  const image = new Image();
  image.src = 'data:image/svg+xml;utf8,' + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width; canvas.height = height;
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0, width, height);
  const rgba = pen.getImageData(0, 0, width, height).data;
  const grey = [];
  for (let i = 0; i < rgba.length; i += 4)
    grey.push(Math.round(0.2126 * rgba[i] + 0.7152 * rgba[i + 1] + 0.0722 * rgba[i + 2]));
  return grey;
}"""


def serious(results: Any) -> list[str]:
    """What axe found, one line each."""
    found = results.response["violations"] if hasattr(results, "response") else results["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
