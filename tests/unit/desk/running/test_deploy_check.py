"""Django's own look at a desk behind TLS finds nothing."""

import subprocess
import sys
from pathlib import Path

from tests.functional.desk.desk_processes import environment


def test_check_deploy_is_clean(tmp_path: Path) -> None:
    surroundings = environment(
        tmp_path,
        ANSWERABLE_ADDRESS="https://desk.example.org",
        ANSWERABLE_SECRET_KEY="a secret of this test, long enough and of many letters 0123456789",
        DJANGO_SETTINGS_MODULE="answerable.desk.settings",
    )
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
