"""The words of the site in other languages: found, fallen back on, and put together safely."""

from datetime import UTC, date, datetime

import pytest

from answerable.core.answers import STATUS_WORDS, Status
from answerable.core.bodies.model import BodyKind
from answerable.press import words
from answerable.press.findings import bodies_words
from answerable.press.language import (
    gettext,
    in_language,
    ngettext,
    pgettext,
    speaking,
    spoken,
    translations,
)
from answerable.press.render import environment

COUNCIL = BodyKind("la", "cyngor lleol", "cynghorau lleol", "cyngor")


def test_english_is_said_as_it_stands_in_the_code() -> None:
    assert gettext("Every answer") == "Every answer"
    assert ngettext("{n} body", "{n} bodies", 2) == "{n} bodies"
    assert spoken() == "en"


def test_another_language_is_spoken_within_and_not_after() -> None:
    with speaking("cy"):
        assert gettext("Every answer") == "Pob ateb"
    assert gettext("Every answer") == "Every answer"
    assert in_language("cy", lambda: gettext("Stars")) == "Sêr"


def test_numbers_have_as_many_forms_as_the_language_needs() -> None:
    with speaking("cy"):
        said = [ngettext("{n} body", "{n} bodies", n).format(n=n) for n in (1, 2, 3, 4, 6)]
    assert said == ["1 corff", "2 gorff", "3 chorff", "4 corff", "6 chorff"]


def test_a_string_without_a_translation_is_english() -> None:
    with speaking("cy"):
        assert gettext("Nobody has ever said this") == "Nobody has ever said this"
        assert ngettext("{n} unheard word", "{n} unheard words", 3) == "{n} unheard words"
        assert pgettext("a context", "Unheard") == "Unheard"


def test_the_blank_string_is_blank_and_not_the_head_of_the_catalogue() -> None:
    assert in_language("cy", lambda: gettext("")) == ""


@pytest.mark.parametrize("tag", ["cy", "cy-GB"])
def test_a_language_of_a_country_is_found_by_its_first_part(tag: str) -> None:
    assert in_language(tag, lambda: gettext("Bodies")) == "Cyrff"


@pytest.mark.parametrize("tag", ["", "xx", "../../cy", "cy/../cy", "..", "/etc/passwd", "cy\0"])
def test_a_language_that_is_none_reads_no_file_and_says_english(tag: str) -> None:
    translations.cache_clear()
    assert in_language(tag, lambda: gettext("Bodies")) == "Bodies"


def test_templates_say_strings_and_escape_what_is_put_into_them() -> None:
    made = environment().from_string(
        "{{ _('Compared with %(round)s', round=name) }}|{{ _('100%%') }}|"
        "{% trans n=2, count='<2>' %}{{ count }} body{% pluralize %}{{ count }} bodies{% endtrans %}"
    )
    assert made.render(name="<b>") == "Compared with &lt;b&gt;|100%|&lt;2&gt; bodies"
    assert in_language("cy", lambda: made.render(name="2016")).startswith("O&#39;i gymharu") is False
    assert in_language("cy", lambda: made.render(name="2016")).startswith("O'i gymharu â 2016|")


def test_dates_lists_and_answers_are_said_in_the_language() -> None:
    with speaking("cy"):
        assert words.day(date(2017, 10, 9)) == "9 Hydref 2017"
        assert words.moment(datetime(2017, 10, 9, 8, 5, tzinfo=UTC)) == "9 Hydref 2017, 08:05 UTC"
        assert words.listed(["a", "b", "c"]) == "a, b & c"
        assert words.option_words("in_development") == "Yn cael ei ddatblygu"
        assert words.option_words("block_contract") == "Block contract"


def test_every_status_is_called_what_core_calls_it() -> None:
    assert words.STATUSES == STATUS_WORDS


@pytest.mark.parametrize("tag", ["en", "cy"])
def test_every_reason_for_silence_keeps_words_of_its_own(tag: str) -> None:
    with speaking(tag):
        said = [words.status_words(status) for status in Status]
    assert len(set(said)) == len(said)


def test_a_language_may_keep_the_singular_after_a_number() -> None:
    with speaking("cy"):
        assert bodies_words(COUNCIL, 207) == "207 cyngor"
        assert bodies_words(COUNCIL) == "cynghorau lleol"
    assert bodies_words(BodyKind("la", "council", "councils", "council"), 207) == "207 councils"
