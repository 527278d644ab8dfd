"""The packaged simulated study, published once for all functional tests of a process, and served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answerable.packaged import packaged_studies
from answerable.press.options import Options
from answerable.press.site import publish
from tests.browsing import served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, without pictures for sharing. Tests read it and change nothing."""
    out = tmp_path_factory.mktemp("packaged") / "site"
    simulated = [path for path in packaged_studies() if path.name.endswith("simulated")]
    publish(simulated, out, options=Options(images=False))
    return out


@pytest.fixture(scope="session")
def site_address(site: Path) -> Iterator[str]:
    """The address of that site, with a slash at its end."""
    with served(site) as root:
        yield root
