"""Where pages and files stand: one function per address, relative to the root of a study.

Addresses are permanent, so they are made here and nowhere else. A view puts its prefix before them.
"""

from answerable.press.slugs import segment, version_segment


def round_page(round_id: str) -> str:
    """The page of a round."""
    return f"{segment(round_id)}/"


def question_page(round_id: str, kind: str, question_id: str) -> str:
    """The page of a question as put to one kind of body."""
    return f"{segment(round_id)}/questions/{segment(question_id)}/{segment(kind)}/"


def table_page(page: str, name: str, part: int) -> str:
    """A further part of a table too long for one page; its first part stands on the page itself."""
    return f"{page}{name}/{part}/"


def ratings_page(round_id: str) -> str:
    """The ratings of a round."""
    return f"{segment(round_id)}/ratings/"


def kind_ratings_page(round_id: str, kind: str) -> str:
    """The ratings of one kind of body in a round: map and table."""
    return f"{segment(round_id)}/ratings/{segment(kind)}/"


def body_page(slug: str) -> str:
    """The page of a body."""
    return f"bodies/{slug}/"


def answer_anchor(round_id: str, question_id: str) -> str:
    """The part of a body's page that holds its answer to one question in one round."""
    return f"{segment(round_id)}-{segment(question_id)}"


def bodies_page() -> str:
    """All bodies of a study."""
    return "bodies/"


def id_page(code: str) -> str:
    """The permanent address of a code."""
    return f"id/{segment(code)}/"


def trends_page() -> str:
    """All comparisons of rounds."""
    return "trends/"


def trend_page(kind: str, question_id: str, from_round: str, to_round: str) -> str:
    """The page of one comparison of two rounds."""
    return f"trends/{segment(question_id)}-{segment(kind)}-{segment(from_round)}-{segment(to_round)}/"


def methods_page(round_id: str) -> str:
    """How a round was done and counted."""
    return f"methods/{segment(round_id)}/"


def data_page() -> str:
    """All files with data."""
    return "data/"


def question_file(round_id: str, kind: str, question_id: str, ending: str) -> str:
    """The answers to one question as a file: csv, json or svg."""
    return f"data/{segment(round_id)}/{segment(kind)}/{segment(question_id)}.{ending}"


def round_file(round_id: str, name: str, ending: str) -> str:
    """A table of a round as a file: answers, questions, bodies, measures or ratings, as csv or parquet."""
    return f"data/{segment(round_id)}/{name}.{ending}"


def workbook_file(study_id: str, round_id: str) -> str:
    """All tables of a round as one workbook, under a name that still says what it is once downloaded."""
    return f"data/{segment(round_id)}/{segment(study_id)}-{segment(round_id)}.xlsx"


def find_page() -> str:
    """Postcode to bodies."""
    return "find/"


def find_shard(outward: str) -> str:
    """The postcodes of one outward code: what stands before the blank."""
    return f"find/{segment(outward.lower())}.json"


def regions_page() -> str:
    """All regions of a study."""
    return "regions/"


def region_page(slug: str) -> str:
    """One region: its bodies and what they said."""
    return f"regions/{slug}/"


def region_file(slug: str, ending: str) -> str:
    """The answers of the bodies of one region as a file: csv or xlsx."""
    return f"regions/{slug}.{ending}"


def compare_page() -> str:
    """Up to four bodies beside each other."""
    return "compare/"


def letter_page(slug: str) -> str:
    """Letters about what a body said."""
    return f"write/{slug}/"


def search_page() -> str:
    """Search over bodies and questions."""
    return "search/"


def search_file(name: str) -> str:
    """One file of the index behind the search page."""
    return f"search/{name}"


def figure_page(round_id: str, kind: str, question_id: str, measure: str) -> str:
    """The permanent address of one figure."""
    return f"figures/{segment(round_id)}/{segment(kind)}/{segment(question_id)}/{segment(measure)}/"


def embed_page(round_id: str, kind: str, question_id: str, view: str) -> str:
    """A figure to be shown within other sites; `view` is map, hex, difference or bar."""
    return f"embed/{segment(round_id)}/{segment(question_id)}/{segment(kind)}-{segment(view)}/"


def corrections_page() -> str:
    """What was corrected, with before and after."""
    return "corrections/"


def corrections_feed() -> str:
    """The corrections as an Atom feed."""
    return "corrections/feed.atom"


def corrections_file() -> str:
    """Every correction as rows of a table."""
    return "data/corrections.csv"


def accessibility_page() -> str:
    """The accessibility statement."""
    return "accessibility/"


def versions_page() -> str:
    """All versions published here."""
    return "v/"


def version_folder(version: str) -> str:
    """The copy of one version, which never changes."""
    return f"v/{version_segment(version)}/"


def card(page: str) -> str:
    """The picture that stands for a page where it is shared."""
    return f"{page}card.png"
