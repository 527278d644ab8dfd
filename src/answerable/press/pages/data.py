"""Open data: the files of every round and question, and the page that says what each holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from markupsafe import Markup

from answerable.press import addresses
from answerable.press.changes import Changes, since_last
from answerable.press.data import describing
from answerable.press.data.columns import meaning
from answerable.press.data.corrected import COLUMNS, TABLE, corrections_table
from answerable.press.data.describing import Described
from answerable.press.data.encoding import csv_bytes
from answerable.press.data.files import FORMATS, RoundFiles
from answerable.press.data.guarding import RULE
from answerable.press.data.stamp import stamp_of
from answerable.press.data.tables import ABOUT
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.pages.question_figure import figure, has_figure
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import LICENCES, Frame, version_words
from answerable.press.slugs import segment
from answerable.press.structured import dataset_of
from answerable.press.view.model import KindView, QuestionView, StudyView
from answerable.press.words import capital

Sizes = Mapping[str, tuple[int, str]]
KILO = 1000


def pages(frame: Frame) -> Iterable[Page]:
    """The files with data. The page that lists them, the package and the hashes come last of all."""
    yield Page(frame.view.path(addresses.corrections_file()), partial(corrections, frame), in_parent=True)
    for a_round in frame.view.rounds:
        yield from RoundFiles(frame, a_round).pages()
        for kind in a_round.kinds.values():
            for view in kind.questions.values():
                if has_figure(kind, view):
                    address = addresses.question_file(a_round.id, kind.kind.id, view.id, "svg")
                    yield Page(frame.view.path(address), partial(figure, frame, a_round, kind, view))


def corrections(frame: Frame) -> bytes:
    """Every correction as CSV."""
    return csv_bytes(corrections_table(Changes(frame)), stamp_of(frame.view))


def last_pages(frame: Frame, folder: Path) -> Iterable[Page]:
    """The page about the files, their package and their hashes, from the files themselves."""
    view = frame.view
    root = view.path(addresses.data_page())
    hashes = describing.hashes_of(folder / root)
    files = [RoundFiles(frame, a_round) for a_round in view.rounds]
    study = view.study
    package = describing.data_package(
        stamp_of(view),
        study.summary,
        study.body_attributes,
        [corrections_described(frame), *(each for of_round in files for each in of_round.described())],
        hashes,
    )
    known = {**hashes, describing.PACKAGE: (len(package), "")}
    yield Page(f"{root}{describing.PACKAGE}", lambda: package, in_parent=True)
    yield Page(f"{root}{describing.SUMS}", lambda: describing.sums(hashes, package), in_parent=True)
    yield Page(root, partial(render, frame, root, files, known), in_parent=True)


def render(frame: Frame, path: str, files: Sequence[RoundFiles], sizes: Sizes) -> str:
    """The page about the files."""
    view = frame.view
    stamp = stamp_of(view)
    rounds = [round_part(frame, path, of_round, sizes) for of_round in reversed(files)]
    headline = (
        _("Every answer and every count, as files")
        if has_answers(view)
        else _("Questions, bodies and counts, as files")
    )
    return frame.render(
        "data.html",
        path,
        title=_("Data"),
        description=_("{headline}: CSV, JSON, Parquet and Excel, with licence, version and hashes.").format(
            headline=headline
        ),
        crumbs=[Crumb(_("Data"))],
        headline=headline,
        version=version_words(view),
        stamp=stamp,
        changed=since_last(frame, path),
        corrections=file_link(path, "corrections.csv", "csv", sizes),
        structured=dataset_of(frame, path, view.rounds),
        cite=citation(frame, path),
        licence=licence(frame.view.study.licence),
        rounds=rounds,
        guard=_(RULE),
        package=Markup('<a href="{}">{}</a>').format(
            link(path, f"{path}{describing.PACKAGE}"), describing.PACKAGE
        ),
        sums=Markup('<a href="{}">{}</a>').format(link(path, f"{path}{describing.SUMS}"), describing.SUMS),
        columns=column_lists(view, files),
    )


def corrections_described(frame: Frame) -> Described:
    """The table of corrections, for the data package."""
    schema = pl.Schema(dict.fromkeys(COLUMNS, pl.String()))
    name = addresses.corrections_file().partition("/")[2]
    return Described(name, TABLE, stamp_of(frame.view).on(schema.to_frame()).schema)


def has_answers(view: StudyView) -> bool:
    """Whether any round has answers of named bodies."""
    return any(
        kind.bodies and view.cells
        for each in view.rounds
        for kind in each.kinds.values()
        for view in kind.pages
    )


def licence(name: str) -> Markup:
    """The licence with a link to its words, where they are known."""
    title, address = LICENCES.get(name, (name, ""))
    return Markup('<a href="{}">{}</a>').format(address, title) if address else Markup("{}").format(title)


def citation(frame: Frame, path: str) -> str:
    """How to cite the data, with all that tells this version from others."""
    study, stamp = frame.view.study, stamp_of(frame.view)
    version = _("version {version}").format(version=stamp.release) if study.release else _(stamp.release)
    said = _("{publisher}. {title}. Data, {version}. {licence}.")
    if study.simulated and stamp.as_at:
        said = _("{publisher}. {title}. Simulated data. Data, {version}, as at {moment}. {licence}.")
    elif study.simulated:
        said = _("{publisher}. {title}. Simulated data. Data, {version}. {licence}.")
    elif stamp.as_at:
        said = _("{publisher}. {title}. Data, {version}, as at {moment}. {licence}.")
    cited = said.format(
        publisher=study.publisher,
        title=study.title,
        version=version,
        moment=stamp.as_at,
        licence=study.licence,
    )
    return f"{cited} {frame.site.address}/{path}" if frame.site.address else cited


def round_part(frame: Frame, path: str, files: RoundFiles, sizes: Sizes) -> dict[str, Any]:
    """The files of one round, each with what it holds, and those of its questions."""
    a_round = files.round
    where = f"{segment(a_round.id)}/"
    rows = [
        (
            name,
            _(ABOUT[name]),
            [file_link(path, f"{where}{name}.{ending}", ending, sizes) for ending in FORMATS],
        )
        for name in files.tables.names
    ]
    book = addresses.workbook_file(frame.view.study.id, a_round.id).partition("/")[2]
    kinds = [
        {
            "name": capital(bodies_words(kind.kind)),
            "rows": [question_line(path, kind, view, sizes) for view in kind.questions.values()],
        }
        for kind in a_round.kinds.values()
        if files.tables.has_answers
    ]
    return {
        "id": f"round-{segment(a_round.id)}",
        "title": a_round.title,
        "rows": rows,
        "workbook": file_link(path, book, _("all tables as one workbook"), sizes) if book in sizes else "",
        "kinds": kinds,
        "n": sum(len(kind.questions) for kind in a_round.kinds.values()),
        "missing": "" if files.tables.has_answers else why_missing(files),
    }


def why_missing(files: RoundFiles) -> str:
    """Why a round has no answers to download."""
    if files.round.round.sent_on is None:
        return _("It was not sent yet, so there are only its questions.")
    return _("The answers of each body are not in this study, so there are none here and nothing is counted.")


def question_line(path: str, kind: KindView, view: QuestionView, sizes: Sizes) -> tuple[Markup, Markup]:
    """One question with a link to its page, and its files."""
    links = []
    for ending in ("csv", "json", "svg", "png"):
        file = addresses.question_file(view.round_id, kind.kind.id, view.id, ending).partition("/")[2]
        if file in sizes:
            links.append(file_link(path, file, ending, sizes, sized=False))
    name = Markup('<a href="{}">{}</a>').format(link(path, view.path), capital(view.question.name))
    return name, Markup(" ").join(links)


def file_link(path: str, file: str, words: str, sizes: Sizes, *, sized: bool = True) -> Markup:
    """A link to a file, named by its format, with its size."""
    size = Markup(' <span class="quiet nb">{}</span>').format(size_words(sizes[file][0])) if sized else ""
    shown = words.upper() if words in ("csv", "json", "svg", "png") else capital(words)
    return Markup('<a href="{}" aria-label="{}">{}</a>{}').format(
        link(path, f"{path}{file}"), f"{shown}: {file}", shown, size
    )


def size_words(size: int) -> str:
    """A size in bytes as people read it."""
    if size < KILO:
        return f"{size} B"
    if size < KILO * KILO:
        return f"{max(1, round(size / KILO))} KB"
    return f"{size / KILO / KILO:.1f} MB"


def column_lists(view: StudyView, files: Sequence[RoundFiles]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The columns of each table with their meaning, for every table that any round has."""
    seen: set[str] = set()
    for of_round in files:
        for described in of_round.described():
            if described.table not in seen:
                seen.add(described.table)
                attributes = view.study.body_attributes
                yield (
                    described.table,
                    [(c, _(meaning(described.table, c, attributes))) for c in described.schema],
                )
