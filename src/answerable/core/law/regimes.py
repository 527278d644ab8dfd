"""Access regimes as values read from YAML: what the law gives, with the section that says so.

Nothing in the code asks which regime it has before it; a correction of the law is an edit of the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from answerable.core.errors import LawDoesNotApply, UnknownName
from answerable.core.study.yaml import yaml_values


@dataclass(frozen=True)
class Extension:
    """A longer time: why, until which working day, and by which day the notice saying so is due.

    `ceiling_by_law` is False where the law says only "reasonable" and the ceiling is practice.
    """

    section: str
    reason: str
    notice_within: int
    ceiling: int
    ceiling_by_law: bool
    once: bool


@dataclass(frozen=True)
class SchoolTime:
    """The longer time of schools: so many school days, or so many working days, whichever comes first."""

    section: str
    school_days: int
    working_days: int


@dataclass(frozen=True)
class CostRule:
    """The cost limit: pounds for central government and for others, the hourly rate, and what counts."""

    section: str
    central_gbp: int
    other_gbp: int
    hourly_gbp: int
    counts: tuple[str, ...]


@dataclass(frozen=True)
class AggregationRule:
    """When requests to one body may be costed together.

    `who` is `requester_or_campaign`, or `different_persons` where only others' requests count.
    """

    section: str
    working_days: int
    who: str


@dataclass(frozen=True)
class ReviewRule:
    """The body's own review: until when to ask for it, and how long it may take.

    `silent_days` count from `silent_from`, `due` or `received`, where there was no reply at all.
    """

    section: str
    ask_within: int
    silent_days: int
    silent_from: str
    expected: int
    at_most: int
    by_law: bool


@dataclass(frozen=True)
class ComplaintRule:
    """Going to the regulator: until when, and whether silence may go there without a review."""

    section: str
    regulator: str
    weeks: int
    months: int
    review_first: bool
    silence_after_chasing: bool


@dataclass(frozen=True)
class Lapse:
    """When a question of the body that nobody answers ends the request."""

    section: str
    months: int
    working_days: int


@dataclass(frozen=True)
class Needs:
    """What makes a request valid; `permanent_form` allows a recording in place of writing."""

    section: str
    writing: bool
    name: bool
    address: bool
    permanent_form: bool


@dataclass(frozen=True)
class Asking:
    """Something worth asking for in the request itself, and the section that gives the right."""

    section: str
    words: str


@dataclass(frozen=True)
class Refusal:
    """A ground of refusal; `public_interest` where that is weighed, `cost` where it is the cost limit."""

    section: str
    name: str
    public_interest: bool
    cost: bool = False


@dataclass(frozen=True)
class Regime:
    """One access law: its times, its exceptions and its remedies. What it does not have is None."""

    id: str
    name: str
    applies_to: str
    in_force: date
    calendar: str
    working_days: int
    time_section: str
    time_words: str
    working_day_section: str
    clarification: Lapse
    fees_notice: Lapse
    extension: Extension | None
    schools: SchoolTime | None
    cost: CostRule | None
    aggregation: AggregationRule | None
    review: ReviewRule
    complaint: ComplaintRule
    needs: Needs
    form: Asking
    help: Asking
    not_held_section: str
    refusals: Mapping[str, Refusal]

    def check_in_force(self, on: date) -> None:
        """Refuses a day before the law gave any right. Raises: LawDoesNotApply"""
        if on < self.in_force:
            raise LawDoesNotApply(
                f"Rights under the {self.name} begin on {self.in_force}; {on} is earlier. Check the year."
            )

    def refusal(self, section: str) -> Refusal:
        """The ground of refusal of a section. Raises: UnknownName"""
        try:
            return self.refusals[section]
        except KeyError:
            raise UnknownName(f"ground of refusal under {self.id}", section, self.refusals) from None

    def is_cost_refusal(self, sections: tuple[str, ...]) -> bool:
        """Whether any of the sections is the cost limit."""
        return any(self.refusals[s].cost for s in sections if s in self.refusals)


@dataclass(frozen=True)
class Regulator:
    """Who hears complaints, under the name the office has from a day on."""

    name: str
    short: str
    since: date | None = None


def read_regimes(text: str) -> Mapping[str, Regime]:
    """Regimes from YAML text, by id. Raises: KeyError for a regime that leaves out what every law has"""
    return {name: _regime(name, entry) for name, entry in _yaml(text).items()}


def read_regulators(text: str) -> Mapping[str, tuple[Regulator, ...]]:
    """Regulators from YAML text, by id: their names in order of time."""
    return {
        name: tuple(
            Regulator(e["name"], e["short"], date.fromisoformat(e["from"]) if "from" in e else None)
            for e in entries
        )
        for name, entries in _yaml(text).items()
    }


@cache
def regimes() -> Mapping[str, Regime]:
    """The regimes that come with the package, by id."""
    return read_regimes(_packaged("regimes.yaml"))


@cache
def regulators() -> Mapping[str, tuple[Regulator, ...]]:
    """The regulators that come with the package, by id."""
    return read_regulators(_packaged("regulators.yaml"))


def regime_named(name: str) -> Regime:
    """The packaged regime of that id. Raises: UnknownName"""
    try:
        return regimes()[name]
    except KeyError:
        raise UnknownName("access law", name, regimes()) from None


def regulator_on(
    regime: Regime, on: date, known: Mapping[str, tuple[Regulator, ...]] | None = None
) -> Regulator:
    """The regulator of a regime under the name it has on a day; `known` replaces the packaged list."""
    names = (regulators() if known is None else known)[regime.complaint.regulator]
    current = [regulator for regulator in names if regulator.since is None or regulator.since <= on]
    return current[-1] if current else names[0]


def _packaged(name: str) -> str:
    return files("answerable.core.law").joinpath(name).read_text(encoding="utf-8")


def _yaml(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml_values(text, "regimes.yaml")
    return loaded


def _regime(name: str, entry: Mapping[str, Any]) -> Regime:
    time, review, complaint = entry["time"], entry["review"], entry["complaint"]
    return Regime(
        id=name,
        name=entry["name"],
        applies_to=entry["applies_to"],
        in_force=date.fromisoformat(entry["in_force"]),
        calendar=entry["calendar"],
        working_days=time["working_days"],
        time_section=time["section"],
        time_words=time["words"],
        working_day_section=entry["working_day"]["section"],
        clarification=_lapse(entry["clarification"]),
        fees_notice=_lapse(entry["fees_notice"]),
        extension=Extension(**entry["extension"]) if "extension" in entry else None,
        schools=SchoolTime(**entry["schools"]) if "schools" in entry else None,
        cost=_cost(entry["cost"]) if "cost" in entry else None,
        aggregation=AggregationRule(**entry["aggregation"]) if "aggregation" in entry else None,
        review=ReviewRule(
            section=review["section"],
            ask_within=review["ask_within"],
            silent_days=review["silent"]["working_days"],
            silent_from=review["silent"]["from"],
            expected=review["expected"],
            at_most=review["at_most"],
            by_law=review["by_law"],
        ),
        complaint=ComplaintRule(**{"weeks": 0, "months": 0, **complaint}),
        needs=Needs(**entry["needs"]),
        form=Asking(entry["form"]["section"], entry["form"]["ask"]),
        help=Asking(entry["help"]["section"], entry["help"]["ask"]),
        not_held_section=entry["not_held"],
        refusals={section: Refusal(section=section, **rest) for section, rest in entry["refusals"].items()},
    )


def _lapse(entry: Mapping[str, Any]) -> Lapse:
    return Lapse(
        entry["section"], entry.get("lapses_after_months", 0), entry.get("lapses_after_working_days", 0)
    )


def _cost(entry: Mapping[str, Any]) -> CostRule:
    return CostRule(**{**entry, "counts": tuple(entry["counts"])})
