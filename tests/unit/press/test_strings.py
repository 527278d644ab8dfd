"""One catalogue of all strings: complete, translated place for place, and without words hidden in scripts."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from scripts import strings

CALLS = {"_", "N_", "gettext", "ngettext", "pgettext", "noop"}
PLACES = re.compile(r"\{(\w*)\}|%\((\w+)\)s")
TAGS = re.compile(r"</?\w+")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
SELECTORS = re.compile(
    r'(?:querySelector(?:All)?|closest|matches)\??\.?\(\s*(?:"[^"]*"|`[^`]*`)|class: "[^"]*"'
)
KEYS = {"Arrow", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Escape", "Home", "End", "Tab"}
LANGUAGES = [path.parent.parent.name for path in strings.translation_files()]


@pytest.fixture(scope="module")
def gathered() -> Catalog:
    """Every string of the press as it stands now."""
    return strings.gathered()


def ids(catalog: Catalog) -> set[tuple[str | None, str | tuple[str, ...]]]:
    """What a catalogue holds, to be compared."""
    return {
        (each.context, tuple(each.id) if isinstance(each.id, list | tuple) else each.id)
        for each in catalog
        if each.id
    }


def test_the_committed_catalogue_holds_every_string(gathered: Catalog) -> None:
    committed = ids(strings.read(strings.TEMPLATE))
    assert ids(gathered) - committed == set(), "missing from answerable.pot: run `make strings`"
    assert committed - ids(gathered) == set(), "no longer said: run `make strings`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_knows_every_string(language: str, gathered: Catalog) -> None:
    known = ids(strings.read(strings.LOCALE / language / "LC_MESSAGES" / "answerable.po"))
    assert ids(gathered) ^ known == set(), "run `make strings`"


def test_the_same_code_gives_the_same_catalogue(gathered: Catalog) -> None:
    first = strings.written(gathered, by_file=True)
    assert first == strings.written(strings.gathered(), by_file=True)
    assert b"-Date:" not in first and not re.search(rb"#: .*:\d", first)


def translated(language: str) -> Iterator[tuple[Message, str]]:
    """Every string of a language with each of its translated forms."""
    for message in strings.read(strings.LOCALE / language / "LC_MESSAGES" / "answerable.po"):
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id:
            yield from ((message, form) for form in forms if form)


def sources(message: Message) -> list[str]:
    """The English of a message: one string, or its singular and its plural."""
    return list(message.id) if isinstance(message.id, list | tuple) else [message.id]


def places(text: str) -> set[str]:
    """The names of the places for values."""
    return {brace or percent for brace, percent in PLACES.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_places_of_its_source(language: str) -> None:
    wrong = []
    for message, form in translated(language):
        known = set.union(*(places(source) for source in sources(message)))
        needed = set.intersection(*(places(source) for source in sources(message)))
        if not needed <= places(form) <= known:
            wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_adds_markup_or_loses_any(language: str) -> None:
    for message, form in translated(language):
        assert Counter(TAGS.findall(form)) in [Counter(TAGS.findall(source)) for source in sources(message)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_half_a_plural(language: str) -> None:
    catalog = strings.read(strings.LOCALE / language / "LC_MESSAGES" / "answerable.po")
    for message in catalog:
        if message.id and isinstance(message.string, list | tuple):
            assert len(message.string) == catalog.num_plurals
            assert all(message.string) or not any(message.string), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_spaces_and_stops_at_the_ends_stay(language: str) -> None:
    for message, form in translated(language):
        english = sources(message)[-1]
        assert (form[:1].isspace(), form[-1:].isspace()) == (english[:1].isspace(), english[-1:].isspace())
        assert (form[-1] in ".:?") == (english[-1] in ".:?"), (english, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_file_says_its_state(language: str) -> None:
    path = strings.LOCALE / language / "LC_MESSAGES" / "answerable.po"
    assert path.read_text(encoding="utf-8").startswith("# ")


def hidden(source: str) -> list[int]:
    """Lines on which a string is put together before it is looked up, so that it cannot be found."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if name in CALLS and any(
            isinstance(each, ast.JoinedStr | ast.BinOp | ast.Call) for each in node.args[:2]
        ):
            made = [each for each in node.args[:2] if isinstance(each, ast.JoinedStr | ast.BinOp)]
            made += [each for each in node.args[:2] if is_filled(each)]
            found += [each.lineno for each in made]
    return found


def is_filled(node: ast.expr) -> bool:
    """Whether an argument is a string that was filled in already: `"…".format(…)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and isinstance(node.func.value, ast.Constant)
    )


def test_hidden_strings_are_seen() -> None:
    assert hidden('_(f"{n} bodies")') == [1]
    assert hidden('_("{n}".format(n=1))') == [1]
    assert hidden('_("a" + b)') == [1]
    assert hidden('_("{n}").format(n=1); _(LABELS[x])') == []


def test_no_string_is_put_together_before_it_is_looked_up() -> None:
    found = {
        path.relative_to(strings.PRESS).as_posix(): lines
        for path in sorted(strings.PRESS.rglob("*.py"))
        if (lines := hidden(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def said_by(script: str) -> list[str]:
    """Literals of a script that read like words for people."""
    without = SELECTORS.sub("", re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE))
    found = []
    for plain, template in LITERAL.findall(without):
        text = re.sub(r"\$\{[^}]*\}", "", plain or template)
        if text in KEYS or re.search(r"sans-serif|^\.|^:scope|[\[\]{}>]", text):
            continue
        if re.search(r"[A-Za-z]{2,} +[A-Za-z]{2,}|\b[A-Z][a-z]{2,}\b", text):
            found.append(text)
    return found


def test_words_in_a_script_are_seen() -> None:
    assert said_by('button.textContent = "Show all";') == ["Show all"]
    assert said_by("status.textContent = `${n} of ${all} are shown`;") == [" of  are shown"]
    assert said_by('make("p", { class: "small quiet" }, table.dataset.empty)') == []


def test_scripts_hold_no_words_for_people() -> None:
    """The page gives scripts their words, so that those are translated too."""
    folder: Path = strings.PRESS / "static" / "js"
    assert {path.name: said_by(path.read_text(encoding="utf-8")) for path in folder.glob("*.js")} == {
        path.name: [] for path in folder.glob("*.js")
    }
