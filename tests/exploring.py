"""What tests of the map explorer do on a page: choose in legends, read what is shown, save it."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PAIR, ONE, CHOICE, NUMBER = (f"2017/questions/{name}/ccg/" for name in ("nurses", "plan", "form", "children"))


def legend(page: Page, name: str) -> Locator:
    """The legend of one map, by its name."""
    return page.locator(f'.explorer ul.legend[aria-label="{name}"]')


def choose(page: Page, name: str, words: str) -> int:
    """Presses an entry of a legend, and gives the count that it states."""
    button = legend(page, name).get_by_role("button", name=re.compile(f"^{words}"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    return int(button.locator("b").inner_text())


def rows(page: Page) -> dict[str, list[str]]:
    """Code -> the cells of each row that is shown."""
    return dict(
        page.evaluate(
            "[...document.querySelectorAll('table.answers tbody tr')].filter(row => !row.hidden)"
            ".map(row => [row.dataset.code, [...row.cells].map(cell => cell.textContent)])"
        )
    )


def stays(page: Page) -> set[str]:
    """Codes of the areas and cells that are not left out."""
    return set(
        page.evaluate(
            "[...document.querySelectorAll('.areas path[data-code]')]"
            ".filter(area => getComputedStyle(area).fillOpacity !== '0').map(area => area.dataset.code)"
        )
    )


def saved(page: Page, ending: str) -> bytes:
    """The file that a button of the downloads gives."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=ending, exact=True).click()
    assert caught.value.suggested_filename.endswith(f".{ending.lower()}")
    return Path(caught.value.path()).read_bytes()


def sheet(page: Page) -> list[dict[str, str]]:
    """The rows of the CSV file of the view."""
    return list(csv.DictReader(io.StringIO(saved(page, "CSV").decode(), newline="")))
