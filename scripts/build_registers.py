"""Write the registers of the study of children's palliative care from a folder of geography files.

    python scripts/build_registers.py FOLDER [--out STUDY]

Names, codes, dates, successions, overlaps and counts of residents are facts of the Office for National
Statistics, the NHS Organisation Data Service and mySociety, under the licences named in study.yaml.
The same folder always gives the same files.
"""

import argparse
import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

STUDY = Path(__file__).parent.parent / "studies" / "childrens-palliative-care"
Row = dict[str, str]

BODY_COLUMNS = (
    *(
        "id",
        "kind",
        "name",
        "opened",
        "closed",
        "ods_code",
        "region_code",
        "region",
        "type",
        "stp_code",
        "stp",
    ),
    *("short_name", "official_name", "source", "note"),
)
MEASURES = {
    "children_0_18": "mid2017_0_18",
    "children_0_19": "mid2017_0_19",
    "children_0_25": "mid2017_0_25",
    "all_ages": "mid2017_all",
}
VINTAGES = (
    *("CCG16CD", "CCG17CD", "CCG20CD", "CCG21CD", "ICB22CD", "ICB24CD", "ICB26CD"),
    *("UTLA16CD", "UTLA23CD"),
)
FIRST_GROUPS, BOARDS_BEGIN = "2013-04-01", "2022-07-01"
MOST = 90.0  # percent of a body's residents that must stay for the body to be called the same
CODE_DATE_GUESSED = {"E38000213", "E38000214", "E08000038", "E08000039"}


@dataclass(frozen=True)
class Link:
    """One body following another on a day, with the percent of its residents that went there."""

    on: str
    before: str
    after: str
    share_pct: float | None
    source: str


def read(folder: Path, name: str) -> list[Row]:
    """Rows of one CSV file of the folder."""
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def lookup(folder: Path) -> list[Row]:
    """The small areas of 2011: the body each lay in at every vintage, and its residents in mid-2017."""
    path = folder / "lsoa11_lookup_population.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """A CSV file with these columns in this order."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def day_before(on: str) -> str:
    """The last day of what ended when something else began on that day."""
    return (date.fromisoformat(on) - timedelta(days=1)).isoformat()


def residents(areas: Iterable[Row]) -> dict[str, int]:
    """Residents of mid-2017 by code, over every vintage that the small areas know."""
    found: dict[str, int] = defaultdict(int)
    for area in areas:
        for code in {area[vintage] for vintage in VINTAGES}:
            found[code] += int(area["p17_all"])
    return dict(found)


# Successions


def group_links(folder: Path) -> list[Link]:
    """How groups followed one another, and how they became boards in July 2022."""
    rows = read(folder, "ccg_successors.csv")
    recoded = {
        (row["effective_date"], row["successor_ons"]): row["predecessor_ons"]
        for row in rows
        if row["change_type"] == "recode"
    }
    links = []
    for row in rows:
        on, before = row["effective_date"], row["predecessor_ons"]
        # A strip that moved on the day of a recode is told under the new code; it left the old one.
        before = recoded.get((on, before), before)
        source = "ONS lookups of small areas" if row["n_lsoa11"] else "ONS and NHS ODS code lists"
        links.append(
            Link(on, before, row["successor_ons"], float(row["pct_of_predecessor_population"]), source)
        )
    for row in read(folder, "ccg2021_to_icb2022.csv"):
        share = float(row["pct_of_ccg_population"])
        links.append(
            Link(row["effective_date"], row["ccg_ons"], row["icb_ons"], share, "ONS lookups of small areas")
        )
    return whole(links)


def whole(links: list[Link]) -> list[Link]:
    """The same links, where what a strip took away is no longer counted as having stayed."""
    total: dict[tuple[str, str], float] = defaultdict(float)
    for link in links:
        total[link.on, link.before] += link.share_pct or 0
    result = []
    for link in links:
        excess = total[link.on, link.before] - 100
        if link.share_pct == 100 and excess > 0:
            link = Link(link.on, link.before, link.after, round(100 - excess, 2), link.source)
        result.append(link)
    return result


