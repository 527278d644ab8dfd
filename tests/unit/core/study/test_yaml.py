"""YAML as people write it and as they should not: words stay words, and nothing hangs."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.study.emit import yaml_document
from answerable.core.study.faults import Faults
from answerable.core.study.yaml import parse_yaml, plain
from tests.unit.core.study.strategies import plain_values, texts


def read(data: bytes | str) -> tuple[object, list[tuple[str, int | None]]]:
    """What a file holds, and the rule and line of each of its faults."""
    faults = Faults()
    node = parse_yaml(data.encode() if isinstance(data, str) else data, "x.yaml", faults)
    return (None if node is None else plain(node)), [(f.rule, f.line) for f in faults.listed()]


def test_yaml_is_that_of_1_2_where_yes_and_no_are_words() -> None:
    text = "a: [yes, no, on, off, true, False, null, ~, 12, 1.5, 0o7, 2016-17, 2016-04-04, 1:30, 'true']\n"
    value, faults = read(text)
    words = [
        "yes",
        "no",
        "on",
        "off",
        True,
        False,
        None,
        None,
        12,
        1.5,
        "0o7",
        "2016-17",
        "2016-04-04",
        "1:30",
    ]
    assert (value, faults) == ({"a": [*words, "true"]}, [])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [("empty_file", None)]),
        ("# only words\n", [("empty_file", None)]),
        ("a: 1\nb: 2\na: 3\n", [("duplicate_key", 3)]),
        ("a: 1\n---\nb: 2\n", [("yaml_documents", 2)]),
        ("%YAML 1.1\n---\na: yes\n", [("yaml_version", 1)]),
        ("a: !!python/object:os.system x\n", [("yaml_tag", 1)]),
        ("a: &x [1]\nb: *x\n", []),
        ("a: &x [*x]\n", [("yaml_alias", 1)]),
        ("a: *x\n", [("yaml_alias", 1)]),
        ("a:\n\t- b\n", [("yaml_broken", 2)]),
        ('a: "never closed\n', [("yaml_broken", 2)]),
        ("a: \x07\n", [("yaml_broken", 1)]),
        ("b: 1\n[a, b]: c\n", [("yaml_key", 2)]),
        ("a: " + "[" * 30 + "]" * 30, [("yaml_deep", 1)]),
        ("a: [" + "1," * 100_001 + "]", [("yaml_too_much", 1)]),
    ],
)
def test_yaml_with_a_fault_is_told_with_its_line(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert read(text)[1] == faults


def test_yaml_keeps_the_first_of_two_keys_and_an_alias_its_value() -> None:
    assert read("a: 1\na: 2\n")[0] == {"a": 1}
    assert read("a: &x [1, {b: 2}]\nc: *x\n")[0] == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}


def test_yaml_encodings_are_named() -> None:
    assert read("a: é".encode("cp1252")) == ({"a": "é"}, [("wrong_encoding", 1)])
    assert read("a: é".encode("utf-16")) == ({"a": "é"}, [("wrong_encoding", None)])
    assert read(b"\xef\xbb\xbfa: 1") == ({"a": 1}, [])


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)
)


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        "[" * 900_000,
        "{a: " * 200_000,
        "- " * 450_000,
        "!" * 900_000,
        "? a\n" * 200_000,
        "&a " * 300_000,
    ],
    ids=["aliases", "brackets", "braces", "hyphens", "tags", "keys", "anchors"],
)
def test_yaml_made_to_hang_the_reader_is_refused_soon(data: str) -> None:
    before = time.perf_counter()
    assert read(data)[1]
    assert time.perf_counter() - before < 10


@settings(max_examples=300)
@given(st.dictionaries(texts, plain_values, max_size=4))
def test_yaml_written_reads_as_what_was_written(value: dict[str, object]) -> None:
    assert read(yaml_document(value)) == (value, []) or not value


def test_yaml_is_written_as_a_person_would() -> None:
    long = "A sentence that goes on for a while, so that it is folded: over two lines it goes, but no more."
    content = {
        "id": "tiny",
        "title": "Short words stay bare",
        "number": "12",
        "period": "2016-17",
        "options": ["yes", "no"],
        "kinds": {"ccg": {"name": "group", "short": "CCG"}},
        "questions": [{"id": "a", "text": long}, {"id": "b", "text": "Two\nlines"}],
        "empty": [],
        "nothing": None,
    }
    assert yaml_document(content) == (
        "id: tiny\n"
        "title: Short words stay bare\n"
        'number: "12"\n'
        'period: "2016-17"\n'
        'options: ["yes", "no"]\n'
        "kinds:\n"
        "  ccg: {name: group, short: CCG}\n"
        "questions:\n"
        "  - id: a\n"
        "    text: >-\n"
        "      A sentence that goes on for a while, so that it is folded: over two lines it goes, but no\n"
        "      more.\n"
        "  - id: b\n"
        "    text: |-\n"
        "      Two\n"
        "      lines\n"
        "empty: []\n"
        "nothing: null\n"
    )
