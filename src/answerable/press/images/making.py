"""Makes pictures once: what the last publication holds unchanged is taken from there.

`assets/images.json` names what every picture was made from and the hash of its bytes. A picture is kept
when both still hold, so one that was changed by other hands is made anew.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from answerable.press.images.raster import picture_key, png_of
from answerable.press.paging import Page
from answerable.press.writing import Progress, Written, write_page, write_pages

MANIFEST = "assets/images.json"


@dataclass(frozen=True)
class Picture:
    """One PNG file of the site: its address, its width in pixels, and the SVG it is made from."""

    path: str
    width: int
    svg: Callable[[], str]


@dataclass(frozen=True)
class Pictures:
    """What was written, and how many pictures were made and how many taken from the last publication."""

    written: Written = field(default_factory=lambda: Written(0, 0))
    made: int = 0
    kept: int = 0


def write_pictures(
    pictures: Iterable[Picture], folder: Path, last: Path, *, progress: Progress | None = None
) -> Pictures:
    """Writes every picture under `folder`, taking from the site at `last` those that are still the same.

    Raises: AddressTaken, PageFailed
    """
    known = manifest_of(last)
    keys: dict[str, str] = {}
    kept: list[Page] = []
    to_make: list[Page] = []
    for picture in pictures:
        svg = picture.svg()
        key = keys[picture.path] = picture_key(svg, picture.width)
        old = _unchanged(last / picture.path, known.get(picture.path), key)
        if old is None:
            to_make.append(Page(picture.path, partial(png_of, svg, picture.width)))
        else:
            kept.append(Page(picture.path, lambda old=old: old))  # type: ignore[misc]
    for page in kept:
        write_page(page, folder)
    if progress and kept:
        progress(len(kept), len(kept) + len(to_make))
    write_pages(to_make, folder, progress=progress)
    sizes = _write_manifest(keys, folder)
    return Pictures(Written(len(keys) + bool(keys), sizes), len(to_make), len(kept))


def manifest_of(site: Path) -> Mapping[str, Mapping[str, str]]:
    """What the pictures of a site were made from, by address; nothing where that cannot be read."""
    try:
        found = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _unchanged(path: Path, known: object, key: str) -> bytes | None:
    """The bytes of a picture of the last publication, if it would be made the same way and is as made."""
    if not isinstance(known, dict) or known.get("made_from") != key or not path.is_file():
        return None
    data = path.read_bytes()
    return data if sha256(data).hexdigest() == known.get("sha256") else None


def _write_manifest(keys: Mapping[str, str], folder: Path) -> int:
    """Writes what every picture was made from; returns the size of all these files together."""
    if not keys:
        return 0
    size, entries = 0, {}
    for path, key in sorted(keys.items()):
        data = (folder / path).read_bytes()
        size += len(data)
        entries[path] = {"made_from": key, "sha256": sha256(data).hexdigest()}
    text = json.dumps(entries, indent=0, sort_keys=True) + "\n"
    return size + write_page(Page(MANIFEST, lambda: text), folder)
