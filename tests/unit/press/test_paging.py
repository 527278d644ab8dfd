"""Links between pages hold on any host, in any folder, and from the file system."""

import posixpath

from hypothesis import given
from hypothesis import strategies as st

from answerable.press.paging import Page, link

PATHS = st.lists(st.sampled_from(["2017", "questions", "a-b", "c"]), max_size=5).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@given(PATHS, PATHS)
def test_links_lead_from_one_page_to_the_other(here: str, there: str) -> None:
    start = Page(here, str).file
    found = posixpath.normpath(posixpath.join(posixpath.dirname(start), link(here, there)))
    assert found == Page(there, str).file


def test_links_keep_the_part_of_a_page() -> None:
    assert link("2017/", "bodies/a/#ccn") == "../bodies/a/index.html#ccn"
    assert link("2017/", "2017/#ccn") == "#ccn"
    assert link("", "assets/site.css") == "assets/site.css"
