"""What every test shares: a blocked network, the shared data where it lies, and a tiny study on disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page
from pytest_socket import socket_allow_hosts

from tests.browsing import browser
from tests.factories import tiny_files, write_folder

LOOPBACK = ["127.0.0.1", "::1", "localhost"]
CHECKOUT = Path(__file__).resolve().parent.parent

# The machine of CI has two slow cores: a deadline would fail tests for being slow, not for being wrong.
settings.register_profile(
    "answerable", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("answerable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --soak, which lets the long runs run."""
    parser.addoption("--soak", action="store_true", help="run the long tests too (kills, fuzz)")


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker of the long runs."""
    config.addinivalue_line("markers", "soak: a long run, skipped unless --soak is given")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips the long runs by default, and tests of shared data where there is none."""
    skip_soak = pytest.mark.skip(reason="a long run; give --soak")
    skip_shared = pytest.mark.skip(reason="no shared data beside the checkout")
    have_shared = (CHECKOUT.parent / "shared").is_dir()
    for item in items:
        if "soak" in item.keywords and not config.getoption("--soak"):
            item.add_marker(skip_soak)
        if "shared" in item.keywords and not have_shared:
            item.add_marker(skip_shared)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Blocks every connection but to this machine itself."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The desk's tables, with what its migrations make beside tables.

    Tests empty every table after themselves; the triggers that keep the audit trail would refuse that.
    tests/unit/desk/audit puts them back for its own tests, and a functional test looks for them in a desk
    that `desk init` made.
    """
    from django.db import connection

    from tests.desk_tables import run_what_is_no_table
    from tests.desk_triggers import drop_triggers

    with django_db_blocker.unblock():
        run_what_is_no_table()
        drop_triggers(connection)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data beside the checkout; the test is skipped where there are none."""
    path = CHECKOUT.parent / "shared"
    if not path.is_dir():
        pytest.skip("no shared data beside the checkout")
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process: two at a time do not go together."""
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page of a desktop's size."""
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """A tiny valid study on disk, in a folder named after its id."""
    return write_folder(tmp_path, tiny_files())
