"""What a search engine is told of the data beyond the words of a page: schema.org records.

Source: schema.org Dataset
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.data.tables import RoundTables
from answerable.press.language import SOURCE
from answerable.press.language import gettext as _
from answerable.press.paging import upwards
from answerable.press.render import LICENCES, Frame, simulated_words
from answerable.press.view.model import RoundState, RoundView, StudyView
from answerable.press.words import moment

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_MEASURED, MOST_PLACES = 60, 20
LONGEST_DESCRIPTION = 5000
_UNSAFE = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def base_of(frame: Frame, path: str) -> str:
    """What stands before an address from the root: the site's own, else the way up from a page."""
    return f"{frame.site.address}/" if frame.site.address else upwards(path) or "./"


def json_ld(record: Mapping[str, object]) -> Markup:
    """A record as the content of a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))


def dataset(
    view: StudyView,
    base: str,
    *,
    here: str,
    rounds: Iterable[RoundView],
    files: Iterable[str],
    name: str = "",
) -> Markup:
    """The record of the data of some rounds, with the files that hold them.

    `base` is the address of the site with a slash at its end, or the way from the page to the site's root
    where the address is not known; `files` are addresses from the root.
    """
    study, shown = view.study, list(rounds)
    record: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name or study.title,
        "description": description(view, shown)[:LONGEST_DESCRIPTION],
        "url": f"{base}{here}",
        "license": LICENCES.get(study.licence, ("", study.licence))[1],
        "creator": {"@type": "Organization", "name": study.publisher},
        "publisher": {"@type": "Organization", "name": study.publisher},
        "isAccessibleForFree": True,
        "inLanguage": str(study.extra.get("language", SOURCE)),
        "measurementTechnique": technique(shown),
        "temporalCoverage": coverage(shown),
        "spatialCoverage": [{"@type": "Place", "name": place} for place in places(view)],
        "variableMeasured": list(measured(shown)),
        "distribution": [download(base, file) for file in files],
    }
    if study.release:
        record["version"] = study.release.version
        record["datePublished"] = study.release.as_at.isoformat()
    return json_ld({key: value for key, value in record.items() if value not in ("", [])})


def description(view: StudyView, rounds: Iterable[RoundView]) -> str:
    """What the data are, in words: that they are invented comes first, where they are."""
    study = view.study
    kinds = dict.fromkeys(kind.kind.plural for each in rounds for kind in each.kinds.values())
    said = [_("Simulated study.") + " " + simulated_words() if study.simulated else "", study.summary]
    said.append(
        _("What public bodies answered to the same questions: {kinds}.").format(kinds=", ".join(kinds))
        if kinds
        else study.title
    )
    if study.release:
        version, as_at = study.release.version, moment(study.release.as_at)
        said.append(_("Version {version}, as at {as_at}.").format(version=version, as_at=as_at))
    return " ".join(part for part in said if part)


def technique(rounds: Iterable[RoundView]) -> str:
    """How the answers were had."""
    if all(each.state is RoundState.READY for each in rounds):
        return ""
    return _("Requests under freedom of information law to every body of a kind: a census, not a sample")


def coverage(rounds: Iterable[RoundView]) -> str:
    """From the first day of sending to the last day that counted, as ISO 8601 has intervals."""
    days: list[date] = [
        day for each in rounds for day in (each.round.sent_on, each.round.cut_off) if day is not None
    ]
    if not days:
        return ""
    first, last = min(days).isoformat(), max(days).isoformat()
    return first if first == last else f"{first}/{last}"


def places(view: StudyView) -> list[str]:
    """The regions of the bodies, where they are few enough to say where the study looked."""
    found = sorted({body.region for body in view.bodies if body.region})
    return found if len(found) <= MOST_PLACES else []


def measured(rounds: Iterable[RoundView]) -> Iterator[str]:
    """The names of what was asked, each once, as many as are of use to a reader of search results."""
    names = dict.fromkeys(
        view.question.name for each in rounds for kind in each.kinds.values() for view in kind.pages
    )
    yield from list(names)[:MOST_MEASURED]


def download(base: str, file: str) -> dict[str, str]:
    """One file of the data."""
    name = file.rpartition("/")[2]
    ending = name.rpartition(".")[2]
    return {
        "@type": "DataDownload",
        "name": name,
        "encodingFormat": MEDIA_TYPES.get(ending, "application/octet-stream"),
        "contentUrl": f"{base}{file}",
    }


def dataset_of(frame: Frame, path: str, rounds: Sequence[RoundView], name: str = "") -> Markup:
    """The record of some rounds on one of their pages, with the tables and workbooks of each."""
    view = frame.view
    files = [
        file
        for each in rounds
        for tables in (RoundTables(view, each),)
        for file in round_files(view, each, tables.names, book=tables.has_answers)
    ]
    return dataset(view, base_of(frame, path), here=path, rounds=rounds, files=files, name=name)


def round_files(view: StudyView, a_round: RoundView, names: Iterable[str], *, book: bool) -> list[str]:
    """The files of one round worth naming to a search engine: its tables as CSV, and the workbook."""
    made = [view.path(addresses.round_file(a_round.id, name, "csv")) for name in names]
    return [*made, view.path(addresses.workbook_file(view.study.id, a_round.id))] if book else made
