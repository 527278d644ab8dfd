"""How a site is published, beyond what its studies say."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """What the publisher chooses.

    `address` is where the site will stand, if that is known: absolute links need it. `images` says
    whether pictures for sharing are made, which takes most of a first publication (the command line makes
    them). `postcodes` is a file of postcodes, or the word `package` for those of the extra of that name;
    without it a study's own file of postcodes is used, as it always is for a simulated study.
    `northern_ireland` keeps the postcodes that begin with BT, whose use needs a licence of its own.
    `theme` is a file of design tokens. `versions` says whether a copy of a release is kept under /v/.
    """

    address: str = ""
    images: bool = False
    postcodes: Path | str | None = None
    northern_ireland: bool = False
    theme: Path | None = None
    versions: bool = True
