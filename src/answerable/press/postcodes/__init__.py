"""From a postcode to the bodies of its place: where postcodes come from, where they lie, what is written."""

from answerable.press.postcodes.choosing import chosen_postcodes, with_finder
from answerable.press.postcodes.finder import Finder, make_finder
from answerable.press.postcodes.sources import PACKAGE, Postcodes, read_postcodes, study_postcodes

__all__ = [
    "PACKAGE",
    "Finder",
    "Postcodes",
    "chosen_postcodes",
    "make_finder",
    "read_postcodes",
    "study_postcodes",
    "with_finder",
]
