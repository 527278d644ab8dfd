"""Reads a site as strict machines do: markup that balances, nothing that runs, files that parse."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

VOID = {"meta", "link", "br", "img", "input", "hr", "wbr", "source", "col"}
DATA_SCRIPTS = ("application/ld+json", "application/json")
RUNS = re.compile(r"[\s\x00-\x1f]*(javascript|vbscript|data(?!:image/svg\+xml,%3Csvg|:,))\s*:", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?\d[\d.e+-]*")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]")


class _Strict(HTMLParser):
    """Notes every element that is not closed where it should be, and everything that could run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: set[str] = set()
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        for name, value in attrs:
            if name.startswith("on") or not re.fullmatch(r"[a-z][a-z0-9:_-]*", name, re.IGNORECASE):
                self.faults.append(f"<{tag}> has the attribute {name}")
            if name in ("href", "src", "action", "formaction", "xlink:href") and RUNS.match(value or ""):
                self.faults.append(f"<{tag}> leads to {value!r}")
        if tag == "script":
            self.script = given.get("type") or "text/javascript"
            if self.script not in DATA_SCRIPTS and not (given.get("src") or "").endswith("assets/site.js"):
                self.faults.append("a script of its own")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]} at {self.getpos()}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script" and self.script in DATA_SCRIPTS:
            json.loads(data)


def faults_of_html(html: str, foreign: str) -> list[str]:
    """What is wrong with a page; `foreign` is an element that only a stranger's text could bring in."""
    parser = _Strict()
    parser.feed(html)
    parser.close()
    faults = parser.faults + [f"<{tag}> stays open" for tag in parser.open]
    if foreign in parser.tags:
        faults.append(f"<{foreign}> got in")
    if CONTROL.search(html):
        faults.append("a letter that no page may hold")
    return faults


def faults_of_file(path: Path, foreign: str) -> list[str]:
    """What is wrong with one file of a site, by its ending; nothing is said of endings that are not known."""
    data = path.read_bytes()
    if path.suffix == ".html":
        return faults_of_html(data.decode(), foreign)
    if path.suffix in (".svg", ".xml", ".atom"):
        root = ElementTree.fromstring(data)
        tags = {each.tag.rpartition("}")[2] for each in root.iter()}
        return [f"<{foreign}> or a script got in"] if tags & {foreign, "script"} else []
    if path.suffix == ".json":
        json.loads(data)
    elif path.suffix == ".csv":
        return _faults_of_csv(data.decode("utf-8-sig"))
    elif path.suffix == ".parquet":
        pl.read_parquet(io.BytesIO(data))
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name in book.namelist():
                if name.endswith(".xml"):
                    ElementTree.fromstring(book.read(name))
    return []


def _faults_of_csv(text: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    faults = [f"row {n} has {len(row)} cells" for n, row in enumerate(rows) if len(row) != len(rows[0])]
    for row in rows:
        faults += [
            f"a spreadsheet would run {cell[:40]!r}"
            for cell in row
            if cell.strip()[:1] in tuple("=+-@") and not NUMBER.fullmatch(cell)
        ]
    return faults


def all_faults(site: Path, foreign: str) -> dict[str, list[str]]:
    """What is wrong with every file of a site, by its path."""
    found = {}
    for path in sorted(site.rglob("*")):
        if path.is_file():
            try:
                faults = faults_of_file(path, foreign)
            except (ValueError, ElementTree.ParseError, csv.Error) as error:
                faults = [f"does not parse: {error}"]
            if faults:
                found[path.relative_to(site).as_posix()] = faults
    return found