def board_links(folder: Path, areas: list[Row]) -> list[Link]:
    """How boards followed one another in 2023 and 2026; strips of 2023 are measured on the small areas."""
    source = "NHS ODS succession records"
    went: dict[tuple[str, str], int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for area in areas:
        went[area["ICB22CD"], area["ICB24CD"]] += int(area["p17_all"])
        total[area["ICB22CD"]] += int(area["p17_all"])
    links = []
    for row in read(folder, "icb_successors.csv"):
        on, before, given = (
            row["effective_date"],
            row["predecessor_ons"],
            row["pct_of_predecessor_population"],
        )
        if given:
            links.append(Link(on, before, row["successor_ons"], float(given), source))
            continue
        for (left, right), n in sorted(went.items()):
            if left == before:
                share = round(100 * n / total[before], 2)
                links.append(Link(on, before, right, share, "ONS lookups of small areas"))
    return links


def council_links(folder: Path) -> list[Link]:
    """How upper-tier councils followed one another; what is only planned has no code and is left out."""
    links = []
    for row in read(folder, "utla_successors.csv"):
        if row["successor_ons"]:
            given = row["pct_of_predecessor_population"]
            share = float(given) if given else None
            links.append(
                Link(
                    row["effective_date"],
                    row["predecessor_ons"],
                    row["successor_ons"],
                    share,
                    "ONS change history",
                )
            )
    return links


def change_of(link: Link, links: list[Link], people: Mapping[str, int]) -> str:
    """What happened along one link, by how much of the old body went there and how much of the new it made.

    A strip is a change of boundary: under a tenth of one side and under half of the other. A body that stays
    whole merges with others that do; beside the larger part of a split body it is a merger with a split,
    unless it makes nearly all of the new one.
    """
    if link.share_pct is None:
        return "recode"

    def share(one: Link) -> float:
        return one.share_pct or 0

    def made(one: Link) -> float:
        return share(one) * people[one.before] / people[one.after]

    def strip(one: Link) -> bool:
        small, large = sorted((share(one), made(one)))
        return small < 100 - MOST and large < 50

    arrived = [one for one in links if (one.on, one.after) == (link.on, link.after) and one != link]
    joined = [one for one in arrived if not strip(one)]
    whole_ones = [one for one in joined if share(one) >= MOST]
    if strip(link):
        return "boundary_change"
    if share(link) < MOST:
        return "split" if made(link) >= MOST else "merger_and_split"
    if not joined or (made(link) >= MOST and not whole_ones):
        return "recode" if share(link) == 100 and not arrived else "boundary_change"
    return "merger" if whole_ones == joined else "merger_and_split"


def succession_rows(links: list[Link], people: Mapping[str, int], since: str) -> list[Row]:
    """Successions after a day, in order, each with what happened."""
    rows = []
    for link in sorted(links, key=lambda one: (one.on, one.after, one.before)):
        if link.on <= since:
            continue
        note = ""
        if link.after in CODE_DATE_GUESSED:
            note = (
                "The same council under a new code after a small change of boundary; the day is approximate."
            )
        elif link.on == BOARDS_BEGIN:
            note = "A board took over from the groups."
        rows.append(
            {
                "effective_date": link.on,
                "predecessor_id": link.before,
                "successor_id": link.after,
                "change": change_of(link, links, people),
                "share_pct": "" if link.share_pct is None else f"{link.share_pct:g}",
                "source": link.source,
                "note": note,
            }
        )
    return rows


# Bodies


def short_name(name: str) -> str:
    """The place in a body's name, as a map or a table writes it."""
    return name.removeprefix("NHS ").removesuffix(" CCG").removesuffix(" Integrated Care Board")


def group_rows(folder: Path) -> list[Row]:
    """Clinical commissioning groups since April 2016; region and plan area as of 2016 and 2017."""
    detail = {row["ons_code"]: row for row in read(folder, "ccg_register_2016.csv")}
    detail |= {row["ons_code"]: row for row in read(folder, "ccg_register_2017.csv")}
    codes = {row["nhse_region"]: row["nhse_region_code"] for row in read(folder, "ccg_register_2017.csv")}
    rows = []
    for row in read(folder, "ccg_all_vintages.csv"):
        if "1" not in [row[vintage] for vintage in row if vintage >= "2016" and vintage[:2] == "20"]:
            continue
        known = detail.get(row["ons_code"], {})
        region, note = known.get("nhse_region", ""), ""
        plan_code, plan = known.get("stp_code", ""), known.get("stp_name", "")
        if ";" in plan_code:
            note, plan_code, plan = f"In two plan areas: {plan}.", "", ""
        rows.append(
            {"id": row["ons_code"], "kind": "ccg", "name": row["name"], "ods_code": row["ods_code"]}
            | {"region_code": codes.get(region, ""), "region": region, "stp_code": plan_code, "stp": plan}
            | {"short_name": short_name(row["name"]), "source": "ONS and NHS ODS", "note": note}
        )
    return rows


def board_rows(folder: Path, regions: Mapping[str, str]) -> list[Row]:
    """Integrated care boards of every vintage since July 2022."""
    rows = {}
    for row in read(folder, "icb_register.csv"):
        rows[row["ons_code"]] = {
            "id": row["ons_code"],
            "kind": "icb",
            "name": row["name"],
            "ods_code": row["ods_code"],
            "region_code": regions[row["nhse_region"]],
            "region": row["nhse_region"],
            "short_name": short_name(row["name"]),
            "source": "ONS and NHS ODS",
        }
    return list(rows.values())


def council_rows(folder: Path) -> list[Row]:
    """Upper-tier councils of 2016 and of today, with the codes that two of them were given later."""
    rows = {}
    for row in read(folder, "utla_register_2016.csv") + read(folder, "utla_register_2023.csv"):
        for code in {row["ons_code"], row.get("ons_code_2025") or row["ons_code"]}:
            rows[code] = {
                "id": code,
                "kind": "la",
                "name": row["name"],
                "region_code": row["region_code"],
                "region": row["region"],
                "type": row["type"],
                "official_name": row["official_name"],
                "source": "ONS and mySociety",
            }
    return list(rows.values())


def dated(rows: list[Row], links: list[Link]) -> list[Row]:
    """The same bodies with the days between which they lived, by their successions."""
    opened = {link.after: link.on for link in links}
    closed = {link.before: day_before(link.on) for link in links}
    for row in rows:
        first = FIRST_GROUPS if row["kind"] == "ccg" else BOARDS_BEGIN if row["kind"] == "icb" else ""
        row["opened"] = opened.get(row["id"], first)
        row["closed"] = closed.get(row["id"], "")
        if row["id"] in CODE_DATE_GUESSED:
            row["note"] = "An older body under a new code; the day of the code is approximate."
    return sorted(rows, key=lambda row: (row["kind"], row["id"]))


# Overlaps and residents


def overlap_rows(folder: Path) -> list[Row]:
    """Shares of residents that health bodies and councils have in common, as of mid-2017."""
    recoded = {row["ons_code"]: row["ons_code_2025"] for row in read(folder, "utla_register_2023.csv")}
    rows = {}
    for name in ("overlap_ccg2016_utla2016", "overlap_ccg2017_utla2016", "overlap_icb2026_utla2023"):
        for row in read(folder, f"{name}.csv"):
            council = row["utla_code"] if "2016" in name else recoded[row["utla_code"]]
            rows[row["health_area_code"], council] = {
                "left_id": row["health_area_code"],
                "right_id": council,
                "share_of_left_pct": row["pct_of_health_area_pop"],
                "share_of_right_pct": row["pct_of_utla_pop"],
                "source": "ONS small areas, residents of mid-2017",
            }
    return [rows[key] for key in sorted(rows)]


def population_rows(folder: Path) -> list[Row]:
    """Children and all residents in mid-2017, for every body whose small areas are known."""
    recoded = {row["ons_code"]: row["ons_code_2025"] for row in read(folder, "utla_register_2023.csv")}
    rows = {}
    for row in read(folder, "population_children.csv"):
        for code in {row["ons_code"], recoded.get(row["ons_code"], row["ons_code"])}:
            for measure, column in MEASURES.items():
                rows[code, measure] = {
                    "body_id": code,
                    "measure": measure,
                    "date": "2017-06-30",
                    "value": row[column],
                    "source": "ONS mid-2017 estimates for small areas",
                }
    return [rows[key] for key in sorted(rows)]


def nhs_regions(folder: Path) -> dict[str, str]:
    """Codes of the NHS regions of today by name."""
    features = json.loads((folder / "nhse_region_2024.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["name"]: feature["properties"]["code"] for feature in features}


def build(folder: Path, out: Path) -> None:
    """Write bodies, successions, overlaps and populations into a study folder."""
    areas = lookup(folder)
    people = residents(areas)
    links = group_links(folder) + board_links(folder, areas) + council_links(folder)
    bodies = group_rows(folder) + board_rows(folder, nhs_regions(folder)) + council_rows(folder)
    write(out / "bodies.csv", BODY_COLUMNS, dated(bodies, links))
    successions = succession_rows(links, people, since="2016-04-01")
    write(out / "successions.csv", list(successions[0]), successions)
    overlaps, populations = overlap_rows(folder), population_rows(folder)
    write(out / "overlaps.csv", list(overlaps[0]), overlaps)
    write(out / "populations.csv", list(populations[0]), populations)


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the geography files")
    parser.add_argument("--out", type=Path, default=STUDY, help="study folder to write into")
    arguments = parser.parse_args()
    build(arguments.folder, arguments.out)


if __name__ == "__main__":
    main()
