"""How a site is published, beyond what its studies say."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """What the publisher chooses.

    `address` is where the site will stand, if that is known: absolute links need it. `images` says whether
    pictures for sharing are made. `postcodes` is a file of postcodes, or the word `package` for those of
    the extra of that name; without it a study's own file of postcodes is used. `theme` is a file of
    design tokens.
    """

    address: str = ""
    images: bool = True
    postcodes: Path | str | None = None
    theme: Path | None = None
