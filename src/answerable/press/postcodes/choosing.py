"""Which list of postcodes a study gets: the publisher's choice, else the study's own."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

from answerable.press.options import Options
from answerable.press.postcodes.finder import make_finder
from answerable.press.postcodes.sources import Postcodes, read_postcodes, study_postcodes
from answerable.press.view.model import StudyView


def chosen_postcodes(options: Options) -> Callable[[], Postcodes] | None:
    """Reads the list that the publisher chose, once however often it is asked; None where none was chosen."""
    if options.postcodes is None:
        return None
    return cache(partial(read_postcodes, options.postcodes, northern_ireland=options.northern_ireland))


def with_finder(
    view: StudyView, chosen: Callable[[], Postcodes] | None, *, northern_ireland: bool = False
) -> StudyView:
    """The view with what leads from a postcode to its bodies, where the study has boundaries and postcodes.

    A simulated study keeps its own list: no real postcode lies in an invented country.

    Raises: InputFaults
    """
    study = view.study
    if chosen is not None and not study.simulated:
        finder = make_finder(view, chosen(), northern_ireland=northern_ireland)
        if finder is None:
            return replace(view, warnings=(*view.warnings, nothing_placed(study.title)))
    elif study.postcodes is not None:
        finder = make_finder(view, study_postcodes(study.postcodes))
    else:
        finder = None
    return replace(view, finder=finder) if finder else view


def nothing_placed(title: str) -> str:
    """What to tell a publisher whose postcodes lead nowhere."""
    return (
        f"{title}: no postcode lies in the area of a body, so there is no postcode box. It needs boundaries "
        "of the bodies, as geography/<kind>.geojson in longitude and latitude."
    )
