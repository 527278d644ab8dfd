"""Pages of figures: everything that a citation needs, and a small file that says the same."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from answerable.core.study.model import Release
from answerable.press.options import Options
from answerable.press.site import publish
from tests.factories import make_round, make_study, question
from tests.made_site import FORM, PLAN, SERVICE, html_files, made_site, made_study, visible_text


def page(path: str, simulated: bool = False) -> str:
    return visible_text((made_site(simulated) / path / "index.html").read_text(encoding="utf-8"))


def record(path: str) -> dict[str, object]:
    found = json.loads((made_site() / path / "figure.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


YES = f"figures/2017/ccg/{SERVICE}/yes"


def test_page_states_value_base_silence_bounds_date_release_and_licence() -> None:
    text, data = page(YES), record(YES)
    n, base, asked = data["numerator"], data["denominator"], data["n_asked"]
    assert isinstance(asked, int) and isinstance(base, int)
    assert f"{data['percent']}% ({n} of {base})" in text
    assert f"{base} groups that answered" in text
    assert f"{asked} groups" in text
    assert f"between {round(100 * int(str(n)) / asked)}%" in text
    for words in (
        "9 October 2017", "Working copy, not a release", "A publisher", "CC-BY-4.0",
        "Do you commission nurses?", "no answer, never a no", "BibTeX", "RIS",
    ):  # fmt: skip
        assert words in text, words


def test_sentence_to_quote_is_the_same_for_people_and_machines() -> None:
    data = record(YES)
    assert str(data["statement"]) in page(YES)
    assert data["schema"] == "answerable-figure-1"
    assert (data["round"], data["kind"], data["measure"]) == ("2017", "ccg", "yes")


def test_figures_agree_with_the_file_of_measures() -> None:
    measures = json.loads((made_site() / "data/2017/measures.json").read_text(encoding="utf-8"))
    [row] = [row for row in measures["rows"] if row["question"] == SERVICE]
    data = record(YES)
    assert data["numerator"] == row["n_yes"]
    assert data["denominator"] == row["n_answered"]
    assert data["n_asked"] == row["n_asked"]


def test_page_names_the_other_round_with_how_far_it_compares() -> None:
    text = page(YES)
    assert "In other rounds" in text
    assert "read the comparison with care" in text
    assert "In other rounds" not in page(f"figures/2017/ccg/{PLAN}/yes")


def test_question_page_leads_to_its_figures() -> None:
    html = (made_site() / f"2017/questions/{FORM}/ccg/index.html").read_text(encoding="utf-8")
    assert f"figures/2017/ccg/{FORM}/block/index.html" in html


def test_figure_without_a_base_says_so_and_shows_no_percentage(tmp_path: Path) -> None:
    publish([make_study(["E1"], [make_round("1", {"ccg": ["a"]}, {})])], tmp_path / "site")
    folder = tmp_path / "site/figures/1/ccg/a/yes"
    text = visible_text((folder / "index.html").read_text(encoding="utf-8"))
    assert "no base, so no percentage" in text
    assert "%" not in text
    assert json.loads((folder / "figure.json").read_text())["percent"] is None


def test_simulated_figure_says_so_where_it_is_cited() -> None:
    text = page(YES, simulated=True)
    assert "Simulated data." in text
    assert "Simulated data." not in page(YES)


def test_no_round_that_was_not_sent_has_figures() -> None:
    assert not (made_site() / "figures/2026").exists()


@pytest.mark.parametrize("agrees", [True, False])
def test_page_says_whether_print_agrees(tmp_path: Path, agrees: bool) -> None:
    printed = {
        "round": "1", "kind": "ccg", "question": "a", "measure": "yes",
        "numerator": 1, "denominator": 2 if agrees else 1, "percent": 50.0 if agrees else 100.0,
        "source": "A report", "note": "page 3",
    }  # fmt: skip
    asked = make_round("1", {"ccg": ["a"]}, {"E1": {"a": "yes"}, "E2": {"a": "no"}})
    publish([make_study(["E1", "E2"], [asked], published=[printed])], tmp_path / "site")
    text = visible_text((tmp_path / "site/figures/1/ccg/a/yes/index.html").read_text(encoding="utf-8"))
    assert "A report (page 3)" in text
    assert ("It agrees with the figure that was printed." in text) is agrees
    assert ("It does not agree with a figure that was printed." in text) is not agrees


def test_citation_holds_hostile_words_in_check(tmp_path: Path) -> None:
    name = "50% of {care} & <b>more</b> \\ $1_2#"
    asked = make_round("1", {"ccg": [question("a", label=name)]}, {"E1": {"a": "yes"}})
    publish([make_study(["E1"], [asked])], tmp_path / "site", options=Options(address="https://example.org/"))
    html = (tmp_path / "site/figures/1/ccg/a/yes/index.html").read_text(encoding="utf-8")
    assert "<b>more" not in html
    text = visible_text(html)
    bibtex = text[text.index("@misc{") : text.index("RIS")]
    assert r"50\% of care \& <b>more</b> \$1\_2\#" in bibtex
    assert bibtex.count("{") == bibtex.count("}")
    assert "https://example.org/figures/1/ccg/a/yes/" in bibtex


def test_every_figure_page_has_its_file_and_one_heading() -> None:
    pages = [(path, html) for path, html in html_files(made_site()) if path.startswith("figures/")]
    assert len(pages) > 20
    for path, html in pages:
        assert html.count("<h1") == 1
        assert (made_site() / path).with_name("figure.json").is_file()


def test_page_of_a_release_leads_to_its_copy_that_never_changes(tmp_path: Path) -> None:
    study = replace(made_study(), release=Release("1.0", date(2017, 11, 1), {"study.yaml": "0" * 64}, {}))
    publish([study], tmp_path / "site", options=Options(address="https://example.org"))
    html = (tmp_path / "site" / YES / "index.html").read_text(encoding="utf-8")
    [copy] = set(re.findall(r'href="https://example.org/(v/[^"]*)"', html))
    assert copy.endswith(f"/{YES}/")
    assert (tmp_path / "site" / copy / "index.html").is_file()
    assert f"url = {{https://example.org/{copy}}}" in html
