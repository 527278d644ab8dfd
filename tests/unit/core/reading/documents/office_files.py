"""Files that LibreOffice itself makes of an invented letter and an invented workbook, once a session."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent / "office"
LETTER, WORKBOOK = "reply.fodt", "answers.fods"
LONGEST_SECONDS = 120
# What LibreOffice is asked for, each in one run: the ending or the filter, and of which sources.
RUNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("docx", (LETTER,)),
    ("doc", (LETTER,)),
    ("odt", (LETTER,)),
    ("rtf", (LETTER,)),
    ("xlsx", (WORKBOOK,)),
    ("xls", (WORKBOOK,)),
    ("ods", (WORKBOOK,)),
    ("csv:Text - txt - csv (StarCalc):59,34,76,1", (WORKBOOK,)),
    ("pdf", (LETTER, WORKBOOK)),
    ("html", (LETTER, WORKBOOK)),
)
PROGRAMS = ("soffice", "lowriter", "localc")
needs_libreoffice = pytest.mark.skipif(
    any(shutil.which(name) is None for name in PROGRAMS),
    reason="LibreOffice's Writer and Calc are not installed; scripts/documents.sh installs them",
)


@cache
def office_files() -> dict[str, bytes]:
    """Each file by its name, such as reply.docx."""
    program = shutil.which("soffice")
    assert program is not None
    with tempfile.TemporaryDirectory(prefix="answerable-office-") as folder:
        profile, out = Path(folder, "profile"), Path(folder, "out")
        for kind, sources in RUNS:
            done = subprocess.run(
                [
                    program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
                    "--convert-to", kind, "--outdir", str(out), *(str(SOURCES / name) for name in sources),
                ],
                capture_output=True, timeout=LONGEST_SECONDS, check=False,
            )  # fmt: skip
            ending = kind.partition(":")[0]
            made = [out / Path(name).with_suffix(f".{ending}") for name in sources]
            assert all(path.is_file() for path in made), done.stderr.decode(errors="replace")
        return {path.name: path.read_bytes() for path in out.iterdir()}


def office_file(name: str) -> bytes:
    """One of them."""
    return office_files()[name]
