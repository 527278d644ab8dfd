"""Names of places that are nowhere: word parts joined by seed, each name used once."""

from collections.abc import Iterator

import numpy as np


def _words(text: str) -> list[str]:
    return text.split()


_ROOTS = _words(
    """
    Ard Asp Bal Bel Bor Braith Bran Brim Brock Burr Cairn Cal Carr Chal Clem Cob Corr Cran Crick
    Dane Del Dorr Drake Drum Dun Ebb Eld Elv Emb Fal Farr Fen Finn Flax Frod Gal Garr Gild Gorse
    Grim Gull Hal Haw Hern Hob Holl Ing Isk Jarr Kel Kess Kin Lam Lark Linn Lorr Mar Mel Merr Narr
    Nidd Oak Orr Osk Pell Penn Pike Pol Quill Ran Renn Rook Row Run Sal Scar Sel Shel Skel Sorr Stan
    Swal Swin Tam Tarn Thorn Till Torr Tran Twin Ulv Van Vell Ven War Weth Whin Wil Win Wren Yar Yew
    Adder Amner Arken Asker Averil Balder Bannow Berrin Bracken Calver Carrow Chalder Corrin Dorrin
    Elder Elver Ember Ennis Falder Farrow Galder Gilder Hallow Harrier Hawker Heron Hollin Ingle
    Kelder Kinder Lammer Larken Malder Morrel Nether Nidder Osker Otter Pellow Pinner Raven Rowan
    Sallow Selder Silver Swallow Tarner Tillow Tranter Ulver Vellow Wander Wether Willow Yarrel
    """
)
_INLAND = _words(
    """
    combe dale den fell garth gate holm hythe keld mere minster moor stead stow thwaite wick wold
    """
)
_COAST = _words("haven holm hythe mouth ness port reach sound strand wick")
_SHIRES = _words("shire shire shire land mark")
_PREFIXES = _words("Great Upper Nether Old Long High Little")


class Names:
    """A purse of place names, drawn by seed; none comes out twice."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 5])
        self._used: set[str] = set()
        self._roots: Iterator[str] = self._endless()

    def _endless(self) -> Iterator[str]:
        while True:
            for i in self._rng.permutation(len(_ROOTS)):
                yield _ROOTS[int(i)]

    def _draw(self, endings: list[str], *, plain: float) -> str:
        for attempt in range(1000):
            root = next(self._roots)
            ending = endings[int(self._rng.integers(len(endings)))]
            name = root if len(root) > 5 and self._rng.random() < plain else _join(root, ending)
            if attempt > 3:
                name = f"{_PREFIXES[int(self._rng.integers(len(_PREFIXES)))]} {name}"
            if attempt > 12:
                name = f"{name}-on-{_join(next(self._roots), 'bourne')}"
            if name not in self._used:
                self._used.add(name)
                return name
        raise AssertionError("more places than names")

    def town(self, *, coastal: bool = False) -> str:
        """A town or a district."""
        return self._draw(_COAST if coastal else _INLAND, plain=0.12)

    def county(self) -> str:
        """A county."""
        return self._draw(_SHIRES, plain=0.1)


def _join(root: str, ending: str) -> str:
    """Root and ending; a doubled letter before a consonant, and a letter both share, are written once."""
    if root[-1] == root[-2] and ending[0] not in "aeiouhw":
        root = root[:-1]
    if root.endswith(ending[:2]):
        return root + ending[2:]
    return root + ending[1:] if root[-1] == ending[0] else root + ending
