"""Sites of tests go to a folder of their own."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def sites(tmp_path: Path, settings: Any) -> Path:
    """The folder where sites are kept."""
    settings.HERE = replace(settings.HERE, sites=tmp_path / "sites")
    return tmp_path / "sites"
