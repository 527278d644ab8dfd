"""Search: a page with a box, and the index behind it; without scripts, ways to everything."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from answerable.press import addresses
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.search_index import Entry, file_name, make_index
from answerable.press.view.kin import Family
from answerable.press.view.model import BodyView, KindView, QuestionView, RoundView, StudyView
from answerable.press.words import capital, day, number

INDEX = "search index"  # key among what pages of a study share
MOST_NAMED = 2


def pages(frame: Frame) -> Iterable[Page]:
    """The page and every file of its index; nothing where there is nothing to find."""
    files = index_of(frame.view)
    if not files:
        return
    path = frame.view.path(addresses.search_page())
    yield Page(path, partial(render, frame, path))
    for letters, text in files.items():
        yield Page(frame.view.path(addresses.search_file(file_name(letters))), partial(str, text))


def render(frame: Frame, path: str) -> str:
    """The page, with the places to look through where there are no scripts."""
    view = frame.view
    title = _("Search the bodies and the questions")
    return frame.render(
        "search.html",
        path,
        title=title,
        description=_("Find a body by its name, code or region, and a question by its words."),
        crumbs=[Crumb(_("Search"))],
        headline=title,
        box=search_box(view, path),
        rounds=[(each.title, each.path) for each in reversed(view.rounds)],
        bodies_page=view.path(addresses.bodies_page()) if view.bodies else "",
        compare_page=view.path(addresses.compare_page()) if can_compare(view) else "",
    )


def search_box(view: StudyView, path: str) -> dict[str, str]:
    """What the search box of a page must know: the files of the index and where they are."""
    first = link(path, view.path(addresses.search_file("words-")))
    return {"files": " ".join(index_of(view)), "root": first}


def can_compare(view: StudyView) -> bool:
    """Whether any round has answers of bodies that could stand beside each other."""
    return any(kind.bodies and has_cells(kind) for each in view.rounds for kind in each.kinds.values())


def has_cells(kind: KindView) -> bool:
    """Whether the answers of single bodies are in the study."""
    return any(each.cells is not None for each in kind.questions.values())


def index_of(view: StudyView) -> Mapping[str, str]:
    """The index of a study, made once; addresses are as written on a page one folder down."""
    if INDEX not in view.kept:
        here = view.path(addresses.search_page())
        view.kept[INDEX] = make_index([*body_entries(view, here), *question_entries(view, here)])
    made: Mapping[str, str] = view.kept[INDEX]
    return made


def body_entries(view: StudyView, here: str) -> Iterator[Entry]:
    """Bodies by names present and past, codes, region, kind and the register's own columns."""
    kinds = view.study.body_kinds
    for body in sorted(view.bodies, key=lambda each: each.closed is not None):
        kind, row, family = kinds.get(body.kind), body.row, view.extras.family(body)
        former = [each for each in former_names(family) if each != body.name]
        about = [
            body.id, row["ods_code"], row["official_name"], row["short_name"], body.region,
            *((kind.name, kind.short) if kind else (body.kind,)),
            *(row[name] for name in view.study.body_attributes if row.get(name)),
            *former,
        ]  # fmt: skip
        parts = [capital(kind.short) if kind else body.kind, body.region, *after_words(body, family)]
        if former:
            parts.append(_("formerly {names}").format(names=", ".join(former[:MOST_NAMED])))
        note = "; ".join(filter(None, parts))
        yield Entry(body.name, link(here, body.path), note, " ".join(str(each) for each in about if each))


def former_names(family: Family) -> list[str]:
    """What a body was called while it was the same body."""
    return [kin.body.name for kin in family.before if Family(after=(kin,)).goes_on]


def after_words(body: BodyView, family: Family) -> list[str]:
    """That a body is closed, and who came after it; nothing for a body that is open."""
    if body.closed is None:
        return []
    said = [_("closed on {day}").format(day=day(body.closed))]
    names = [
        kin.body.name
        if kin.body.name != body.name
        else _("{name} under the code {code}").format(name=kin.body.name, code=kin.body.id)
        for kin in family.today
    ]
    if names:
        more = len(names) - MOST_NAMED
        if more > 0:
            names = [*names[:MOST_NAMED], ngettext("{n} more", "{n} more", more).format(n=number(more))]
        said.append(_("now {names}").format(names=", ".join(names)))
    return said


def question_entries(view: StudyView, here: str) -> Iterator[Entry]:
    """Every question of every round, by its name, wording, section and number; the latest round first."""
    for a_round in sorted(view.rounds, key=lambda each: each.round.sent_on or date.max, reverse=True):
        for kind in a_round.kinds.values():
            for each in kind.questions.values():
                yield question_entry(here, a_round, kind, each)


def question_entry(here: str, a_round: RoundView, kind: KindView, view: QuestionView) -> Entry:
    """One question as it is found."""
    question: Any = view.question
    where = {"number": question.number, "round": a_round.title, "bodies": bodies_words(kind.kind)}
    if question.number:
        note = _("Question {number}, {round}, {bodies}").format(**where)
    else:
        note = _("Question, {round}, {bodies}").format(**where)
    about = (question.wording, question.section, kind.kind.name, kind.kind.short, a_round.id, question.number)
    return Entry(capital(question.name), link(here, view.path), note, " ".join(filter(None, about)))
