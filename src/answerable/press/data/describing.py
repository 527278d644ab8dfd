"""The description of the data files as a Frictionless Data Package, and the list of their hashes.

Source: Data Package specification, version 1 (Frictionless Data)
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from answerable.press.data.columns import KEYS, meaning
from answerable.press.data.stamp import Stamp
from answerable.press.data.tables import ABOUT
from answerable.press.render import LICENCES

PACKAGE, SUMS, PAGE = "datapackage.json", "SHA256SUMS", "index.html"


@dataclass(frozen=True)
class Described:
    """One CSV file of the package: its path beside datapackage.json, which table it is, and its columns."""

    path: str
    table: str
    schema: pl.Schema


def data_package(
    stamp: Stamp,
    summary: str,
    attributes: Mapping[str, str],
    files: Sequence[Described],
    hashes: Mapping[str, tuple[int, str]],
) -> bytes:
    """The bytes of datapackage.json; `hashes` has size and SHA-256 of each file by its path."""
    package = {
        "profile": "tabular-data-package",
        "name": stamp.study.lower(),
        "title": stamp.title,
        "description": summary or stamp.title,
        "version": stamp.release,
        "as_at": stamp.as_at or None,
        "simulated": stamp.simulated,
        "licenses": [licence(stamp.licence)],
        "contributors": [{"title": stamp.publisher, "role": "publisher"}],
        "resources": [resource(each, attributes, *hashes[each.path]) for each in files],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def licence(name: str) -> dict[str, str]:
    """A licence with its title and address where they are known."""
    title, address = LICENCES.get(name, ("", ""))
    return {"name": name, "path": address, "title": title} if address else {"name": name}


def resource(file: Described, attributes: Mapping[str, str], size: int, sha256: str) -> dict[str, object]:
    """One CSV file: where it is, how it is written, and what its columns mean."""
    schema: dict[str, object] = {
        "fields": [
            {"name": name, "type": type_word(dtype), "description": meaning(file.table, name, attributes)}
            for name, dtype in file.schema.items()
        ],
        "missingValues": [""],
    }
    if file.table in KEYS:
        schema["primaryKey"] = list(KEYS[file.table])
    return {
        "name": file.path.removesuffix(".csv").replace("/", "-").lower(),
        "path": file.path,
        "profile": "tabular-data-resource",
        "title": ABOUT[file.table],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def type_word(dtype: pl.DataType) -> str:
    """The type of a column as table schemas name it."""
    if dtype.is_integer():
        return "integer"
    if dtype.is_float():
        return "number"
    return {"Boolean": "boolean", "Date": "date"}.get(str(dtype), "string")


def hashes_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every data file in a folder, by its path from there, in order."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in (PACKAGE, SUMS, PAGE):
            data = path.read_bytes()
            found[name] = (len(data), hashlib.sha256(data).hexdigest())
    return found


def sums(hashes: Mapping[str, tuple[int, str]], package: bytes) -> bytes:
    """The hashes as `sha256sum --check` reads them from within the folder, the package's among them."""
    of_package = hashlib.sha256(package).hexdigest()
    lines = [f"{sha256}  {name}\n" for name, (_, sha256) in hashes.items()]
    return "".join([*lines, f"{of_package}  {PACKAGE}\n"]).encode()
