"""The description that makes a release a Frictionless Data Package.

It holds no hashes and no dates: those stand in release.json, so that two releases differ only where
the data do.
"""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import PurePosixPath

import polars as pl

from answerable.core.study.model import Study
from answerable.core.study.schema import ROUND_TABLES, TOP_TABLES, Column, Table

LICENCES = {
    "CC-BY-4.0": ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0"),
    "CC0-1.0": ("https://creativecommons.org/publicdomain/zero/1.0/", "Creative Commons Zero 1.0"),
    "OGL-UK-3.0": (
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "Open Government Licence 3.0",
    ),
}


def data_package(study: Study, files: Mapping[str, bytes]) -> bytes:
    """The bytes of datapackage.json for the tables among a release's files.

    Source: Data Package specification, version 1 (Frictionless Data)
    """
    tables = {table.name: table for table in (*TOP_TABLES, *ROUND_TABLES)}
    resources = []
    for path in sorted(files):
        pure = PurePosixPath(path)
        if pure.suffix == ".csv" and pure.stem in tables:
            resources.append(_resource(path, tables[pure.stem], files[path]))
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": study.id,
        "title": study.title,
        "description": study.summary,
        "simulated": study.simulated,
        "licenses": [_licence(study.licence)],
        "contributors": [{"title": study.publisher, "role": "publisher"}],
        "resources": resources,
    }
    text = json.dumps(
        {key: value for key, value in package.items() if value != ""}, ensure_ascii=False, indent=2
    )
    return (text + "\n").encode()


def _licence(name: str) -> dict[str, str]:
    if name in LICENCES:
        url, title = LICENCES[name]
        return {"name": name, "path": url, "title": title}
    return {"name": name}


def _resource(path: str, table: Table, data: bytes) -> dict[str, object]:
    header = next(csv.reader(io.StringIO(data.decode("utf-8"))), [])
    known = {column.name: column for column in table.columns}
    schema: dict[str, object] = {
        "fields": [_field(known.get(name) or Column(name)) for name in header],
        "missingValues": [""],
    }
    keyed = [known[name] for name in table.key]
    if keyed and all(column.filled for column in keyed):
        schema["primaryKey"] = [column.name for column in keyed]
    return {
        "name": path.removesuffix(".csv").replace("/", "-").lower(),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column.filled:
        constraints["required"] = True
    if isinstance(column.dtype, pl.Enum):
        constraints["enum"] = column.dtype.categories.to_list()
    field: dict[str, object] = {"name": column.name, "type": _type(column)}
    if constraints:
        field["constraints"] = constraints
    return field


def _type(column: Column) -> str:
    if column.dtype == pl.Date:
        return "date"
    if column.dtype == pl.Int64:
        return "integer"
    return "number" if column.dtype == pl.Float64 else "string"
