"""Text, CSV, and files of which only words can be looked for."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from answerable.core.post.charsets import decode
from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.writer import RawSheetCell, Writer

LONGEST_FIELD = 100_000
LONGEST_ROW = 500_000
SEPARATORS = ",;\t|"
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def read_text(data: bytes, writer: Writer) -> None:
    """Reads plain text: paragraphs are apart by a blank line."""
    text = _decoded(data, writer)
    for each in _PARAGRAPHS.split(text):
        writer.paragraph(each.strip("\n"))


def read_unknown(data: bytes, writer: Writer) -> None:
    """Reads a file of no known type as text where it is text. Raises: Refusal where it is not"""
    sample = data[:4096]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if odd > len(sample) // 100 and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("It is of a kind that cannot be read here.")
    read_text(data, writer)


def _decoded(data: bytes, writer: Writer) -> str:
    most = writer.limits.most_text
    if len(data) > 2 * most:
        data = data[: 2 * most]
        writer.note("The text is very long; the end of it was left out.")
    hint = _without_mark(data)
    text, note = decode(data, hint)
    if note:
        writer.note(note)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without its mark, as Excel's "Unicode text" sometimes comes: every other byte is 0."""
    sample = data[:400]
    if len(sample) >= 8 and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        if sample[1::2].count(0) > 0.8 * len(sample[1::2]):
            return "utf-16-le"
        if sample[0::2].count(0) > 0.8 * len(sample[0::2]):
            return "utf-16-be"
    return None


def read_csv(data: bytes, writer: Writer) -> None:
    """Reads a table of separated values as one sheet, named after the file. Raises: Enough"""
    text = _decoded(data, writer)
    separator = sniffed(text, "\t" if writer.content_type.endswith("tab-separated-values") else ",")
    cells: list[RawSheetCell] = []
    cut = None
    try:
        for row, fields in enumerate(_rows(text, separator), start=1):
            if row % 1000 == 0:
                writer.deadline.check()
            for column, value in enumerate(fields, start=1):
                if value.strip():
                    cells.append(RawSheetCell(row, column, value, value))
            if len(cells) > writer.limits.most_cells:
                raise Enough(f"Only the first {writer.limits.most_cells:,} cells were read.")
    except Enough as enough:
        cut = enough
    writer.sheet(writer.filename, cells[: writer.limits.most_cells])
    if cut:
        raise cut


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Rows as spreadsheets read them; of a field past any sense its first line is kept, cut."""
    last, size = "", 0

    def lines() -> Iterator[str]:
        nonlocal last, size
        for line in io.StringIO(text, newline=""):
            # A row, which quotes can make many lines long, is held as a whole.
            size += len(line)
            if size > LONGEST_ROW:
                raise Enough(
                    f"A row of the table is longer than {LONGEST_ROW:,} letters; reading ended there."
                )
            last = line
            yield line

    reader = csv.reader(lines(), delimiter=separator)
    while True:
        size = 0
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield [last[:LONGEST_FIELD]]


def sniffed(text: str, usual: str = ",") -> str:
    """The separator of a table: the one that the most of its first lines have equally often."""
    first = text.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    lines = [line for line in text[:20_000].split("\n")[:50] if line.strip()]
    best, score = usual, 0.0
    for separator in SEPARATORS:
        counts = [_outside_quotes(line, separator) for line in lines]
        often = Counter(count for count in counts if count)
        if often:
            columns, agreeing = often.most_common(1)[0]
            worth = agreeing / len(lines) + min(columns, 10) / 100
            if worth > score:
                best, score = separator, worth
    return best


def _outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])
