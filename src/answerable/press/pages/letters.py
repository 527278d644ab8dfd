"""Letters about what a body said: to one's representative, and to the body; nothing leaves the browser."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.core.study.link_representatives import EMAIL
from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.pages.body_parts import a_kind, what_became
from answerable.press.pages.letter_said import comparison, said_by
from answerable.press.pages.letter_text import Letter, Matter, plain, to_body, to_representative
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.view.model import BodyView, Record, RoundState, RoundView, StudyView
from answerable.press.words import capital, day, joined

MOST_HEIRS = 4
ACROSS = 58  # letters in a line of the field, about
_EMAIL = re.compile(EMAIL)


def pages(frame: Frame) -> Iterable[Page]:
    """A page for every body of which there are answers to write about."""
    for body in frame.view.bodies:
        about = letter_round(frame.view, body)
        if about:
            path = letter_path(frame.view, body)
            yield Page(path, partial(render, frame, body, about, path))


def letter_round(view: StudyView, body: BodyView) -> RoundView | None:
    """The latest round in which a body was asked and whose answers are in the study; None without one."""
    for a_round in reversed(view.rounds):
        kind = a_round.kinds.get(body.kind)
        if a_round.state is RoundState.ANSWERS and kind and body.path in kind.places:
            return a_round
    return None


def letter_path(view: StudyView, body: BodyView) -> str:
    """The address of the letters about a body."""
    return view.path(addresses.letter_page(body.slug))


@dataclass(frozen=True)
class Field:
    """A letter on its page: the text in its field, how high that is, and the link that opens a mail program.

    `name` is what the choice of a person puts in its place, `blank` what the address of the page does.
    """

    id: str
    letter: Letter
    email: str
    name: str = ""
    people: tuple[Mapping[str, Any], ...] = ()

    @property
    def rows(self) -> int:
        """Lines that the text takes up."""
        return sum(1 + len(line) // ACROSS for line in self.letter.text.split("\n")) + 1


def render(frame: Frame, body: BodyView, about: RoundView, path: str) -> str:
    """The two letters about one body."""
    view = frame.view
    family = view.extras.family(body)
    heirs = [kin.body for kin in family.today] if body.closed else []
    people = people_for(view, [body, *heirs])
    role = role_of(people)
    name = _("[name of your {role}]").format(role=role)
    matter = make_matter(frame, body, about, heirs)
    to = heirs[:MOST_HEIRS] or [body]
    emails = [address for each in to if (address := email_of(each.row["email"]))]
    title = _("Write about {body}").format(body=body.name)
    fields = (
        Field("mp", to_representative(matter, name), "", plain(name), people),
        Field("body", to_body(matter, emails[0] if emails else ""), emails[0] if emails else ""),
    )
    return frame.render(
        "letter.html",
        path,
        title=title,
        description=_(
            "Two letters about what {body} said in {round}, to change as you like: to your {role}, and to "
            "the body itself. Nothing is sent from the page."
        ).format(body=body.name, round=about.title, role=role),
        crumbs=[
            Crumb(_("Bodies"), view.path(addresses.bodies_page())),
            Crumb(body.name, body.path),
            Crumb(_("Write")),
        ],
        body=body,
        became=what_became(path, body, family),
        about=about,
        fields=fields,
        blank=plain(blank_page()),
        role=role,
        sources=sources_of(people),
        represented=found if is_web(found := str(view.study.extra.get("representatives_url", ""))) else "",
        to=joined([Markup('<a href="{}">{}</a>').format(link(path, each.path), each.name) for each in to]),
        n_more=len(heirs) - len(to) if heirs else 0,
        reached=[reached(each) for each in to],
        signposting=str(view.study.extra.get("signposting", "")),
    )


def make_matter(frame: Frame, body: BodyView, about: RoundView, heirs: Sequence[BodyView]) -> Matter:
    """What the letters about a body are about."""
    study, kind = frame.view.study, about.kinds[body.kind]
    said = said_by(kind, kind.places[body.path])
    contact = study.contact.strip()
    address = frame.site.address
    return Matter(
        name=one_line(body.name),
        what=a_kind(frame, body),
        heirs=tuple(one_line(heir.name) for heir in heirs[:MOST_HEIRS]),
        ended=day(body.closed) if body.closed else "",
        survey=one_line(study.title),
        round=about.title,
        said=said,
        compared=comparison(kind, said.no[0]) if said.no else "",
        page=f"{address}/{body.path}" if address else blank_page(),
        correct=contact if email_of(contact) or is_web(contact) else "",
        example=_("[This is an example: the survey is a simulation, and no such body exists.]")
        if study.simulated
        else "",
    )


def blank_page() -> str:
    """What stands in a letter for the address of the page until that is known."""
    return _("[address of the page with its answers]")


def one_line(text: str) -> str:
    """A name without line breaks, which a letter and its subject may not have in their midst."""
    return " ".join(text.split())


def is_web(text: str) -> bool:
    """Whether a text is a web address and nothing else."""
    return text.startswith(("https://", "http://")) and not re.search(r"\s", text)


def email_of(text: str | None) -> str:
    """A text if it is one email address and nothing else, else blank."""
    return text if text and _EMAIL.fullmatch(text) else ""


def people_for(view: StudyView, bodies: Iterable[BodyView]) -> tuple[Record, ...]:
    """Those who sit for the people of some bodies, each once, as the study lists them."""
    found: dict[tuple[str, ...], Record] = {}
    for body in bodies:
        for row in view.extras.representatives.get(body.id, ()):
            found.setdefault((row["name"], row["role"], row["area"]), called(row))
    return tuple(found.values())


def called(row: Record) -> Record:
    """One of them with what to call them in a letter: their name, else their office."""
    office = one_line(row["role"])
    if row["area"]:
        office = _("{role} for {area}").format(role=office, area=one_line(row["area"]))
    name = one_line(row["name"] or "")
    return {
        **row,
        "dear": name or office,
        "label": _("{name}, {office}").format(name=name, office=office) if name else office,
        "email": email_of(row["email"]),
        "url": row["url"] if row["url"] and is_web(row["url"]) else "",
    }


def role_of(people: Sequence[Record]) -> str:
    """What to call whoever sits for the people of a place: the one role that the study lists, else MP."""
    roles = {row["role"] for row in people}
    return one_line(roles.pop()) if len(roles) == 1 else _("MP")


def sources_of(people: Iterable[Record]) -> str:
    """Where names and addresses are from, with the day."""
    told = dict.fromkeys((row["source"], row["date"]) for row in people if row["source"])
    return "; ".join(f"{source}, {day(on)}" if on else str(source) for source, on in told)


def reached(body: BodyView) -> dict[str, Any]:
    """How to reach a body, as far as the register says it."""
    url = body.row["url"] or ""
    return {
        "name": capital(body.name),
        "email": email_of(body.row["email"]),
        "url": url if is_web(url) else "",
    }
