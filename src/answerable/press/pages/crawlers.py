"""What programs that read a whole site are told: robots.txt, and a map of it where its address is known."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.paging import Page
from answerable.press.render import Frame

MOST_ADDRESSES = 50_000
"""How many one map of a site may hold.

Source: sitemaps.org, protocol
"""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NOT_LISTED = ("embed/", "id/")
"""Pages to be shown within others, and addresses that lead on."""


def pages_about(frames: Sequence[Frame], paths: Sequence[str]) -> Iterable[Page]:
    """robots.txt, and the map of all current pages; an address that is not known cannot be in a map.

    `paths` are the addresses of everything that the site is made of.
    """
    address = frames[0].site.address if frames else ""
    listed = list(current(frames, paths)) if address else []
    yield Page("robots.txt", partial(robots, frames, address))
    if not address:
        return
    parts = [listed[n : n + MOST_ADDRESSES] for n in range(0, len(listed), MOST_ADDRESSES)] or [[]]
    if len(parts) == 1:
        yield Page("sitemap.xml", partial(site_map, address, parts[0]))
        return
    names = [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Page(name, partial(site_map, address, part))
    yield Page("sitemap.xml", partial(index, address, names))


def current(frames: Sequence[Frame], paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The address of every current page, with the day of the release that it shows; blank for none.

    The day is that of the data: a page changes when they do, and no clock is asked.
    """
    days = {
        frame.view.prefix: frame.view.study.release.as_at.isoformat()[:10] if frame.view.study.release else ""
        for frame in frames
    }
    several = [prefix for prefix in days if prefix]
    for path in paths:
        prefix = next((each for each in several if path.startswith(each)), "")
        rest = path.removeprefix(prefix)
        is_page = path.endswith("/") or not path
        if is_page and not rest.startswith(NOT_LISTED):
            yield path, days.get(prefix, "")


def site_map(address: str, listed: Sequence[tuple[str, str]]) -> str:
    """A map of the site."""
    lines = Markup().join(
        Markup("<url><loc>{}</loc>{}</url>\n").format(
            f"{address}/{quote(path)}", Markup("<lastmod>{}</lastmod>").format(day) if day else ""
        )
        for path, day in listed
    )
    return f'{HEAD}<urlset xmlns="{NAMESPACE}">\n{lines}</urlset>\n'


def index(address: str, names: Sequence[str]) -> str:
    """A map of maps."""
    lines = Markup().join(
        Markup("<sitemap><loc>{}</loc></sitemap>\n").format(f"{address}/{name}") for name in names
    )
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{lines}</sitemapindex>\n'


def robots(frames: Sequence[Frame], address: str) -> str:
    """Everything may be read but kept copies: they would stand in search results beside what corrects them.

    Source: RFC 9309
    """
    below = urlsplit(address).path
    copies = [f"{below}/{frame.view.path(addresses.versions_page())}*/" for frame in frames]
    rules = "".join(f"Disallow: {copy}\n" for copy in copies) or "Disallow:\n"
    where = f"\nSitemap: {address}/sitemap.xml\n" if address else ""
    return f"User-agent: *\n{rules}{where}"
