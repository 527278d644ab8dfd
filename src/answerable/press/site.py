"""Publishes studies as one static site: read, compute once, render every page, swap in whole."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

from answerable.core.study.model import Study
from answerable.core.study.reading import read_study
from answerable.press import addresses
from answerable.press.assets import script, style_sheet
from answerable.press.cleaning import cleaned
from answerable.press.errors import AddressTaken
from answerable.press.images.cards import cards
from answerable.press.images.figures import figures
from answerable.press.images.making import Picture, Pictures, write_pictures
from answerable.press.language import SOURCE, in_language, speaking
from answerable.press.options import Options
from answerable.press.pages import ROOT_PAGES, STUDY_PAGES, PageKind, crawlers, data, navigation
from answerable.press.pages.versions import pages_of_copy
from answerable.press.paging import Page
from answerable.press.postcodes import chosen_postcodes, with_finder
from answerable.press.render import Frame, Site
from answerable.press.slugs import segment
from answerable.press.staging import swapped_in
from answerable.press.theme import read_theme
from answerable.press.tokens import themed
from answerable.press.versions import Kept, carry_over, keep_release, kept_versions, unsaid
from answerable.press.view.build import build_view
from answerable.press.writing import write_pages

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class SiteReport:
    """What was published: files, their size, how long it took, and what the pages warn of.

    `images_made` were drawn anew, `images_kept` are those of the last publication.
    """

    pages: int
    bytes: int
    seconds: float
    warnings: tuple[str, ...]
    images_made: int = 0
    images_kept: int = 0


def publish(
    studies: Sequence[Path | Study],
    out: Path,
    *,
    options: Options | None = None,
    progress: Progress | None = None,
) -> SiteReport:
    """Publishes studies into the folder `out`, which is replaced whole or not touched at all.

    One study has its pages at the root; several live under `/<study-id>/` each. The same input gives the
    same bytes. `progress` is told what is being done, how many are done and of how many.

    A release is kept under /v/ as it was published; one whose version stands there with other contents is
    refused.

    Raises: InputFaults, NotASite, VersionTaken, PressError
    """
    started = perf_counter()
    tell = progress or (lambda words, done, of: None)
    options = options or Options()
    with collection_paused(), themed(read_theme(options.theme)), swapped_in(out) as folder:
        read = []
        for n, given in enumerate(studies):
            tell("Reading", n, len(studies))
            read.append(cleaned(given if isinstance(given, Study) else read_study(given)))
        kept = versions_to_keep(read, out, options)
        frames = make_frames(read, options=options, progress=tell, kept=kept)
        written = write_pages(
            all_pages(frames), folder, progress=lambda done, of: tell("Writing pages", done, of)
        )
        pictures = Pictures()
        if options.images:
            pictures = write_pictures(
                all_pictures(frames, folder),
                folder,
                out,
                progress=lambda done, of: tell("Making pictures", done, of),
            )
        written += pictures.written
        written += write_pages(last_pages(frames, folder), folder)
        keep_versions(frames, out, folder)
    warnings = [
        warning
        for frame in frames
        for warning in (*frame.view.warnings, *unsaid(frame.view.study, frame.kept))
    ]
    seconds = perf_counter() - started
    return SiteReport(written.files, written.bytes, seconds, tuple(warnings), pictures.made, pictures.kept)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pauses the search for cycles: a view holds many objects and all of them stay until the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def make_frames(
    studies: Sequence[Study],
    *,
    options: Options | None = None,
    progress: Progress = lambda words, done, of: None,
    kept: Mapping[str, tuple[Kept, ...]] | None = None,
) -> list[Frame]:
    """Every study computed and ready to be rendered. Raises: AddressTaken for two studies of one id"""
    ids = [segment(study.id) for study in studies]
    for study_id in ids:
        if ids.count(study_id) > 1:
            raise AddressTaken(f"{study_id}/")
    titles = tuple((s.title, f"{i}/") for s, i in zip(studies, ids, strict=True))
    site = Site(options or Options(), titles, kept or {})
    chosen = chosen_postcodes(site.options)
    frames = []
    for n, study in enumerate(studies):
        progress("Computing", n, len(studies))
        with speaking(language_of(study)):
            view = build_view(study, prefix=prefix_of(study, studies))
            progress("Placing postcodes", n, len(studies))
            view = with_finder(view, chosen, northern_ireland=site.options.northern_ireland)
            frames.append(Frame(site, view, navigation(view)))
    return frames


def prefix_of(study: Study, studies: Sequence[Study]) -> str:
    """Where a study's pages live: at the root, or in a folder of its own where there are several."""
    return f"{segment(study.id)}/" if len(studies) > 1 else ""


def versions_to_keep(studies: Sequence[Study], out: Path, options: Options) -> dict[str, tuple[Kept, ...]]:
    """The versions that the site will hold under /v/. Raises: VersionTaken, VersionBroken"""
    found = {}
    for study in studies:
        prefix = prefix_of(study, studies)
        found[prefix] = kept_versions(study, prefix, out, keep=options.versions)
    return found


def keep_versions(frames: Sequence[Frame], out: Path, folder: Path) -> None:
    """Copies each release that is new here, and takes over the copies of those published before."""
    for frame in frames:
        for kept in frame.kept:
            if kept.is_new:
                with speaking(language_of(frame.view.study)):
                    made = pages_of_copy(frame, kept)
                    keep_release(frame.view.study, frame.view.prefix, kept, folder, made)
    carry_over(out, folder)


def all_pages(frames: Sequence[Frame]) -> list[Page]:
    """Every file of the site, none of them rendered yet."""
    pages = [Page("assets/site.css", style_sheet), Page("assets/site.js", script)]
    shared = {language_of(frame.view.study) for frame in frames}
    language = shared.pop() if len(shared) == 1 else SOURCE
    for kind in ROOT_PAGES:
        pages.extend(in_one_language(language, kind.pages(frames)))
    for frame in frames:
        pages.extend(spoken_pages(frame, STUDY_PAGES))
    last = [frame.view.path(addresses.data_page()) for frame in frames]
    pages.extend(crawlers.pages_about(frames, [*(page.path for page in pages), *last]))
    return pages


def all_pictures(frames: Sequence[Frame], folder: Path) -> Iterator[Picture]:
    """Every picture of the site; those of maps are made from the SVG files in `folder`."""
    for frame in frames:
        language = language_of(frame.view.study)
        for picture in cards(frame):
            yield replace(picture, svg=partial(in_language, language, picture.svg))
        yield from figures(frame, folder)


def spoken_pages(frame: Frame, kinds: Iterable[PageKind]) -> Iterator[Page]:
    """The pages of some kinds of one study, each to be made in the study's language."""
    language = language_of(frame.view.study)
    for each in kinds:
        yield from in_one_language(language, each.pages(frame))


def in_one_language(language: str, pages: Iterable[Page]) -> Iterator[Page]:
    """Pages listed, and later made, while one language is spoken."""
    with speaking(language):
        for page in pages:
            yield replace(page, render=partial(in_language, language, page.render))


def language_of(study: Study) -> str:
    """The language of a study's pages: its own, else English."""
    return str(study.extra.get("language", SOURCE))


def last_pages(frames: Sequence[Frame], folder: Path) -> list[Page]:
    """Pages about files, once all others are in `folder`: their sizes, their hashes, what is in them."""
    found: list[Page] = []
    for frame in frames:
        found.extend(in_one_language(language_of(frame.view.study), data.last_pages(frame, folder)))
    return found
