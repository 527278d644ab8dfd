"""The rooms stay apart: imports run cli, desk -> press -> core; core knows no network, clock or Django."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "answerable"
MAY_IMPORT = {
    "core": {"core"},
    "press": {"press", "core"},
    "cli": {"cli", "press", "core", "desk"},
    "desk": {"desk", "press", "core"},
}
NOT_IN_CORE = {
    "django",
    "socket",
    "ssl",
    "http",
    "urllib",
    "requests",
    "httpx",
    "smtplib",
    "imaplib",
    "typer",
    "rich",
}
CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}


def imported(tree: ast.Module, package: tuple[str, ...]) -> set[str]:
    """Dotted names of everything a module imports; `package` resolves relative imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*base, node.module) if node.module else base)
            found |= {stem} | {f"{stem}.{alias.name}" for alias in node.names}
    return found


def wrong_arrows(room: str, names: set[str]) -> set[str]:
    """Imports that a module of a room may not have."""
    bad = set()
    forbidden = NOT_IN_CORE if room == "core" else {"django"} if room == "press" else set()
    for name in names:
        top, second = [*name.split("."), ""][:2]
        if top == "answerable" and (PACKAGE / second).is_dir() and second not in {"", *MAY_IMPORT[room]}:
            bad.add(name)
        if top in forbidden:
            bad.add(name)
    return bad


def modules(*rooms: str) -> list[Path]:
    """Every module of some rooms, as a path inside the package."""
    return [p.relative_to(PACKAGE) for room in rooms for p in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("path", modules(*MAY_IMPORT), ids=str)
def test_rooms_imports_run_one_way(path: Path) -> None:
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    names = imported(tree, ("answerable", *path.parts[:-1]))
    assert wrong_arrows(path.parts[0], names) == set()


@pytest.mark.parametrize("path", modules("core", "press"), ids=str)
def test_rooms_core_and_press_read_no_clock(path: Path) -> None:
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    calls = {
        (node.func.value.id, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }
    assert calls & CLOCK_CALLS == set()


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("core", "import answerable.press.maps"),
        ("core", "from answerable import press"),
        ("core", "from ..press import maps"),
        ("core", "import socket"),
        ("press", "from answerable.cli.main import main"),
        ("press", "def f():\n    import django.db"),
    ],
)
def test_rooms_a_wrong_arrow_is_seen(room: str, source: str) -> None:
    assert wrong_arrows(room, imported(ast.parse(source), ("answerable", room)))
