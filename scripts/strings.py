"""Gathers every string of the public site into one catalogue, and brings the translations up to date.

    .venv/bin/python -m scripts.strings           writes answerable.pot and every answerable.po

The same code gives the same bytes: no dates and no line numbers, so that a change shows what was said anew.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PRESS = Path(__file__).resolve().parent.parent / "src" / "answerable" / "press"
LOCALE = PRESS / "locale"
TEMPLATE = LOCALE / "answerable.pot"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
NOT_KEPT = (
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Generated-By:',
    b'"Project-Id-Version:',
    b'"Report-Msgid-Bugs-To:',
    b'"Language-Team:',
    b'"Last-Translator:',
)
"""Lines of the head that change without a string having changed, or say nothing."""
HEAD = """\
# Strings of the public site of Answerable. Words in braces, or in brackets after a per cent sign, are
# places for values: keep their names. A string left blank is said in English.
# Made by `make strings` from the code; what it says here is changed there."""


def gathered() -> Catalog:
    """Every string of the press, as it stands in its code and templates."""
    catalog = Catalog(charset="utf-8", header_comment=HEAD, fuzzy=False)
    found = extract_from_dir(PRESS, METHODS, OPTIONS, comment_tags=("Translators:",), strip_comment_tags=True)
    for file, line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalog.add(message, None, [(Path(file).as_posix(), line)], auto_comments=comments, context=context)
    return catalog


def translation_files() -> Iterator[Path]:
    """The file of every language there is."""
    yield from sorted(LOCALE.glob("*/LC_MESSAGES/answerable.po"))


def read(path: Path) -> Catalog:
    """A catalogue or a translation from its file; its language is that of its folder."""
    locale = path.parent.parent.name if path.suffix == ".po" else None
    with path.open("rb") as opened:
        return read_po(opened, locale=locale)


def written(catalog: Catalog, *, by_file: bool) -> bytes:
    """The text of a catalogue, without dates."""
    made = BytesIO()
    write_po(made, catalog, width=110, sort_by_file=by_file, include_lineno=False, ignore_obsolete=True)
    lines = made.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOT_KEPT))


def main() -> None:
    """Writes the catalogue and every translation."""
    template = gathered()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template, by_file=True))
    for path in translation_files():
        translation = read(path)
        translation.update(template, no_fuzzy_matching=True, update_header_comment=False)
        path.write_bytes(written(translation, by_file=True))
        said = [message for message in translation if message.id and translation_of(message.string)]
        print(f"{path.parent.parent.name}: {len(said)} of {len(template)} strings")
    print(f"{TEMPLATE.relative_to(PRESS)}: {len(template)} strings")


def translation_of(said: object) -> bool:
    """Whether a string, or every form of it, is translated."""
    return all(said) if isinstance(said, list | tuple) else bool(said)


if __name__ == "__main__":
    main()
