"""Files in messages: looked at before they are used, and shown as text with their places."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from answerable.core.reading.documents.model import Document, Paragraph, Sheet, Table, column_letters
from answerable.core.reading.documents.reader import read_document
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import IncomingFile
from answerable.desk.people.models import User

MOST_PIECES = 1_500
MOST_ROWS = 300
MOST_COLUMNS = 40
LONGEST_PIECE = 20_000


@dataclass(frozen=True)
class Piece:
    """A piece of a file as it is shown: words, or rows with a name for each; `place` says where it stands."""

    place: str = ""
    words: str = ""
    level: int = 0
    title: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cut: str = ""


@dataclass(frozen=True)
class Preview:
    """A file to be looked at: its pieces, what it hides, and what was left out."""

    document: Document
    pieces: tuple[Piece, ...]
    is_cut: bool


def preview_of(file: IncomingFile) -> Preview:
    """What a file says, as text. Nothing in it is run. Raises: FileLost"""
    document = read_document(stored_bytes(file.file), file.filename, declared=file.content_type)
    pieces = tuple(islice(_pieces(document), MOST_PIECES + 1))
    return Preview(document, pieces[:MOST_PIECES], len(pieces) > MOST_PIECES)


def _pieces(document: Document) -> Iterator[Piece]:
    page = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            words = f"{block.list_number} {block.text}" if block.list_number else block.text
            place = f"page {block.page}" if block.page and block.page != page else (block.style or "")
            page = block.page
            yield Piece(place=place, words=words[:LONGEST_PIECE], level=block.level)
        elif isinstance(block, Table):
            rows = [(str(n), tuple(cell.text for cell in row)) for n, row in enumerate(block.rows(), start=1)]
            yield _table("a table", (), rows, block.n_columns)
        else:
            yield _sheet(block)


def _sheet(sheet: Sheet) -> Piece:
    width = min(max((cell.column for cell in sheet.cells), default=0), MOST_COLUMNS)
    rows = []
    for cells in sheet.rows():
        shown = {cell.column: cell.shown for cell in cells}
        rows.append((str(cells[0].row), tuple(shown.get(n, "") for n in range(1, width + 1))))
    head = tuple(column_letters(n) for n in range(1, width + 1))
    columns = max((cell.column for cell in sheet.cells), default=0)
    return _table(f"sheet {sheet.name}", head, rows, columns)


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, tuple[str, ...]]], columns: int) -> Piece:
    cut = []
    if len(rows) > MOST_ROWS:
        cut.append(f"the first {MOST_ROWS} of {len(rows):,} rows")
    if columns > MOST_COLUMNS:
        cut.append(f"the first {MOST_COLUMNS} of {columns:,} columns")
    shown = tuple((name, cells[:MOST_COLUMNS]) for name, cells in rows[:MOST_ROWS])
    return Piece(title=title, head=head, rows=shown, cut=" and ".join(cut))


@transaction.atomic
def clear_file(*, file: IncomingFile, is_clear: bool, by: User) -> None:
    """A person has looked at a file and says that it may be used; or that it may not after all."""
    locked = IncomingFile.objects.select_for_update().select_related("message").get(pk=file.pk)
    if (locked.cleared_at is not None) == is_clear:
        return
    locked.cleared_at, locked.cleared_by = (now(), by) if is_clear else (None, None)
    locked.quarantined = not is_clear
    locked.save(update_fields=["cleared_at", "cleared_by", "quarantined"])
    record(
        by=by,
        verb="mail.file_cleared" if is_clear else "mail.file_held",
        survey=locked.message.survey,
        target=locked.message,
        words="Looked at a file: it may be used." if is_clear else "Held a file back again.",
        details={"file": locked.pk},
    )
